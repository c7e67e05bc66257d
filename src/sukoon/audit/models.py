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
    # Made with the keys when the event was written: an event put in behind our back has none.
    mac = models.CharField(max_length=72, blank=True)
    block = models.PositiveIntegerField(null=True, blank=True)  # which block seals it

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(event__contains="."), name="audit_event_named"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "at"], name="audit_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
            models.Index(fields=["id"], condition=Q(block=None), name="audit_unsealed"),
            models.Index(fields=["block", "id"], name="audit_block"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {"id", "at", "event", "subject_id", "actor_id", "actor_label", "mac", "block"}
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"


class AuditBlock(models.Model):
    """Some events sealed together: their ids and digests in order, chained to the block before.

    `body` holds 48 bytes an event (16 of its id, 32 of its digest); `hash` is over the number,
    the hash before and the body.
    """

    number = models.PositiveIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    events = models.PositiveIntegerField()
    body = models.BinaryField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset({"number", "sealed_at", "events", "body", "previous", "hash"})
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"block {self.number}"


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
