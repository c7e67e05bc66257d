"""Supervision sessions: planned, held and logged."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.core.permissions import Permission
from sukoon.core.vault import EncryptedTextField, VaultRecord
from sukoon.supervision.models.common import NONE, STAMPS, path_closed
from sukoon.supervision.words import Presence, SessionKind, SessionStatus


class Session(VaultRecord):
    """A supervision session. `record` is what the pack asks (sealed JSON), minutes among it."""

    supervisor_id = models.UUIDField()
    org_id = models.UUIDField(null=True, blank=True)
    area_path = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=14, choices=SessionKind.choices)
    status = models.CharField(
        max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED
    )
    planned_at = models.DateTimeField()
    planned_minutes = models.PositiveSmallIntegerField(default=60)
    log_by = models.DateTimeField(null=True, blank=True)  # not logged by then: missed
    held_at = models.DateTimeField(null=True, blank=True)
    held_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    logged_at = models.DateTimeField(null=True, blank=True)
    logged_by_id = models.UUIDField(null=True, blank=True)
    record = EncryptedTextField()
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-planned_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["log_by"], name="supsession_log_by"),
            models.Index(fields=["supervisor_id", "planned_at"], name="supsession_supervisor"),
            models.Index(fields=["org_id", "planned_at"], name="supsession_team"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=SessionKind.values, status__in=SessionStatus.values),
                name="supsession_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=SessionStatus.PLANNED) | Q(log_by__isnull=False),
                name="supsession_planned_has_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(status=SessionStatus.HELD)
                | Q(held_at__isnull=False, held_minutes__gte=1, log_by=None),
                name="supsession_held_says_when",
            ),
            models.CheckConstraint(condition=path_closed("area_path"), name="supsession_area"),
        ]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"record"})
        operational = STAMPS | {
            "supervisor_id", "org_id", "area_path", "kind", "status", "planned_at",
            "planned_minutes", "log_by", "held_at", "held_minutes", "logged_at", "logged_by_id",
            "is_synthetic", "key_version",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.kind} {self.planned_at:%Y-%m-%d}"

    @property
    def scope(self) -> Scope:
        """Prefetch `seats` in lists."""
        came = frozenset(seat.account_id for seat in self.seats.all())
        return Scope(self.supervisor_id, self.org_id, "", related=came | {self.supervisor_id})


class Seat(Record):
    """Somebody who is invited to a session, and whether they came."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    account_id = models.UUIDField(db_index=True)
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.INVITED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "account_id"], name="supseat_once"),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="supseat_presence_known"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"session", "account_id", "presence"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.presence} {self.session_id}"


class SessionCase(Record):
    """A case that was talked over in a session, by its code."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    case_code = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "case"], name="supsession_case_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"session", "case", "case_code"}
        public = NONE

    def __str__(self) -> str:
        return self.case_code


class ActionPoint(VaultRecord):
    """What somebody will do after a session, and by when."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="points")
    what = EncryptedTextField()
    owner_id = models.UUIDField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["owner_id", "done_at"], name="suppoint_mine")]

    class Privacy:
        opens: ClassVar = {"clinical": Permission.SUPERVISION_VIEW}
        identity = NONE
        clinical = frozenset({"what"})
        operational = STAMPS | {"session", "owner_id", "due_on", "done_at", "key_version"}
        public = NONE

    def __str__(self) -> str:
        return f"point {self.pk}"
