"""How a request moves: a step is a row; the request is a copy, changed under a lock. For actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sukoon.cases import actions as cases
from sukoon.cases.models import CaseStep, Task
from sukoon.cases.rules import plain, too_early_or_late
from sukoon.cases.words import TaskStatus
from sukoon.core.access import Actor, can
from sukoon.core.permissions import Permission
from sukoon.supervision import rules, supervisors
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Request, RequestStep
from sukoon.supervision.problems import DatesWrong, NotYourTurn
from sukoon.supervision.words import RequestStatus, StepKind, Turn

MOST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class When:
    """When something happened, and when it reached us."""

    happened_at: datetime
    at: datetime


def _when(happened_at: datetime | None, now: datetime) -> When:
    if happened_at is not None and too_early_or_late(happened_at, now=now):
        raise DatesWrong
    return When(min(happened_at or now, now), now)


def _locked(request: Request) -> Request:
    """Return the request as it is now, and let nobody else change it until we are done."""
    return Request.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)


def _words(text: str) -> str:
    return plain(text)[:MOST_NOTE]


def _due(request: Request, turn: Turn, when: When) -> datetime:
    """Return the deadline of a turn: from when it happened, never so near that nobody can keep it."""
    limits = book().limits
    due = rules.due(turn, book().urgency(request.urgency), limits, since=when.happened_at)
    return max(due, when.at + timedelta(hours=min(limits["escalate_hours"], 1)))


def _step(
    request: Request, kind: StepKind, when: When, *, by: Actor, note: str = "",
    target_id: UUID | None = None,
) -> RequestStep:  # fmt: skip
    return RequestStep.objects.create(
        request=request, kind=kind, status=request.status, at=when.at,
        happened_at=when.happened_at, by_id=by.id, target_id=target_id, note=_words(note),
    )  # fmt: skip


def _turn(request: Request, turn: Turn, owner_id: UUID | None, when: When) -> None:
    """Give the request to whose turn it is, until when. The caller saves."""
    request.turn, request.owner_id, request.escalations = turn, owner_id, 0
    request.due_at = _due(request, turn, when)


def _to(request: Request, status: RequestStatus) -> None:
    rules.FLOW.check(RequestStatus(request.status), status)
    request.status = status


def _given_to(request: Request, supervisor_id: UUID, when: When) -> None:
    """Give an unanswered request to a supervisor; a question back to the trainee is dropped."""
    if request.status == RequestStatus.REQUESTED:
        _to(request, RequestStatus.ASSIGNED)
    request.supervisor_id = supervisor_id
    request.asked_more_at = None
    _turn(request, Turn.ANSWER, supervisor_id, when)


def _waits_for_a_supervisor(request: Request, when: When) -> None:
    """Let whoever leads find a supervisor; where nobody leads, it comes back to who asked."""
    found = [a for a in supervisors.leads(request.org_id, now=when.at) if a != request.asked_by_id]
    _turn(request, Turn.ASSIGN, found[0] if found else request.asked_by_id, when)


def _keeper(request: Request) -> UUID:
    """Return who goes on with what was asked: who asked, or who took the case over from them."""
    case, asker = request.case, request.asked_by_id
    handed_over = CaseStep.objects.filter(
        case=case, what="lead", was=str(asker), happened_at__gte=request.created_at
    )
    mine_no_more = case.owner_id not in {asker, request.supervisor_id} and handed_over.exists()
    return case.owner_id if mine_no_more else asker


def _for_the_trainee(by: Actor, request: Request) -> None:
    """Stop unless the actor is who asked, or keeps the case now (it may have been handed over)."""
    keeps = can(by, Permission.SUPERVISION_ASK, request.case.scope)
    if by.id != request.asked_by_id and not (keeps and by.id == _keeper(request)):
        raise NotYourTurn


def _end_read_task(request: Request, *, by: Actor) -> None:
    """The trainee has read the answer: the case's task to read it is done."""
    open_ones = Task.objects.filter(
        case=request.case, about_id=request.pk, status=TaskStatus.OPEN
    ).select_related("case__person")
    for task in open_ones:
        if can(by, Permission.CASE_WRITE, task.case.scope):
            cases.finish_task(by=by, task=task)
