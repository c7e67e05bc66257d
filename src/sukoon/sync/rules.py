"""What phones and the server tell each other, wrong clocks, and how much one answer holds. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

# A clock that is off by less than this is not off: the road takes time too.
TOLERANCE = timedelta(seconds=90)
MOST_BYTES = 128 * 1024  # some 30 kB on the line: five seconds on 2G
MOST_ITEMS = 400


def skew(*, sent_at: datetime, received_at: datetime) -> timedelta:
    """Return how far the server's clock is ahead of the phone's."""
    return received_at - sent_at


def corrected(happened_at: datetime, off: timedelta, *, received_at: datetime) -> datetime:
    """Return when something happened by the server's clock; never after it was received."""
    told = happened_at + off if abs(off) > TOLERANCE else happened_at
    return min(told, received_at)


def page(
    sizes: Iterable[int], *, most_bytes: int = MOST_BYTES, most_items: int = MOST_ITEMS
) -> int:
    """Return how many of these go into one answer: at least one, so that there is an end."""
    total = count = 0
    for size in sizes:
        if count and (total + size > most_bytes or count >= most_items):
            break
        total, count = total + size, count + 1
    return count


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a phone holds: what it is, and the JSON that the phone keeps of it."""

    kind: str
    id: UUID
    body: str
    digest: str

    @property
    def key(self) -> tuple[str, UUID]:
        return self.kind, self.id


def far(km: float | None, shared: int) -> int:
    """Return how far away something counts as, in km, for the order of a list.

    Where no point is known, how much of the area is shared stands for it: the district, the
    province, the country.
    """
    if km is not None:
        return round(km)
    return {0: 900, 1: 400, 2: 120}.get(shared, 15)


@dataclass(frozen=True, slots=True)
class Told:
    """One operation as a phone sent it. `happened_at` is read with care: old phones write it."""

    id: UUID
    action: str
    payload: object
    happened_at: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a phone is told about one operation it sent."""

    id: UUID
    outcome: str  # applied, merged, conflict, rejected, duplicate
    first: str  # what became of it when it first arrived
    reason: str = ""
    said: str = ""
    result: str = ""  # JSON
    kept: bool = False  # not taken in, and kept whole for somebody to look at


@dataclass(frozen=True, slots=True)
class Page:
    """One answer to a pull: what is new or changed, what is gone, and where to go on."""

    cursor: int
    more: bool
    items: Sequence[Item]
    gone: Sequence[tuple[str, UUID]]


def moment(text: str) -> datetime | None:
    """Read a moment with its offset; None where it is none."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None
