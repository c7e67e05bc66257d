"""The walk: from facts and answers to the next question, or to what is concluded and advised.

A walk is told by its inputs alone (facts, answers, overrides, texts): the same inputs over the
same packs give the same walk. So it can be paused, kept, sent, and gone back in by leaving an
answer out. No walk ends while a risk was raised and its own pathway was not walked: the engine
itself goes there (`guards`), whatever the packs say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sukoon.core.text import name_key
from sukoon.pathways.rules.answers import Wrong, read_answer
from sukoon.pathways.rules.conditions import Value
from sukoon.pathways.rules.graph import (
    Branch,
    FollowUp,
    Level,
    Library,
    Node,
    Plan,
    Question,
    Refer,
)

MOST_NODES = 500  # far more than any walk; a pack that was not checked cannot hang us


class Status(StrEnum):
    ASKING = "asking"
    ENDED = "ended"
    REFUSED = "refused"  # an answer or an override cannot be used; `wrong` says why


class Visit(NamedTuple):
    """One node of the path. `how`: asked, known, overridden, guard, or empty."""

    pathway: str
    node: str
    kind: str
    how: str = ""


class Advice(NamedTuple):
    pathway: str
    plan: str
    step: str


class Fired(NamedTuple):
    """A caution that fired. `known` is false where it only could not be excluded."""

    caution: str
    level: str
    known: bool


class Suggestion(NamedTuple):
    """A medicine and what stands against it. status: clear, warned, needs_reason, blocked."""

    pathway: str
    plan: str
    medicine: str
    status: str
    cautions: tuple[Fired, ...]


class Referral(NamedTuple):
    to: str
    urgency: str
    within_days: int
    consult: bool


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a walk is told. `routes`: question to (node, reason), where judgement differed."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    routes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a walk stands."""

    status: Status
    pathway: str
    asking: str
    wrong: str
    path: tuple[Visit, ...]
    names: Mapping[str, Value]
    conclusions: tuple[str, ...]
    advice: tuple[Advice, ...]
    medicines: tuple[Suggestion, ...]
    follow_up: FollowUp | None
    referrals: tuple[Referral, ...]
    emergency: bool
    risk: tuple[str, ...]
    risk_level: str
    at: str = ""  # the pathway the walk stands in
    waiting: tuple[tuple[str, str], ...] = ()  # nodes of pathways to come back to


def run(library: Library, pathway_id: str, inputs: Inputs, *, guarded: bool = True) -> Outcome:
    """Walk as far as the answers lead. `guarded=False` is for checks of what packs do alone."""
    walk = Walk(library, pathway_id, guarded=guarded)
    walk.learn(inputs)
    while (question := walk.go_on()) is not None and question.id in inputs.answers:
        try:
            walk.answer(question, inputs.answers[question.id], inputs.routes.get(question.id))
        except Wrong as wrong:
            walk.refuse(f"{question.id}: {wrong}")
            break
    return walk.outcome()


class Walk:
    """A walk under way: cheap to copy, so that all of them can be taken one after another."""

    __slots__ = (
        "advice", "asking", "at", "called", "emergency", "follow_up", "guarded", "library",
        "medicines", "names", "path", "pathway", "referrals", "risk", "risk_level", "stack",
        "start", "status", "wrong",
    )  # fmt: skip

    def __init__(self, library: Library, pathway_id: str, *, guarded: bool = True) -> None:
        self.library = library
        self.guarded = guarded
        self.start = pathway_id
        self.pathway = library.pathways[pathway_id]
        self.at: str | None = self.pathway.entry
        self.called: frozenset[str] = frozenset({pathway_id})
        # Where to come back to: pathway, node, and whether that node called us (then: past it).
        self.stack: tuple[tuple[str, str, bool], ...] = ()
        self.names: dict[str, Value] = {}
        self.path: list[Visit] = []
        self.advice: list[Advice] = []
        self.medicines: list[Suggestion] = []
        self.referrals: list[Referral] = []
        self.risk: tuple[str, ...] = ()
        self.risk_level = ""
        self.follow_up: FollowUp | None = None
        self.emergency = False
        self.status = Status.ASKING
        self.asking: Question | None = None
        self.wrong = ""

    def copy(self) -> "Walk":
        other = object.__new__(Walk)
        for name in Walk.__slots__:
            value = getattr(self, name)
            copied = value.copy() if isinstance(value, list | dict) else value
            setattr(other, name, copied)
        return other

    def learn(self, inputs: Inputs) -> None:
        """Take in what is known before: facts that can be used, and risk words in any text."""
        for name, value in inputs.facts.items():
            question = self.library.questions.get(name.split(".")[0])
            if question is None:
                self.names[name] = value
                continue
            try:
                as_fact = name if "." in name else ""
                self.names.update(read_answer(question, value, as_fact=as_fact))
            except Wrong:
                continue  # what the record holds cannot be used here: it is asked
        texts = [*inputs.texts, *(reason for _to, reason in inputs.routes.values())]
        if texts:
            self._hear(texts)
        if self.risk and self.guarded:
            begin = (self.pathway.id, self.pathway.entry, False)
            self.stack = (begin,) if self._guard() else ()

    def _hear(self, texts: Sequence[str]) -> None:
        heard = " ".join(f" {name_key(text)} " for text in texts)
        for risk, words in self.library.risk_words.items():
            if any(f" {word} " in heard for word in words):
                self._raise(risk)

    def go_on(self) -> Question | None:
        """Move to the next question that must be asked; None when the walk ended."""
        while self.status is Status.ASKING and self.asking is None:
            self.step()
        return self.asking

    def step(self) -> None:
        """Move on by one node, up to a question that nobody answered yet."""
        if self.at is None:
            self._finish()
            return
        if len(self.path) >= MOST_NODES:
            self.refuse("the pathway does not end")
            return
        node = self.pathway.nodes[self.at]
        if not node.ask:
            self._pass(node)
            return
        question = self.library.questions[node.ask]
        if self.is_known(question):
            self._visit(node, "known")
            self._hear_answer(question)
            self.at = self._next(node)
        else:
            self.asking = question

    def answer(
        self, question: Question, value: object, route: tuple[str, str] | None = None
    ) -> None:
        """Take the answer of the question that is asked. Raises Wrong."""
        self.names.update(read_answer(question, value))
        node = self.pathway.nodes[str(self.at)]
        self._hear_answer(question)
        if route is None:
            self._visit(node, "asked")
            self.at = self._next(node)
        else:
            to, reason = route
            self._check_route(question, node, to, reason)
            self._visit(node, "overridden")
            self.at = to
        self.asking = None

    def _check_route(self, question: Question, node: Node, to: str, reason: str) -> None:
        if question.must:
            raise Wrong("this step cannot be overridden")
        if to not in {branch.to for branch in node.go}:
            raise Wrong(f"“{to[:40]}” does not follow here")
        if not reason.strip():
            raise Wrong("an override needs a reason")

    def refuse(self, why: str) -> None:
        self.status = Status.REFUSED
        self.wrong = why

    def is_known(self, question: Question) -> bool:
        name = f"{question.id}.total" if question.kind == "instrument" else question.id
        return self.names.get(name) is not None

    def _visit(self, node: Node, how: str = "") -> None:
        self.path.append(tuple.__new__(Visit, (self.pathway.id, node.id, node.kind, how)))

    def _pass(self, node: Node) -> None:
        self._visit(node)
        if node.call:
            if node.call in self.called:
                self.at = self._next(node)
            else:
                self.stack = (*self.stack, (self.pathway.id, node.id, True))
                self._enter(node.call)
            return
        if node.plan is not None:
            self._advise(node.id, node.plan)
            if node.plan.stops:
                self.stack = ()
        stops = node.plan is not None and node.plan.stops
        self.at = None if stops else self._next(node)

    def _enter(self, pathway_id: str) -> None:
        self.pathway = self.library.pathways[pathway_id]
        self.called |= {pathway_id}
        self.at = self.pathway.entry

    def _finish(self) -> None:
        """At the end of a pathway: back to the caller, on to a guard, or the walk ended."""
        if self.stack:
            pathway_id, node_id, was_called = self.stack[-1]
            self.stack = self.stack[:-1]
            self.pathway = self.library.pathways[pathway_id]
            self.at = self._next(self.pathway.nodes[node_id]) if was_called else node_id
        elif not (self.guarded and self._guard()):
            self.status = Status.ENDED

    def _guard(self) -> bool:
        """Go to the pathway of a risk that was raised and not walked yet."""
        for risk in self.risk:
            wanted = self.library.guards.get(risk, "")
            if wanted in self.library.pathways and wanted not in self.called:
                self.path.append(Visit(wanted, "", "call", "guard"))
                self._enter(wanted)
                return True
        return False

    def _next(self, node: Node) -> str | None:
        names = self.names
        for branch in node.go:
            if branch.when is None or branch.when.test(names) is True:
                return branch.to
        return None

    def _raise(self, risk: str) -> None:
        if risk not in self.risk:
            self.risk = (*self.risk, risk)
            self.names["risk"] = self.risk

    def _hear_answer(self, question: Question) -> None:
        for raises in question.raises:
            if raises.when.test(self.names) is True:
                self._raise(raises.risk)

    def _advise(self, plan_id: str, plan: Plan) -> None:
        names = self.names
        if plan.conclude:
            before = names.get("concluded") or ()
            before = (before,) if isinstance(before, str) else tuple(map(str, _listed(before)))
            added = (c for c in plan.conclude if c not in before)
            names["concluded"] = (*before, *added)
        if plan.emergency:
            self.emergency = True
        if plan.risk_level:
            self.risk_level = plan.risk_level
        where = self.pathway.id
        for part in plan.steps:
            if part.when is None or part.when.test(names) is True:
                self.advice.append(tuple.__new__(Advice, (where, plan_id, part.id)))
        for part in plan.medicines:
            if part.when is None or part.when.test(names) is True:
                self.medicines.append(suggest(self.library, where, plan_id, part.id, names))
        for refer in plan.refers:
            self._refer(refer)
        sooner = plan.follow_up
        if sooner and (self.follow_up is None or sooner.days < self.follow_up.days):
            self.follow_up = sooner

    def _refer(self, refer: Refer) -> None:
        if refer.when is None or refer.when.test(self.names) is True:
            found = Referral(refer.to, refer.urgency, refer.within_days, refer.consult)
            if found not in self.referrals:
                self.referrals.append(found)

    def outcome(self) -> Outcome:
        """Say where the walk stands, as a value that does not change any more."""
        concluded = self.names.get("concluded") or ()
        return Outcome(
            status=self.status, pathway=self.start,
            asking=self.asking.id if self.asking and self.status is Status.ASKING else "",
            wrong=self.wrong, path=tuple(self.path), names=self.names,
            conclusions=tuple(map(str, _listed(concluded))), advice=tuple(self.advice),
            medicines=tuple(self.medicines), follow_up=self.follow_up,
            referrals=tuple(self.referrals), emergency=self.emergency, risk=self.risk,
            risk_level=self.risk_level, at=self.pathway.id,
            waiting=tuple((pathway, node) for pathway, node, _called in self.stack),
        )  # fmt: skip


def suggest(
    library: Library, pathway_id: str, plan_id: str, medicine_id: str, names: Mapping[str, Value]
) -> Suggestion:
    """Pass a medicine through the caution table."""
    fired: list[Fired] = []
    status = "clear"
    for caution in library.cautions_of(medicine_id):
        truth = caution.when.test(names)
        if truth is False:
            continue
        fired.append(Fired(caution.id, caution.level, truth is True))
        if caution.level is Level.BLOCK:
            status = "blocked"
        elif caution.level is Level.REASON and truth is True and status != "blocked":
            status = "needs_reason"
        elif status == "clear":
            status = "warned"
    return Suggestion(pathway_id, plan_id, medicine_id, status, tuple(fired))


def _listed(value: Value) -> Sequence[object]:
    if value is None or isinstance(value, int | float):
        return ()
    return (value,) if isinstance(value, str) else value


def branches(library: Library, pathway_id: str, node_id: str) -> tuple[Branch, ...]:
    """Return where a node may lead, for who overrides it."""
    return library.pathways[pathway_id].nodes[node_id].go
