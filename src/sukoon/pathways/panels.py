"""What pathways add to the page of a case: the walks under way, and the way to begin one."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import get_language

from sukoon.cases.models import Case
from sukoon.core.access import can, holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.pathways import queries
from sukoon.pathways.definitions import shelf
from sukoon.ui.panels import Panel


def of_case(request: HttpRequest, case: Case) -> Panel | None:
    """Show walks that wait to be finished."""
    by = cast(ActorRequest, request).actor
    if not holds(by, Permission.PATHWAY_VIEW):
        return None
    language = get_language() or "en"
    titles = {k: d.title.get(language) or d.title["en"] for k, d in shelf().definitions.items()}
    rows = [(w, titles.get(w.pathway, w.pathway)) for w in queries.of_case(by, case)]
    writes = can(by, Permission.CASE_WRITE, case.scope) and case.is_open
    if not rows and not writes:
        return None
    return Panel("pathways/_of_case.html", {"walks": rows, "case": case, "writes": writes}, 30)
