"""Plans by phase with their money; readiness; what the law of each jurisdiction says."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.coordination.models.files import NONE, STAMPS
from sukoon.coordination.words import (
    BudgetHead,
    ObjectiveState,
    Phase,
    PlanStatus,
    PolicyKind,
    PolicyState,
    Readiness,
)
from sukoon.core.access import Scope
from sukoon.core.models import Record


class Plan(Record):
    """A plan of an organisation for an area."""

    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="plans"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)

    class Meta:
        ordering: ClassVar = ["area_path", "starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=PlanStatus.values), name="plan_status_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_start"
            ),
            models.UniqueConstraint(fields=["area", "organisation", "title_en"], name="plan_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "title_en", "title_ur", "area", "area_path", "organisation", "starts_on", "ends_on",
            "status",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.area_path)


class Objective(Record):
    """One objective of a phase: what is done, what comes of it, who leads, by when."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    phase = models.CharField(max_length=14, choices=Phase.choices)
    number = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=400)
    text_ur = models.CharField(max_length=400, blank=True)
    key_actions = models.CharField(max_length=1000, blank=True)
    key_actions_ur = models.CharField(max_length=1000, blank=True)
    expected_outcome = models.CharField(max_length=400, blank=True)
    expected_outcome_ur = models.CharField(max_length=400, blank=True)
    unit_role = models.CharField(max_length=400, blank=True)
    unit_role_ur = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=ObjectiveState.choices, default=ObjectiveState.NOT_STARTED
    )

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="objective_once"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="objective_phase"),
            models.CheckConstraint(
                condition=Q(state__in=ObjectiveState.values), name="objective_state_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="objective_due_after_start",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "plan", "phase", "number", "text_en", "text_ur", "key_actions",
            "key_actions_ur", "expected_outcome", "expected_outcome_ur", "unit_role",
            "unit_role_ur", "owner", "starts_on", "due_on", "state",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en

    @property
    def shown_actions(self) -> str:
        return (self.key_actions_ur if get_language() == "ur" else "") or self.key_actions

    @property
    def shown_outcome(self) -> str:
        return (self.expected_outcome_ur if get_language() == "ur" else "") or self.expected_outcome

    @property
    def shown_role(self) -> str:
        return (self.unit_role_ur if get_language() == "ur" else "") or self.unit_role


class Milestone(Record):
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="milestones")
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"objective", "title_en", "title_ur", "due_on", "done_on"}
        public = NONE

    def __str__(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en


class BudgetLine(Record):
    """Money of one head, year and donor, in one currency. Currencies are never added."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget")
    head = models.CharField(max_length=16, choices=BudgetHead.choices)
    donor = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    planned = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    secured = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    spent = models.DecimalField(max_digits=16, decimal_places=2, default=0)

    class Meta:
        ordering: ClassVar = ["year", "head", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "head", "donor", "year", "currency"], name="budget_line_once"
            ),
            models.CheckConstraint(
                condition=Q(head__in=BudgetHead.values), name="budget_head_known"
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=0, secured__gte=0, spent__gte=0),
                name="budget_not_negative",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "plan", "head", "donor", "year", "currency", "planned", "secured", "spent",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.head} {self.year}"


class ReadinessCheck(Record):
    """Whether an area can go live, item by item of the list in the pack."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    on = models.DateField()
    live_on = models.DateField(null=True, blank=True)
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "on"], name="readiness_once_a_day"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"area", "area_path", "on", "live_on", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.area_id} {self.on}"

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class ReadinessAnswer(Record):
    check_of = models.ForeignKey(ReadinessCheck, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=Readiness.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_of", "item"], name="readiness_answer_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"check_of", "item", "answer"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.item} {self.answer}"


class Policy(Record):
    """A law, a policy, a guideline or an intervention of a jurisdiction. `state` is a copy."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=PolicyKind.choices)
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    intervention = models.ForeignKey(
        "coordination.Intervention", on_delete=models.PROTECT, null=True, blank=True,
        related_name="endorsements",
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=PolicyState.choices)
    note = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering: ClassVar = ["area_path", "kind", "title_en", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "title_en"], name="policy_once"),
            models.CheckConstraint(
                condition=Q(state__in=PolicyState.values), name="policy_state_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "area", "area_path", "kind", "title_en", "title_ur", "year", "body",
            "intervention", "state", "note",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class PolicyStep(Record):
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=PolicyState.choices)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"policy", "state", "note", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.policy_id} {self.state}"
