"""A model beside the product: whatever anybody does in whatever order, an open request has an owner and
a deadline ahead, nobody makes a step that the policy forbids, and each step keeps both its times.

The policy stands here a second time, by hand: what an act needs, whose act it is, where it leads from
where. It is not read from the product's rules, so that a hole in them is seen.

Seen to fail, with the code broken on purpose: who asked may take, answer or be given their own question;
`assign` without the lead permission, or to anybody at all; a deadline that is not kept ahead of the clock
for what a phone tells late; an escalation that leaves the old deadline; a step that is not in the flow (an
answer put to use unread), and a flow that nobody asks; an act of the trainee by somebody else; the time
of receipt written over the time it happened, and the other way round.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sukoon.cases import actions as cases
from sukoon.core.access import NotAllowed, can
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.supervision import actions, queries, watch
from sukoon.supervision.models import Answer, Request, RequestStep
from sukoon.supervision.reading import Words
from sukoon.supervision.words import Turn
from tests.cases.making import make_case
from tests.risk.making import NOW, make_team
from tests.supervision.making import FITS, asked, draft

WHO = ("worker", "duty", "lead", "specialist", "second", "lhw", "stranger", "coordinator")
NEVER = {"lhw", "stranger", "coordinator"}  # of another team, or with no word in it
ASKED_BY = "worker"
# What an act needs, and to which status it leads from which. What stands here is all there is.
NEEDS = {
    "take": Permission.SUPERVISION_ANSWER, "answer": Permission.SUPERVISION_ANSWER,
    "ask_more": Permission.SUPERVISION_ANSWER, "assign": Permission.SUPERVISION_LEAD,
    "tell_more": Permission.SUPERVISION_VIEW, "acknowledge": Permission.SUPERVISION_VIEW,
    "put_to_use": Permission.SUPERVISION_VIEW, "dispute": Permission.SUPERVISION_VIEW,
    "close": Permission.SUPERVISION_VIEW,
}  # fmt: skip
MOVES = {
    "take": {"requested": "assigned"},
    "assign": {"requested": "assigned", "assigned": "assigned"},
    "ask_more": {"requested": "assigned", "assigned": "assigned"},
    "tell_more": {"assigned": "assigned"},
    "answer": {"requested": "answered", "assigned": "answered", "disputed": "answered"},
    "acknowledge": {"answered": "acknowledged"},
    "put_to_use": {"acknowledged": "applied", "disputed": "applied"},
    "dispute": {"acknowledged": "disputed"},
    "close": dict.fromkeys(("requested", "assigned", "applied", "disputed"), "closed"),
}
BY_ITSELF = {("applied", "closed")}  # what was put to use and waits for nothing
NEXT = {(a, b) for steps in MOVES.values() for a, b in steps.items()} | BY_ITSELF
TOLD_LATE = {"answer", "tell_more", "acknowledge", "put_to_use", "dispute", "close"}
ACTS = tuple(NEEDS)


@dataclass(frozen=True)
class Try:
    """One act that somebody tries: to whom, with which words, told so many minutes late."""

    act: str
    who: str
    to: str = "duty"
    text: str = "We talked it over."
    agrees: bool = False
    ago: int = 0


class Loop:
    """One request of the team's worker, everybody who could touch it, and a clock that only goes on."""

    def __init__(self, *, urgency: str = "soon", alone: bool = False, ago: int = 0) -> None:
        self.now = NOW
        self.traveller = time_machine.travel(NOW, tick=False)
        self.time = self.traveller.start()
        self.team, self.alone = make_team(), alone
        if alone:
            self.team.users["second"] = self.team.users["stranger"]
            self.team.users["specialist"].roles.all().delete()
        else:
            self.team.add("second", "specialist", area=self.team.swat)
        self.began = NOW - timedelta(minutes=ago)
        case = make_case(self.team, opened_at=self.began)
        self.pk = asked(self.team, case, urgency=urgency, happened_at=self.began).pk
        self.steps: dict[object, tuple[object, ...]] = {}
        assert self.kept().asked_at == self.began
        assert self.kept().due_at > self.now
        self.look()

    def stop(self) -> None:
        self.traveller.stop()

    def kept(self) -> Request:
        return Request.objects.select_related("case__person").get(pk=self.pk)

    def is_(self, who: str, account_id: object) -> bool:
        return self.team.users[who].pk == account_id

    def moment(self, told: Try) -> datetime | None:
        """When it happened: a phone without a net tells it later, never before there was a question."""
        if told.act not in TOLD_LATE:
            return None
        return max(self.now - timedelta(minutes=told.ago), self.began)

    # -- the policy, by hand --

    def their_turn(self, told: Try, before: Request) -> bool:
        """Say whether the policy lets this one do it, for whom the permission is another question."""
        if before.status not in MOVES[told.act] or told.who in NEVER:
            return False
        asker, who = told.who == ASKED_BY, told.who
        supervises = self.is_(who, before.supervisor_id)
        match told.act:
            case "assign":
                return told.to in self.may_be_given()
            case "take" | "answer" | "ask_more":
                mine = supervises and (told.act != "ask_more" or before.turn == Turn.ANSWER)
                return not asker and (mine or before.status == "requested")
            case "tell_more":
                return before.turn == Turn.TELL_MORE and (asker or self.is_(who, before.owner_id))
            case "close":
                return self.may_close(told, before)
        trainee = asker or (who == "duty" and self.duty_has_the_case(before))
        return trainee and (told.act != "dispute" or bool(told.text))

    def may_close(self, told: Try, before: Request) -> bool:
        by, asker = self.team.actor(told.who, now=self.now), told.who == ASKED_BY
        leads = can(by, Permission.SUPERVISION_LEAD, before.scope)
        if before.status in {"requested", "assigned"}:
            return asker
        if before.status == "disputed":
            return bool(told.text) and not asker and (leads or by.id == before.supervisor_id)
        return leads or asker or by.id in {before.supervisor_id, before.owner_id}

    def may_be_given(self) -> set[str]:
        return {"duty", "lead"} if self.alone else {"duty", "lead", "specialist", "second"}

    def duty_has_the_case(self, before: Request) -> bool:
        duty = self.team.users["duty"].pk
        return before.case.owner_id == duty != before.supervisor_id

    # -- trying --

    def tried(self, told: Try) -> bool:
        """Let somebody try: it works if and only if they hold the permission and the policy says so."""
        before, by = self.kept(), self.team.actor(told.who, now=self.now)
        permitted = can(by, NEEDS[told.act], before.scope)
        may = permitted and self.their_turn(told, before)
        seen = queries.visible(by).filter(pk=before.pk).exists()
        steps = RequestStep.objects.filter(request=before).count()
        refused = self.done(told, by, before)
        if refused is not None:
            assert not may, f"{told} was refused: {refused.code}"
            assert isinstance(refused, NotAllowed) == (not permitted), (told, refused.code)
            assert self.values() == self.values(before), f"{told} was refused and changed something"
            assert RequestStep.objects.filter(request=before).count() == steps
            return False
        assert permitted, f"{told}: done without the permission"
        assert may, f"{told}: done while {before.status}, {before.turn}"
        assert told.who not in NEVER
        assert seen, f"{told.who} did what they cannot see"
        self.went(told, by.id, before)
        return True

    def done(self, told: Try, by: object, before: Request) -> Problem | None:
        """Do it; return how it was refused, if it was."""
        given = {"by": by, "request": before}
        match told.act:
            case "assign":
                given["supervisor_id"] = self.team.users[told.to].pk
            case "answer":
                agrees = {"verdict": "agree", "opinion": FITS, "words": Words()}
                given["draft"] = draft(**agrees) if told.agrees else draft()
            case "ask_more" | "tell_more":
                given["text"] = "Any injury?"
            case "dispute":
                given["why"] = told.text
            case "close":
                given["note"] = told.text
        if moment := self.moment(told):
            given["happened_at"] = moment
        try:
            with transaction.atomic():
                getattr(actions, told.act)(**given)
        except Problem as problem:
            return problem
        return None

    def values(self, request: Request | None = None) -> tuple[object, ...]:
        kept = request or self.kept()
        return tuple(getattr(kept, f.attname) for f in Request._meta.concrete_fields)

    def went(self, told: Try, by_id: object, before: Request) -> None:
        """What was done leads where the table says, begins a turn with time left, keeps both times."""
        after, moment = self.kept(), self.moment(told) or self.now
        assert after.status == MOVES[told.act][before.status], told
        assert after.status == "closed" or after.due_at > self.now, (
            f"{told}: too late from the start"
        )
        last = RequestStep.objects.filter(request=after).last()
        assert (last.happened_at, last.at, last.by_id) == (moment, self.now, by_id), told
        if told.act == "answer":
            made = Answer.objects.filter(request=after).last()
            assert (made.happened_at, made.recorded_at) == (moment, self.now), told
            assert after.plan_changed is not told.agrees
        if told.act == "assign":
            assert self.is_(told.to, after.supervisor_id)
        if after.turn in {Turn.ANSWER, Turn.SETTLE}:
            assert after.owner_id == after.supervisor_id, told
        elif after.turn:
            assert any(self.is_(who, after.owner_id) for who in (ASKED_BY, "duty")), told
        if told.act in {"assign", "take", "answer"}:
            assert after.supervisor_id != after.asked_by_id

    def everybody_tries(self, *acts: str) -> set[str]:
        """Let each of them try each act here and take it back; return what was possible at all."""
        possible = set()
        for act in acts:
            for who in WHO:
                leads = can(self.team.actor(who), Permission.SUPERVISION_LEAD, self.kept().scope)
                for to in WHO if act == "assign" and leads else ("duty",):
                    with transaction.atomic():
                        if self.tried(Try(act, who, to=to, ago=60)):
                            possible.add(act)
                        transaction.set_rollback(True)
        return possible

    def go(self, act: str, *, ago: int = 0, nth: int = 0) -> bool:
        """Let one of those do it whose turn it is; say whether there is one."""
        before, tries = self.kept(), []
        for who in WHO:
            told = Try(act, who, to=WHO[nth % len(WHO)], ago=ago, agrees=bool(nth % 2))
            permitted = can(self.team.actor(who, now=self.now), NEEDS[act], before.scope)
            if permitted and self.their_turn(told, before):
                tries.append(told)
        return bool(tries) and self.tried(tries[nth % len(tries)])

    def hand_the_case(self, to: str) -> None:
        case = self.kept().case
        if self.is_(to, case.owner_id):
            return
        cases.assign(
            by=self.team.actor("lead", now=self.now), case=case, why="moved", org_id=case.org_id,
            owner_id=self.team.users[to].pk,
        )  # fmt: skip
        due_at = self.kept().due_at
        watch.follow_assignment(case.pk)
        assert self.kept().due_at == due_at, "the promise was moved with the case"

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.time.move_to(self.now)
        before = self.kept()
        late = bool(before.due_at and before.due_at < self.now)
        watch.watch(self.now)
        after = self.kept()
        if late:
            assert after.status == "closed" or after.due_at > self.now, "past its time and unheard"
        else:
            assert self.values(after) == self.values(before)

    def look(self) -> None:
        """What always holds."""
        kept = self.kept()
        if kept.status == "closed":
            ended = (kept.owner_id, kept.due_at, kept.turn, kept.open_area_path)
            assert ended == (None, None, "", "")
            assert kept.close_reason
        else:
            assert kept.owner_id
            assert kept.due_at
            assert kept.turn in Turn.values
        assert kept.asked_at == self.began
        assert kept.supervisor_id != kept.asked_by_id
        rows = list(RequestStep.objects.filter(request=kept))
        now = {s.pk: (s.kind, s.status, s.happened_at, s.at, s.by_id) for s in rows}
        assert {pk: now.get(pk) for pk in self.steps} == self.steps, "a step was changed afterwards"
        assert all(s.at == self.now for s in rows if s.pk not in self.steps)
        assert all(s.happened_at <= s.at for s in rows)
        self.steps = now
        assert rows[-1].status == kept.status
        assert (rows[0].kind, rows[0].status) == ("requested", "requested")
        for one, two in pairwise(rows):
            assert one.status == two.status or (one.status, two.status) in NEXT


# Each state, by the acts that lead to it, and what of all acts is possible there for anybody.
STATES = {
    "free": (True, (), {"take", "assign", "answer", "ask_more", "close"}),
    "assigned": (False, (), {"assign", "answer", "ask_more", "close"}),
    "asked for more": (False, ("ask_more",), {"assign", "answer", "tell_more", "close"}),
    "answered": (False, ("answer",), {"acknowledge"}),
    "handed on": (False, ("answer", "hand"), {"acknowledge"}),
    "read": (False, ("answer", "acknowledge"), {"put_to_use", "dispute"}),
    "put to use": (False, ("answer", "acknowledge", "put_to_use"), {"close"}),
    "not agreed": (False, ("answer", "acknowledge", "dispute"), {"answer", "put_to_use", "close"}),
    "withdrawn": (False, ("close",), set()),
    "closed": (False, ("answer", "acknowledge", "put_to_use", "close"), set()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_in_each_state_everybody_tries_everything(state):
    """Nobody does what is not theirs, each in each state on purpose; and what is theirs they can."""
    alone, path, possible = STATES[state]
    loop = Loop(alone=alone, urgency="urgent", ago=45)
    try:
        for act in path:
            loop.wait(1)
            assert loop.go(act) if act != "hand" else loop.hand_the_case("duty") is None
            loop.look()
        assert loop.everybody_tries(*ACTS) == possible
        for days in (2, 30):  # and past its time somebody is asked, or it ends
            loop.wait(24 * days)
            loop.look()
    finally:
        loop.stop()


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["answer", "acknowledge", "put_to_use", "dispute", "tell_more"])
def test_what_a_phone_tells_weeks_late_begins_a_turn_with_time_left(act):
    """The deadline runs from when it happened, and never lies behind when it becomes known."""
    before = {"tell_more": ("ask_more",), "answer": (), "acknowledge": ("answer",)}
    loop = Loop(urgency="urgent")
    try:
        for one in before.get(act, ("answer", "acknowledge")):
            assert loop.go(one)
            loop.look()
        loop.now += timedelta(days=40)  # the watch is late too
        loop.time.move_to(loop.now)
        assert loop.go(act, ago=60 * 24 * 39)
        loop.look()
    finally:
        loop.stop()


AGO = st.sampled_from([0, 0, 7, 600, 4000, 40_000])  # minutes
PEOPLE = st.sampled_from(WHO)


class Supervision(RuleBasedStateMachine):
    """Everybody tries everything, at every hour, in any order."""

    @initialize(
        urgency=st.sampled_from(["urgent", "soon", "routine"]), alone=st.booleans(), ago=AGO
    )
    def begin(self, urgency: str, alone: bool, ago: int) -> None:
        self.saved = transaction.atomic()
        self.saved.__enter__()
        self.loop = Loop(urgency=urgency, alone=alone, ago=min(ago, 600))

    def teardown(self) -> None:
        if hasattr(self, "saved"):
            if hasattr(self, "loop"):
                self.loop.stop()
            transaction.set_rollback(True)
            self.saved.__exit__(None, None, None)

    @rule(
        act=st.sampled_from(ACTS), who=PEOPLE, to=PEOPLE, text=st.sampled_from(["", "So it was."]),
        agrees=st.booleans(), ago=AGO,
    )  # fmt: skip
    def somebody_tries(self, act, who, to, text, agrees, ago) -> None:
        self.loop.tried(Try(act, who, to, text, agrees, ago))

    @rule(act=st.sampled_from(ACTS))
    def everybody_tries(self, act) -> None:
        self.loop.everybody_tries(act)

    @rule(first=st.integers(0, len(ACTS) - 1), nth=st.integers(0, 7), ago=AGO)
    def it_goes_on(self, first, nth, ago) -> None:
        """Somebody whose turn it is does what they may: no long wait for chance to find them."""
        for act in ACTS[first:] + ACTS[:first]:
            if self.loop.go(act, ago=ago, nth=nth):
                return
        assert self.loop.kept().status == "closed", "open, and nobody may do anything"

    @rule(to=st.sampled_from(["worker", "duty"]))
    def somebody_else_takes_the_case_over(self, to) -> None:
        self.loop.hand_the_case(to)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours) -> None:
        self.loop.wait(hours)

    @invariant()
    def what_always_holds(self) -> None:
        if hasattr(self, "loop"):
            self.loop.look()


@pytest.mark.django_db
def test_any_order():
    run_state_machine_as_test(
        Supervision,
        settings=settings(
            max_examples=12, stateful_step_count=16, deadline=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
