"""E-mail of action points: after a meeting, before they are due, and once they are late.

Handlers are called at least once: a reminder of a kind goes out once, because it is recorded
first, in the same transaction that the outbox commits after sending.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from sukoon.coordination.actions.meetings import note_reminder
from sukoon.coordination.clocks import clocks
from sukoon.coordination.models import ActionPoint, Membership
from sukoon.coordination.rules.groups import LIVE, reminder_due
from sukoon.coordination.words import ReminderKind
from sukoon.core import clock
from sukoon.core.access import SYSTEM

MOST = 500


def send_after_meeting(meeting_id: UUID) -> None:
    """Send each owner of a meeting's open action points what they took on, once."""
    points = ActionPoint.objects.filter(meeting=meeting_id, state__in=LIVE)
    for point in points.select_related("owner", "meeting__group"):
        _send(point, ReminderKind.SENT, now=clock.now())


def remind(now: datetime) -> int:
    """Send the reminders that are due today; return how many went out."""
    today = clock.today()
    points = ActionPoint.objects.filter(state__in=LIVE, due_on__isnull=False)
    found = points.select_related("owner", "meeting__group").prefetch_related("reminders")
    sent = 0
    # All of them: whoever was reminded already must not keep a later one from its turn.
    for point in found.order_by("due_on", "id").iterator(chunk_size=MOST):
        kind = reminder_due(
            state=point.state, due_on=point.due_on, today=today, before=clocks().reminder_days,
            sent=[r.kind for r in point.reminders.all()],
        )  # fmt: skip
        if kind is not None:
            sent += _send(point, kind, now=now)
    return sent


def addresses(point: ActionPoint) -> list[str]:
    """Return where an owner's mail goes, in the group of the meeting."""
    found = Membership.objects.filter(
        group=point.meeting.group_id, organisation=point.owner_id, until=None
    ).exclude(contact_email="")
    return list(found.order_by("id").values_list("contact_email", flat=True))


def _send(point: ActionPoint, kind: ReminderKind, *, now: datetime) -> bool:
    to = addresses(point)
    if not to or not note_reminder(by=SYSTEM, point_id=point.pk, kind=kind, at=now):
        return False
    with translation.override("en"):
        EmailMessage(
            subject=subject(point, kind), body=body(point), to=to,
            from_email=getattr(settings, "DEFAULT_FROM_EMAIL", None),
        ).send()  # fmt: skip
    return True


def subject(point: ActionPoint, kind: ReminderKind) -> str:
    told = {"group": point.meeting.group.name_en.replace("\n", " "), "number": point.number}
    if kind == ReminderKind.LATE:
        return _("%(group)s: action point %(number)d is past its day") % told
    if kind == ReminderKind.BEFORE:
        return _("%(group)s: action point %(number)d is due soon") % told
    return _("%(group)s: your action point %(number)d") % told


def body(point: ActionPoint) -> str:
    """Return the words of the mail, in English and, where there are some, in Urdu below."""
    due = point.due_on.isoformat() if point.due_on else _("No day was set")
    lines = [
        point.meeting.title_en, "", point.text_en,
        f"{_('Owner')}: {point.owner.name}", f"{_('Due')}: {due}", "",
        _("Say in Sukoon how far it is. Nobody reads answers to this address."),
    ]  # fmt: skip
    if point.text_ur:
        lines += ["", "———", point.text_ur, point.owner.name_ur or point.owner.name, due]
    return "\n".join(lines)
