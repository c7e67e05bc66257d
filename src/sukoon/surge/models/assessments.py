"""The registry of assessments: who assesses what, where, when, how; and what was found."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.surge.models.emergencies import NONE, STAMPS
from sukoon.surge.words import AssessmentState, Domain, Method, Sector


class Assessment(Record):
    """One assessment. `area_path` is the path of the one area that contains all that it covers."""

    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="assessments"
    )
    emergency = models.ForeignKey(
        "surge.Emergency", on_delete=models.PROTECT, null=True, blank=True,
        related_name="assessments",
    )  # fmt: skip
    tool = models.CharField(max_length=200)
    tool_version = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=16, choices=Sector.choices)
    method = models.CharField(max_length=12, choices=Method.choices)
    sample = models.PositiveIntegerField(null=True, blank=True)
    sample_of = models.CharField(max_length=100, blank=True)
    sampling = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=AssessmentState.choices)
    limits = models.CharField(max_length=600, blank=True)
    area_path = models.CharField(max_length=120)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values), name="assessment_sector_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="assessment_method_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssessmentState.values), name="assessment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assessment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(sample=None) | ~Q(sample_of=""), name="assessment_sample_of_what"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_exercise", "starts_on"], name="assessment_real_day")
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "title_en", "title_ur", "organisation", "emergency", "tool", "tool_version", "sector",
            "method", "sample", "sample_of", "sampling", "starts_on", "ends_on", "state", "limits",
            "area_path", "is_exercise",
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


class AssessmentArea(Record):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "area"], name="assessment_area_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"assessment", "area"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.area_id}"


class AssessmentPartner(Record):
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "organisation"], name="assessment_partner_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"assessment", "organisation"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.organisation_id}"


class Finding(Record):
    """What an assessment found in one domain. Words and a figure with its basis; never persons."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    domain = models.CharField(max_length=12, choices=Domain.choices)
    text_en = models.CharField(max_length=600)
    text_ur = models.CharField(max_length=600, blank=True)
    figure = models.CharField(max_length=100, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["domain", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(domain__in=Domain.values), name="finding_domain_known"
            ),
            models.CheckConstraint(
                condition=Q(figure="") | ~Q(basis=""), name="finding_figure_has_basis"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "assessment", "number", "domain", "text_en", "text_ur", "figure", "basis",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en
