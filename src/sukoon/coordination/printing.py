"""Printed pages of coordination: minutes, and the brief of an area."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sukoon.coordination.models import Meeting
from sukoon.coordination.rules.groups import attended
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
        "attended": _attended(meeting),
        "seats": _seats(meeting),
    }  # fmt: skip


def _attended(meeting: Meeting) -> str:
    seats = list(meeting.attendance.all())
    there = attended(s.presence for s in seats)
    return ngettext(
        "%(n)d took part, by %(all)d numbers of the list.",
        "%(n)d took part, by %(all)d numbers of the list.", there,
    ) % {"n": there, "all": len(seats)}  # fmt: skip


def _seats(meeting: Meeting) -> list[list[str]]:
    """Return who took part by number; numbers of which the same is told stand together: 1–7."""
    found: list[tuple[int, int, str]] = []
    for s in meeting.attendance.all():
        told = " · ".join(filter(None, [
            s.organisation.shown_name if s.organisation else _("organisation not told"),
            str(s.get_presence_display()), s.note,
        ]))  # fmt: skip
        if found and found[-1][2] == told and found[-1][1] == s.number - 1:
            found[-1] = (found[-1][0], s.number, told)
        else:
            found.append((s.number, s.number, told))
    return [[str(a) if a == b else f"\u2066{a}–{b}\u2069", told] for a, b, told in found]
