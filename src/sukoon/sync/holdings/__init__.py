"""What a phone may hold: everything its worker may see and needs, the most needed first.

Each module here gives one kind of thing, read through its own area's queries: what those do not
show to this actor is not here either. Nothing is given because it was given before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sukoon.core.access import Actor
from sukoon.sync.holdings import caseload, directory, numbers, own_care, passed_on, walks
from sukoon.sync.rules import Item

Given = tuple[str, UUID, Mapping[str, object]]


def holdings(by: Actor, *, now: datetime) -> list[Item]:
    """Return everything that a phone of this actor may hold at this moment."""
    return [item(*given) for given in _given(by, now=now)]


def _given(by: Actor, *, now: datetime) -> Iterable[Given]:
    cases = list(caseload.listed(by, now=now))
    yield from cases
    yield from walks.listed(by, [pk for _kind, pk, _told in cases])
    yield from passed_on.listed(by, now=now)
    yield from own_care.listed(by, now=now)
    yield from numbers.listed(by, now=now)
    yield from directory.listed(by, now=now)


def item(kind: str, pk: UUID, told: Mapping[str, object]) -> Item:
    """Return a thing as a phone is told it: `kind` and `id` stand beside its own fields."""
    body = json.dumps(
        {"kind": kind, "id": str(pk), **told}, ensure_ascii=False, separators=(",", ":"),
        default=str,
    )  # fmt: skip
    return Item(kind, pk, body, hashlib.sha256(body.encode()).hexdigest()[:16])
