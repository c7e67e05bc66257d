"""Rows that one may choose in forms: organisations, and the areas that a permission reaches."""

from typing import Any

from django.db.models import Q

from sukoon.core.access import Actor, Reach
from sukoon.core.permissions import Permission
from sukoon.services.choices import area_rows
from sukoon.workforce import queries as workforce


def organisations(by: Actor) -> Any:
    return workforce.organisations(by)


def areas_of(by: Actor, permission: Permission) -> Any:
    """Return the country, provinces and districts that the actor's permission reaches."""
    found = area_rows()
    grants = [g for g in by.grants if g.permission == permission]
    if any(g.reach is Reach.EVERYWHERE for g in grants):
        return found
    chosen = Q(pk__in=[])
    for grant in grants:
        if grant.area_path:
            chosen |= Q(path__startswith=grant.area_path)
    return found.filter(chosen)
