"""Every path of a pathway, one after another, and the laws that each of them must keep.

Answers are taken by class: two answers that no condition of the library can tell apart give the
same path, so one stands for both. What a condition reads and nobody asked may be known from the
record or not: both are walked. Packs are walked without the engine's guard: they must keep the
laws by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from sukoon.pathways.rules.conditions import (
    UNSURE,
    Condition,
    Names,
    Test,
    Value,
    leaves,
    read,
)
from sukoon.pathways.rules.engine import Status, Suggestion, Walk, suggest
from sukoon.pathways.rules.graph import Kind, Level, Library, MedicineLaw, Node, Question

MOST_PATHS = 1_000_000
MOST_TOLD = 20
OWN_NAMES = frozenset({"concluded", "risk"})
Representatives = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A law that a path does not keep: the answers that lead there."""

    law: str
    said: str
    answers: Mapping[str, object]


@dataclass(slots=True)
class Found:
    """What walking every path of one pathway showed."""

    pathway: str
    paths: int = 0
    complete: bool = True
    laws: tuple[str, ...] = ()
    violations: list[Violation] = field(default_factory=list)
    broken: int = 0
    reached: set[tuple[str, str]] = field(default_factory=set)


def walk_every_path(library: Library, pathway_id: str, *, most: int = MOST_PATHS) -> Found:
    """Walk every path and check every law at its end."""
    judge = Judge(library)
    found = Found(pathway_id, laws=judge.laws)
    for walk, answers in every_end(library, pathway_id):
        if found.paths >= most:
            found.complete = False
            break
        found.paths += 1
        found.reached.update((v.pathway, v.node) for v in walk.path)
        for law, said in judge.broken(walk):
            found.broken += 1
            if len(found.violations) < MOST_TOLD:
                found.violations.append(Violation(law, said, answers))
    return found


def every_end(library: Library, pathway_id: str) -> Iterator[tuple[Walk, Mapping[str, object]]]:
    """Yield a walk that ended, with what led there, for every path."""
    known = representatives(library, graph_conditions(library))
    waiting: list[tuple[Walk, dict[str, object], frozenset[str]]] = [
        (Walk(library, pathway_id, guarded=False), {}, frozenset())
    ]
    while waiting:
        walk, told, blank = waiting.pop()
        missing = next((n for n in _reads(walk) if _is_open(walk, n, blank, known)), None)
        if missing is not None:
            waiting += _with_fact(walk, told, blank, missing, known)
            continue
        if walk.status is not Status.ASKING:
            yield walk, told
        elif walk.asking is not None:
            for value in known[walk.asking.id]:
                other = walk.copy()
                other.answer(walk.asking, value)
                waiting.append((other, {**told, walk.asking.id: value}, blank))
        else:
            walk.step()
            waiting.append((walk, told, blank))


def _with_fact(
    walk: Walk, told: dict[str, object], blank: frozenset[str], name: str, known: Representatives
) -> Iterator[tuple[Walk, dict[str, object], frozenset[str]]]:
    """Branch on a fact that nobody asked for: each value it may have, and not known."""
    yield walk.copy(), told, blank | {name}
    for value in known[name]:
        other = walk.copy()
        other.names.update(_as_names(name, value))
        yield other, {**told, f"fact {name}": value}, blank


def _as_names(name: str, value: object) -> dict[str, Value]:
    if isinstance(value, Mapping):
        told = {f"{name}.{part}": v for part, v in value.items()}
        return {**told, f"{name}.total": UNSURE if value["total"] is None else value["total"]}
    return {name: value}  # type: ignore[dict-item]


def _is_open(walk: Walk, name: str, blank: frozenset[str], known: Representatives) -> bool:
    if name in blank or name not in known or (walk.asking and walk.asking.id == name):
        return False
    return walk.names.get(name, walk.names.get(f"{name}.total")) is None


def _reads(walk: Walk) -> Sequence[str]:
    """Return the names that the next step of a walk reads, without the parts of instruments."""
    if walk.status is not Status.ASKING:
        return ()
    if walk.at is not None:
        node = walk.pathway.nodes[walk.at]
        if node.ask and walk.asking is None and not walk.is_known(walk.library.questions[node.ask]):
            return ()  # it is asked first
    elif walk.stack:
        pathway_id, node_id, _was_called = walk.stack[-1]
        node = walk.library.pathways[pathway_id].nodes[node_id]
    else:
        return ()
    return sorted({name.split(".")[0] for c in conditions_of(node) for name in c.names})


def conditions_of(node: Node) -> Iterator[Condition]:
    """Yield every condition of a node."""
    found: list[Condition | None] = [branch.when for branch in node.go]
    if node.plan:
        found += [part.when for part in (*node.plan.steps, *node.plan.medicines)]
        found += [refer.when for refer in node.plan.refers]
    yield from (c for c in found if c is not None)


def graph_conditions(library: Library) -> Iterator[Condition]:
    """Yield every condition that decides about a path or is a law of paths."""
    for pathway in library.pathways.values():
        for node in pathway.nodes.values():
            yield from conditions_of(node)
    for question in library.questions.values():
        yield from (raises.when for raises in question.raises)
    yield from (law.when for law in library.laws if law.when)
    yield from (law.must for law in library.laws)


def representatives(library: Library, conditions: Iterable[Condition]) -> Representatives:
    """Return, for each question, one answer of every class that the conditions can tell apart."""
    tests: dict[str, list[Mapping[str, Any]]] = {}
    for condition in conditions:
        for leaf in leaves(condition.data):
            tests.setdefault(leaf["name"], []).append(leaf)
    return {q.id: _answers(q, tests) for q in library.questions.values()}


def _answers(question: Question, tests: Mapping[str, list[Mapping[str, Any]]]) -> Sequence[object]:
    own = tests.get(question.id, [])
    match question.kind:
        case Kind.NUMBER:
            unsure = [UNSURE] if UNSURE in question.options else []
            return [*_numbers(own, question.low, question.high), *unsure]
        case Kind.MULTI:
            return _subsets(question, own)
        case Kind.INSTRUMENT:
            totals = _numbers(tests.get(f"{question.id}.total", []), 0, 1000)
            read = tests.get(f"{question.id}.flags", [])
            flags = sorted({w for t in read for w in t["value"]})
            sets = [[], *([f] for f in flags)]
            return [{"total": t, "flags": f} for t, f in product([*totals, None], sets)]
        case _:
            return question.options


def _numbers(tests: Iterable[Mapping[str, Any]], low: float, high: float) -> list[float]:
    """Return the lowest whole number of every stretch between the edges that are told apart."""
    cuts = {low}
    for test in tests:
        if test["op"] in {"min", "below"}:
            cuts.add(test["value"])
        elif test["op"] in {"max", "above"}:
            cuts.add(test["value"] + 1)
    return sorted(c for c in cuts if low <= c <= high)


def _subsets(question: Question, tests: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return a choice of options for every combination of what the tests look for."""
    looked = [frozenset(t["value"]) for t in tests if t["op"] == "has"]
    counts = sorted({int(t["value"]) for t in tests if t["op"] == "count_min"})
    alike: dict[tuple[bool, ...], list[str]] = {}
    for option in question.options:
        if option != "none":
            alike.setdefault(tuple(option in words for words in looked), []).append(option)
    found: dict[tuple[object, ...], tuple[str, ...]] = {}
    groups = list(alike.values())
    for size in range(len(groups) + 1):
        for chosen in combinations(groups, size):
            for take in {1, *counts, *(max(c - 1, 1) for c in counts)}:
                told = _take(chosen, take)
                classes = (
                    frozenset(map(tuple, chosen)), *(len(told) >= c for c in counts),
                )  # fmt: skip
                found.setdefault(classes, tuple(o for o in question.options if o in told))
    empty = ("none",) if "none" in question.options else ()
    return [told or empty for told in found.values() if told or empty]


def _take(groups: Sequence[Sequence[str]], most: int) -> list[str]:
    """Take one of each group, then more, until there are so many."""
    told = [group[0] for group in groups]
    more = [option for group in groups for option in group[1:]]
    return told + more[: max(most - len(told), 0)]


class Judge:
    """Looks at the end of a path with every law; remembers what it found about medicines."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.laws = (*(x.id for x in library.laws), *(x.id for x in library.medicine_laws))
        self._graph = tuple(graph_conditions(library))
        self._tests = _by_name(self._graph)
        self._trials = {m: self._trial(m) for m in library.medicines}
        self._found: dict[tuple[object, ...], tuple[tuple[str, str], ...]] = {}

    def _trial(self, medicine_id: str) -> "Trial":
        """Return the laws about a medicine, and all that they and what blocks it look at."""
        medicine = self.library.medicines[medicine_id]
        about = medicine.classes | {medicine.id}
        laws = tuple(law for law in self.library.medicine_laws if law.of in about)
        blocking = [c.when for c in self.library.cautions_of(medicine_id) if c.level is Level.BLOCK]
        looked = [*blocking, *(law.must for law in laws)]
        values = representatives(self.library, [*self._graph, *looked])
        return Trial(laws, tuple(sorted({n for c in looked for n in c.names})), values)

    def broken(self, walk: Walk) -> Iterator[tuple[str, str]]:
        """Yield each law that this path breaks."""
        if walk.status is not Status.ENDED:
            yield "path_ends", walk.wrong or "the path does not end"
            return
        names = end_names(walk)
        for law in self.library.laws:
            applies = law.when is None or law.when.test(names) is True
            if applies and law.must.test(names) is not True:
                yield law.id, " > ".join(f"{v.pathway}.{v.node}" for v in walk.path)
        for suggestion in walk.medicines:
            yield from self._medicine(suggestion, walk.names)

    def _medicine(self, suggestion: Suggestion, names: Names) -> Sequence[tuple[str, str]]:
        """Look at a medicine under all that may be true of people who come this way."""
        trial = self._trials[suggestion.medicine]
        key = (suggestion.medicine, *(names.get(n) for n in trial.reads))
        if key not in self._found:
            self._found[key] = tuple(self._tried(suggestion, trial, names))
        return self._found[key]

    def _tried(
        self, suggestion: Suggestion, trial: "Trial", names: Names
    ) -> Iterator[tuple[str, str]]:
        free = [n for n in trial.reads if n in trial.values]
        for values in product(*(self._possible(n, names, trial) for n in free)):
            facts: dict[str, Value] = {**names, **dict(zip(free, values, strict=True))}
            told = suggest(
                self.library, suggestion.pathway, suggestion.plan, suggestion.medicine, facts
            )
            for law in trial.laws:
                if told.status != "blocked" and law.must.test(facts) is not True:
                    yield law.id, f"{suggestion.medicine} in {suggestion.plan} with {facts}"

    def _possible(self, name: str, names: Names, trial: "Trial") -> list[Value]:
        """Return what a name may be on this path: all that leads the same way as what was told."""
        told = names.get(name)
        every: list[Any] = list(trial.values[name])
        if told is None:
            return [None, *every]
        tests = self._tests.get(name, ())
        way = [test({name: told}) for test in tests]
        return [v for v in every if [test({name: v}) for test in tests] == way]


@dataclass(frozen=True, slots=True)
class Trial:
    """What there is to look at about one medicine."""

    laws: tuple[MedicineLaw, ...]
    reads: tuple[str, ...]
    values: Representatives


def _by_name(found: Iterable[Condition]) -> dict[str, list[Test]]:
    """Return the single tests of all conditions, by what they look at."""
    tests: dict[str, list[Test]] = {}
    for condition in found:
        for leaf in leaves(condition.data):
            told = read({leaf["name"]: {leaf["op"]: leaf["value"]}})
            tests.setdefault(leaf["name"], []).append(told.test)
    return tests


def end_names(walk: Walk) -> dict[str, Value]:
    """Return what laws may look at: all that was told, and what became of it."""
    suggested = [s.medicine for s in walk.medicines]
    offered = [s.medicine for s in walk.medicines if s.status != "blocked"]
    classes = {m: walk.library.medicines[m].classes for m in suggested}
    kinds = [walk.library.steps[a.step] for a in walk.advice]
    asked = [v.node for v in walk.path if v.kind == "question"]
    return {
        **walk.names,
        "asked": asked,
        "walked": sorted({v.pathway for v in walk.path}),
        "plans": [v.node for v in walk.path if v.kind == "plan"],
        "advised": [a.step for a in walk.advice],
        "step_kinds": kinds,
        "offered": offered,
        "offered_classes": sorted({c for m in offered for c in classes[m]}),
        "suggested_classes": sorted({c for m in suggested for c in classes[m]}),
        "suggested": "yes" if walk.medicines else "no",
        "first_kind": next((k for k in kinds if k != "emergency"), "none"),
        "emergency": "yes" if walk.emergency else "no",
        "follow_up": walk.follow_up.days if walk.follow_up else None,
        "referred": [r.to for r in walk.referrals],
        "urgencies": [r.urgency for r in walk.referrals],
        "risk_level": walk.risk_level or "none",
        "ends": "yes" if walk.follow_up or walk.referrals else "no",
    }
