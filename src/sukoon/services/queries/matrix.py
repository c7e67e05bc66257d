"""The matrix: organisation by activity, in an area."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q

from sukoon.core.access import Actor
from sukoon.services.models import Activity
from sukoon.services.queries.base import Filters, filtered
from sukoon.workforce.models import Organisation

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class MatrixRow:
    organisation: Organisation
    cells: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A page of organisations, the activities across, and the sums of all organisations."""

    columns: tuple[Activity, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[int, ...]
    organisations: int
    next_after: str


def matrix(by: Actor, filters: Filters, *, group: int | None = None, after: str = "") -> Matrix:
    """Return the matrix of main activities, or of one group's sub-codes, by organisation name.

    `after` is the name and id of the last organisation of the page before. Three queries.
    """
    lines = filtered(by, filters)
    columns = _columns(group)
    if group:
        lines = lines.filter(activity__main_code=group)
    known = {(c.code if group else str(c.main_code)): n for n, c in enumerate(columns)}
    counts: dict[UUID, dict[int, int]] = defaultdict(dict)
    totals = [0] * len(columns)
    # One pass over the index (status, organisation, activity), before any other table.
    activity_of = dict(Activity.objects.values_list("pk", "code" if group else "main_code"))
    for organisation, activity, n in lines.values_list("organisation_id", "activity_id").annotate(
        n=Count("pk")
    ):
        place = known.get(str(activity_of[activity]))
        if place is None:
            continue
        counts[organisation][place] = counts[organisation].get(place, 0) + n
        totals[place] += n
    page = _page(list(counts), after)
    rows = tuple(
        MatrixRow(
            o,
            tuple(counts[o.pk].get(n, 0) for n in range(len(columns))),
            sum(counts[o.pk].values()),
        )
        for o in page[:ON_A_PAGE]
    )
    more = len(page) > ON_A_PAGE
    return Matrix(
        columns=tuple(columns),
        rows=rows,
        totals=tuple(totals),
        organisations=len(counts),
        next_after=f"{rows[-1].organisation.name}|{rows[-1].organisation.pk}" if more else "",
    )


def _columns(group: int | None) -> list[Activity]:
    """Return the activities across, of the latest list in use."""
    latest = Activity.objects.aggregate(v=Max("list_version"))["v"]
    codes = Activity.objects.filter(list_version=latest)
    chosen = codes.filter(main_code=group, is_group=False) if group else codes.filter(is_group=True)
    return list(chosen.order_by("sort"))


def _page(ids: list[UUID], after: str) -> list[Organisation]:
    """Return one page of these organisations and one more, in the order of their names."""
    name, _, pk = after.replace("\0", "").rpartition("|")
    organisations = Organisation.objects.order_by("name", "id")
    if name:
        try:
            organisations = organisations.filter(Q(name__gt=name) | Q(name=name, pk__gt=UUID(pk)))
        except ValueError:
            return []
    wanted = set(ids)
    found: list[Organisation] = []
    for organisation in organisations.iterator(chunk_size=500):
        if organisation.pk in wanted:
            found.append(organisation)
            if len(found) > ON_A_PAGE:
                break
    return found
