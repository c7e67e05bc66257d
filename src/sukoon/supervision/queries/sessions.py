"""Sessions and what is to do after them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor
from sukoon.supervision import reach
from sukoon.supervision.models import ActionPoint, Session
from sukoon.supervision.queries.requests import ON_A_PAGE

MOST_POINTS = 100


def sessions(by: Actor) -> QuerySet[Session]:
    """Sessions one holds, is invited to, or leads; the latest first."""
    return reach.sessions(by).prefetch_related("seats", "cases", "points")


def sessions_page(by: Actor, *, after: str = "") -> tuple[list[Session], str]:
    """Return a page of sessions, and the cursor of the next."""
    told, _sep, pk = after[:80].partition("~")
    found = sessions(by)
    try:
        moment, last = datetime.fromisoformat(told), UUID(pk)
        if moment.tzinfo is not None:
            found = found.filter(Q(planned_at__lt=moment) | Q(planned_at=moment, pk__lt=last))
    except ValueError:
        pass
    rows = list(found.order_by("-planned_at", "-id")[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    more = len(rows) > ON_A_PAGE
    return shown, f"{shown[-1].planned_at.isoformat()}~{shown[-1].pk}" if more else ""


def points_of(by: Actor) -> QuerySet[ActionPoint]:
    """What the actor promised in sessions and has not done yet, the nearest first."""
    seen = reach.sessions(by).values("pk")
    found = ActionPoint.objects.filter(owner_id=by.id, done_at=None, session__in=seen)
    return found.select_related("session").order_by("due_on", "id")[:MOST_POINTS]


def all_points(by: Actor) -> QuerySet[ActionPoint]:
    """Action points of the sessions in reach."""
    found = ActionPoint.objects.filter(session__in=reach.sessions(by).values("pk"))
    return found.select_related("session").prefetch_related("session__seats")
