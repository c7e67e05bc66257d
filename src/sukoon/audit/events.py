"""`emit`: the one way to say that something was done. Same transaction, codes only."""

from uuid import UUID

from django.db import connection

from sukoon.audit import rules
from sukoon.audit.models import AuditEntry, details_text
from sukoon.core import clock, keys, ledger, outbox
from sukoon.core.access import Actor
from sukoon.core.ids import new_id


def emit(event: str, *, subject: UUID, by: Actor, **details: str | int | None) -> None:
    """Record that `by` did `event` to `subject`, and hand the event to its reactions.

    Details are codes and counts, never names or notes. Raises outside a transaction: an event
    without its change, or a change without its event, must be impossible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("emit belongs in the transaction of the change it records")
    now = clock.now()
    told = tuple((n, str(v)[:200]) for n, v in details.items() if v is not None)
    written = rules.Event(new_id(), now, event, subject, by.id, by.label, told)
    ledger.write(AuditEntry(
        id=written.id, event=event, subject_id=subject, actor_id=by.id, actor_label=by.label,
        at=now, told=details_text(told), mac=mac_of(written),
    ))  # fmt: skip
    outbox.enqueue(event, subject, now=now)


def mac_of(event: rules.Event) -> str:
    """Return what proves that an event was written by this product: key version and HMAC."""
    ring = keys.ring()
    return f"{ring.current}:{ring.mac(keys.AUDIT, event.canonical()).hex()}"
