"""What every page's frame needs: the mode, the navigation, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sukoon.accounts.models import User
from sukoon.core.access import holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.ui.panels import panels


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Return `demo`, `nav`, `nav_more`, `signed_in`, `actor` for ui/base.html."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        **(_nav(cast(ActorRequest, request)) if actor else {"nav": [], "nav_more": []}),
        "signed_in": user if isinstance(user, User) else None,
        "actor": actor,
        "language": get_language(),
        "alerts": panels("frame", request, None) if isinstance(user, User) and actor else [],
        "foot": panels("foot", request, None) if isinstance(user, User) and actor else [],
    }


# One's own work first, in the order of a day; the map is for everyone and stands last.
OWN = (
    (_("Desk"), "desk:home", Permission.SELF),
    (_("Today"), "cases:worklist", Permission.CASE_VIEW),
    (_("Persons"), "people:home", Permission.PERSON_VIEW),
    (_("Risk"), "risk:mine", Permission.RISK_VIEW),
    (_("Supervision"), "supervision:queue", Permission.SUPERVISION_VIEW),
    (_("Referrals"), "referrals:inbox", Permission.REFERRAL_VIEW),
    (_("Pathways"), "pathways:index", Permission.PATHWAY_VIEW),
    (_("Watch list"), "risk:watch", Permission.RISK_WATCH),
    (_("Referral alarms"), "referrals:alarms", Permission.REFERRAL_WATCH),
    (_("Coordination"), "coordination:home", Permission.PLEDGE_VIEW),
    (_("Import"), "exchange:import_new", Permission.SERVICE_IMPORT),
)
MAP = (
    (_("Service map"), "public:home", Permission.MAP_VIEW),
    (_("Gaps"), "public:gaps", Permission.MAP_VIEW),
    (_("Matrix"), "public:matrix", Permission.MAP_VIEW),
    (_("Directory"), "public:directory", Permission.MAP_VIEW),
)
MOST = 9  # entries that stand side by side; with more, the map's fold into one


def _nav(request: ActorRequest) -> dict[str, list[NavItem]]:
    own, of_the_map = _shown(request, OWN), _shown(request, MAP)
    if len(own) + len(of_the_map) <= MOST:
        return {"nav": own + of_the_map, "nav_more": []}
    return {"nav": own, "nav_more": of_the_map}


def _shown(
    request: ActorRequest, items: Sequence[tuple[Promise, str, Permission]]
) -> list[NavItem]:
    shown = []
    for label, name, permission in items:
        if not holds(request.actor, permission):
            continue
        url = reverse(name)
        here = request.path == url or (url != "/" and request.path.startswith(url))
        shown.append(NavItem(str(label), url, here))
    return shown
