"""Risk episodes and their steps. A case and a person are known by id only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.risk.models.privacy import NONE, STAMPS
from sukoon.risk.words import EpisodeStatus, NextStep, Rung, StepKind, Trigger

OPEN = ~Q(status=EpisodeStatus.CLOSED)


class RiskEpisode(Record):
    """A life at risk: from the first sign until somebody who may has closed it.

    While it is open it has an owner, a next step, the moment until which that is due (`due_at`),
    and the moment at which the platform asks the next one (`watch_at`). `carer_id` is who keeps
    the case, `asked_at` since when an acknowledgement is waited for. Everything here is a copy of
    what the steps say.
    """

    code = models.CharField(max_length=12, unique=True)
    case_id = models.UUIDField(null=True, blank=True)
    case_code = models.CharField(max_length=20, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    carer_id = models.UUIDField(null=True, blank=True)
    raised_by_id = models.UUIDField()
    level = models.CharField(max_length=20)
    status = models.CharField(
        max_length=12, choices=EpisodeStatus.choices, default=EpisodeStatus.WAITING
    )
    owner_id = models.UUIDField(null=True, blank=True)
    raised_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by_id = models.UUIDField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    next_step = models.CharField(max_length=12, choices=NextStep.choices, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    watch_at = models.DateTimeField(null=True, blank=True)
    escalations = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=20, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = [models.F("due_at").asc(nulls_last=True), "id"]
        indexes: ClassVar = [
            models.Index(fields=["status", "watch_at"], name="risk_watch"),
            models.Index(fields=["owner_id", "status"], name="risk_owner"),
            models.Index(fields=["org_id", "status"], name="risk_org"),
            models.Index(fields=["area_path", "status"], name="risk_area"),
            models.Index(fields=["case_id"], name="risk_case"),
            models.Index(fields=["person_id"], name="risk_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=EpisodeStatus.values), name="risk_status_known"
            ),
            models.CheckConstraint(condition=~Q(level=""), name="risk_has_level"),
            models.CheckConstraint(
                condition=~OPEN
                | Q(
                    owner_id__isnull=False,
                    due_at__isnull=False,
                    watch_at__isnull=False,
                    next_step__in=NextStep.values,
                ),
                name="risk_open_has_owner_and_deadline",
            ),
            models.CheckConstraint(
                condition=OPEN
                | (Q(closed_at__isnull=False, watch_at=None, due_at=None) & ~Q(close_reason="")),
                name="risk_closed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=EpisodeStatus.ACKNOWLEDGED)
                | Q(acknowledged_at__isnull=False, acknowledged_by_id__isnull=False),
                name="risk_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=EpisodeStatus.WAITING) | Q(next_step=NextStep.ACKNOWLEDGE),
                name="risk_waiting_is_acknowledged_next",
            ),
            models.CheckConstraint(
                condition=Q(area_path="") | Q(area_path__endswith="/", area_path=Upper("area_path")),
                name="risk_area_path_upper_and_closed",
            ),
            models.UniqueConstraint(
                fields=["case_id"], condition=OPEN & Q(case_id__isnull=False),
                name="risk_one_open_per_case",
            ),
            models.UniqueConstraint(
                fields=["person_id", "org_id"],
                condition=OPEN & Q(case_id=None, person_id__isnull=False),
                name="risk_one_open_per_person_without_case",
            ),
        ]  # fmt: skip

    class Privacy:
        identity = NONE
        clinical = frozenset({"level", "happened_at", "contacted_at", "planned_at", "close_reason"})
        operational = STAMPS | {
            "code", "case_id", "case_code", "person_id", "org_id", "area_path", "carer_id",
            "raised_by_id", "status", "owner_id", "raised_at", "asked_at", "acknowledged_at",
            "acknowledged_by_id", "next_step", "due_at", "watch_at", "escalations", "closed_at",
            "is_synthetic",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """What it is called wherever it is named: the case's code, else its own. Reveals nothing."""
        return self.case_code or self.code

    @property
    def is_open(self) -> bool:
        return self.status != EpisodeStatus.CLOSED

    @property
    def scope(self) -> Scope:
        related = frozenset(i for i in (self.carer_id, self.raised_by_id) if i)
        return Scope(self.owner_id, self.org_id, self.area_path, self.person_id, related)


class RiskStep(VaultRecord):
    """One thing that was done in an episode, or to it. Written once.

    `at` is when we were told, `happened_at` when it was done. `target_id` is who was asked, on
    which `rung`; `item` a code of the pack (an action, a reason). `note` is the writer's own words.
    """

    episode = models.ForeignKey(RiskEpisode, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    at = models.DateTimeField()
    happened_at = models.DateTimeField()
    by_id = models.UUIDField()
    status = models.CharField(max_length=12, choices=EpisodeStatus.choices)
    level = models.CharField(max_length=20)
    trigger = models.CharField(max_length=10, choices=Trigger.choices, blank=True)
    entry_id = models.UUIDField(null=True, blank=True)
    target_id = models.UUIDField(null=True, blank=True)
    rung = models.CharField(max_length=12, choices=Rung.choices, blank=True)
    item = models.CharField(max_length=30, blank=True)
    note = EncryptedTextField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["episode", "at"], name="risk_step_order"),
            models.Index(fields=["target_id"], name="risk_step_target"),
            models.Index(fields=["entry_id"], name="risk_step_entry"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values), name="risk_step_kind_known"
            ),
            # The same entry that arrives twice says the same thing once.
            models.UniqueConstraint(
                fields=["entry_id", "trigger"],
                condition=Q(entry_id__isnull=False) & ~Q(trigger=""),
                name="risk_step_entry_once",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = frozenset({"level", "trigger", "note", "item"})
        operational = STAMPS | {
            "key_version", "episode", "kind", "at", "happened_at", "by_id", "status", "entry_id",
            "target_id", "rung",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.episode_id}"
