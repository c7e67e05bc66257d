"""What referrals add to other pages: a case's referrals, and what waits on the desk."""

from typing import Any, cast

from django.http import HttpRequest

from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.referrals import queries
from sukoon.referrals.presenting import rows
from sukoon.ui.panels import Panel

MOST = 5


def of_case(request: HttpRequest, case: Any) -> Panel | None:
    """On a case: where its referrals stand, and the way to a new one."""
    by = cast(ActorRequest, request).actor
    if not holds(by, Permission.REFERRAL_VIEW):
        return None
    found = rows(by, queries.for_case(by, case)[:MOST], now=clock.now())
    may = case.is_open and can(by, Permission.REFERRAL_SEND, case.scope)
    return Panel("referrals/_of_case.html", {"rows": found, "case": case, "may": may}, 40)


def of_desk(request: HttpRequest, _about: object) -> Panel | None:
    """On the desk: what is past its clock, what came in, and for who watches how many stand still."""
    by, now = cast(ActorRequest, request).actor, clock.now()
    views, watches = holds(by, Permission.REFERRAL_VIEW), holds(by, Permission.REFERRAL_WATCH)
    late = rows(by, queries.late(by, now=now)[:MOST], now=now) if views else []
    waiting = queries.inbox(by).filter(due_at__gte=now).count() if views else 0
    watched = len(queries.alarms_watched(by)) if watches else 0
    if not (late or waiting or watched):
        return None
    context = {"late": late, "waiting": waiting, "watched": watched}
    return Panel("referrals/_on_desk.html", context, 30)
