"""What the guards of the product saw: written by the system, about an account."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sukoon.accounts.alert_rules import Kind
from sukoon.audit import queries as audit
from sukoon.audit.events import emit
from sukoon.core.access import Actor, require_system


@transaction.atomic
def note_refusal(
    *, by: Actor, account_id: UUID, role: str, route: str, status: int, times: int
) -> None:
    """Say that an account asked for what is not there for it, the so-maniest time this hour."""
    require_system(by)
    emit("access.refused", subject=account_id, by=by, role=role, route=route, status=status,
         times=times)  # fmt: skip


@transaction.atomic
def note_too_fast(*, by: Actor, account_id: UUID, role: str, over: int) -> None:
    """Say that an account asked faster than it may, and by how much."""
    require_system(by)
    emit("access.too_fast", subject=account_id, by=by, role=role, over=over)


@transaction.atomic
def note_virus(*, by: Actor, account_id: UUID, name: str) -> None:
    """Say that the scanner found something in a file that an account brought."""
    require_system(by)
    emit("file.infected", subject=account_id, by=by, virus=name)


@transaction.atomic
def raise_alert(*, by: Actor, kind: Kind, account_id: UUID, times: int, since: datetime) -> bool:
    """Call the officers about an account, unless they were called for this since; say whether."""
    require_system(by)
    if audit.told_since("security.alerted", account_id, f'["kind","{kind.code}"]', since=since):
        return False
    emit("security.alerted", subject=account_id, by=by, kind=kind.code, times=times)
    return True
