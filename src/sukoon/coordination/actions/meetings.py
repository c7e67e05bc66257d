"""Keeping a meeting: agenda, who was there, what was said and decided, what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sukoon.audit.events import emit
from sukoon.coordination.models import (
    ActionPoint,
    ActionStep,
    AgendaItem,
    Attendance,
    Decision,
    Document,
    Group,
    Meeting,
    MeetingDocument,
    Minutes,
    Reminder,
    Statement,
)
from sukoon.coordination.problems import DatesOutOfOrder, MeetingClosed, NotHeldYet, NothingToSend
from sukoon.coordination.rules.groups import ACTION_FLOW, LIVE, MEETING_FLOW
from sukoon.coordination.words import ActionState, MeetingStatus, Presence, ReminderKind
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require, require_system
from sukoon.core.permissions import Permission
from sukoon.workforce.models import Organisation


@dataclass(frozen=True, slots=True)
class Seat:
    """One number of the list of participants."""

    number: int
    presence: str
    organisation: Organisation | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a stakeholder said; no text means that it gave no comment."""

    organisation: Organisation
    text_en: str = ""
    text_ur: str = ""


@transaction.atomic
def record_meeting(
    *, by: Actor, group: Group, title_en: str, held_on: date, title_ur: str = "",
    starts_at: time | None = None, ends_at: time | None = None, place: str = "", link: str = "",
    source: str = "", agenda: Sequence[tuple[str, str]] | None = None,
    meeting: Meeting | None = None,
) -> Meeting:  # fmt: skip
    """Plan a meeting, or change one; its agenda in order, in English and Urdu."""
    require(by, Permission.MEETING_WRITE, group.scope)
    if starts_at and ends_at and ends_at <= starts_at:
        raise DatesOutOfOrder
    kept = _open(meeting) if meeting else Meeting(group=group, area_path=group.area_path)
    kept.title_en, kept.title_ur, kept.held_on = title_en.strip(), title_ur.strip(), held_on
    kept.starts_at, kept.ends_at, kept.place = starts_at, ends_at, place
    kept.link, kept.source = link, source
    kept.save()
    if agenda is not None:
        kept.agenda.all().delete()
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=kept, number=n, title_en=en, title_ur=ur)
            for n, (en, ur) in enumerate(agenda, 1)
        )
    emit("meeting.changed" if meeting else "meeting.planned", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def move_meeting(*, by: Actor, meeting: Meeting, to: MeetingStatus, today: date) -> Meeting:
    """Say that a meeting was held, that its minutes are agreed, or that it is cancelled."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    MEETING_FLOW.check(MeetingStatus(locked.status), to)
    if to == MeetingStatus.HELD and locked.held_on > today:
        raise NotHeldYet
    locked.status = to
    locked.save(update_fields=["status", "updated_at"])
    emit("meeting.moved", subject=meeting.pk, by=by, status=str(to))
    return locked


@transaction.atomic
def record_attendance(*, by: Actor, meeting: Meeting, seats: Iterable[Seat]) -> int:
    """Keep the list of participants: numbers as the list has them, organisations, how they came."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    kept = _open(meeting)
    kept.attendance.all().delete()
    rows = [
        Attendance(
            meeting=kept, number=s.number, organisation=s.organisation,
            presence=Presence(s.presence), note=s.note,
        )
        for s in seats
    ]  # fmt: skip
    Attendance.objects.bulk_create(rows)
    emit("meeting.attendance_recorded", subject=meeting.pk, by=by, seats=len(rows))
    return len(rows)


@transaction.atomic
def record_statements(*, by: Actor, meeting: Meeting, statements: Iterable[Said]) -> int:
    """Keep what each stakeholder said, in order; no text means no comment."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    kept = _open(meeting)
    kept.statements.all().delete()
    rows = [
        Statement(
            meeting=kept, number=n, organisation=s.organisation, text_en=s.text_en,
            text_ur=s.text_ur if s.text_en else "", without_comment=not s.text_en,
        )
        for n, s in enumerate(statements, 1)
    ]  # fmt: skip
    Statement.objects.bulk_create(rows)
    emit("meeting.statements_recorded", subject=meeting.pk, by=by, statements=len(rows))
    return len(rows)


@transaction.atomic
def add_statement(*, by: Actor, meeting: Meeting, said: Said) -> Statement:
    """Keep what one stakeholder said, under the next number; no text means no comment."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    kept = _open(meeting)
    number = (kept.statements.aggregate(n=Max("number"))["n"] or 0) + 1
    statement = Statement.objects.create(
        meeting=kept, number=number, organisation=said.organisation, text_en=said.text_en.strip(),
        text_ur=said.text_ur.strip() if said.text_en.strip() else "",
        without_comment=not said.text_en.strip(),
    )  # fmt: skip
    emit("meeting.statement_added", subject=meeting.pk, by=by, number=number)
    return statement


@transaction.atomic
def attach(*, by: Actor, meeting: Meeting, document: Document) -> None:
    """Lay a paper beside a meeting."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    MeetingDocument.objects.get_or_create(meeting=meeting, document=document)
    emit("meeting.document_attached", subject=meeting.pk, by=by)


@transaction.atomic
def write_minutes(*, by: Actor, meeting: Meeting, language: str, body: str) -> Minutes:
    """Write the minutes in one language; what was written before stays as an earlier version."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    kept = _open(meeting)
    last = kept.minutes.filter(language=language).aggregate(n=Max("version"))["n"] or 0
    minutes = Minutes.objects.create(
        meeting=kept, language=language, version=last + 1, body=body.strip(), by_id=by.id
    )
    emit("meeting.minutes_written", subject=meeting.pk, by=by, language=language, version=last + 1)
    return minutes


@transaction.atomic
def decide(*, by: Actor, meeting: Meeting, text_en: str, text_ur: str = "") -> Decision:
    """Keep a decision under the next number."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    kept = _open(meeting)
    number = (kept.decisions.aggregate(n=Max("number"))["n"] or 0) + 1
    decision = Decision.objects.create(
        meeting=kept, number=number, text_en=text_en.strip(), text_ur=text_ur.strip()
    )
    emit("meeting.decided", subject=meeting.pk, by=by, number=number)
    return decision


@transaction.atomic
def add_action_point(
    *, by: Actor, meeting: Meeting, text_en: str, owner: Organisation, due_on: date | None = None,
    text_ur: str = "",
) -> ActionPoint:  # fmt: skip
    """Keep what an organisation took on, and by when."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    kept = _open(meeting)
    if due_on and due_on < kept.held_on:
        raise DatesOutOfOrder
    number = (kept.action_points.aggregate(n=Max("number"))["n"] or 0) + 1
    point = ActionPoint.objects.create(
        meeting=kept, number=number, text_en=text_en.strip(), text_ur=text_ur.strip(), owner=owner,
        due_on=due_on, area_path=kept.area_path,
    )  # fmt: skip
    ActionStep.objects.create(
        action_point=point, state=ActionState.OPEN, at=clock.now(), by_id=by.id
    )
    emit("action_point.added", subject=point.pk, by=by, number=number)
    return point


@transaction.atomic
def move_action_point(
    *, by: Actor, point: ActionPoint, to: ActionState, note: str = ""
) -> ActionPoint:
    """Say how far an action point is: its owner's focal point, or the coordinator."""
    require(by, Permission.PLEDGE_UPDATE, Scope(org_id=point.owner_id, area_path=point.area_path))
    locked = ActionPoint.objects.select_for_update().get(pk=point.pk)
    ACTION_FLOW.check(ActionState(locked.state), to)
    locked.state = to
    locked.save(update_fields=["state", "updated_at"])
    ActionStep.objects.create(
        action_point=locked, state=to, note=note.strip(), at=clock.now(), by_id=by.id
    )
    emit("action_point.moved", subject=point.pk, by=by, state=str(to))
    return locked


@transaction.atomic
def send_action_points(*, by: Actor, meeting: Meeting) -> int:
    """Ask for the action points to be sent to their owners by e-mail. Raises NothingToSend."""
    require(by, Permission.MEETING_WRITE, meeting.scope)
    waiting = meeting.action_points.filter(state__in=LIVE).count()
    if not waiting:
        raise NothingToSend
    emit("meeting.action_points_sent", subject=meeting.pk, by=by, points=waiting)
    return waiting


@transaction.atomic
def note_reminder(*, by: Actor, point_id: UUID, kind: ReminderKind, at: datetime) -> bool:
    """Record that a reminder goes out; False when one of this kind went before."""
    require_system(by)
    _kept, first = Reminder.objects.get_or_create(
        action_point_id=point_id, kind=kind, defaults={"sent_at": at}
    )
    if first:
        emit("action_point.reminded", subject=point_id, by=by, kind=str(kind))
    return first


def _open(meeting: Meeting) -> Meeting:
    """Return the meeting, locked. Raises MeetingClosed once its minutes are agreed."""
    locked = Meeting.objects.select_for_update().select_related("group").get(pk=meeting.pk)
    if locked.status in {MeetingStatus.AGREED, MeetingStatus.CANCELLED}:
        raise MeetingClosed
    return locked
