"""Requests: the supervisor's queue, one's own, those of a case. Lists open no seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sukoon.accounts import queries as accounts
from sukoon.cases.models import Case
from sukoon.core.access import Actor, can, holds
from sukoon.core.permissions import Permission
from sukoon.supervision import reach, supervisors
from sukoon.supervision.models import Answer, Request, RequestStep, Voice
from sukoon.supervision.words import RequestStatus, Turn

ON_A_PAGE = 25
MOST_COUNTED = 1000
MOST_OF_A_CASE = 20
MOST_CHOICES = 200
WAITS_FOR_SUPERVISOR = (Turn.ASSIGN, Turn.ANSWER, Turn.SETTLE)
VIEWS = ("mine", "free", "team", "all")


@dataclass(frozen=True, slots=True)
class Page:
    """Requests of a queue, the nearest deadline first, and where the next page begins."""

    rows: Sequence[Request]
    next: str


def visible(by: Actor) -> QuerySet[Request]:
    """Requests within reach of SUPERVISION_VIEW."""
    return reach.requests(by)


def _which(by: Actor, view: str) -> QuerySet[Request]:
    """The requests of a view, all of them within reach.

    One's own need no further look at what is in reach: the rule grants them, and the index of the
    owner carries the list.
    """
    if view == "mine":
        if not holds(by, Permission.SUPERVISION_VIEW):
            return Request.objects.none()
        return Request.objects.filter(owner_id=by.id, due_at__isnull=False)
    waiting = Q(due_at__isnull=False, turn__in=WAITS_FOR_SUPERVISOR)
    if view == "free":
        answerable = reach.requests(by, Permission.SUPERVISION_ANSWER)
        return answerable.filter(waiting, turn=Turn.ASSIGN).exclude(asked_by_id=by.id)
    if view == "team":
        return reach.requests(by, Permission.SUPERVISION_LEAD).filter(due_at__isnull=False)
    return visible(by).filter(waiting)


def queue(by: Actor, view: str, *, after: str = "", most: int = ON_A_PAGE) -> Page:
    """Return a page of a queue, the nearest deadline first. One index carries it."""
    found = _after(_which(by, view if view in VIEWS else "mine"), after)
    rows = list(found.order_by("due_at", "id")[: most + 1])
    shown = rows[:most]
    last = shown[-1] if len(rows) > most else None
    cursor = f"{last.due_at.isoformat()}~{last.pk}" if last and last.due_at else ""
    return Page(shown, cursor)


def waiting_count(by: Actor, view: str) -> int:
    """Return how many there are; from a thousand on nobody counts."""
    return _which(by, view).order_by().values("pk")[:MOST_COUNTED].count()


def _after(found: QuerySet[Request], cursor: str) -> QuerySet[Request]:
    told, _sep, pk = cursor[:80].partition("~")
    try:
        moment, last = datetime.fromisoformat(told), UUID(pk)
    except ValueError:
        return found
    if moment.tzinfo is None:
        return found
    # The first half lets the index find its place; the second tells equals apart.
    return found.filter(due_at__gte=moment).filter(Q(due_at__gt=moment) | Q(pk__gt=last))


def mine(by: Actor, *, most: int = ON_A_PAGE, after: datetime | None = None) -> list[Request]:
    """What the actor asked, the latest first; answered and closed ones too."""
    found = Request.objects.filter(asked_by_id=by.id)
    if not holds(by, Permission.SUPERVISION_VIEW):
        return []
    if after is not None:
        found = found.filter(asked_at__lt=after)
    return list(found.order_by("-asked_at", "-id")[:most])


def full(found: QuerySet[Request]) -> QuerySet[Request]:
    """Fetch what the page of one request needs along with it."""
    return found.select_related(
        "case__person", "shared", "usefulness", "standing"
    ).prefetch_related(
        "case__links", Prefetch("answers", Answer.objects.prefetch_related("voices"))
    )


def steps(by: Actor, request: Request) -> QuerySet[RequestStep]:
    """Return the steps of a visible request, the first first."""
    return RequestStep.objects.filter(request__in=visible(by).filter(pk=request.pk))


def answer_of(by: Actor, request: Request, pk: UUID) -> Answer | None:
    """Return an answer of a visible request."""
    seen = visible(by).filter(pk=request.pk)
    return Answer.objects.filter(pk=pk, request__in=seen).select_related("request").first()


def last_answer(by: Actor, request: Request) -> Answer | None:
    """Return the answer that stands of a visible request."""
    seen = visible(by).filter(pk=request.pk)
    return Answer.objects.filter(request__in=seen).order_by("-recorded_at", "-id").first()


def latest_of_case(by: Actor, case: Case) -> list[Request]:
    """Return the requests about a case that the actor sees, the latest first."""
    found = visible(by).filter(case=case).prefetch_related("answers")
    return list(found.order_by("-asked_at", "-id")[:MOST_OF_A_CASE])


def request_of_case(by: Actor, case: Case) -> Request | None:
    """Return the actor's own question about a case that still waits for an answer."""
    waits = (RequestStatus.REQUESTED, RequestStatus.ASSIGNED)
    return Request.objects.filter(case=case, asked_by_id=by.id, status__in=waits).first()


def who_could_answer(
    by: Actor, request: Request, *, now: datetime, today: date
) -> list[tuple[UUID, str]]:
    """Return whom a lead may give a request to, with their names, the nearest first."""
    if not can(by, Permission.SUPERVISION_LEAD, request.scope):
        return []
    ids = supervisors.may_supervise(request, now=now, today=today)[:MOST_CHOICES]
    names = accounts.names(ids)
    return [(pk, names[pk]) for pk in ids if pk in names]


def voice_of(by: Actor, request: Request, pk: UUID) -> Voice | None:
    """Return a spoken answer of a visible request."""
    seen = visible(by).filter(pk=request.pk)
    found = Voice.objects.filter(pk=pk, answer__request__in=seen)
    return found.select_related("answer__request").first()
