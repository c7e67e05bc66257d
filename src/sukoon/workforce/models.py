"""Organisations, the people who work in them, and teams. No client data."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.workforce.words import Cadre, Gender, OrganisationType, WorkerStatus

NONE: frozenset[str] = frozenset()
STAMPS = frozenset({"id", "created_at", "updated_at"})


class Organisation(Record):
    """A body that gives, funds or coordinates services.

    A merged one stays, and points to the one that goes on: what it did keeps its name.
    """

    name = models.CharField(max_length=200)
    name_ur = models.CharField(max_length=200, blank=True)
    acronym = models.CharField(max_length=40, blank=True)
    type = models.CharField(
        max_length=20, choices=OrganisationType.choices, default=OrganisationType.UNKNOWN
    )
    merged_into = models.ForeignKey(
        "workforce.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(type__in=OrganisationType.values), name="organisation_type_known"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="organisation_not_into_itself"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"name", "name_ur", "acronym", "type", "merged_into"})

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language, in English where there is none."""
        return (self.name_ur if get_language() == "ur" else "") or self.name

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.pk)


class OrganisationAlias(Record):
    """Another name of an organisation, and its own: every name it is found by, once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS
        public = frozenset({"organisation", "name", "key"})

    def __str__(self) -> str:
        return self.name


class Team(Record):
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"name", "organisation", "area", "closed_on"}
        public = NONE

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(org_id=self.organisation_id, area_path=self.area.path if self.area else "")


class Worker(Record):
    """Anyone who helps through the system, whether they sign in or not."""

    name = models.CharField(max_length=120)
    account = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="worker"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, blank=True)
    cadre = models.CharField(max_length=30, choices=Cadre.choices)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    licence_number = models.CharField(max_length=60, blank=True)
    licence_until = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=10, choices=WorkerStatus.choices, default=WorkerStatus.ACTIVE
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cadre__in=Cadre.values), name="worker_cadre_known"),
            models.CheckConstraint(
                condition=Q(tier=None) | Q(tier__gte=1, tier__lte=4), name="worker_tier_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(status__in=WorkerStatus.values), name="worker_status_known"
            ),
        ]

    class Privacy:
        opens: ClassVar = {"identity": Permission.WORKER_VIEW}
        identity = frozenset({"name", "phone", "licence_number"})
        clinical = NONE
        operational = STAMPS | {
            "account", "organisation", "area", "cadre", "tier", "gender", "licence_until", "status",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(
            owner_id=self.account_id,
            org_id=self.organisation_id,
            area_path=self.area.path if self.area else "",
        )


class WorkerLanguage(Record):
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["worker", "language"], name="worker_language_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"worker", "language"}
        public = NONE

    def __str__(self) -> str:
        return self.language


class TeamMember(Record):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="in_teams")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "worker"], condition=Q(left_on=None), name="team_member_once"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"team", "worker", "left_on"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.team_id} {self.worker_id}"
