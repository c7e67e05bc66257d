"""What was done, by whom, to what, when. Written once, never changed, never read by features."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sukoon.core.ids import new_id


class AuditEntry(models.Model):
    """One event. `actor_label` is a role or account code, not a person's name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(event__contains="."), name="audit_event_named"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "at"], name="audit_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset({"id", "at", "event", "subject_id", "actor_id", "actor_label"})
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"


class AuditDetail(models.Model):
    """One code or count that belongs to an event."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="details")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset({"id", "entry", "name", "value"})
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
