"""Rows of worklists in words: who, what is due, why it is here, when. No diagnosis, no score."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sukoon.cases.aliases import alias_shown
from sukoon.cases.queries.worklists import CaseRow
from sukoon.cases.words import TaskKind
from sukoon.core.access import Actor, holds
from sukoon.core.permissions import Permission
from sukoon.risk.models import RiskEpisode
from sukoon.risk.queries import seen_for_cases

HOUR, DAY = 60, 24 * 60  # minutes


def day_ends(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def rows_of(by: Actor, found: Iterable[CaseRow], now: datetime) -> list[dict[str, object]]:
    """Return rows as the piece shows them: who, what is due, why it is here, when, and the next act."""
    rows = list(found)
    risks = seen_for_cases(by, (r.case.pk for r in rows if r.group == "risk"))
    writes = holds(by, Permission.CASE_WRITE)
    return [_row(by, r, risks.get(r.case.pk), now, writes=writes) for r in rows]


def _row(
    by: Actor, row: CaseRow, risk: RiskEpisode | None, now: datetime, *, writes: bool
) -> dict[str, object]:
    case = row.case
    what = str(dict(TaskKind.choices).get(case.next_due_kind, _("Nothing planned")))
    if risk is not None:
        what = str(risk.get_next_step_display())
    when, small = due_in_words(risk.due_at if risk else case.next_due_at, now)
    label, url = _act(row, risk, writes=writes)
    return {
        "pk": case.pk, "who": alias_shown(case.alias, get_language() or "en"), "code": case.code,
        "url": reverse("cases:case", args=[case.pk]), "what": what,
        "why": _why_of_risk(by, risk) if row.group == "risk" else _why(row), "when": when,
        "by": small, "kind": {"risk": "life", "overdue": "late"}.get(row.group, ""),
        "action_label": label, "action_url": url,
    }  # fmt: skip


def _why(row: CaseRow) -> str:
    """Say where the case stands and since when; never why somebody needs care."""
    case = row.case
    if row.group == "new":
        return _("Given on %(day)s") % {"day": day(case.assigned_at)}
    if row.group == "closed":
        return _("Closed") + (f" · {day(case.closed_at)}" if case.closed_at else "")
    if case.last_contact_at is None:
        reached = _("nobody reached since %(day)s") % {"day": day(case.opened_at)}
    else:
        reached = _("last contact %(day)s") % {"day": day(case.last_contact_at)}
    return f"{case.get_status_display()} · {reached}"


def _why_of_risk(by: Actor, risk: RiskEpisode | None) -> str:
    if risk is None:
        return _("A risk to life is open")
    if risk.acknowledged_at is None:
        return (
            _("You are asked to answer") if risk.owner_id == by.id else _("Nobody has answered yet")
        )
    said = {
        "time": date_format(timezone.localtime(risk.acknowledged_at), "j F, H:i", use_l10n=False)
    }
    if risk.owner_id == by.id:
        return _("You answer for it; acknowledged %(time)s") % said
    return _("In somebody's hands; acknowledged %(time)s") % said


def _act(row: CaseRow, risk: RiskEpisode | None, *, writes: bool) -> tuple[str, str]:
    """Return the one act that brings this row on, and where it is done; none where it only opens."""
    case = row.case
    if risk is not None:
        return _("Open risk"), reverse("risk:episode", args=[risk.pk])
    if not writes or row.group in {"risk", "closed", "new"}:
        return "", ""
    if row.group in {"quiet", "nothing_planned"} and not case.next_due_kind:
        return _("Plan the next"), reverse("cases:task_new", args=[case.pk])
    made = {
        TaskKind.CONTACT: (_("Record"), "cases:entry_new", "contact"),
        TaskKind.SESSION: (_("Record"), "cases:entry_new", "session"),
        TaskKind.SCORE: (_("Begin"), "cases:instruments", ""),
        TaskKind.PLAN_REVIEW: (_("Review"), "cases:plan", ""),
    }.get(TaskKind(case.next_due_kind)) if case.next_due_kind else None  # fmt: skip
    if made is None:
        return "", ""
    label, name, kind = made
    return label, reverse(name, args=[case.pk, kind] if kind else [case.pk])


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F", use_l10n=False)


def due_in_words(due: datetime | None, now: datetime) -> tuple[str, str]:
    """Return a deadline as people say it, and its day and time."""
    if due is None:
        return "", ""
    exact = f"{timezone.localtime(due):%Y-%m-%d %H:%M}"
    minutes = int((due - now).total_seconds() // 60)
    return (_late(-minutes) if minutes < 0 else _left(minutes)), exact


def _late(minutes: int) -> str:
    if minutes < HOUR:
        return _("now")
    if minutes < DAY:
        return _("%(n)d h late") % {"n": minutes // HOUR}
    n = minutes // DAY
    return ngettext("%(n)d day late", "%(n)d days late", n) % {"n": n}


def _left(minutes: int) -> str:
    if minutes < HOUR:
        return _("in %(m)d min") % {"m": minutes}
    if minutes < DAY:
        return _("in %(h)d h %(m)d min") % {"h": minutes // HOUR, "m": minutes % HOUR}
    n = minutes // DAY
    return ngettext("in %(n)d day", "in %(n)d days", n) % {"n": n}
