"""What the pages of cases share."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from sukoon.accounts import queries as accounts
from sukoon.cases import queries
from sukoon.cases.models import Case
from sukoon.core.access import Actor, can
from sukoon.core.http import ActorRequest, find
from sukoon.core.permissions import Permission

INVALID = 422


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def language() -> str:
    return get_language() or "en"


def case_to_see(by: Actor, pk: UUID) -> Case:
    return find(queries.with_links(queries.visible(by)), pk)


def case_to_write(by: Actor, pk: UUID, permission: Permission = Permission.CASE_WRITE) -> Case:
    """Return a case the actor may add to; one they only see, or do not see, is not there."""
    case = find(queries.with_links(queries.writable(by, permission)), pk)
    if not can(by, permission, case.scope):
        raise Http404
    return case


def team_choices(by: Actor) -> list[tuple[str, str]]:
    """Return the teams and organisations an actor acts for, by name."""
    from sukoon.workforce import queries as workforce  # noqa: PLC0415

    ids = accounts.organisations_of(by.id)
    names = workforce.team_names(ids)
    return [(str(i), names.get(i, str(i)[:8])) for i in ids]
