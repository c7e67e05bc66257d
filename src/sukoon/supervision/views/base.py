"""What the pages of supervision share."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sukoon.accounts import queries as accounts
from sukoon.core import clock
from sukoon.core.access import Actor, holds
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission

INVALID = 422


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def tabs(by: Actor) -> list[tuple[str, str]]:
    """Return the sections of supervision that this actor has, as (address, label)."""
    found = [("supervision:queue", _("Waiting"), Permission.SUPERVISION_VIEW),
             ("supervision:mine", _("My questions"), Permission.SUPERVISION_ASK),
             ("supervision:sessions", _("Sessions"), Permission.SUPERVISION_VIEW),
             ("supervision:workers", _("Workers"), Permission.SUPERVISION_VIEW),
             ("supervision:alarms", _("Alarms"), Permission.SUPERVISION_LEAD),
             ("supervision:audits", _("Audits"), Permission.SUPERVISION_LEAD),
             ("supervision:figures", _("In figures"), Permission.SUPERVISION_FIGURES)]  # fmt: skip
    return [(name, label) for name, label, needed in found if holds(by, needed)]


def page(request: HttpRequest, section: str, **told: Any) -> dict[str, Any]:
    """Return the context of a page of supervision, with its tabs."""
    by = actor(request)
    return {
        "sections": [
            {"name": name, "label": label, "current": name == f"supervision:{section}"}
            for name, label in tabs(by)
        ],
        "now": clock.now(), **told,
    }  # fmt: skip


def team_people(by: Actor) -> list[tuple[UUID, str]]:
    """Return the accounts of the teams one leads that may ask or answer, by name."""
    now = clock.now()
    found: dict[UUID, str] = {}
    for wanted in (Permission.SUPERVISION_ASK, Permission.SUPERVISION_ANSWER):
        for user, _org in accounts.holders(by, Permission.SUPERVISION_LEAD, wanted, now=now):
            found[user.pk] = user.full_name or user.email
    return sorted(found.items(), key=lambda p: p[1])


def led_teams(by: Actor) -> list[UUID]:
    """Return the teams in which one leads supervision."""
    lead = Permission.SUPERVISION_LEAD
    return sorted({g.org_id for g in by.grants if g.permission == lead and g.org_id}, key=str)
