"""Which medicines were there on a visit."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.pathways.definitions import shelf
from sukoon.pathways.models import StockSeen
from sukoon.pathways.words import StockLevel


@transaction.atomic
def see_stock(*, by: Actor, org_id: UUID, seen: Mapping[str, str], on: date) -> int:
    """Keep what was seen in stock on a day; the same day again replaces it. Return how many."""
    require(by, Permission.CASE_WRITE, Scope(by.id, org_id))
    known = {m: level for m, level in seen.items() if m in shelf().medicines}
    for medicine, level in known.items():
        StockSeen.objects.update_or_create(
            org_id=org_id, medicine=medicine, seen_on=on,
            defaults={"level": StockLevel(level), "by_id": by.id},
        )  # fmt: skip
    emit("stock.seen", subject=org_id, by=by, count=len(known))
    return len(known)
