"""The calendar of a group as ICS, and the address by which a calendar program follows it.

The address carries who asked for it, signed: what it shows is what that account may see on the
day it is fetched, so that it empties when the role is taken away.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils import timezone

from sukoon.coordination.models import Meeting
from sukoon.coordination.rules.groups import ics_fold, ics_text
from sukoon.coordination.words import MeetingStatus

SALT = "coordination.calendar"
STATUS = {MeetingStatus.CANCELLED: "CANCELLED", MeetingStatus.PLANNED: "CONFIRMED"}


def signed(account_id: UUID, group_id: UUID) -> str:
    return signing.dumps([account_id.hex, group_id.hex], salt=SALT)


def unsigned(text: str) -> tuple[UUID, UUID] | None:
    """Return the account and the group of an address, or nothing when it was not made here."""
    try:
        account, group = signing.loads(text, salt=SALT)
        return UUID(account), UUID(group)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def calendar(name: str, meetings: Iterable[Meeting], *, now: datetime) -> str:
    """Return a calendar with these meetings (RFC 5545)."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sukoon//Coordination//EN",
        f"X-WR-CALNAME:{ics_text(name)}",
    ]  # fmt: skip
    for meeting in meetings:
        lines += _event(meeting, now)
    return "\r\n".join(ics_fold(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"


def _event(meeting: Meeting, now: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT", f"UID:{meeting.pk}@sukoon", f"DTSTAMP:{_utc(now)}",
        f"SUMMARY:{ics_text(meeting.title)}",
        f"STATUS:{STATUS.get(MeetingStatus(meeting.status), 'CONFIRMED')}",
    ]  # fmt: skip
    if meeting.starts_at:
        zone = timezone.get_default_timezone()
        start = datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=zone)
        end = datetime.combine(meeting.held_on, meeting.ends_at, tzinfo=zone) if meeting.ends_at else None  # fmt: skip
        lines += [f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end or start + timedelta(hours=1))}"]
    else:
        after = meeting.held_on + timedelta(days=1)
        lines += [
            f"DTSTART;VALUE=DATE:{meeting.held_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        ]  # fmt: skip
    if meeting.place:
        lines.append(f"LOCATION:{ics_text(meeting.place)}")
    return [*lines, "END:VEVENT"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.get_fixed_timezone(0)):%Y%m%dT%H%M%SZ}"
