"""Who may do what. One rule, asked in two ways: of an object, and of a table.

`can` and `require` ask it of one record's `Scope`; `within_reach` asks it of a table as a filter.
`tests/access/test_reach.py` proves that the two always agree.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed


class Reach(StrEnum):
    """How far a permission goes."""

    OWN = "own"
    TEAM = "team"
    AREA = "area"
    EVERYWHERE = "everywhere"
    RECORD = "record"  # one record only: a care relationship, or glass that was broken


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission, how far it reaches, and until when (None: until it is taken away)."""

    permission: Permission
    reach: Reach
    org_id: UUID | None = None
    area_path: str = ""
    expires_at: datetime | None = None
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or system behind an action, with everything they were granted.

    `now` is the moment the actor was made (the request's): expired grants are left out then,
    so that a rule never reads a clock.
    """

    id: UUID
    label: str
    grants: frozenset[Grant] = frozenset()


SYSTEM = Actor(id=UUID(int=0), label="system")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a record sits: who holds it, in which organisation, in which area.

    `related` are the accounts that have a care relationship to it beside its owner: it opens to
    them whatever team they are in, for what their role lets them do. A record of several areas (a service of seven districts) sits in the one area that contains
    them all. Nowhere (an empty path, no owner, no organisation) is reached only from everywhere.
    """

    owner_id: UUID | None = None
    org_id: UUID | None = None
    area_path: str = ""
    record_id: UUID | None = None
    related: frozenset[UUID] = frozenset()


NOWHERE = Scope()


def in_force(grants: frozenset[Grant], *, now: datetime) -> frozenset[Grant]:
    """Return the grants that have not expired at `now`."""
    return frozenset(g for g in grants if g.expires_at is None or g.expires_at > now)


def covers(grant: Grant, actor: Actor, scope: Scope) -> bool:
    """Say whether this grant reaches a record that sits in this scope."""
    if grant.reach is not Reach.RECORD and actor.id in scope.related:
        return True
    match grant.reach:
        case Reach.OWN:
            return scope.owner_id == actor.id
        case Reach.TEAM:
            return grant.org_id is not None and scope.org_id == grant.org_id
        case Reach.AREA:
            return bool(grant.area_path) and scope.area_path.startswith(grant.area_path)
        case Reach.RECORD:
            return grant.record_id is not None and scope.record_id == grant.record_id
        case Reach.EVERYWHERE:
            return True


def can(actor: Actor, permission: Permission, scope: Scope) -> bool:
    """Say whether any grant of the actor reaches this scope with this permission."""
    return any(g.permission == permission and covers(g, actor, scope) for g in actor.grants)


def holds(actor: Actor, permission: Permission) -> bool:
    """Say whether the actor holds the permission at all, however far it reaches."""
    return any(g.permission == permission for g in actor.grants)


def require(actor: Actor, permission: Permission, scope: Scope) -> None:
    """Stop here unless the actor may do this to a record in this scope."""
    if not can(actor, permission, scope):
        raise NotAllowed


def require_holds(actor: Actor, permission: Permission) -> None:
    """Stop here unless the actor holds the permission somewhere (lists, blank forms)."""
    if not holds(actor, permission):
        raise NotAllowed


def require_system(actor: Actor) -> None:
    """Stop here unless the platform itself acts, on a timer or from the outbox."""
    if actor is not SYSTEM:
        raise NotAllowed


def within_reach(
    actor: Actor,
    permission: Permission,
    *,
    owner: str | None,
    org: str | None,
    area: str | None,
    record: str | None = None,
    related: "QuerySet[Any, Any] | None" = None,
) -> Q:
    """Return the same rule as `can`, as a filter over the named columns.

    `area` names a column that holds the path of the one area that contains all areas of the
    record (`Service.area_path`): a prefix of it covers every area below. `related` gives the ids
    of the records that the actor has a care relationship to.
    """
    allowed = Q(pk__in=[])  # nothing, unless a grant says otherwise
    for grant in actor.grants:
        if grant.permission != permission:
            continue
        if related is not None and grant.reach is not Reach.RECORD:
            allowed |= Q(pk__in=related)
        match grant.reach:
            case Reach.OWN if owner:
                allowed |= Q(**{owner: actor.id})
            case Reach.TEAM if org and grant.org_id is not None:
                allowed |= Q(**{org: grant.org_id})
            case Reach.AREA if area and grant.area_path:
                allowed |= Q(**{f"{area}__startswith": grant.area_path})
            case Reach.RECORD if record and grant.record_id is not None:
                allowed |= Q(**{record: grant.record_id})
            case Reach.EVERYWHERE:
                # True of all. To ask for a key instead would keep an index from answering alone.
                allowed |= ~Q(pk__in=[])
            case _:
                pass
    return allowed
