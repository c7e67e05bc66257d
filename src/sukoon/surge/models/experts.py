"""The roster: who can be sent, what they can do, which languages they speak, when they are free."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.surge.models.emergencies import NONE, STAMPS
from sukoon.surge.words import ExpertStatus
from sukoon.workforce.words import Cadre


class Expert(Record):
    """Somebody who can be sent. Lists show the code; name and contact are for who keeps the roster."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="experts"
    )
    base = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_path = models.CharField(max_length=120, blank=True)
    cadre = models.CharField(max_length=30, choices=Cadre.choices)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    remote = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=ExpertStatus.choices, default=ExpertStatus.ACTIVE
    )
    note = models.CharField(max_length=400, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cadre__in=Cadre.values), name="expert_cadre_known"),
            models.CheckConstraint(
                condition=Q(status__in=ExpertStatus.values), name="expert_status_known"
            ),
        ]

    class Privacy:
        identity = frozenset({"name", "contact"})
        clinical = NONE
        operational = STAMPS | {
            "code", "organisation", "base", "area_path", "cadre", "years", "remote", "status",
            "note", "is_synthetic",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.code

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.area_path)


class ExpertSkill(Record):
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField(max_length=30)

    class Meta:
        ordering: ClassVar = ["skill"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expert", "skill"], name="expert_skill_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["skill"], name="expert_skill")]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"expert", "skill"}
        public = NONE

    def __str__(self) -> str:
        return self.skill


class ExpertLanguage(Record):
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expert", "language"], name="expert_language_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"expert", "language"}
        public = NONE

    def __str__(self) -> str:
        return self.language


class Availability(Record):
    """A time in which an expert can be sent, as told on a day."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="availabilities")
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="availability_ends_after_start"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"expert", "starts_on", "ends_on", "note"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.starts_on} {self.ends_on}"
