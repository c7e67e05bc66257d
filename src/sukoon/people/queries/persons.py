"""Everything that can be asked about who people are."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from uuid import UUID

from django.db.models import Count, QuerySet

from sukoon.accounts.mfa_adapter import secrets_left
from sukoon.core import keys
from sukoon.core.access import Actor, can, within_reach
from sukoon.core.permissions import Permission
from sukoon.people import index, naming, rules
from sukoon.people.models import Person, PersonConflict, PersonName, PersonToken
from sukoon.people.naming import Verdict
from sukoon.people.words import NameKind, TokenKind

MOST_LOOKED_AT = 40
ENOUGH = 10 * MOST_LOOKED_AT  # rows of the rarest tokens, to choose whom to look at
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
    return _reached(by, Permission.PERSON_VIEW)


def writable(by: Actor) -> QuerySet[Person]:
    """Persons within reach of PERSON_WRITE."""
    return _reached(by, Permission.PERSON_WRITE)


def _reached(by: Actor, permission: Permission) -> QuerySet[Person]:
    return Person.objects.filter(
        within_reach(by, permission, owner="owner_id", org="org_id", area="area_path", record="id")
    )


def age_on(person: Person, day: date) -> int | None:
    """Return a person's age on a day, the likeliest where only a month or a year is known."""
    return rules.age_on(person.birth, day)


def shown_name(by: Actor, person: Person) -> str:
    """Return what a person is called on a page: the alias, or the name; "" out of reach."""
    if not can(by, Permission.PERSON_VIEW, person.scope):
        return ""
    names = sorted(person.names.all(), key=lambda n: n.kind != NameKind.FULL)
    return str(person.alias) or (names[0].text if names else "")


def search(by: Actor, name: str) -> list[Match]:
    """Return the persons within reach whose name is likely this one, the most alike first."""
    ids = _having(by, index.search_tokens(TokenKind.NAME, naming.narrow_keys(name)))
    best: dict[UUID, tuple[float, Verdict, str]] = {}
    for kept in PersonName.objects.filter(person__in=ids):
        told = (*naming.weighed(name, kept.text), str(kept.text))
        if told[1] is not Verdict.DIFFERENT:
            best[kept.person_id] = max(told, best.get(kept.person_id, told))
    # Only who matches is fetched whole: opening forty records was most of the time.
    ranked = sorted((pk for pk in ids if pk in best), key=lambda pk: -best[pk][0])[:MOST_FOUND]
    found = {p.pk: p for p in with_parts(Person.objects.filter(pk__in=ranked))}
    return [
        Match(found[pk], text, verdict, alike)
        for pk in ranked
        if pk in found
        for alike, verdict, text in [best[pk]]
    ]


def by_phone(by: Actor, number: str) -> list[Person]:
    """Return the persons within reach who have this number (as +92…)."""
    return looked_up(by, index.search_tokens(TokenKind.PHONE, [number]))


def by_identifier(by: Actor, text: str) -> list[Person]:
    """Return the persons within reach who have a paper of this number (as it is kept)."""
    return looked_up(by, index.search_tokens(TokenKind.DOCUMENT, [text]))


def looked_up(by: Actor, *sorts: list[str]) -> list[Person]:
    """Return the persons within reach who have these tokens, those with most of them first.

    Each sort of token (what is sure, what is likely) is looked for apart, so that many who are likely never crowd
    out the one who is sure.
    """
    ids = list(dict.fromkeys(pk for tokens in sorts if tokens for pk in _having(by, tokens)))
    found = {p.pk: p for p in with_parts(Person.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def _having(by: Actor, tokens: list[str]) -> list[UUID]:
    """Return who has the most of these tokens, within reach; who only has common ones comes last."""
    rare, common = _parted(tokens)
    ids = _ranked(by, rare)
    if common and len(ids) < MOST_LOOKED_AT:
        ids += [pk for pk in _ranked(by, common) if pk not in ids]
    return ids[:MOST_LOOKED_AT]


def _parted(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Part the rarest tokens, enough to choose among, from those that a crowd has.

    In a country where every twentieth man is called Muhammad and Khan, to rank them all for each
    search costs more than everything else together. Counts everybody's: nobody is shown it.
    """
    if len(tokens) < 2:  # noqa: PLR2004
        return tokens, []
    rows = PersonToken.objects.filter(token__in=tokens).order_by().values_list("token")
    counted = sorted((n, token) for token, n in rows.annotate(n=Count("*")))
    before = list(accumulate((n for n, _token in counted), initial=0))
    rare = [token for (_n, token), so_far in zip(counted, before, strict=False) if so_far < ENOUGH]
    return rare, [token for _n, token in counted[len(rare) :]]


def _ranked(by: Actor, tokens: list[str]) -> list[UUID]:
    # The rule stands on the joined row: as a list of all visible persons it costs a scan of them.
    reached = within_reach(
        by, Permission.PERSON_VIEW, owner="person__owner_id", org="person__org_id",
        area="person__area_path", record="person_id",
    )  # fmt: skip
    rows = PersonToken.objects.filter(reached, token__in=tokens)
    # Rows are counted, not their keys: the index alone answers.
    ranked = rows.values("person").annotate(hits=Count("*")).order_by("-hits", "person")
    return [row["person"] for row in ranked[:MOST_LOOKED_AT]]


def person_named(pk: UUID) -> Person | None:
    """Return the person of this identifier, whoever asks. Only for breaking glass."""
    return Person.objects.filter(pk=pk).first()


def conflicts(by: Actor) -> QuerySet[PersonConflict]:
    """Return the changes that wait for a decision, of persons whose record the actor may write."""
    found = PersonConflict.objects.filter(settled_at=None, person__in=writable(by))
    return found.select_related("person")


def with_parts(found: QuerySet[Person]) -> QuerySet[Person]:
    """Fetch names, numbers and papers along, three queries whatever the length."""
    return found.prefetch_related("names", "phones", "identifiers")


def left_on_older_keys() -> int:
    """Return how many rows, files and second factors are not under the current key yet."""
    from sukoon.core.rotation import left, older_files, vault_models  # noqa: PLC0415 - needs loaded models

    rows = sum(left(model).count() for model in vault_models())
    rows += secrets_left() + sum(1 for _file in older_files())
    version = keys.ring().current
    return rows + PersonToken.objects.exclude(key_version=version).count()
