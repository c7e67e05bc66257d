"""What was done, by whom, to what, when. Written once, never changed, never read by features."""

import json
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import Q

from sukoon.core.ids import new_id


class Detail(NamedTuple):
    """One code or count that belongs to an event."""

    name: str
    value: str


class Details(tuple[Detail, ...]):
    """The details of an event, in the order they were told."""

    __slots__ = ()

    def all(self) -> "Details":
        return self


class AuditEntry(models.Model):
    """One event. `actor_label` is a role or account code, not a person's name.

    `told` holds the details as a JSON list of pairs: one row an event, so that writing it stays
    cheap. Nothing looks for a detail; whoever reads an event reads all of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=80)
    told = models.TextField(blank=True)
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
            {"id", "at", "event", "subject_id", "actor_id", "actor_label", "told", "mac", "block"}
        )
        public: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"

    @property
    def details(self) -> Details:
        return Details(Detail(name, value) for name, value in read_details(self.told))


def details_text(told: Iterable[tuple[str, str]]) -> str:
    """Return details as they are kept."""
    pairs = [list(pair) for pair in told]
    return json.dumps(pairs, separators=(",", ":"), ensure_ascii=False) if pairs else ""


def read_details(text: str) -> tuple[tuple[str, str], ...]:
    """Read kept details. What is no list of pairs was not written by us: it is told as it is."""
    if not text:
        return ()
    try:
        return tuple((str(name), str(value)) for name, value in json.loads(text))
    except (ValueError, TypeError):
        return (("", text),)


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
