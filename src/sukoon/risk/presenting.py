"""What pages and panels show of an episode: words of its level, owner, clock and next step."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sukoon.core.access import Actor, can
from sukoon.core.permissions import Permission
from sukoon.risk.definitions import book
from sukoon.risk.models import RiskEpisode
from sukoon.risk.queries import emergency_numbers, names
from sukoon.risk.reach import reaches
from sukoon.risk.rules import Number, level_of
from sukoon.risk.words import EpisodeStatus

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Banner:
    """One episode at a glance. `may_act` shows what the reader can do next."""

    episode: RiskEpisode
    level: str
    owner: str
    next_step: str
    due_at: datetime | None
    left: str
    late: bool
    waiting: bool
    may_act: bool
    may_raise: bool
    owned: bool
    numbers: list[Number]


def banner(by: Actor, episode: RiskEpisode, *, now: datetime) -> Banner:
    """Return what the risk banner says to this reader."""
    owner = names([episode.owner_id]).get(episode.owner_id, "") if episode.owner_id else ""
    own = _("%(name)s (you)") % {"name": owner} if episode.owner_id == by.id else owner
    return Banner(
        episode=episode,
        level=level_label(episode.level),
        owner=own,
        next_step=str(episode.get_next_step_display()),
        due_at=episode.due_at,
        left=left(episode.due_at, now=now),
        late=bool(episode.due_at and episode.due_at <= now),
        waiting=episode.status == EpisodeStatus.WAITING,
        may_act=episode.is_open and reaches(by, Permission.RISK_ACT, episode),
        may_raise=episode.is_open and can(by, Permission.RISK_RAISE, episode.scope),
        owned=episode.owner_id == by.id,
        numbers=emergency_numbers(episode.area_path),
    )


def level_label(code: str) -> str:
    return level_of(book().levels, code).label(get_language() or "en")


def left(due_at: datetime | None, *, now: datetime) -> str:
    """Return how long there is until a moment, or how long it is past, in words."""
    if due_at is None:
        return ""
    gap = due_at - now
    said = span(abs(gap))
    return (
        _("%(span)s left") % {"span": said}
        if gap > timedelta(0)
        else _("%(span)s late") % {"span": said}
    )


def span(gap: timedelta) -> str:
    """Return a length of time in one unit: minutes, hours or days."""
    seconds = int(gap.total_seconds())
    if seconds < HOUR:
        n = max(1, seconds // 60)
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
    if seconds < 2 * DAY:
        n = seconds // HOUR
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    n = seconds // DAY
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def row(by: Actor, episode: RiskEpisode, *, now: datetime) -> dict[str, object]:
    """Return a worklist row: a code, what is due and when. No level, no reason."""
    return {
        "url": reverse("risk:episode", args=[episode.pk]), "code": episode.shown_code,
        "late": bool(episode.due_at and episode.due_at <= now),
        "what": episode.get_next_step_display() if episode.is_open else _("Closed"),
        "mine": episode.owner_id == by.id, "due_at": episode.due_at,
        "left": left(episode.due_at, now=now), "closed_at": episode.closed_at,
        "waiting": episode.status == EpisodeStatus.WAITING,
    }  # fmt: skip
