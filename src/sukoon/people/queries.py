"""Everything that can be asked about who people are."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from sukoon.core import keys
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.people import index, naming
from sukoon.people.models import Person, PersonToken
from sukoon.people.naming import Verdict
from sukoon.people.words import TokenKind

MOST_LOOKED_AT = 60
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A person whose name or number is like what was searched for."""

    person: Person
    name: str
    verdict: Verdict
    alike: float


def visible(by: Actor) -> QuerySet[Person]:
    """Persons within reach of PERSON_VIEW."""
    return Person.objects.filter(
        within_reach(
            by,
            Permission.PERSON_VIEW,
            owner="owner_id",
            org="org_id",
            area="area_path",
            record="id",
        )
    )


def search(by: Actor, name: str) -> list[Match]:
    """Return the persons within reach whose name is likely this one, the most alike first."""
    wanted = index.search_tokens(TokenKind.NAME, naming.narrow_keys(name))
    found = _looked_up(by, TokenKind.NAME, wanted)
    matches = []
    for person in found:
        ranked = [(naming.verdict(name, n.text), naming.alike(name, n.text), n.text)
                  for n in person.names.all()]  # fmt: skip
        verdict, alike, text = max(ranked, key=lambda r: r[1], default=(Verdict.DIFFERENT, 0.0, ""))
        if verdict is not Verdict.DIFFERENT:
            matches.append(Match(person, text, verdict, alike))
    return sorted(matches, key=lambda m: -m.alike)[:MOST_FOUND]


def by_phone(by: Actor, number: str) -> list[Person]:
    """Return the persons within reach who have this number (as +92…)."""
    return _looked_up(by, TokenKind.PHONE, index.search_tokens(TokenKind.PHONE, [number]))


def _looked_up(by: Actor, kind: str, tokens: list[str]) -> list[Person]:
    rows = PersonToken.objects.filter(token__in=tokens, kind=kind, person__in=visible(by))
    ranked = rows.values("person").annotate(hits=Count("id")).order_by("-hits", "person")
    ids = [row["person"] for row in ranked[:MOST_LOOKED_AT]]
    return list(Person.objects.filter(pk__in=ids).prefetch_related("names"))


def left_on_older_keys() -> int:
    """Return how many rows are not under the current key yet."""
    from sukoon.core.rotation import left, vault_models  # noqa: PLC0415 - needs loaded models

    rows = sum(left(model).count() for model in vault_models())
    version = keys.ring().current
    return rows + PersonToken.objects.exclude(key_version=version).count()
