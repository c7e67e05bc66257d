"""What the pages about persons share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import ActorRequest, find
from sukoon.people import outside, queries
from sukoon.people.models import Person
from sukoon.people.words import Sex

INVALID, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as a row or a card shows them: no more than is needed to tell who it is."""

    person: Person
    name: str
    age: int | None
    sex: str
    area: str


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def person_of(request: HttpRequest, pk: UUID) -> Person:
    """Return a person the actor may see, else 404."""
    return find(queries.visible(actor(request)), pk)


def writable_person(request: HttpRequest, pk: UUID) -> Person:
    """Return a person whose record the actor may write, and was not erased; else 404."""
    person = find(queries.writable(actor(request)), pk)
    if queries.is_erased(person.pk):
        raise Http404
    return person


def shown(by: Actor, people: Iterable[Person], today: date | None = None) -> list[Shown]:
    """Return persons as rows show them."""
    day = today or clock.today()
    return [
        Shown(
            p, queries.shown_name(by, p), queries.age_on(p, day),
            p.get_sex_display() if p.sex != Sex.NOT_TOLD else "",
            queries.area_name(p.area_path),
        )
        for p in people
    ]  # fmt: skip


def homes(by: Actor) -> list[tuple[str, str]]:
    """Return the organisations for which the actor keeps records, by id and name."""
    named = dict(outside.organisations(by))
    return [(str(pk), named.get(str(pk), str(pk))) for pk in queries.home_orgs(by)]
