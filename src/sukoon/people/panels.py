"""What persons add to other pages: on the desk, the way in and what waits for a decision."""

from typing import cast

from django.http import HttpRequest

from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.people import queries
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
