"""Which records of all may be one person: a batch over keyed tokens, never over names.

Splink (on DuckDB, in memory) weighs pairs in the manner of Fellegi and Sunter. What it is given are
the blind index's tokens and keyed hashes of birth year, area and sex: nothing it writes or logs
says who anybody is. Needs the extra `linkage`.
"""

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from sukoon.people import index
from sukoon.people.models import Erasure, Person, PersonToken
from sukoon.people.problems import LinkageMissing
from sukoon.people.rules import born_between
from sukoon.people.same import one_person
from sukoon.people.words import Sex, TokenKind

BATCH = 5000
FREQUENT = 300  # a token that more persons share than this is no reason to compare all of them
LEAST = 0.6  # chance that two records are one person, from which on somebody is asked
MOST_PAIRS = 20_000
Found = tuple[UUID, UUID, int]

# How often two records of one person agree so, and two of different persons: [D] our proposal.
# Levels of names: six or more tokens in common, three, one, none; the others: agree, do not.
NAMES = ([6, 3, 1], [0.55, 0.25, 0.12, 0.08], [0.0003, 0.003, 0.06, 0.9367])
PHONES = ([1], [0.6, 0.4], [0.0005, 0.9995])
DOCUMENTS = ([1], [0.95, 0.05], [0.00001, 0.99999])
BORN = ([0.7, 0.3], [0.03, 0.97])
AREA = ([0.85, 0.15], [0.08, 0.92])
SEX = ([0.98, 0.02], [0.5, 0.5])
COLUMNS = ("unique_id", "names", "rare", "phones", "documents", "born", "area", "sex")


def found() -> list[Found]:
    """Return pairs of records that may be one person, with a score of 0 to 100, the surest first."""
    try:
        import duckdb  # noqa: PLC0415
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with splink
        from splink import DuckDBAPI, Linker  # noqa: PLC0415
    except ImportError:
        raise LinkageMissing from None
    logging.getLogger("splink").setLevel(logging.ERROR)
    rows = list(_rows())
    if len(rows) < 2:  # noqa: PLR2004 - nothing to compare
        return []
    table = pa.Table.from_pylist(rows, schema=_schema(pa))
    with duckdb.connect(":memory:") as connection:
        connection.execute("set temp_directory = ''")  # nothing is ever spilled to a disk
        api = DuckDBAPI(connection)
        linker = Linker(api.register(table), _settings())
        pairs = linker.inference.predict(threshold_match_probability=LEAST)
        told = connection.table(pairs.physical_name).project(
            "unique_id_l, unique_id_r, match_probability"
        )
        best = told.order("match_probability desc").limit(MOST_PAIRS).fetchall()
    return [
        (UUID(one), UUID(other), round(chance * 100))
        for one, other, chance in best
        if UUID(other) not in one_person(UUID(one))
    ]


def _schema(pa: Any) -> Any:
    texts = pa.list_(pa.string())
    lists = {"names", "rare", "phones", "documents"}
    return pa.schema([(name, texts if name in lists else pa.string()) for name in COLUMNS])


def _rows() -> Iterator[dict[str, Any]]:
    """Yield each record as tokens; those that were erased have none."""
    many = PersonToken.objects.values("token").annotate(n=Count("id")).filter(n__gt=FREQUENT)
    frequent = set(many.values_list("token", flat=True))
    last = UUID(int=0)
    erased = Erasure.objects.values("person")
    while batch := list(
        Person.objects.filter(pk__gt=last).exclude(pk__in=erased).order_by("pk")[:BATCH]
    ):
        last = batch[-1].pk
        tokens = _tokens(batch)
        for person in batch:
            by_kind = tokens.get(person.pk, {})
            names = by_kind.get(TokenKind.NAME, [])
            yield {
                "unique_id": str(person.pk), "names": names,
                "rare": [t for t in names if t not in frequent],
                "phones": by_kind.get(TokenKind.PHONE, []),
                "documents": by_kind.get(TokenKind.DOCUMENT, []),
                "born": _keyed("born", _year(person)), "area": _keyed("area", person.area_path),
                "sex": _keyed("sex", "" if person.sex == Sex.NOT_TOLD else person.sex),
            }  # fmt: skip


def _tokens(batch: list[Person]) -> dict[UUID, dict[str, list[str]]]:
    found: dict[UUID, dict[str, list[str]]] = {}
    rows = PersonToken.objects.filter(person__gte=batch[0].pk, person__lte=batch[-1].pk)
    for person_id, kind, token in rows.values_list("person_id", "kind", "token"):
        found.setdefault(person_id, {}).setdefault(kind, []).append(token)
    return found


def _year(person: Person) -> str:
    between = born_between(person.birth)
    if between is None:
        return ""
    first, last = between
    middle: date = first + (last - first) / 2
    return str(middle.year)


def _keyed(kind: str, value: str) -> str | None:
    """Return a keyed hash, or none where nothing is told: two that are not told do not agree."""
    return index.token(kind, value) if value else None


def _settings() -> Any:
    import splink.comparison_library as library  # noqa: PLC0415
    from splink import SettingsCreator, block_on  # noqa: PLC0415

    def arrays(name: str, weights: tuple[list[int], list[float], list[float]]) -> Any:
        sizes, same, other = weights
        made = library.ArrayIntersectAtSizes(name, sizes)
        return made.configure(m_probabilities=same, u_probabilities=other)

    def exact(name: str, weights: tuple[list[float], list[float]]) -> Any:
        made = library.ExactMatch(name)
        return made.configure(m_probabilities=weights[0], u_probabilities=weights[1])

    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=0.0001,
        blocking_rules_to_generate_predictions=[
            block_on("documents", arrays_to_explode=["documents"]),
            block_on("phones", arrays_to_explode=["phones"]),
            block_on("rare", arrays_to_explode=["rare"]),
            block_on("names", "born", "area", arrays_to_explode=["names"]),
        ],
        comparisons=[
            arrays("names", NAMES), arrays("phones", PHONES), arrays("documents", DOCUMENTS),
            exact("born", BORN), exact("area", AREA), exact("sex", SEX),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip
