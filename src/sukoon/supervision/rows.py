"""Requests as rows of a worklist: codes and clocks, no name of a person and no condition."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sukoon.accounts import queries as accounts
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Request

HOUR, DAY = 3600, 86400


def language() -> str:
    return get_language() or "en"


def named(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return what accounts are called."""
    return accounts.names({i for i in ids if i})


def left(due_at: datetime | None, now: datetime) -> tuple[str, bool]:
    """Return how long is left in words, and whether it is past."""
    if due_at is None:
        return "", False
    seconds = int((due_at - now).total_seconds())
    late, seconds = seconds < 0, abs(seconds)
    if seconds >= 2 * DAY:
        n = seconds // DAY
        told = ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
    elif seconds >= HOUR:
        n = seconds // HOUR
        told = ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    else:
        n = max(seconds // 60, 1)
        told = ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    if late:
        return _("%(time)s too late") % {"time": told}, True
    return _("%(time)s left") % {"time": told}, False


def rows(found: Sequence[Request], *, now: datetime, current: UUID | None = None) -> list[Any]:
    """Return requests as rows of a worklist: codes only, no condition."""
    names = accounts.names({r.asked_by_id for r in found})
    urgencies = book().urgency_names
    made = []
    for r in found:
        when, late = left(r.due_at, now)
        named = urgencies.get(r.urgency)
        notes = [named.label(language()).partition(":")[0] if named else r.urgency]
        if r.is_first:
            notes.append(_("first case"))
        if r.escalations:
            notes.append(_("asked again"))
        made.append({
            "request": r, "when": when, "late": late or bool(r.escalations),
            "by": " · ".join(notes), "who": names.get(r.asked_by_id, ""),
            "turn": r.get_turn_display(), "current": r.pk == current,
        })  # fmt: skip
    return made
