"""What is known to work and who does it; what policy lacks and what was learned."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.coordination.models.files import NONE, STAMPS
from sukoon.coordination.words import Alignment, Evidence, LogKind, LogState
from sukoon.core.access import Scope
from sukoon.core.models import Record


class Intervention(Record):
    """An intervention of the catalogue. Its endorsements stand in the register of jurisdictions.

    The words come from a pack; how far it agrees with the national model is decided here, by a
    named body on a day.
    """

    code = models.CharField(max_length=40, unique=True)
    name_en = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    format_en = models.CharField(max_length=200, blank=True)
    format_ur = models.CharField(max_length=200, blank=True)
    delivered_by = models.CharField(max_length=200, blank=True)
    population = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, default=Evidence.NOT_TOLD)
    evidence_note = models.CharField(max_length=400, blank=True)
    # 4Ws codes of the services that may carry it, with | between; "" is not told: any may.
    codes = models.CharField(max_length=60, blank=True)
    alignment = models.CharField(
        max_length=12, choices=Alignment.choices, default=Alignment.NOT_JUDGED
    )
    alignment_note = models.CharField(max_length=400, blank=True)
    aligned_on = models.DateField(null=True, blank=True)
    aligned_by = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=400)
    source_tag = models.CharField(max_length=1, default="D")
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["sort", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(evidence__in=Evidence.values), name="intervention_evidence_known"
            ),
            models.CheckConstraint(
                condition=Q(alignment__in=Alignment.values), name="intervention_alignment_known"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="intervention_has_source"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"alignment_note", "aligned_on", "aligned_by", "sort"}
        public = frozenset(
            {
                "code", "name_en", "name_ur", "owner", "format_en", "format_ur", "delivered_by",
                "population", "evidence", "evidence_note", "codes", "alignment", "source", "source_tag",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return (self.name_ur if get_language() == "ur" else "") or self.name_en

    @property
    def format(self) -> str:
        return (self.format_ur if get_language() == "ur" else "") or self.format_en


class InterventionTier(Record):
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="tiers")
    tier = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["tier"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intervention", "tier"], name="intervention_tier_once"),
            models.CheckConstraint(
                condition=Q(tier__gte=1, tier__lte=4), name="intervention_tier_1_to_4"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"intervention", "tier"})

    def __str__(self) -> str:
        return str(self.tier)


class InterventionLanguage(Record):
    """A language in which the materials of an intervention are there, as a source tells."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="languages"
    )
    language = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["intervention", "language"], name="intervention_language_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"intervention", "language"})

    def __str__(self) -> str:
        return self.language


class InterventionUse(Record):
    """Who uses an intervention where, as somebody told."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="uses")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="interventions"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["area_path", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["intervention", "organisation", "area"], name="intervention_use_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "intervention", "organisation", "area", "area_path", "note", "told_on",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.intervention_id} {self.organisation_id}"

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.area_path)


class LogEntry(Record):
    """A gap in policy, or a lesson: where, what, what is proposed, who takes it up. `state` a copy."""

    kind = models.CharField(max_length=10, choices=LogKind.choices)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    said = models.TextField(max_length=2000, blank=True)
    proposed = models.TextField(max_length=2000, blank=True)
    noted_on = models.DateField()
    source = models.CharField(max_length=400, blank=True)
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    policy = models.ForeignKey(
        "coordination.Policy", on_delete=models.SET_NULL, null=True, blank=True, related_name="log"
    )
    intervention = models.ForeignKey(
        Intervention, on_delete=models.SET_NULL, null=True, blank=True, related_name="log"
    )
    state = models.CharField(max_length=10, choices=LogState.choices, default=LogState.OPEN)

    class Meta:
        ordering: ClassVar = ["-noted_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LogKind.values), name="log_kind_known"),
            models.CheckConstraint(condition=Q(state__in=LogState.values), name="log_state_known"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("noted_on")), name="log_due_after_noted"
            ),
            models.UniqueConstraint(fields=["area", "title_en"], name="log_entry_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "state"], name="log_kind_state")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "kind", "area", "area_path", "title_en", "title_ur", "said", "proposed", "noted_on",
            "source", "organisation", "owner", "due_on", "policy", "intervention", "state",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class LogIndicator(Record):
    """An indicator that shows the gap, or that the lesson should move. A code of the pack."""

    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "code"], name="log_indicator_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["code"], name="log_indicator_code")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"entry", "code"}
        public = NONE

    def __str__(self) -> str:
        return self.code


class LogStep(Record):
    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=LogState.choices)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"entry", "state", "note", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"
