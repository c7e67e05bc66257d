"""What the desk shows of the guards: alerts of the last days, for whoever answers for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from sukoon.accounts.roles import session_limits
from sukoon.accounts.security_watch import NOBODY, kind_of
from sukoon.audit import queries as audit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, can
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.ui.panels import Panel

DAYS = timedelta(days=7)
MOST, FIRST, LAST = 8, 5, 99


@dataclass(frozen=True, slots=True)
class Shown:
    """One alert as the desk tells it."""

    what: str
    account: UUID | None
    times: int
    at: datetime


def of_foot(request: HttpRequest, _about: object) -> Panel | None:
    """Watch whether anybody is there, on every page of who is signed in."""
    idle = session_limits(cast(ActorRequest, request).actor).idle
    return Panel("accounts/_awake.html", {"seconds": int(idle.total_seconds())}, LAST)


def on_desk(request: HttpRequest, _about: object) -> Panel | None:
    """Show the alerts of a week to whoever may see what was done."""
    by = cast(ActorRequest, request).actor
    if not can(by, Permission.AUDIT_VIEW, NOWHERE):
        return None
    found = audit.visible(by).filter(event="security.alerted", at__gte=clock.now() - DAYS)[:MOST]
    shown = [_shown(dict(e.details), e.subject_id, e.at) for e in found]
    return Panel("accounts/_alerts.html", {"alerts": shown}, FIRST) if shown else None


def _shown(details: dict[str, str], account: UUID, at: datetime) -> Shown:
    kind = kind_of(details.get("kind", ""))
    what = kind.label(get_language() or "en") if kind else details.get("kind", "")
    times = int(details.get("times", 1))
    return Shown(what, None if account == NOBODY else account, times, at)
