"""Where somebody lives, in words; and for which organisation a worker keeps records."""

from uuid import UUID

from sukoon.accounts.models import RoleAssignment
from sukoon.accounts.roles import roles
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.permissions import Permission
from sukoon.places import queries as places


def area_name(path: str) -> str:
    """Return what an area is called in the reader's language; "" where none is told."""
    found = places.areas().filter(path=path).first() if path else None
    return found.name if found else ""


def home_orgs(by: Actor) -> list[UUID]:
    """Return the organisations for which the actor's roles let them record persons."""
    now = clock.now()
    held = RoleAssignment.objects.filter(user_id=by.id).exclude(org_id=None)
    return sorted({
        a.org_id
        for a in held
        if a.org_id and a.role in roles() and (a.expires_at is None or a.expires_at > now)
        and Permission.PERSON_WRITE in roles()[a.role].permissions
    })  # fmt: skip
