"""Who is asked for, who was sent, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.surge.models.emergencies import NONE, STAMPS
from sukoon.surge.words import DeploymentState, RequestState


class Request(Record):
    """Somebody asks for experts in an emergency. `is_exercise` is a copy of the emergency's."""

    emergency = models.ForeignKey(
        "surge.Emergency", on_delete=models.PROTECT, related_name="requests"
    )
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    role = models.CharField(max_length=200)
    people = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    remote = models.BooleanField(default=False)
    note = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="surge_request_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="surge_request_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="surge_request_for_somebody"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_exercise", "state"], name="surge_request_real_state")
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "emergency", "organisation", "area", "area_path", "role", "people", "starts_on",
            "ends_on", "remote", "note", "state", "is_exercise",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.role

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.area_path)


class RequestSkill(Record):
    """A skill that is asked for; a needed one is not to be done without."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField(max_length=30)
    needed = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["-needed", "skill"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "skill"], name="surge_request_skill_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"request", "skill", "needed"}
        public = NONE

    def __str__(self) -> str:
        return self.skill


class RequestLanguage(Record):
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "language"], name="surge_request_language_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"request", "language"}
        public = NONE

    def __str__(self) -> str:
        return self.language


class Deployment(Record):
    """One expert asked, sent, or back. `state` is a copy of the last step."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="deployments")
    emergency = models.ForeignKey(
        "surge.Emergency", on_delete=models.PROTECT, related_name="deployments"
    )
    expert = models.ForeignKey("surge.Expert", on_delete=models.PROTECT, related_name="deployments")
    hosted_by = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    funded_by = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=DeploymentState.choices, default=DeploymentState.OFFERED
    )
    area_path = models.CharField(max_length=120)
    org_id = models.UUIDField()  # the expert's organisation: it answers
    is_exercise = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=DeploymentState.values), name="deployment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="deployment_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["request", "expert"],
                condition=~Q(state__in=["declined", "cancelled"]),
                name="deployment_asked_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_exercise", "state"], name="deployment_real_state")
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "request", "emergency", "expert", "hosted_by", "funded_by", "starts_on", "ends_on",
            "state", "area_path", "org_id", "is_exercise",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.expert_id} {self.state}"

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.org_id, area_path=self.area_path)


class DeploymentStep(Record):
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=DeploymentState.choices)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"deployment", "state", "note", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.state}"


class DeploymentReport(Record):
    """What came of a deployment. Written once it is over; no word of persons who were helped."""

    deployment = models.OneToOneField(Deployment, on_delete=models.CASCADE, related_name="report")
    done = models.TextField(max_length=2000)
    worked = models.TextField(max_length=2000, blank=True)
    difficult = models.TextField(max_length=2000, blank=True)
    advice = models.TextField(max_length=2000, blank=True)
    handed_over = models.CharField(max_length=300, blank=True)
    told_on = models.DateField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["-told_on", "-id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "deployment", "done", "worked", "difficult", "advice", "handed_over", "told_on",
            "by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.deployment_id} {self.told_on}"
