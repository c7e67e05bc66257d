"""What became of a worker's own request to be called. On nobody else's phone."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from sukoon.accounts import queries as accounts
from sukoon.core.access import Actor
from sukoon.staffcare import queries

KEPT_FOR = timedelta(days=7)


def listed(by: Actor, *, now: datetime) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield the latest request, while it waits and some days after; and who will call."""
    recent = Q(ended_at=None) | Q(ended_at__gt=now - KEPT_FOR)
    call = queries.own(by).filter(recent).first()
    if call is None:
        return
    told = {"state": call.state, "asked_at": call.asked_at, "ended_at": call.ended_at}
    if call.contact_id is not None:
        told["contact"] = accounts.names([call.contact_id]).get(call.contact_id, "")
    yield "care_call", call.pk, {k: v for k, v in told.items() if v is not None}
