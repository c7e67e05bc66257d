"""What a pathway's graph must keep: names that exist, a way on from everywhere, no circle, an end."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sukoon.pathways.reading import (
    ELSE,
    NODES_OF,
    URGENCIES,
    Source,
    Sources,
    all_tables,
    branches,
    merged,
)
from sukoon.pathways.rules import conditions
from sukoon.pathways.rules.conditions import UNSURE, ConditionWrong
from sukoon.pathways.words import TARGET_LABELS

Told = tuple[str, int, str, str]  # table, place, name, message
OWN = {"concluded", "earlier", "risk", "taking"}


class Names:
    """Everything that may be named."""

    def __init__(self, sources: Sources) -> None:
        self.questions = {
            q["id"]: q for _s, _p, q in all_tables(sources, "question") if "kind" in q
        }
        self.steps = {s["id"] for _s, _p, s in all_tables(sources, "step")}
        self.conclusions = {c["id"] for _s, _p, c in all_tables(sources, "conclusion")}
        self.medicines = {m["id"] for m in sources.medicines}
        self.classes = set(sources.classes)
        self.risks = set(merged(sources, "guards")) | set(merged(sources, "risks"))
        self.pathways = set(sources.pathways)

    def answers(self, question: str) -> set[str]:
        raw = self.questions[question]
        told = {o["id"] for o in raw.get("option", ())}
        told |= {"yes", "no"} if raw["kind"] == "yes_no" else set()
        return told | ({UNSURE} if raw.get("unsure") else set())


def names_of(sources: Sources) -> Names:
    return Names(sources)


def faults(source: Source, sources: Sources, names: Names) -> Iterator[Told]:
    """Yield what is wrong with one pathway."""
    nodes: dict[str, tuple[str, int]] = {}
    for table in NODES_OF:
        for place, one in enumerate(source.tables(table)):
            key = str(one.get("id", ""))
            if key in nodes or not key:
                yield table, place, "id", _("this stands twice, or is empty")
            if table != "question" or "go" in one:
                nodes[key] = (table, place)
            yield from _conditions(table, place, one, names)
    if source.content.get("entry") not in nodes:
        yield "", 0, "entry", _unknown(source.content.get("entry", ""))
    for key, (table, place) in nodes.items():
        raw = source.tables(table)[place]
        yield from _ways(table, place, raw, nodes, names)
        yield from _parts(table, place, raw, names, key)
    yield from _unreached(source, nodes)
    yield from _circle(source, nodes)


def _unknown(value: object) -> str:
    return _("“%(value)s” is not known") % {"value": value}


def _ways(
    table: str, place: int, raw: Mapping[str, Any], nodes: Mapping[str, object], names: Names
) -> Iterator[Told]:
    """Every node leads somewhere whatever is answered; only plans may end."""
    go = raw.get("go")
    if go is None:
        if table != "plan":
            yield table, place, "go", _("nothing follows here: a dead end")
        return
    try:
        found = branches(go, raw["id"] if table == "question" else "")
    except (ConditionWrong, TypeError, KeyError) as error:
        yield table, place, "go", str(error)[:200]
        return
    for branch in found:
        if branch.to not in nodes:
            yield table, place, "go", _unknown(branch.to)
    if isinstance(go, Mapping):
        known = names.answers(raw["id"]) if raw["id"] in names.questions else set()
        missing = known - set(go) if ELSE not in go else set()
        wrong = set(go) - known - {ELSE}
        yield from ((table, place, "go", _unknown(w)) for w in sorted(wrong))
        if missing:
            said = _("no way on for the answer %(answers)s") % {
                "answers": ", ".join(sorted(missing))
            }
            yield table, place, "go", said
    elif not found or found[-1].when is not None:
        yield table, place, "go", _("the last way must be open to all: leave out its “when”")


def _parts(
    table: str, place: int, raw: Mapping[str, Any], names: Names, key: str
) -> Iterator[Told]:
    if table == "question" and key not in names.questions:
        yield table, place, "id", _("no question of this name is told with its words")
    if table == "call" and raw.get("pathway") not in names.pathways:
        yield table, place, "pathway", _unknown(raw.get("pathway", ""))
    if table == "plan":
        yield from ((table, place, name, said) for name, said in _plan(raw, names))


def _plan(raw: Mapping[str, Any], names: Names) -> Iterator[tuple[str, str]]:
    """Everything a plan names exists; an end has a next; no medicine without support."""
    steps = [s if isinstance(s, str) else s.get("step") for s in raw.get("steps", ())]
    offers = [m if isinstance(m, str) else m.get("medicine") for m in raw.get("medicines", ())]
    for name, told, known in (
        ("steps", steps, names.steps),
        ("medicines", offers, names.medicines),
        ("conclude", raw.get("conclude", ()), names.conclusions),
    ):
        yield from ((name, _unknown(one)) for one in told if one not in known)
    for name in ("refer", "consult"):
        for one in raw.get(name, ()):
            if one.get("to") not in TARGET_LABELS or one.get("urgency") not in URGENCIES:
                yield name, _unknown(f"{one.get('to')}, {one.get('urgency')}")
    if not (raw.get("follow_up") or raw.get("refer") or raw.get("go")):
        yield "follow_up", _("an end needs a follow-up or a referral")
    if offers and not steps:
        yield "steps", _("no medicine without support beside it")


def _conditions(table: str, place: int, raw: Mapping[str, Any], names: Names) -> Iterator[Told]:
    """Every name and every answer that a condition looks for exists."""
    for field, told in _whens(raw):
        try:
            found = conditions.read(told)
        except ConditionWrong as error:
            yield table, place, field, str(error)
            continue
        for leaf in conditions.leaves(found.data):
            wrong = wrong_leaf(leaf, names)
            if wrong:
                yield table, place, field, _unknown(wrong)


def wrong_leaf(leaf: Mapping[str, Any], names: Names) -> str:
    """Return what a test names and does not exist, or nothing."""
    name, _dot, part = leaf["name"].partition(".")
    words = leaf["value"] if isinstance(leaf["value"], list) else []
    if name in {"concluded", "earlier"}:
        return ", ".join(w for w in words if w not in names.conclusions)
    if name == "taking":
        return ", ".join(w for w in words if w not in names.medicines | names.classes)
    if name in OWN:
        return ""
    if name not in names.questions:
        return str(leaf["name"])
    if part:
        return "" if names.questions[name]["kind"] == "instrument" else str(leaf["name"])
    return ", ".join(w for w in words if w not in names.answers(name))


def _whens(raw: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for field in ("go", "steps", "medicines", "refer", "consult", "raises"):
        found = raw.get(field, ())
        for one in found if isinstance(found, list) else ():
            if isinstance(one, Mapping) and "when" in one:
                yield field, one["when"]


def _targets(source: Source, nodes: Mapping[str, tuple[str, int]], key: str) -> list[str]:
    table, place = nodes[key]
    go = source.tables(table)[place].get("go", ())
    if isinstance(go, str):
        return [go]
    found = go.values() if isinstance(go, Mapping) else [b["to"] for b in go if "to" in b]
    return [to for to in found if to in nodes]


def _unreached(source: Source, nodes: Mapping[str, tuple[str, int]]) -> Iterator[Told]:
    entry = str(source.content.get("entry"))
    reached, waiting = set(), [entry] if entry in nodes else []
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += _targets(source, nodes, key)
    for key, (table, place) in nodes.items():
        if key not in reached and entry in nodes:
            yield table, place, "id", _("nothing leads here")


def _circle(source: Source, nodes: Mapping[str, tuple[str, int]]) -> Iterator[Told]:
    """A question is asked once, so a circle would have no way out: none is allowed."""
    done: set[str] = set()
    for start in nodes:
        trail: list[tuple[str, list[str]]] = [(start, _targets(source, nodes, start))]
        on = {start}
        while trail and start not in done:
            key, left = trail[-1]
            if not left:
                trail.pop()
                on.discard(key)
                done.add(key)
                continue
            to = left.pop()
            if to in on:
                table, place = nodes[key]
                yield (
                    table,
                    place,
                    "go",
                    _("a circle without a way out: back to “%(node)s”") % {"node": to},
                )
                return
            if to not in done:
                on.add(to)
                trail.append((to, _targets(source, nodes, to)))


def circles(sources: Sources) -> Iterator[Told]:
    """Pathways that call each other in a circle would never end."""
    calls = {
        key: {c.get("pathway") for c in source.tables("call")}
        for key, source in sources.pathways.items()
    }
    for start, called in calls.items():
        reached, waiting = set(), list(called)
        while waiting:
            key = waiting.pop()
            if key == start:
                said = _("pathways call each other in a circle: “%(node)s”") % {"node": start}
                yield "call", 0, "pathway", said
                return
            if key in calls and key not in reached:
                reached.add(key)
                waiting += calls[key]
