"""The events and the outbox, for those who must answer for them. No product feature reads these."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from sukoon.audit.models import AuditEntry
from sukoon.core.access import NOWHERE, SYSTEM, Actor, can
from sukoon.core.ids import first_id
from sukoon.core.models import OutboxMessage, OutboxStatus
from sukoon.core.permissions import Permission

AT_ONCE = 500  # ids in one question to the database


@dataclass(frozen=True, slots=True)
class EventFilters:
    """What the list of events is narrowed to. Empty means everything."""

    event: str = ""  # how its name begins: "account." or "account.created"
    role: str = ""
    subject: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much work waits in the outbox, since when, and how much was given up."""

    waiting: int
    oldest: datetime | None
    dead: int


def visible(by: Actor) -> QuerySet[AuditEntry]:
    """All events, newest first, for whoever holds AUDIT_VIEW everywhere; else none."""
    events = AuditEntry.objects.order_by("-at", "-id")
    return events if can(by, Permission.AUDIT_VIEW, NOWHERE) else events.none()


def events(
    by: Actor, filters: EventFilters, *, before: tuple[datetime, UUID] | None = None
) -> QuerySet[AuditEntry]:
    """Return the events that the filters leave, after the last one of the page before."""
    found = visible(by)
    if filters.event:
        found = found.filter(event__startswith=filters.event)
    if filters.role:
        found = found.filter(actor_label__contains=filters.role)
    if filters.subject:
        found = found.filter(Q(subject_id=filters.subject) | Q(actor_id=filters.subject))
    if filters.since:
        found = found.filter(at__date__gte=filters.since)
    if filters.until:
        found = found.filter(at__date__lte=filters.until)
    if before:
        at, last = before
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=last))
    return found


def about(by: Actor, subjects: Collection[UUID]) -> list[AuditEntry]:
    """Return every event about any of these records, the oldest first, for AUDIT_VIEW only."""
    wanted, found = sorted(subjects), []
    for first in range(0, len(wanted), AT_ONCE):
        part = visible(by).filter(subject_id__in=wanted[first : first + AT_ONCE])
        found += list(part)
    return sorted(found, key=lambda e: (e.at, e.pk))


def more_than(
    usual: int, events: Collection[str], *, by: str, since: datetime
) -> list[tuple[UUID, int]]:
    """Return who has more of these events since a moment than is usual, for the security watch.

    `events` are names, or how they end (`*.exported`); `by` is `subject` or `actor`. What the
    system and the console did themselves is not looked at.
    """
    wanted = Q(pk__in=[])
    for name in events:
        wanted |= Q(event__endswith=name[1:]) if name.startswith("*") else Q(event=name)
    field = f"{by}_id"
    # Ids begin with their moment: a stretch of the primary key, not of the whole table.
    found = AuditEntry.objects.filter(wanted, pk__gte=first_id(since), at__gte=since)
    if by == "actor":
        found = found.exclude(actor_id__in=[SYSTEM.id]).exclude(actor_label="console")
    counted = found.values(field).annotate(times=Count("pk")).filter(times__gt=usual)
    return [(row[field], row["times"]) for row in counted.order_by(field)]


def told_since(event: str, subject: UUID, detail: str, *, since: datetime) -> bool:
    """Say whether an event of a subject with this detail (as it is kept) was written since."""
    found = AuditEntry.objects.filter(subject_id=subject, at__gte=since, event=event)
    return found.filter(told__contains=detail).exists()


def latest(event: str, subject: UUID, *, since: datetime) -> list[AuditEntry]:
    """Return the latest of a subject's events of one name, if there was one since a moment."""
    found = AuditEntry.objects.filter(subject_id=subject, event=event, at__gte=since)
    return list(found.order_by("-at", "-id")[:1])


def given_up_since(since: datetime) -> int:
    """Return how much work of the outbox was given up since a moment."""
    return OutboxMessage.objects.filter(status=OutboxStatus.DEAD, updated_at__gte=since).count()


def given_up(by: Actor) -> QuerySet[OutboxMessage]:
    """Work of the outbox that failed too often, newest first, for whoever holds OUTBOX_VIEW."""
    dead = OutboxMessage.objects.filter(status=OutboxStatus.DEAD).order_by("-updated_at", "-id")
    return dead if can(by, Permission.OUTBOX_VIEW, NOWHERE) else dead.none()


def backlog(by: Actor) -> Backlog:
    """Return how much work waits, and since when."""
    if not can(by, Permission.OUTBOX_VIEW, NOWHERE):
        return Backlog(0, None, 0)
    return backlog_of_all()


def backlog_of_all() -> Backlog:
    """The same for whoever looks after the server itself: counts, no contents."""
    waiting = Q(status=OutboxStatus.WAITING)
    counted = OutboxMessage.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("created_at", filter=waiting),
        dead=Count("pk", filter=Q(status=OutboxStatus.DEAD)),
    )
    return Backlog(**counted)


def latest_moment() -> datetime | None:
    """Return when the last event was written, by its own time."""
    return AuditEntry.objects.order_by("-id").values_list("at", flat=True).first()


def oldest_unsealed() -> datetime | None:
    """Return since when events wait to be sealed; None when none does."""
    return AuditEntry.objects.filter(block=None).order_by("id").values_list("at", flat=True).first()
