"""What the access matrix asks about: addresses, things by state, and who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sukoon.accounts.models import User
from sukoon.core.access import Actor, Grant, Reach
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.workforce.models import Organisation

OWN, TEAM, OTHER, CLOSED, REVOKED = STATES = ("own", "team", "other", "closed", "revoked")
Ids = tuple[object, ...]


class NoSuchThing(Exception):
    """An address takes something the matrix does not know how to make: teach it."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name, what it takes, and how to reach it."""

    name: str
    path: str  # with {} where an id goes
    thing: str  # "service", "return", … or "" for a list or a form
    query: str = ""
    form: str = ""  # what is searched for by a form that is sent: it never stands in an address


@dataclass(slots=True)
class World:
    """Everything the matrix asks about: by thing and state, an id and a mark to look for."""

    ids: dict[tuple[str, str], Ids] = field(default_factory=dict)
    marks: dict[str, dict[str, str]] = field(default_factory=dict)
    users: dict[tuple[str, bool], User] = field(default_factory=dict)
    own: dict[tuple[str, str, str], Ids] = field(default_factory=dict)  # by who asks, too
    own_marks: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # by who asks

    def mark(self, thing: str, state: str, pk: UUID | str, said: str) -> None:
        self.ids[thing, state] = (pk,)
        self.marks.setdefault(thing, {})[state] = said

    def ids_of(self, route: Route, role: str, state: str) -> Ids | None:
        """Return the ids for one cell; None where there is no such thing in this state.

        Who lost their role asks for what was theirs.
        """
        state = OWN if state == REVOKED else state
        if route.thing == "account" and state == OWN and (role, False) in self.users:
            return (self.users[role, False].pk,)
        return self.own.get((route.thing, role, state)) or self.ids.get((route.thing, state))


@dataclass(frozen=True, slots=True)
class Making:
    """What a room of the matrix is given to make its things with.

    `by` may do everything. `orgs` and `areas` hold the own and the other one by state; `askers`
    the account of each role while the role is in force, for things that somebody owns.
    """

    by: Actor
    world: World
    orgs: Mapping[str, Organisation]
    areas: Mapping[str, Area]
    askers: Mapping[str, User]
    today: date
    now: datetime


def anybody(pk: UUID) -> Actor:
    """Return an actor who may do everything: only ever used in the matrix's own database."""
    return Actor(pk, "matrix", frozenset(Grant(p, Reach.EVERYWHERE) for p in Permission))
