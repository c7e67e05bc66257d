"""What may follow what in meetings and action points, and which reminders are due. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from sukoon.coordination.words import ActionState, MeetingStatus, Presence, ReminderKind
from sukoon.core.flow import Flow

MEETING_FLOW: Flow[MeetingStatus] = Flow(
    {
        MeetingStatus.PLANNED: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED}),
        MeetingStatus.HELD: frozenset({MeetingStatus.AGREED}),
        MeetingStatus.AGREED: frozenset(),
        MeetingStatus.CANCELLED: frozenset({MeetingStatus.PLANNED}),
    }
)
ACTION_FLOW: Flow[ActionState] = Flow(
    {
        ActionState.OPEN: frozenset(
            {ActionState.IN_PROGRESS, ActionState.DONE, ActionState.DROPPED}
        ),
        ActionState.IN_PROGRESS: frozenset(
            {ActionState.OPEN, ActionState.DONE, ActionState.DROPPED}
        ),
        ActionState.DONE: frozenset({ActionState.OPEN}),
        ActionState.DROPPED: frozenset({ActionState.OPEN}),
    }
)
LIVE = frozenset({ActionState.OPEN, ActionState.IN_PROGRESS})
THERE = frozenset({Presence.IN_PERSON, Presence.ONLINE, Presence.PRESENT})


def reminder_due(
    *, state: str, due_on: date | None, today: date, before: int, sent: Iterable[str]
) -> ReminderKind | None:
    """Return the reminder that an action point deserves today: one before, one once it is late."""
    if state not in LIVE or due_on is None:
        return None
    if today > due_on:
        kind = ReminderKind.LATE
    elif today >= due_on - timedelta(days=before):
        kind = ReminderKind.BEFORE
    else:
        return None
    return None if kind in set(sent) else kind


def is_late(*, state: str, due_on: date | None, today: date) -> bool:
    return state in LIVE and due_on is not None and due_on < today


def attended(presences: Iterable[str]) -> int:
    """Count those who were there. A number that the list leaves out is nobody."""
    return sum(p in THERE for p in presences)


ICS_LINE = 75  # octets, by RFC 5545


def ics_text(text: str) -> str:
    """Return a text as a calendar takes it: escaped, without line ends of its own."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def ics_fold(line: str) -> str:
    """Break a line of a calendar after 75 octets, never inside a character."""
    folded, room, part = [], ICS_LINE, ""
    for character in line:
        if len((part + character).encode()) > room:
            folded.append(part)
            part, room = " ", ICS_LINE
        part += character
    return "\r\n".join([*folded, part])
