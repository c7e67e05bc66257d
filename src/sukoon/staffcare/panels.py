"""What staff care adds to the first page: who waits for a call from whoever looks."""

from typing import Any

from django.http import HttpRequest

from sukoon.core.access import holds
from sukoon.core.permissions import Permission
from sukoon.staffcare import queries
from sukoon.ui.pages import actor
from sukoon.ui.panels import Panel


def of_desk(request: HttpRequest, _about: Any) -> Panel | None:
    """Say how many colleagues wait for a call."""
    by = actor(request)
    if not holds(by, Permission.STAFF_CARE_ANSWER):
        return None
    return Panel("staffcare/_desk.html", {"waiting": queries.to_make(by).count()}, order=8)
