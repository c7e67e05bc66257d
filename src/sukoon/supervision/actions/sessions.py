"""Supervision sessions: planned, logged with who came and what is to do, missed, cancelled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts import queries as accounts
from sukoon.audit.events import emit
from sukoon.cases import queries as cases
from sukoon.cases.models import Case
from sukoon.cases.problems import EntryWrong
from sukoon.cases.rules import check, plain
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, can, require, require_system
from sukoon.core.permissions import Permission
from sukoon.supervision import reach
from sukoon.supervision.actions.moving import _when
from sukoon.supervision.definitions import book
from sukoon.supervision.models import ActionPoint, Seat, Session, SessionCase, Standing
from sukoon.supervision.problems import (
    CaseUnknown,
    DatesWrong,
    NobodyCame,
    NotYourTurn,
    SessionOver,
    TraineeUnknown,
    WordsMissing,
)
from sukoon.supervision.words import Presence, SessionKind, SessionStatus

LONGEST_MINUTES = 600
MOST_POINT = 500
FURTHEST = timedelta(days=730)
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Point:
    """What somebody will do, and by when."""

    what: str
    owner_id: UUID
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What is said of a session that was held. `record` are the fields of the pack."""

    held_at: datetime
    minutes: int
    came: Mapping[UUID, Presence]
    case_codes: Sequence[str] = ()
    points: Sequence[Point] = ()
    record: Mapping[str, object]


@transaction.atomic
def plan_session(
    *, by: Actor, supervisor_id: UUID, org_id: UUID | None, kind: SessionKind, planned_at: datetime,
    minutes: int, invited: Sequence[UUID], synthetic: bool = False,
) -> Session:  # fmt: skip
    """Plan a session. It is logged until a day after, or counts as missed.

    Raises TraineeUnknown for somebody without an account, DatesWrong, NobodyCame without guests.
    """
    require(by, Permission.SUPERVISION_LEAD, Scope(supervisor_id, org_id))
    now = clock.now()
    if not 1 <= minutes <= LONGEST_MINUTES or abs(planned_at - now) > FURTHEST:
        raise DatesWrong
    guests = [a for a in dict.fromkeys(invited) if a != supervisor_id]
    if not guests:
        raise NobodyCame
    if set(guests) - accounts.names(guests).keys():
        raise TraineeUnknown
    within = timedelta(hours=book().limits["session_log_hours"])
    made = Session.objects.create(
        supervisor_id=supervisor_id, org_id=org_id, kind=kind, planned_at=planned_at,
        planned_minutes=minutes, log_by=max(planned_at, now) + within, is_synthetic=synthetic,
    )  # fmt: skip
    Seat.objects.bulk_create(Seat(session=made, account_id=a) for a in guests)
    emit("supervision.session_planned", subject=made.pk, by=by, kind=kind, invited=len(guests))
    return made


@transaction.atomic
def log_session(*, by: Actor, session: Session, log: Log) -> Session:
    """Log a session that was held; one counted as missed may still be logged.

    Raises SessionOver, NobodyCame, CaseUnknown, DatesWrong, WordsMissing, EntryWrong.
    """
    require(by, Permission.SUPERVISION_VIEW, session.scope)
    _may_log(by, session)
    when = _when(log.held_at, clock.now())
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.status not in {SessionStatus.PLANNED, SessionStatus.MISSED}:
        raise SessionOver
    if not 1 <= log.minutes <= LONGEST_MINUTES:
        raise DatesWrong
    if Presence.PRESENT not in log.came.values():
        raise NobodyCame
    checked = check(book().session, log.record)
    if checked.wrong:
        raise EntryWrong(checked.wrong)
    session.status, session.held_at, session.held_minutes = (
        SessionStatus.HELD,
        when.happened_at,
        log.minutes,
    )
    session.log_by, session.logged_at, session.logged_by_id = None, when.at, by.id
    session.record = json.dumps(checked.values, ensure_ascii=False, sort_keys=True)
    session.save()
    _seats(session, log.came)
    found = [_case(by, code) for code in log.case_codes]
    SessionCase.objects.bulk_create(
        SessionCase(session=session, case=c, case_code=c.code)
        for c in {c.pk: c for c in found}.values()
    )
    _points(session, log.points, when.at.date())
    _met(session, log.came)
    emit("supervision.session_logged", subject=session.pk, by=by, cases=len(found),
         points=len(log.points), came=sum(p == Presence.PRESENT for p in log.came.values()))  # fmt: skip
    return session


@transaction.atomic
def cancel_session(*, by: Actor, session: Session) -> Session:
    """Cancel a planned session. Raises SessionOver."""
    require(by, Permission.SUPERVISION_VIEW, session.scope)
    _may_log(by, session)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.status not in {SessionStatus.PLANNED, SessionStatus.MISSED}:
        raise SessionOver
    session.status, session.log_by = SessionStatus.CANCELLED, None
    session.save()
    emit("supervision.session_cancelled", subject=session.pk, by=by)
    return session


@transaction.atomic
def note_missed(*, by: Actor, session: Session) -> None:
    """Say that a planned session was not logged in time."""
    require_system(by)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.status == SessionStatus.PLANNED:
        session.status = SessionStatus.MISSED
        session.log_by = None
        session.save()
    emit("supervision.session_missed", subject=session.pk, by=by)


@transaction.atomic
def finish_point(*, by: Actor, point: ActionPoint) -> ActionPoint:
    """Say that an action point is done: its owner, or who held the session."""
    require(by, Permission.SUPERVISION_VIEW, point.session.scope)
    if by.id not in {point.owner_id, point.session.supervisor_id}:
        raise NotYourTurn
    point = ActionPoint.objects.select_for_update().get(pk=point.pk)
    if point.done_at is None:
        point.done_at = clock.now()
        point.save()
    emit("supervision.point_done", subject=point.session_id, by=by)
    return point


def _may_log(by: Actor, session: Session) -> None:
    leads = can(by, Permission.SUPERVISION_LEAD, Scope(org_id=session.org_id))
    if by.id != session.supervisor_id and not leads:
        raise NotYourTurn


def _case(by: Actor, code: str) -> Case:
    """A case one sees, or one that was shared with one in a request."""
    found = cases.case_by_code(by, code)
    if found is None:
        told = (
            reach.requests(by).filter(case_code=code.strip().upper()).select_related("case").first()
        )
        found = told.case if told else None
    if found is None:
        raise CaseUnknown(code=code.strip()[:12])
    return found


def _seats(session: Session, came: Mapping[UUID, Presence]) -> None:
    known = {s.account_id: s for s in Seat.objects.filter(session=session)}
    for account_id, presence in came.items():
        if account_id == session.supervisor_id:
            continue
        seat = known.get(account_id) or Seat(session=session, account_id=account_id)
        seat.presence = presence
        seat.save()


def _points(session: Session, points: Sequence[Point], today: date) -> None:
    people = {session.supervisor_id, *(s.account_id for s in Seat.objects.filter(session=session))}
    for point in points:
        if not plain(point.what):
            raise WordsMissing(field="what")
        if point.owner_id not in people:
            raise TraineeUnknown
        if not today <= point.due_on <= today + FURTHEST:
            raise DatesWrong
        ActionPoint.objects.create(
            session=session, what=plain(point.what)[:MOST_POINT], owner_id=point.owner_id,
            due_on=point.due_on,
        )  # fmt: skip


def _met(session: Session, came: Mapping[UUID, Presence]) -> None:
    """Whoever came to a session with the supervisor who stands by them has met them."""
    there = [a for a, p in came.items() if p == Presence.PRESENT]
    day = session.held_at.date() if session.held_at else None
    for standing in Standing.objects.select_for_update().filter(
        trainee_id__in=there, supervisor_id=session.supervisor_id, ended_at=None
    ):
        if day and (standing.last_met_on is None or day > standing.last_met_on):
            standing.last_met_on, standing.missing_since = day, None
            standing.save()
