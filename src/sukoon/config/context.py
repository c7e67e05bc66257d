"""What every page's frame needs: the mode, the navigation, who is signed in."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
    """Return `demo`, `nav`, `signed_in`, `actor` for ui/base.html."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "nav": _nav(cast(ActorRequest, request)) if actor else [],
        "signed_in": user if isinstance(user, User) else None,
        "actor": actor,
        "language": get_language(),
        "alerts": panels("frame", request, None) if isinstance(user, User) and actor else [],
        "foot": panels("foot", request, None) if isinstance(user, User) and actor else [],
    }


def _nav(request: ActorRequest) -> list[NavItem]:
    items = [
        (_("Today"), "cases:worklist", Permission.CASE_VIEW),
        (_("Risk"), "risk:mine", Permission.RISK_VIEW),
        (_("Watch list"), "risk:watch", Permission.RISK_WATCH),
        (_("Supervision"), "supervision:queue", Permission.SUPERVISION_VIEW),
        (_("Pathways"), "pathways:index", Permission.PATHWAY_VIEW),
        (_("Referrals"), "referrals:inbox", Permission.REFERRAL_VIEW),
        (_("Referral alarms"), "referrals:alarms", Permission.REFERRAL_WATCH),
        (_("Service map"), "public:home", Permission.MAP_VIEW),
        (_("Gaps"), "public:gaps", Permission.MAP_VIEW),
        (_("Matrix"), "public:matrix", Permission.MAP_VIEW),
        (_("Directory"), "public:directory", Permission.MAP_VIEW),
        (_("Coordination"), "coordination:home", Permission.PLEDGE_VIEW),
        (_("Desk"), "desk:home", Permission.SELF),
        (_("Persons"), "people:home", Permission.PERSON_VIEW),
        (_("Import"), "exchange:import_new", Permission.SERVICE_IMPORT),
    ]
    shown = []
    for label, name, permission in items:
        if not holds(request.actor, permission):
            continue
        url = reverse(name)
        here = request.path == url or (url != "/" and request.path.startswith(url))
        shown.append(NavItem(label, url, here))
    return shown
