"""The one base class of every stored record, and the tables that carry operations and work."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sukoon.core.ids import new_id


class Record(models.Model):
    """A row with an identity a device may choose, and the times it was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Operation(Record):
    """One change as a client sent it: the same id again gives the stored result.

    `id` is the client's own (the `Idempotency-Key`). Only a hash of the payload is kept: enough
    to tell a repeat from another change under the same id, and nothing to leak.
    """

    action = models.CharField(max_length=80)
    actor_id = models.UUIDField()
    payload_hash = models.CharField(max_length=64)
    result_status = models.PositiveSmallIntegerField()
    result_body = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(payload_hash=""), name="operation_has_hash"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id",
                "created_at",
                "updated_at",
                "action",
                "actor_id",
                "payload_hash",
                "result_status",
                "result_body",
            }
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"


class OutboxStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up; look at it")


class OutboxMessage(Record):
    """Work to do after a change, written in the change's own transaction.

    Handlers are idempotent: a message is delivered at least once. `claimed_until` is a lease, so
    that a worker that dies gives its message back.
    """

    event = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    handler = models.CharField(max_length=80)
    status = models.CharField(
        max_length=10, choices=OutboxStatus.choices, default=OutboxStatus.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=OutboxStatus.values), name="outbox_status_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "due_at"], name="outbox_due")]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id",
                "created_at",
                "updated_at",
                "event",
                "subject_id",
                "handler",
                "status",
                "attempts",
                "due_at",
                "claimed_until",
                "last_error",
            }
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.event} {self.handler}"


class BroughtFile(Record):
    """That an account brought a file, and how large it was: its share of a day. Not which file."""

    by_id = models.UUIDField()
    bytes = models.PositiveBigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["by_id", "created_at"], name="brought_by")]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset({"id", "created_at", "updated_at", "by_id", "bytes"})
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.bytes} bytes"


class ScheduledTask(Record):
    """When a task is due, who holds it, and how it went last time."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset(
            {
                "id", "created_at", "updated_at", "name", "due_at", "claimed_until",
                "last_done_at", "last_error",
            }
        )  # fmt: skip
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return self.name


class LoadedPack(Record):
    """The stamp of a pack whose content is in the database."""

    pack_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    checksum = models.CharField(max_length=64)
    status = models.CharField(max_length=20)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack_id"], name="pack_loaded_once"),
        ]

    class Privacy:
        identity: ClassVar[frozenset[str]] = frozenset()
        clinical: ClassVar[frozenset[str]] = frozenset()
        operational = frozenset({"id", "created_at", "updated_at", "loaded_at"})
        public = frozenset({"pack_id", "kind", "version", "checksum", "status"})

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"
