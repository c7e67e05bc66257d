"""Rows of worklists in words: who, what is due, why it is here, when. No diagnosis, no score."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sukoon.cases.aliases import alias_shown
from sukoon.cases.queries.worklists import CaseRow
from sukoon.cases.words import TaskKind

HOUR, DAY = 60, 24 * 60  # minutes


def day_ends(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def row_of(row: CaseRow, now: datetime) -> dict[str, object]:
    """Return a row as the piece shows it: the alias and code, what is due, why, when."""
    case = row.case
    kinds = dict(TaskKind.choices)
    what = kinds.get(case.next_due_kind, _("Nothing planned"))
    kind = {"risk": "life", "overdue": "late"}.get(row.group, "")
    when, small = due_in_words(case.next_due_at, now)
    why = {
        "risk": _("A risk to life is open"), "new": _("Given to you"),
        "quiet": _("No contact for long"), "closed": _("Closed"),
    }.get(row.group, str(case.get_status_display()))  # fmt: skip
    return {
        "pk": case.pk, "who": alias_shown(case.alias, get_language() or "en"), "code": case.code,
        "url": reverse("cases:case", args=[case.pk]), "what": what, "why": why, "when": when,
        "by": small, "kind": kind,
    }  # fmt: skip


def due_in_words(due: datetime | None, now: datetime) -> tuple[str, str]:
    """Return a deadline as people say it, and its day and time."""
    if due is None:
        return "", ""
    local = timezone.localtime(due)
    exact = f"{local:%Y-%m-%d %H:%M}"
    minutes = int((due - now).total_seconds() // 60)
    if minutes < 0:
        late = -minutes
        if late < HOUR:
            return _("now"), exact
        if late < DAY:
            return _("%(n)d h late") % {"n": max(1, late // HOUR)}, exact
        n = late // (DAY)
        return ngettext("%(n)d day late", "%(n)d days late", n) % {"n": n}, exact
    if minutes < DAY:
        return _("in %(h)d h %(m)d min") % {"h": minutes // HOUR, "m": minutes % HOUR}, exact
    n = minutes // (DAY)
    return ngettext("in %(n)d day", "in %(n)d days", n) % {"n": n}, exact
