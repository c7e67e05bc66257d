"""Who answers: taking a request, giving it to somebody, and asking the next when time runs out."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require, require_system
from sukoon.core.permissions import Permission
from sukoon.supervision import supervisors
from sukoon.supervision.actions.moving import When, _given_to, _locked, _step, _when
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Request, RequestStep
from sukoon.supervision.problems import NotYourself, NotYourTurn, SupervisorUnknown
from sukoon.supervision.words import RequestStatus, StepKind, Turn

UNANSWERED = frozenset({RequestStatus.REQUESTED, RequestStatus.ASSIGNED})


@transaction.atomic
def take(*, by: Actor, request: Request) -> Request:
    """Take a request that nobody has. Raises NotYourself, NotYourTurn."""
    require(by, Permission.SUPERVISION_ANSWER, request.scope)
    when = _when(None, clock.now())
    request = _locked(request)
    if by.id == request.asked_by_id:
        raise NotYourself
    if request.status != RequestStatus.REQUESTED:
        raise NotYourTurn
    _given_to(request, by.id, when)
    request.save()
    _step(request, StepKind.ASSIGNED, when, by=by, target_id=by.id)
    emit("supervision.assigned", subject=request.pk, by=by, to=str(by.id))
    return request


@transaction.atomic
def assign(*, by: Actor, request: Request, supervisor_id: UUID, why: str = "") -> Request:
    """Give an unanswered request to one of those whom the page offers: `supervisors.may_supervise`.

    Raises NotYourTurn when it was answered, SupervisorUnknown for anybody else: of another team and
    area, away, without the permission, or who asked.
    """
    require(by, Permission.SUPERVISION_LEAD, request.scope)
    when = _when(None, clock.now())
    request = _locked(request)
    if request.status not in UNANSWERED:
        raise NotYourTurn
    if supervisor_id not in supervisors.may_supervise(request, now=when.at, today=clock.today()):
        raise SupervisorUnknown
    kind = StepKind.REASSIGNED if request.supervisor_id else StepKind.ASSIGNED
    _given_to(request, supervisor_id, when)
    request.save()
    _step(request, kind, when, by=by, note=why, target_id=supervisor_id)
    emit("supervision.assigned", subject=request.pk, by=by, to=str(supervisor_id))
    return request


@transaction.atomic
def escalate(*, by: Actor, request: Request) -> Request:
    """Ask the next one, because a deadline has passed. The request keeps its history.

    Nobody has answered: another supervisor who has not let it pass yet, else whoever leads. The
    trainee has not read or decided: they still must, and their lead is told. Before the deadline
    nothing happens.
    """
    require_system(by)
    when = _when(None, clock.now())
    request = _locked(request)
    if request.due_at is None or request.due_at > when.at:
        emit("supervision.looked_at", subject=request.pk, by=by)
        return request
    if request.turn in {Turn.ASSIGN, Turn.ANSWER} and (next_one := _next(request, when)):
        kind = StepKind.REASSIGNED if request.supervisor_id else StepKind.ASSIGNED
        _given_to(request, next_one, when)
        request.save()
        _step(request, kind, when, by=by, target_id=next_one)
        emit("supervision.reassigned", subject=request.pk, by=by, to=str(next_one))
        return request
    count = request.escalations + 1
    found = _lead(request, when)
    if request.turn in {Turn.ASSIGN, Turn.ANSWER, Turn.SETTLE}:
        # The turn stays what it is; who leads now answers for it being done.
        request.owner_id = found or request.owner_id
    request.escalations = min(count, 99)
    request.due_at = when.at + timedelta(hours=book().limits["escalate_hours"])
    request.save()
    _step(request, StepKind.ESCALATED, when, by=by, target_id=found)
    emit("supervision.escalated", subject=request.pk, by=by, times=count)
    return request


@transaction.atomic
def hand_over(*, by: Actor, account_id: UUID) -> int:
    """Give what waits for somebody who is away now to their cover, or to whoever is least busy."""
    require_system(by)
    when = _when(None, clock.now())
    moved = 0
    waiting = Request.objects.filter(supervisor_id=account_id, turn=Turn.ANSWER)
    for one in waiting.order_by("due_at", "id"):
        request = _locked(one)
        cover = supervisors.stand_in(account_id, clock.today())
        if cover not in supervisors.may_supervise(request, now=when.at, today=clock.today()):
            cover = _next(request, when)
        if cover is None or cover == account_id or request.turn != Turn.ANSWER:
            continue
        due_at = request.due_at
        _given_to(request, cover, when)
        request.due_at = due_at  # the promise to the trainee stands
        request.save()
        _step(request, StepKind.REASSIGNED, when, by=by, target_id=cover)
        moved += 1
    emit("supervision.handed_over", subject=account_id, by=by, requests=moved)
    return moved


def _next(request: Request, when: When) -> UUID | None:
    """Return a supervisor who has not had this request yet."""
    had = RequestStep.objects.filter(request=request).exclude(target_id=None)
    tried = {pk for pk in had.values_list("target_id", flat=True) if pk} | {request.asked_by_id}
    scope = Scope(None, request.org_id, request.area_path)
    found, _standing = supervisors.chosen(scope, now=when.at, today=clock.today(), without=tried)
    return found


def _lead(request: Request, when: When) -> UUID | None:
    leads = supervisors.leads(request.org_id, now=when.at)
    return next((a for a in leads if a != request.asked_by_id), None)
