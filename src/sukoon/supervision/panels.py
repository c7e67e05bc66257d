"""Blocks of supervision on the pages of cases and of the desk."""

from typing import cast

from django.http import HttpRequest

from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.supervision import queries
from sukoon.supervision.models import Request
from sukoon.supervision.reading import words_of
from sukoon.supervision.rows import left, rows
from sukoon.ui.panels import Panel

BEFORE, AFTER = 15, 40
MOST = 5


def on_case(request: HttpRequest, case: Case) -> Panel | None:
    """What was asked about a case, how far it is, and what was answered."""
    by = cast(ActorRequest, request).actor
    asks = can(by, Permission.SUPERVISION_ASK, case.scope) and case.is_open
    found = queries.latest_of_case(by, case)
    if not asks and not found:
        return None
    waiting = any(r.asked_by_id == by.id and r.status in {"requested", "assigned"} for r in found)
    now = clock.now()
    shown = [
        {"request": r, "left": left(r.due_at, now)[0], "late": left(r.due_at, now)[1],
         "teaching": _teaching(r), "mine": r.owner_id == by.id}
        for r in found[:MOST]
    ]  # fmt: skip
    return Panel(
        "supervision/_on_case.html",
        {"case": case, "asks": asks and not waiting, "shown": shown},
        AFTER,
    )


def _teaching(request: Request) -> str:
    answers = list(request.answers.all())
    return words_of(str(answers[-1].words)).teaching if answers else ""


def on_desk(request: HttpRequest, _about: object) -> Panel | None:
    """What waits for this person in supervision, and whether somebody reminds them."""
    by = cast(ActorRequest, request).actor
    if not holds(by, Permission.SUPERVISION_VIEW):
        return None
    now = clock.now()
    found = queries.queue(by, "mine", most=MOST)
    alarms = 0
    if holds(by, Permission.SUPERVISION_LEAD):
        alarms = sum(queries.alarm_counts(by, now=now, today=clock.today()).values())
    context = {
        "rows": rows(found.rows, now=now), "alarms": alarms,
        "nudged": queries.nudged(by), "points": list(queries.points_of(by)[:MOST]),
    }  # fmt: skip
    return Panel("supervision/_on_desk.html", context, BEFORE)
