"""What cases add to the pages of areas below: a person's cases, and what waits on the desk."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import get_language

from sukoon.cases import actions, queries
from sukoon.cases.aliases import alias_shown
from sukoon.cases.panes import facts, score_chips
from sukoon.cases.rows import day_ends, rows_of
from sukoon.cases.words import GoalStatus
from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.people.models import Person
from sukoon.ui.panels import Panel

MOST = 5


def of_person(request: HttpRequest, person: Person) -> Panel | None:
    """Show a person's cases within reach, and the way to open one."""
    by = cast(ActorRequest, request).actor
    if not holds(by, Permission.CASE_VIEW):
        return None
    found = queries.visible(by).filter(person=person).order_by("-opened_at", "id")
    cases = [(c, alias_shown(c.alias, get_language() or "en")) for c in found]
    writes = holds(by, Permission.CASE_WRITE)
    return Panel("cases/_of_person.html", {"cases": cases, "person": person, "writes": writes}, 10)


def on_desk(request: HttpRequest, _about: object) -> Panel | None:
    """Show the first of what waits for a worker."""
    by, now = cast(ActorRequest, request).actor, clock.now()
    if not holds(by, Permission.CASE_VIEW):
        return None
    groups = queries.overview(by, now=now, day_ends=day_ends(now), most=MOST)
    rows = rows_of(by, [r for g in groups for r in g.rows][:MOST], now)
    return Panel("cases/_on_desk.html", {"rows": rows}, 10)


def of_episode(request: HttpRequest, about: Any) -> Panel | None:
    """On a risk: its case's last scores and plan. A look at it is a look at the case."""
    by, now = cast(ActorRequest, request).actor, clock.now()
    if not about.case_id or not holds(by, Permission.CASE_VIEW):
        return None
    case = queries.with_links(queries.visible(by)).filter(pk=about.case_id).first()
    if case is None:
        return None
    actions.note_read(by=by, case=case)
    return Panel("cases/_of_episode.html", {
        "case": case, "alias": alias_shown(case.alias, get_language() or "en"),
        "facts": facts(by, case, now), "chips": score_chips(by, case),
        "goals": list(case.goals.filter(status=GoalStatus.OPEN)),
    }, 20)  # fmt: skip
