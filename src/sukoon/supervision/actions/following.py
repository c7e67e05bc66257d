"""After the answer: read, put to use or not agreed, rated, closed."""

from datetime import datetime

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, can, require, require_system
from sukoon.core.permissions import Permission
from sukoon.supervision.actions.moving import (
    When,
    _end_read_task,
    _for_the_trainee,
    _keeper,
    _locked,
    _step,
    _to,
    _turn,
    _when,
    _words,
)
from sukoon.supervision.models import Answer, Request, Usefulness, Voice
from sukoon.supervision.problems import NotYourTurn, WordsMissing
from sukoon.supervision.words import CloseReason, RequestStatus, StepKind, Turn

TRAINEES_TURNS = frozenset({Turn.TELL_MORE, Turn.READ, Turn.DECIDE, Turn.CLOSE})


@transaction.atomic
def note_read(*, by: Actor, request: Request) -> None:
    """Say that somebody looked at what was shared."""
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    emit("supervision.read", subject=request.pk, by=by)


@transaction.atomic
def note_voice_read(*, by: Actor, voice: Voice) -> None:
    """Say that somebody listened to a spoken answer."""
    require(by, Permission.SUPERVISION_VIEW, voice.answer.request.scope)
    emit("supervision.voice_read", subject=voice.answer.request_id, by=by)


@transaction.atomic
def note_meeting_opened(*, by: Actor, request: Request) -> None:
    """Say that somebody took the way into the remote meeting. The link itself is kept nowhere."""
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    if by.id not in {request.asked_by_id, request.supervisor_id}:
        raise NotYourTurn
    emit("supervision.meeting_opened", subject=request.pk, by=by)


@transaction.atomic
def acknowledge(*, by: Actor, request: Request, happened_at: datetime | None = None) -> Request:
    """Say that the trainee has read the answer. Raises NotYourTurn, StepNotPossible."""
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    when = _when(happened_at, clock.now())
    request = _locked(request)
    _for_the_trainee(by, request)
    _to(request, RequestStatus.ACKNOWLEDGED)
    _turn(request, Turn.DECIDE, by.id, when)
    request.save()
    _step(request, StepKind.ACKNOWLEDGED, when, by=by)
    _end_read_task(request, by=by)
    emit("supervision.acknowledged", subject=request.pk, by=by)
    return request


@transaction.atomic
def put_to_use(
    *, by: Actor, request: Request, note: str = "", happened_at: datetime | None = None
) -> Request:
    """Say that the answer was put to use. Raises NotYourTurn, StepNotPossible."""
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    when = _when(happened_at, clock.now())
    request = _locked(request)
    _for_the_trainee(by, request)
    _to(request, RequestStatus.APPLIED)
    _turn(request, Turn.CLOSE, by.id, when)
    request.save()
    _step(request, StepKind.APPLIED, when, by=by, note=note)
    emit("supervision.applied", subject=request.pk, by=by)
    return request


@transaction.atomic
def dispute(
    *, by: Actor, request: Request, why: str, happened_at: datetime | None = None
) -> Request:
    """Say that one does not agree, and why: the supervisor answers again, or they talk it over.

    Raises NotYourTurn, StepNotPossible, WordsMissing.
    """
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    when = _when(happened_at, clock.now())
    request = _locked(request)
    _for_the_trainee(by, request)
    if not _words(why):
        raise WordsMissing(field="why")
    _to(request, RequestStatus.DISPUTED)
    _turn(request, Turn.SETTLE, request.supervisor_id, when)
    request.save()
    _step(request, StepKind.DISPUTED, when, by=by, note=why, target_id=request.supervisor_id)
    emit("supervision.disputed", subject=request.pk, by=by)
    return request


@transaction.atomic
def close(
    *, by: Actor, request: Request, note: str = "", happened_at: datetime | None = None
) -> Request:
    """Close a request: put to use, settled, or withdrawn before it was answered.

    Who asked withdraws; what was put to use either side closes; what was not agreed the supervisor,
    or who leads them, closes with a word on how it was settled. Raises NotYourTurn, WordsMissing.
    """
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    when = _when(happened_at, clock.now())
    request = _locked(request)
    reason = _why_closed(request, by=by)
    if reason == CloseReason.SETTLED and not _words(note):
        raise WordsMissing(field="note")
    _end(request, reason, when, by=by, note=note)
    emit("supervision.closed", subject=request.pk, by=by, reason=reason)
    return request


@transaction.atomic
def follow_the_case(*, by: Actor, request: Request) -> None:
    """Give the trainee's turn to whoever took the case over; the deadline stands."""
    require_system(by)
    request = _locked(request)
    keeper = _keeper(request)
    if request.turn in TRAINEES_TURNS and request.owner_id != keeper:
        request.owner_id = keeper
        request.save()
        _step(request, StepKind.HANDED_ON, _when(None, clock.now()), by=by, target_id=keeper)
    emit("supervision.followed", subject=request.pk, by=by)


@transaction.atomic
def close_silently(*, by: Actor, request: Request, reason: CloseReason) -> None:
    """Close what was put to use and waits for nothing, or whose case was closed."""
    require_system(by)
    when = _when(None, clock.now())
    request = _locked(request)
    if request.is_open:
        _end(request, reason, when, by=by)
        emit("supervision.closed", subject=request.pk, by=by, reason=reason)


@transaction.atomic
def rate(
    *, by: Actor, request: Request, assessment: bool, management: bool, referral: bool,
    remark: str = "", happened_at: datetime | None = None,
) -> Usefulness:  # fmt: skip
    """Say in which of three things the answer was useful. The last word counts.

    Raises NotYourTurn for anybody but who asked, and before there is an answer.
    """
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    when = _when(happened_at, clock.now())
    request = _locked(request)
    if by.id != request.asked_by_id or not Answer.objects.filter(request=request).exists():
        raise NotYourTurn
    kept = Usefulness.objects.filter(request=request).first() or Usefulness(request=request)
    kept.at, kept.assessment, kept.management = when.happened_at, assessment, management
    kept.referral, kept.remark = referral, _words(remark)
    kept.save()
    emit("supervision.rated", subject=request.pk, by=by)
    return kept


def _why_closed(request: Request, *, by: Actor) -> CloseReason:
    leads = can(by, Permission.SUPERVISION_LEAD, request.scope)
    sides = {request.asked_by_id, request.supervisor_id, request.owner_id}
    match RequestStatus(request.status):
        case RequestStatus.REQUESTED | RequestStatus.ASSIGNED:
            allowed, reason = by.id == request.asked_by_id, CloseReason.WITHDRAWN
        case RequestStatus.DISPUTED:
            allowed = by.id == request.supervisor_id or (leads and by.id != request.asked_by_id)
            reason = CloseReason.SETTLED
        case RequestStatus.APPLIED:
            allowed, reason = by.id in sides or leads, CloseReason.DONE
        case _:
            allowed, reason = False, CloseReason.DONE
    if not allowed:
        raise NotYourTurn
    return reason


def _end(request: Request, reason: CloseReason, when: When, *, by: Actor, note: str = "") -> None:
    _to(request, RequestStatus.CLOSED)
    request.closed_at, request.close_reason = when.at, reason
    request.turn, request.owner_id, request.due_at, request.open_area_path = "", None, None, ""
    request.save()
    kind = StepKind.WITHDRAWN if reason == CloseReason.WITHDRAWN else StepKind.CLOSED
    _step(request, kind, when, by=by, note=note)
