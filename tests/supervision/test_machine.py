"""A model beside the product: whatever happens in whatever order, an open request has an owner and a
deadline, and nobody moves it whom the rules forbid."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sukoon.cases import actions as cases
from sukoon.core.access import NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.supervision import actions, queries, rules, watch
from sukoon.supervision.models import Request, RequestStep
from sukoon.supervision.problems import (
    DatesWrong,
    NotYourself,
    NotYourTurn,
    SupervisorUnknown,
    WordsMissing,
)
from sukoon.supervision.reading import Words
from sukoon.supervision.words import RequestStatus, StepKind, Turn
from tests.cases.making import make_case
from tests.risk.making import NOW, make_team
from tests.supervision.making import FITS, STRESS, WHY, asked, draft

WHO = ("worker", "duty", "lead", "specialist", "second", "lhw", "stranger", "coordinator")
EXPECTED = (NotAllowed, NotYourTurn, NotYourself, StepNotPossible, SupervisorUnknown, DatesWrong)
AGO = st.integers(0, 60 * 24)  # minutes: a phone without a net tells it later
NOTES = st.sampled_from(["", "We talked it over."])


REACHED = set()


class Supervision(RuleBasedStateMachine):
    """One request, everybody who could touch it, and a clock that only goes on."""

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.traveller = self.clock.start()
        self.now = NOW

    @initialize(urgency=st.sampled_from(["urgent", "soon", "routine"]), alone=st.booleans())
    def begin(self, urgency, alone):
        self.savepoint = transaction.savepoint()
        self.team = make_team()
        if not alone:
            self.team.add("second", "specialist", area=self.team.swat)
        else:
            self.team.users["second"] = self.team.users["stranger"]
            self.team.users["specialist"].roles.all().delete()
        self.request = asked(self.team, make_case(self.team), urgency=urgency)
        self.keeper = "worker"

    def kept(self) -> Request:
        return Request.objects.select_related("case").get(pk=self.request.pk)

    def tried(self, act, who, **told):
        """Let somebody try; what was refused changed nothing, what was allowed they were allowed."""
        before = self.kept()
        steps = RequestStep.objects.filter(request=self.request).count()
        by = self.team.actor(who, now=self.now)
        seen = queries.visible(by).filter(pk=before.pk).exists()
        try:
            act(by=by, request=before, **told)
        except EXPECTED:
            after = self.kept()
            assert (after.status, after.owner_id, after.due_at) == (
                before.status, before.owner_id, before.due_at,
            )  # fmt: skip
            assert RequestStep.objects.filter(request=self.request).count() == steps
            return False
        except WordsMissing:
            assert RequestStep.objects.filter(request=self.request).count() == steps
            return False
        assert seen, f"{who} did what they cannot see"
        if moment := told.get("happened_at"):
            last = RequestStep.objects.filter(request=self.request).last()
            assert (last.happened_at, last.at) == (moment, self.now), (
                "one time took the other's place"
            )
        assert who not in {"stranger", "coordinator", "lhw"}
        after = self.kept()
        if after.status != before.status:
            there = rules.FLOW.steps[RequestStatus(before.status)]
            between = {s for n in there for s in rules.FLOW.steps[n]}
            assert after.status in there | between
        return True

    @rule(who=st.sampled_from(WHO), agrees=st.booleans(), ago=AGO)
    def answer(self, who, agrees, ago):
        self.let_answer(who, agrees=agrees, ago=ago)

    @rule(pick=st.integers(0, 5))
    def it_goes_on(self, pick):
        """Most of what anybody tries is refused: whose turn it is leads on, to where the rest can be tried."""
        owner = self.kept().owner_id
        names = [name for name, user in self.team.users.items() if user.pk == owner]
        if names:
            self.let_do_what_is_next(names[0], pick)

    @rule(who=st.sampled_from(WHO), pick=st.integers(0, 5))
    def anybody_tries_what_is_next(self, who, pick):
        self.let_do_what_is_next(who, pick)

    def let_do_what_is_next(self, who, pick):
        """Let somebody do what the turn asks for; what is the trainee's is done by no other."""
        match self.kept().turn:
            case Turn.ASSIGN:
                self.tried(actions.take, who)
            case Turn.ANSWER | Turn.SETTLE:
                self.let_answer(who, agrees=pick % 2 == 0, ago=0)
            case Turn.TELL_MORE:
                self.tried(actions.tell_more, who, text="None.")
            case Turn.READ:
                self.let_trainee(actions.acknowledge, who, happened_at=self.now)
            case Turn.DECIDE if pick == 0:
                self.let_trainee(actions.dispute, who, why="No.", happened_at=self.now)
            case Turn.DECIDE:
                self.let_trainee(actions.put_to_use, who, happened_at=self.now)
            case Turn.CLOSE if pick < 4:
                self.tried(actions.close, who, happened_at=self.now)

    def let_trainee(self, act, who, **told):
        if self.tried(act, who, **told):
            assert who in {"worker", self.keeper}, f"{who} did what is the trainee's"

    def let_answer(self, who, *, agrees, ago):
        told = draft(verdict="agree", opinion=FITS, words=Words()) if agrees else draft()
        asker = self.kept().asked_by_id
        if self.tried(actions.answer, who, draft=told, happened_at=self.before(ago)):
            assert self.team.users[who].pk != asker
            assert self.kept().plan_changed is not agrees
            assert self.kept().diagnosis == (FITS if agrees else STRESS).diagnosis
            assert WHY.why

    @rule(who=st.sampled_from(WHO))
    def take(self, who):
        self.tried(actions.take, who)

    @rule(who=st.sampled_from(WHO), to=st.sampled_from(WHO))
    def assign(self, who, to):
        to_id = self.team.users[to].pk
        if self.tried(actions.assign, who, supervisor_id=to_id):
            assert self.kept().supervisor_id != self.kept().asked_by_id

    @rule(who=st.sampled_from(WHO))
    def ask_more(self, who):
        self.tried(actions.ask_more, who, text="Any injury?")

    @rule(who=st.sampled_from(WHO))
    def tell_more(self, who):
        self.tried(actions.tell_more, who, text="None.")

    @rule(who=st.sampled_from(WHO), ago=AGO)
    def acknowledge(self, who, ago):
        self.let_trainee(actions.acknowledge, who, happened_at=self.before(ago))

    @rule(who=st.sampled_from(WHO), ago=AGO)
    def put_to_use(self, who, ago):
        self.tried(actions.put_to_use, who, happened_at=self.before(ago))

    @rule(who=st.sampled_from(WHO), note=NOTES, ago=AGO)
    def dispute(self, who, note, ago):
        self.tried(actions.dispute, who, why=note, happened_at=self.before(ago))

    @rule(who=st.sampled_from(WHO), note=NOTES, ago=AGO)
    def close(self, who, note, ago):
        self.tried(actions.close, who, note=note, happened_at=self.before(ago))

    @rule(to=st.sampled_from(["worker", "duty"]))
    def somebody_else_takes_the_case_over(self, to):
        case = self.kept().case
        if case.owner_id == self.team.users[to].pk:
            return
        cases.assign(
            by=self.team.actor("lead", now=self.now), case=case, why="moved", org_id=case.org_id,
            owner_id=self.team.users[to].pk,
        )  # fmt: skip
        watch.follow_assignment(case.pk)
        self.keeper = to

    def before(self, minutes):
        """When it happened: some time ago, and never before there was a question."""
        return max(self.now - timedelta(minutes=minutes), NOW)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        self.traveller.move_to(self.now)
        before = self.kept()
        watch.watch(self.now)
        after = self.kept()
        if before.due_at and before.due_at <= self.now:
            assert after.status == "closed" or after.due_at > self.now, "past its time and unheard"

    @precondition(lambda self: self.kept().status == "closed")
    @rule(who=st.sampled_from(WHO))
    def nothing_follows_a_closing(self, who):
        for act in (actions.take, actions.acknowledge, actions.put_to_use, actions.close):
            assert not self.tried(act, who)

    @invariant()
    def somebody_owns_it_until_it_is_closed(self):
        kept = self.kept()
        if kept.status == RequestStatus.CLOSED:
            assert (kept.owner_id, kept.due_at, kept.turn, kept.open_area_path) == (
                None,
                None,
                "",
                "",
            )
            assert kept.close_reason
        else:
            assert kept.owner_id is not None
            assert kept.due_at is not None
            assert kept.turn in Turn.values
        assert kept.supervisor_id != kept.asked_by_id

    @invariant()
    def every_step_is_kept_with_both_its_times(self):
        REACHED.add(self.kept().status)
        steps = list(RequestStep.objects.filter(request=self.request))
        assert steps[0].kind == StepKind.REQUESTED
        assert all(s.happened_at <= s.at for s in steps)
        assert steps[-1].status == self.kept().status or steps[-1].kind == StepKind.ASSIGNED

    def teardown(self):
        self.clock.stop()
        transaction.savepoint_rollback(self.savepoint)


class TestSupervision(TestCase):
    """Django's own transaction around all, a savepoint around each example."""

    @pytest.mark.filterwarnings("default")
    def test_any_order(self):
        run_state_machine_as_test(
            Supervision,
            settings=settings(
                max_examples=14, stateful_step_count=22, deadline=None, derandomize=True
            ),
        )
        # A machine that goes nowhere proves nothing.
        assert set(RequestStatus) <= REACHED
