"""The blocks that risk adds to other pages: a case, the desk, and every page of whom it concerns."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.permissions import Permission
from sukoon.risk import queries
from sukoon.risk.presenting import banner, row
from sukoon.ui.panels import Panel

MOST_ON_DESK = 10


def of_case(request: HttpRequest, about: Any) -> Panel | None:
    """On a case: its open risk, never folded away."""
    by = request.actor  # type: ignore[attr-defined]
    found = queries.open_for_case(about.pk)
    if found is None or not holds(by, Permission.RISK_VIEW):
        return None
    if not queries.visible(by).filter(pk=found.pk).exists():
        return None
    shown = banner(by, found, now=clock.now())
    return Panel("risk/_panel_case.html", {"banner": shown}, order=0)


def of_other_case(request: HttpRequest, about: Any) -> Panel | None:
    """On a case: that the same person has an open risk in another one, and whom to call about it.

    A code and a colleague's name; the risk itself opens only to whom it may.
    """
    by = request.actor  # type: ignore[attr-defined]
    found = queries.open_elsewhere(about.pk, about.person_id)
    if not found or not about.is_open:
        return None
    called = queries.names([e.owner_id for e in found])
    seen = set(
        queries.visible(by).filter(pk__in=[e.pk for e in found]).values_list("pk", flat=True)
    )
    rows = [
        {"code": e.shown_code, "owner": called.get(e.owner_id, "") if e.owner_id else "",
         "pk": e.pk if e.pk in seen else None}
        for e in found
    ]  # fmt: skip
    return Panel("risk/_elsewhere.html", {"rows": rows}, order=1)


def of_desk(request: HttpRequest, about: None) -> Panel | None:
    """On the desk: what waits for the reader."""
    by, now = request.actor, clock.now()  # type: ignore[attr-defined]
    views, watches = holds(by, Permission.RISK_VIEW), holds(by, Permission.RISK_WATCH)
    if not (views or watches):
        return None
    rows = [row(by, e, now=now) for e in queries.for_me(by)[:MOST_ON_DESK]] if views else []
    context = {
        "rows": rows, "views": views, "signing": queries.to_sign(by).count() if views else 0,
        "watched": len(queries.watch_list(by, now=now)) if watches else 0,
        "duty": queries.on_rota(by, now=now) if views else None,
    }  # fmt: skip
    if not any(context[name] for name in ("rows", "signing", "watched", "duty")):
        return None
    return Panel("risk/_panel_desk.html", context, order=0)


def of_frame(request: HttpRequest, about: None) -> Panel | None:
    """On every page: that a person waits for the reader's answer. One query, two for who watches."""
    by, now = request.actor, clock.now()  # type: ignore[attr-defined]
    waiting = watched = 0
    if holds(by, Permission.RISK_ACT):
        waiting = queries.unanswered(by, now=now).count()
    if not waiting and holds(by, Permission.RISK_WATCH):
        watched = len(queries.watch_list(by, now=now))
    if not (waiting or watched):
        return None
    url = reverse("risk:mine" if waiting else "risk:watch")
    return Panel("risk/_alert.html", {"waiting": waiting, "watched": watched, "url": url}, order=0)


def of_foot(request: HttpRequest, about: None) -> Panel | None:
    """On every page of who cares for persons: whom to call where they work."""
    by = request.actor  # type: ignore[attr-defined]
    if not (holds(by, Permission.RISK_VIEW) or holds(by, Permission.CASE_VIEW)):
        return None
    teams = [g.org_id for g in by.grants if g.permission == Permission.RISK_VIEW and g.org_id]
    numbers = queries.numbers_for_worker(by, teams[0] if teams else None)
    return Panel("risk/_numbers.html", {"numbers": numbers}) if numbers else None
