"""Emergencies with their steps, real or of an exercise; papers that are kept with them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.access import Scope
from sukoon.core.documents import KEPT, KeptDocument
from sukoon.core.models import Record
from sukoon.surge.words import EmergencyEvent, EmergencyKind

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Emergency(Record):
    """Something that overwhelms an area. `is_exercise` is set once and keeps it out of every figure."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=14, choices=EmergencyKind.choices)
    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    summary = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=400, blank=True)
    disaster_since = models.DateTimeField(null=True, blank=True)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-started_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=EmergencyKind.values), name="emergency_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="emergency_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(disaster_since=None),
                name="emergency_over_is_no_disaster",
            ),
            models.CheckConstraint(
                condition=Q(area_path__endswith="/"), name="emergency_area_closed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_exercise", "started_on"], name="emergency_real_day")
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "code", "kind", "title_en", "title_ur", "area", "area_path", "started_on", "ended_on",
            "summary", "source", "disaster_since", "is_exercise",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{_('EXERCISE')}: {self.title}" if self.is_exercise else self.title

    @property
    def title(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class EmergencyStep(Record):
    """What was decided about an emergency, by whom, and why."""

    emergency = models.ForeignKey(Emergency, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=14, choices=EmergencyEvent.choices)
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"emergency", "event", "reason", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.emergency_id} {self.event}"


class Paper(KeptDocument):
    """A file or a link kept with an assessment or a deployment. Exactly one of both."""

    assessment = models.ForeignKey(
        "surge.Assessment", on_delete=models.CASCADE, null=True, blank=True, related_name="papers"
    )
    deployment = models.ForeignKey(
        "surge.Deployment", on_delete=models.CASCADE, null=True, blank=True, related_name="papers"
    )

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(stored_name="")) | (~Q(link="") & Q(stored_name="")),
                name="paper_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(assessment=None, deployment__isnull=False)
                | Q(assessment__isnull=False, deployment=None),
                name="paper_of_one_thing",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | KEPT | {"assessment", "deployment"}
        public = NONE

    def __str__(self) -> str:
        return self.title
