"""Printed pages of coordination: minutes, and the brief of an area."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sukoon.coordination.models import Meeting
from sukoon.ui.printing import pdf


def day(value: date | None) -> str:
    return date_format(value, "j F Y", use_l10n=False) if value else ""


def minutes_pdf(meeting: Meeting, *, language: str, now: datetime) -> bytes:
    """Return the minutes of a meeting as PDF. It must come with its parts."""
    with translation.override(language):
        return pdf("coordination/print/minutes.typ", _minutes(meeting, language, now))


def _minutes(meeting: Meeting, language: str, now: datetime) -> dict[str, Any]:
    body = next((m.body for m in meeting.minutes.all() if m.language == language), "")
    made = day(timezone.localtime(now).date())
    return {
        "language": language, "title": meeting.title,
        "foot": f"{meeting.group.name} · {meeting.get_status_display()} · {made}",
        "words": {
            "agenda": _("Agenda"), "minutes": _("Minutes"), "statements": _("Statements"),
            "decisions": _("Decisions"), "points": _("Action points"), "seats": _("Who took part"),
            "point_heads": [_("No."), _("What"), _("Owner"), _("Due"), _("State")],
        },
        "facts": [
            [_("Group"), meeting.group.name], [_("Day"), day(meeting.held_on)],
            [_("Place"), meeting.place], [_("Source"), meeting.source],
        ],
        "agenda": [[str(i.number), str(i)] for i in meeting.agenda.all()],
        "paragraphs": [p.strip() for p in body.split("\n\n") if p.strip()],
        "statements": [
            [str(s.number), f"{s.organisation.shown_name}: {s if not s.without_comment else _('no comment given')}"]
            for s in meeting.statements.all()
        ],
        "decisions": [[str(d.number), str(d)] for d in meeting.decisions.all()],
        "points": [
            [str(p.number), str(p), p.owner.shown_name, day(p.due_on) or "–",
             str(p.get_state_display())]
            for p in meeting.action_points.all()
        ],
        "seats": [
            [str(s.number), " · ".join(filter(None, [
                s.organisation.shown_name if s.organisation else _("organisation not told"),
                str(s.get_presence_display()), s.note,
            ]))]
            for s in meeting.attendance.all()
        ],
    }  # fmt: skip
