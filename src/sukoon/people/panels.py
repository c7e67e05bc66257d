"""What persons add to other pages: on the desk, the way in and what waits for a decision."""

from typing import Any, cast

from django.http import HttpRequest

from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.people import actions, queries
from sukoon.ui.panels import Panel


def of_desk(request: HttpRequest, _about: object) -> Panel | None:
    """Show the way to persons, pairs to decide and requests that wait, by number only."""
    by, today = cast(ActorRequest, request).actor, clock.today()
    views, answers = holds(by, Permission.PERSON_VIEW), holds(by, Permission.SUBJECT_ANSWER)
    if not views and not answers:
        return None
    waiting = queries.waiting(by) if answers else queries.waiting(by).none()
    context = {
        "views": views, "writes": holds(by, Permission.PERSON_WRITE), "answers": answers,
        "pairs": queries.pairs(by).count() if holds(by, Permission.PERSON_MERGE) else 0,
        "waiting": waiting.count(), "late": waiting.filter(due_on__lt=today).count(),
    }  # fmt: skip
    return Panel("people/_on_desk.html", context, 40)


def of_episode(request: HttpRequest, about: Any) -> Panel | None:
    """On a risk: how its person is reached without harm. A look at it is a look at the person."""
    by, now = cast(ActorRequest, request).actor, clock.now()
    if not about.person_id or not holds(by, Permission.PERSON_VIEW):
        return None
    person = queries.with_parts(queries.visible(by).filter(pk=about.person_id)).first()
    if person is None or queries.is_erased(person.pk):
        return None
    actions.note_read(by=by, person=person)
    safe = {phone.pk for phone in queries.safe_phones(person.pk, now=now)}
    told = list(person.phones.all())
    return Panel("people/_of_episode.html", {
        "person": person, "name": queries.shown_name(by, person), "told": told,
        "area": queries.area_name(person.area_path),
        "phones": [{"phone": p, "now": p.pk in safe} for p in told],
        "dangers": [k for k in queries.links(by, person) if k.is_risk and k.ended_on is None],
    }, 10)  # fmt: skip
