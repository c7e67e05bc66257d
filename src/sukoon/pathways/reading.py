"""Reading packs of pathways: TOML as it stands, with the line of everything, and what is built of it."""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sukoon.core.text import name_key
from sukoon.pathways.rules import conditions
from sukoon.pathways.rules.conditions import UNSURE, Condition
from sukoon.pathways.rules.graph import (
    Branch,
    Caution,
    FollowUp,
    Kind,
    Law,
    Level,
    Library,
    Medicine,
    MedicineLaw,
    Node,
    Part,
    Pathway,
    Plan,
    Question,
    Raises,
    Refer,
)

COMMON, LAWS = "common.toml", "laws.toml"
NOT_PATHWAYS = frozenset({"pack.toml", COMMON, LAWS})
# How soon each urgency is, in days; pakistan model 1.4 gives ranges, the upper ends stand here.
URGENCIES: Mapping[str, int] = {"now": 0, "urgent": 3, "soon": 7, "routine": 14, "later": 30}
YES_NO = ("yes", "no")
NODES_OF = ("question", "decide", "call", "plan")
ELSE = "else"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a pack: its tables, and at which line each begins."""

    path: Path
    content: Mapping[str, Any]
    lines: Sequence[str]

    def line(self, table: str = "", place: int = 0, name: str = "") -> int:
        """Return the line of a key in the n-th table of this name (counted from 1), or near it."""
        header, seen, start = f"[[{table}]]", -1, 0
        for number, line in enumerate(self.lines, 1):
            text = line.strip()
            if table and text.startswith("["):
                if start:
                    break
                seen += text.startswith(header)
                start = number if seen == place and text.startswith(header) else 0
            if (start or not table) and name and text.partition("=")[0].strip() == name:
                return number
        return start or 1

    def tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        found = self.content.get(name, ())
        return [t for t in found if isinstance(t, Mapping)] if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a library: what is shared, the laws, the medicines, and each pathway."""

    common: Sequence[Source]
    laws: Sequence[Source]
    pathways: Mapping[str, Source]
    cautions: Source | None
    medicines: Sequence[Mapping[str, str]]
    classes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    side_effects: Sequence[Mapping[str, str]] = ()
    dose_sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_source(path: Path) -> Source:
    """Read one TOML file. Raises OSError, UnicodeDecodeError or TOMLDecodeError."""
    text = path.read_text(encoding="utf-8")
    return Source(path, tomllib.loads(text), text.splitlines())


def read_sources(folders: Sequence[Path], medicines: Path) -> Sources:
    """Read the files of pack folders; a pathway of a later folder stands for an earlier one."""
    pathways: dict[str, Source] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if path.name not in NOT_PATHWAYS:
                pathways[path.stem] = read_source(path)
    found = [folder for folder in folders if folder.is_dir()]
    return Sources(
        common=[read_source(f / COMMON) for f in found if (f / COMMON).is_file()],
        laws=[read_source(f / LAWS) for f in found if (f / LAWS).is_file()],
        pathways=pathways,
        cautions=read_source(medicines / "cautions.toml"),
        medicines=list(_rows(medicines / "medicines.csv")),
        classes={row["code"]: row for row in _rows(medicines / "classes.csv")},
        side_effects=list(_rows(medicines / "side_effects.csv")),
        dose_sources={row["id"]: row for row in _rows(medicines / "dose_sources.csv")},
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def all_tables(sources: Sources, name: str) -> Iterator[tuple[Source, int, Mapping[str, Any]]]:
    """Yield every table of this name in every file, with where it stands."""
    for source in (*sources.common, *sources.pathways.values()):
        for place, table in enumerate(source.tables(name)):
            yield source, place, table


def build(sources: Sources) -> Library:
    """Build the library of sources that were checked."""
    questions = {
        q["id"]: question(q) for _s, _p, q in all_tables(sources, "question") if "kind" in q
    }
    shared = {**merged(sources, "guards")}
    return Library(
        pathways={key: _pathway(source) for key, source in sources.pathways.items()},
        questions=questions,
        steps={s["id"]: s["kind"] for _s, _p, s in all_tables(sources, "step")},
        medicines={
            m["id"]: Medicine(m["id"], frozenset(m["classes"].split(";")))
            for m in sources.medicines
        },
        cautions=tuple(_caution(c) for c in (sources.cautions.tables("caution") if sources.cautions else ())),
        guards=shared,
        risk_words={
            risk: tuple(sorted({key for word in words if (key := name_key(word))}))
            for risk, words in merged(sources, "risk_words").items()
        },
        laws=tuple(
            Law(one["id"], condition(one.get("when")), conditions.read(one["must"]))
            for source in sources.laws for one in source.tables("law")
        ),
        medicine_laws=tuple(
            MedicineLaw(one["id"], one["of"], conditions.read(one["must"]))
            for source in sources.laws for one in source.tables("medicine_law")
        ),
    )  # fmt: skip


def merged(sources: Sources, name: str) -> dict[str, Any]:
    """Return the table of this name of all shared files together."""
    found: dict[str, Any] = {}
    for source in sources.common:
        found |= source.content.get(name, {})
    return found


def condition(raw: object) -> Condition | None:
    return None if raw is None else conditions.read(raw)


def question(raw: Mapping[str, Any]) -> Question:
    """Build a question from its table."""
    kind = Kind(raw["kind"])
    options = YES_NO if kind is Kind.YES_NO else tuple(o["id"] for o in raw.get("option", ()))
    if raw.get("unsure"):
        options = (*options, UNSURE)
    return Question(
        id=raw["id"], kind=kind, options=options, low=raw.get("low", 0), high=raw.get("high", 0),
        instrument=raw.get("instrument", ""),
        raises=tuple(
            Raises(one["risk"], conditions.read(one["when"])) for one in raw.get("raises", ())
        ),
        must=raw.get("must", False), tags=frozenset(raw.get("tags", ())),
        lasts_days=raw.get("lasts", {}).get("days", 0),
        lasts_only=frozenset(raw.get("lasts", {}).get("only", ())),
    )  # fmt: skip


def _pathway(source: Source) -> Pathway:
    raw = source.content
    nodes = [
        Node(q["id"], branches(q["go"], q["id"]), ask=q["id"], kind="question")
        for q in source.tables("question")
        if "go" in q
    ]
    nodes += [Node(d["id"], branches(d.get("go"))) for d in source.tables("decide")]
    nodes += [
        Node(c["id"], branches(c.get("go")), call=c["pathway"], kind="call")
        for c in source.tables("call")
    ]
    nodes += [
        Node(p["id"], branches(p.get("go")), plan=_plan(p), kind="plan")
        for p in source.tables("plan")
    ]
    return Pathway(raw["id"], str(raw["version"]), raw["entry"], {node.id: node for node in nodes})


def branches(raw: object, asked: str = "") -> tuple[Branch, ...]:
    """Read where a node leads: one name, a table of answers, or a list of conditions."""
    if raw is None:
        return ()
    if isinstance(raw, str):
        return (Branch(raw),)
    if isinstance(raw, Mapping) and asked:
        told = [Branch(to, conditions.read({asked: a})) for a, to in raw.items() if a != ELSE]
        return (*told, Branch(raw[ELSE])) if ELSE in raw else tuple(told)
    if not isinstance(raw, Sequence):
        raise TypeError("“go” takes a name, a table or a list")
    return tuple(Branch(one["to"], condition(one.get("when"))) for one in raw)


def _plan(raw: Mapping[str, Any]) -> Plan:
    follow = raw.get("follow_up")
    refers = [(one, False) for one in raw.get("refer", ())]
    refers += [(one, True) for one in raw.get("consult", ())]
    return Plan(
        conclude=tuple(raw.get("conclude", ())),
        steps=tuple(_part(one, "step") for one in raw.get("steps", ())),
        medicines=tuple(_part(one, "medicine") for one in raw.get("medicines", ())),
        follow_up=FollowUp(follow["days"], follow.get("for_days", 0)) if follow else None,
        refers=tuple(
            Refer(one["to"], one["urgency"], URGENCIES[one["urgency"]], asked, condition(one.get("when")))
            for one, asked in refers
        ),
        emergency=raw.get("emergency", False), risk_level=raw.get("risk_level", ""),
        stops=raw.get("stops", False),
    )  # fmt: skip


def _part(raw: object, name: str) -> Part:
    if isinstance(raw, str):
        return Part(raw)
    if not isinstance(raw, Mapping):
        raise TypeError(f"a {name} is a name or a table")
    return Part(raw[name], condition(raw.get("when")))


def _caution(raw: Mapping[str, Any]) -> Caution:
    return Caution(
        raw["id"], frozenset(raw["applies_to"]), Level(raw["level"]), conditions.read(raw["when"])
    )
