"""`emit`: the one way to say that something was done. Same transaction, codes only."""

from uuid import UUID

from django.db import connection

from sukoon.audit.models import AuditDetail, AuditEntry
from sukoon.core import clock, outbox
from sukoon.core.access import Actor


def emit(event: str, *, subject: UUID, by: Actor, **details: str | int | None) -> None:
    """Record that `by` did `event` to `subject`, and hand the event to its reactions.

    Details are codes and counts, never names or notes. Raises outside a transaction: an event
    without its change, or a change without its event, must be impossible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("emit belongs in the transaction of the change it records")
    now = clock.now()
    entry = AuditEntry.objects.create(
        event=event, subject_id=subject, actor_id=by.id, actor_label=by.label, at=now
    )
    rows = [
        AuditDetail(entry=entry, name=name, value=str(value)[:200])
        for name, value in details.items()
        if value is not None
    ]
    if rows:
        AuditDetail.objects.bulk_create(rows)
    outbox.enqueue(event, subject, now=now)
