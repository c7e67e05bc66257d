"""Pledges: what somebody promised, what they say of it since, and what our records show."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.coordination.models.files import NONE, STAMPS
from sukoon.coordination.words import Counts, Measure, PledgeKind, Stage
from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.words import DatePrecision


class Pledge(Record):
    """A promise that several made together, or one alone: a bundle of commitments.

    It is followed in one area; `area_path` is a copy of its path. `source_code` is what files
    call it.
    """

    code = models.CharField(max_length=40, unique=True)
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_code = models.CharField(max_length=40, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="pledge_has_code"),
            models.CheckConstraint(condition=Q(area_path__endswith="/"), name="pledge_area_closed"),
            models.UniqueConstraint(
                fields=["source_code"], condition=~Q(source_code=""), name="pledge_source_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"area", "area_path", "source_code", "published_at"}
        public = frozenset({"code", "title_en", "title_ur", "source", "announced_on"})

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class Commitment(Record):
    """One thing promised, with its target where one was told. `stage` is a copy of the last update."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="commitments")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=600)
    text_ur = models.CharField(max_length=600, blank=True)
    target_value = models.PositiveBigIntegerField(null=True, blank=True)
    target_unit = models.CharField(max_length=80, blank=True)
    start_on = models.DateField(null=True, blank=True)
    start_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    deadline_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    geography = models.CharField(max_length=200, blank=True)
    msp_activity = models.CharField(max_length=10, blank=True)
    measure = models.CharField(max_length=12, choices=Measure.choices, default=Measure.NONE)
    area_path = models.CharField(max_length=120)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.NOT_TOLD)
    reported_value = models.PositiveBigIntegerField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    known_since = models.DateField()
    version = models.PositiveIntegerField(default=1)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code", "id"]
        indexes: ClassVar = [
            models.Index(fields=["code", "id"], name="commitment_listed"),
            models.Index(fields=["stage", "told_on"], name="commitment_stage"),
            models.Index(fields=["area_path"], name="commitment_area"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pledge", "code"], name="commitment_once"),
            models.CheckConstraint(condition=~Q(code=""), name="commitment_has_code"),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_has_text"),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="commitment_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="commitment_measure_known"
            ),
            models.CheckConstraint(
                condition=Q(target_value=None) | ~Q(target_unit=""), name="commitment_target_unit"
            ),
            models.CheckConstraint(
                condition=Q(deadline_on=None)
                | Q(start_on=None)
                | Q(deadline_on__gte=F("start_on")),
                name="commitment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(area_path__endswith="/"), name="commitment_area_closed"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "area_path", "measure", "known_since", "version", "is_synthetic",
        }  # fmt: skip
        # Public only where the pledge is published: queries.pledges.published decides.
        public = frozenset(
            {
                "pledge", "code", "text", "text_ur", "target_value", "target_unit", "start_on",
                "start_precision", "deadline_on", "deadline_precision", "geography",
                "msp_activity", "stage", "reported_value", "told_on",
            }
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.said}"

    @property
    def said(self) -> str:
        """The commitment in the reader's language, in English where there is none."""
        return (self.text_ur if get_language() == "ur" else "") or self.text

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class CommitmentEntity(Record):
    """A signatory of a commitment: it reports on it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="entities")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="commitments"
    )
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["sort", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "organisation"], name="commitment_entity_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"sort"}
        public = frozenset({"commitment", "organisation"})

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.organisation_id}"

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.commitment.area_path)


class CommitmentKind(Record):
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=10, choices=PledgeKind.choices)

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "kind"], name="commitment_kind_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PledgeKind.values), name="commitment_kind_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"commitment", "kind"})

    def __str__(self) -> str:
        return self.kind


class CommitmentTheme(Record):
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="themes")
    theme = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["theme"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "theme"], name="commitment_theme_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["theme"], name="commitment_theme")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"commitment", "theme"})

    def __str__(self) -> str:
        return self.theme


class CommitmentCode(Record):
    """A 4Ws code whose services count towards a commitment: "9" stands for all of 9."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "code"], name="commitment_code_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"commitment", "code"})

    def __str__(self) -> str:
        return self.code


class CommitmentProgramme(Record):
    """A training, or an intervention of the catalogue, whose records count towards a commitment.

    `code` is that of the training or of the intervention; which of the two, its measure says.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="programmes")
    code = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "code"], name="commitment_programme_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"commitment", "code"})

    def __str__(self) -> str:
        return self.code


class CommitmentUpdate(Record):
    """What a signatory says of a commitment. Never edited: an amendment is another update."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="updates")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    stage = models.CharField(max_length=12, choices=Stage.choices)
    value = models.PositiveBigIntegerField(null=True, blank=True)
    narrative = models.CharField(max_length=1000, blank=True)
    happened_on = models.DateField()
    evidence = models.ForeignKey(
        "coordination.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    amends = models.OneToOneField(
        "coordination.CommitmentUpdate", on_delete=models.PROTECT, null=True, blank=True,
        related_name="amended_by",
    )  # fmt: skip
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-happened_on", "-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values) & ~Q(stage=Stage.NOT_TOLD),
                name="commitment_update_stage",
            ),
            models.CheckConstraint(
                condition=Q(amends=None) | ~Q(amends=F("id")), name="commitment_update_amends_other"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "commitment", "organisation", "narrative", "evidence", "amends", "by_id",
        }  # fmt: skip
        public = frozenset({"stage", "value", "happened_on"})

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.happened_on} {self.stage}"


class CommitmentService(Record):
    """What the coordinator decided about one service: it counts towards the commitment, or not."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="decided")
    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    counts = models.CharField(max_length=4, choices=Counts.choices)
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "service"], name="commitment_service_once"
            ),
            models.CheckConstraint(
                condition=Q(counts__in=[Counts.YES, Counts.NO]), name="commitment_service_decided"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "commitment", "service", "counts", "reason", "decided_at", "by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.service_id} {self.counts}"


class Match(Record):
    """An aim that several commitments serve, so that policy meets money and hands."""

    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    area_path = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["title_en", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title_en=""), name="match_has_title"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"title_en", "title_ur", "area_path"}
        public = NONE

    def __str__(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class MatchedCommitment(Record):
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="commitments")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="matches")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "commitment"], name="match_commitment_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"match", "commitment"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.match_id} {self.commitment_id}"
