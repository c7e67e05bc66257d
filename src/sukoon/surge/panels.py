"""What surge adds to the first page: where disaster mode is on, for everyone who works here."""

from typing import Any

from django.http import HttpRequest

from sukoon.core.access import holds
from sukoon.core.permissions import Permission
from sukoon.surge.queries.emergencies import disaster_areas
from sukoon.ui.pages import actor
from sukoon.ui.panels import Panel


def of_desk(request: HttpRequest, _about: Any) -> Panel | None:
    """Say where disaster mode is on."""
    by = actor(request)
    if not holds(by, Permission.SELF):
        return None
    found = disaster_areas(by)
    return Panel("surge/_desk.html", {"disasters": found}, order=5) if found else None
