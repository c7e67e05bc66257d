"""What changed between two versions of a pathway, in words; and which examples come out otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from sukoon.core.content import content_path
from sukoon.pathways.definitions import Shelf, definition, shelf, stand
from sukoon.pathways.reading import NODES_OF, Source, read_source, read_sources
from sukoon.pathways.rules.engine import run
from sukoon.pathways.telling import outcome_as_dict, read_inputs

COMPARED = (
    "status",
    "conclusions",
    "advice",
    "medicines",
    "follow_up",
    "referrals",
    "emergency",
    "risk_level",
)


class How(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where (table, id, key), how, and what stood and stands there."""

    where: str
    how: How
    was: str = ""
    now: str = ""

    def __str__(self) -> str:
        said = f"{self.how} {self.where}"
        return f"{said}: “{self.was}” → “{self.now}”" if self.how is How.CHANGED else said


@dataclass(frozen=True, slots=True)
class ExampleChange:
    """An example that comes out otherwise: in what, and how."""

    example: str
    said: str
    what: tuple[str, ...]
    was: Mapping[str, Any]
    now: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Differences:
    """What a loaded pack says otherwise than the one that is shipped."""

    changes: Sequence[Change]
    examples: Sequence[ExampleChange]


def against_shipped(pathway_id: str) -> Differences | None:
    """Return how a pack that a deployer loaded differs from ours; None where ours is the one in use."""
    now = definition(pathway_id)
    shipped = content_path() / "pathways" / f"{pathway_id}.toml"
    if now.path == shipped or not shipped.is_file():
        return None
    return _against(pathway_id, now.checksum, shipped, now.path)


@lru_cache(maxsize=32)
def _against(pathway_id: str, _checksum: str, shipped: Path, loaded: Path) -> Differences:
    ours = stand(read_sources([shipped.parent], content_path() / "medicines"))
    return Differences(
        tuple(changes(read_source(shipped), read_source(loaded))),
        changed_examples(ours, shelf(), pathway_id, ours.definitions[pathway_id].examples),
    )


def changes(old: Source, new: Source) -> Iterator[Change]:
    """Yield every difference in what two versions of a pathway say, in the order of the new one."""
    for name in ("title_en", "title_ur", "about_en", "about_ur", "entry", "source", "complaints"):
        yield from _value(name, old.content.get(name), new.content.get(name))
    for table in (*NODES_OF, "step", "conclusion", "example"):
        before = {str(one.get("id")): one for one in old.tables(table)}
        after = {str(one.get("id")): one for one in new.tables(table)}
        for key in dict.fromkeys([*after, *before]):
            where = f"{table} {key}"
            if key not in before:
                yield Change(where, How.ADDED)
            elif key not in after:
                yield Change(where, How.REMOVED)
            else:
                for name in dict.fromkeys([*after[key], *before[key]]):
                    yield from _value(
                        f"{where}, {name}", before[key].get(name), after[key].get(name)
                    )


def _value(where: str, was: object, now: object) -> Iterator[Change]:
    if was != now:
        yield Change(where, How.CHANGED, _said(was), _said(now))


def _said(value: object) -> str:
    """Say a value of a pack as it may be read: conditions and lists without the signs of TOML."""
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_said(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "; ".join(_said(v) for v in value)
    return str(value)


def changed_examples(
    old: Shelf, new: Shelf, pathway_id: str, examples: Sequence[Mapping[str, Any]]
) -> list[ExampleChange]:
    """Walk every example in both libraries; return those that come out otherwise."""
    found = []
    for example in examples:
        inputs = read_inputs({
            "facts": example.get("facts", {}), "answers": example.get("answers", {}),
            "routes": example.get("routes", {}), "text": example.get("text", ""),
        })  # fmt: skip
        was = outcome_as_dict(run(old.library, pathway_id, inputs))
        now = outcome_as_dict(run(new.library, pathway_id, inputs))
        what = tuple(name for name in COMPARED if was[name] != now[name])
        if what:
            found.append(ExampleChange(
                str(example.get("id")), str(example.get("en", "")), what,
                {n: was[n] for n in what}, {n: now[n] for n in what},
            ))  # fmt: skip
    return found
