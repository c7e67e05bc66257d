"""Who is recorded already: candidates for a person who is about to be recorded, scored at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sukoon.core.access import Actor
from sukoon.people import index, naming, rules
from sukoon.people.models import Person
from sukoon.people.queries.persons import looked_up
from sukoon.people.rules import Birth, Evidence
from sukoon.people.same import standing_for
from sukoon.people.words import Likeness, Sex, TokenKind

MOST_FOUND = 8
UNKNOWN = Birth()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of somebody who is looked for; cleaned already."""

    names: Sequence[str] = ()
    phones: Sequence[str] = ()
    documents: Sequence[str] = ()
    area_path: str = ""
    birth: Birth = UNKNOWN
    sex: str = Sex.NOT_TOLD


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody recorded already who may be the same, and why."""

    person: Person
    name: str
    score: int
    likeness: Likeness
    evidence: Evidence


def candidates(by: Actor, wanted: Wanted, *, today: date) -> list[Candidate]:
    """Return whom the actor can see and who may be this person, the likeliest first."""
    numbers = index.search_tokens(TokenKind.PHONE, wanted.phones)
    numbers += index.search_tokens(TokenKind.DOCUMENT, wanted.documents)
    keys = {key for name in wanted.names for key in naming.narrow_keys(name)}
    by_name = index.search_tokens(TokenKind.NAME, sorted(keys))
    weighed = [_weighed(wanted, person, today) for person in looked_up(by, numbers, by_name)]
    kept = sorted((c for c in weighed if c is not None), key=lambda c: (-c.score, c.person.pk))
    return once_each(kept)[:MOST_FOUND]


def once_each(found: list[Candidate]) -> list[Candidate]:
    """Leave out records that were merged into another of the list."""
    goes_on = standing_for(c.person.pk for c in found)
    return [
        c
        for c in found
        if goes_on[c.person.pk] == c.person.pk or goes_on[c.person.pk] not in goes_on
    ]


def wanted_of(person: Person) -> Wanted:
    """Return what is known of a person recorded already, to look for others like them."""
    return Wanted(
        [str(n.text) for n in person.names.all()], [str(p.text) for p in person.phones.all()],
        [str(i.text) for i in person.identifiers.all()], person.area_path, person.birth, person.sex,
    )  # fmt: skip


def evidence(wanted: Wanted, person: Person, today: date) -> tuple[Evidence, str]:
    """Return what somebody shares with a person, and under which name."""
    ranked = [
        (naming.alike(told, str(kept.text)), str(kept.text))
        for kept in person.names.all()
        for told in wanted.names
    ]
    alike, name = max(ranked, default=(0.0, ""))
    return Evidence(
        name=alike,
        same_document=any(str(i.text) in wanted.documents for i in person.identifiers.all()),
        same_phone=any(str(p.text) in wanted.phones for p in person.phones.all()),
        same_area=bool(wanted.area_path) and wanted.area_path == person.area_path,
        years_apart=rules.years_apart(
            rules.age_between(wanted.birth, today), rules.age_between(person.birth, today)
        ),
        other_sex=rules.differ_in_sex(wanted.sex, person.sex),
    ), name  # fmt: skip


def _weighed(wanted: Wanted, person: Person, today: date) -> Candidate | None:
    shared, name = evidence(wanted, person, today)
    points = rules.score(shared)
    likely = rules.likeness(points)
    return None if likely is None else Candidate(person, name, points, likely, shared)
