"""One page of a long list, found by where the last one ended: page 40,000 is as quick as page 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

MOST_CURSOR = 300
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of a list, and the cursor of the page after them ("" on the last page)."""

    rows: Sequence[T]
    next: str


def page_by_name(found: QuerySet[Any], cursor: str, *, size: int) -> Page[Any]:
    """Return the rows after the cursor of a list ordered by (name, id). Garbage begins anew."""
    pk, _, name = cursor[:MOST_CURSOR].partition("~")
    try:
        last = UUID(pk)
    except ValueError:
        pass
    else:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=last))
    rows = list(found.order_by("name", "pk")[: size + 1])
    shown = rows[:size]
    more = len(rows) > size
    return Page(shown, f"{shown[-1].pk}~{shown[-1].name}"[:MOST_CURSOR] if more else "")
