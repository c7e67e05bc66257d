"""Worklists: what a worker or a team has to do, most urgent first. Each group reads one index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sukoon.cases.clocks import days
from sukoon.cases.models import Case, Task
from sukoon.cases.queries.reading import visible
from sukoon.cases.words import CaseStatus, TaskKind, TaskStatus
from sukoon.core.access import Actor

ON_A_PAGE = 25
MOST_COUNTED = 1000  # a count beyond says "1,000 or more": nobody works from it
OPEN = ~Q(status=CaseStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row: a case and why it stands here. No diagnosis, score or reason."""

    case: Case
    group: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """A group of a worklist: its rows, how many there are, where the next page begins."""

    group: str
    rows: Sequence[CaseRow]
    count: int
    next: str


def _whose(by: Actor, *, team: UUID | None) -> QuerySet[Case]:
    """One's own cases, or a team's within reach: the rule of `visible` and one column of an index."""
    if team is None:
        return visible(by).filter(owner_id=by.id)
    return visible(by).filter(org_id=team)


def groups(now: datetime, day_ends: datetime) -> dict[str, Q]:
    """Return what each group holds. A case with a risk stands only with the risks."""
    calm = OPEN & Q(risk_level="")
    review = Q(next_due_kind=TaskKind.PLAN_REVIEW)
    quiet = now - timedelta(days=days("no_contact_days"))
    return {
        "risk": OPEN & ~Q(risk_level=""),
        "overdue": calm & ~review & Q(next_due_at__lt=now),
        "today": calm & ~review & Q(next_due_at__gte=now, next_due_at__lt=day_ends),
        "review": calm & review & Q(next_due_at__lt=day_ends),
        "new": calm & Q(seen_by_owner_at=None),
        "quiet": calm & (Q(last_contact_at__lt=quiet) | Q(last_contact_at=None, opened_at__lt=quiet)),
        "later": calm & Q(next_due_at__gte=day_ends),
        "nothing_planned": calm & Q(next_due_at=None),
        "closed": Q(status=CaseStatus.CLOSED),
    }  # fmt: skip


# What a group is ordered by: one column, then the id. "-" is the latest first.
ORDER = {
    "quiet": "last_contact_at", "new": "assigned_at", "risk": "opened_at", "closed": "-closed_at",
    "nothing_planned": "opened_at",
}  # fmt: skip


def worklist(
    by: Actor, group: str, *, now: datetime, day_ends: datetime, team: UUID | None = None,
    after: str = "", most: int = ON_A_PAGE,
) -> Worklist:  # fmt: skip
    """Return one group of one's own worklist, or of a team's: a page after the cursor."""
    found = _whose(by, team=team).filter(groups(now, day_ends)[group])
    column = ORDER.get(group, "next_due_at")
    name, down = column.lstrip("-"), column.startswith("-")
    order = F(name).desc(nulls_last=True) if down else F(name).asc(nulls_first=True)
    rows = list(_after(found, name, after, down=down).order_by(order, "id")[: most + 1])
    shown = rows[:most]
    # A group that fits on its page needs no count of its own.
    whole = len(rows) <= most and not after
    count = len(rows) if whole else found.order_by().values("pk")[:MOST_COUNTED].count()
    cursor = f"{_said(getattr(shown[-1], name))}~{shown[-1].pk}" if len(rows) > most else ""
    return Worklist(group, [CaseRow(c, group) for c in shown], count, cursor)


def _said(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _after(found: QuerySet[Case], name: str, cursor: str, *, down: bool) -> QuerySet[Case]:
    """Return the rows behind a cursor (moment, id). Garbage begins anew."""
    told, _sep, pk = cursor[:80].partition("~")
    try:
        last = UUID(pk)
        moment = datetime.fromisoformat(told) if told else None
    except ValueError:
        return found
    if moment is None:
        later = Q(**{f"{name}__isnull": True}, pk__gt=last)
        return found.filter(later if down else later | Q(**{f"{name}__isnull": False}))
    if moment.tzinfo is None:
        return found
    beyond = Q(**{f"{name}__{'lt' if down else 'gt'}": moment})
    beyond |= Q(**{f"{name}__isnull": True}) if down else Q()
    return found.filter(beyond | Q(**{name: moment}, pk__gt=last))


def overview(
    by: Actor, *, now: datetime, day_ends: datetime, team: UUID | None = None, most: int = 8
) -> list[Worklist]:
    """Return the groups that a day begins with, each with its first rows; empty ones are left out."""
    wanted = ("risk", "overdue", "today", "review", "new", "quiet", "nothing_planned", "later")
    found = (worklist(by, g, now=now, day_ends=day_ends, team=team, most=most) for g in wanted)
    return [w for w in found if w.rows]


def caseload(owner_id: UUID) -> int:
    """Return how many open cases an account leads. For those who give cases away."""
    return Case.objects.filter(OPEN, owner_id=owner_id).count()


def tasks_due(*, now: datetime, most: int) -> list[Task]:
    """Return open tasks that are due and of which nobody was reminded: for the timer."""
    return list(
        Task.objects.filter(status=TaskStatus.OPEN, due_at__lte=now, reminded_at=None)
        .select_related("case")
        .order_by("due_at")[:most]
    )
