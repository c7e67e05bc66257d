"""A state machine over the real actions: whatever anybody does, an open referral has an owner and
a deadline, nobody makes a step that the policy forbids, and each step keeps both its times."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sukoon.core.access import SYSTEM, can
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import actions as people
from sukoon.people.models import Consent
from sukoon.people.words import Purpose
from sukoon.referrals import actions, rules
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import Referral, ReferralAlarm, ReferralStep
from sukoon.referrals.words import FINAL, Side, State
from tests.cases.making import make_case
from tests.referrals.making import OUTSIDE, consented, prepared, team_of
from tests.risk.making import NOW, make_team

WHO = st.sampled_from(["worker", "lead", "duty", "lhw", "stranger", "coordinator", "specialist"])
TOLD = Told(
    reason="full", appointment_at=NOW + timedelta(days=3), outcome="done", note="as it went"
)


REACHED: set[State] = set()


class Referrals(RuleBasedStateMachine):
    """One referral, and everybody trying everything at every hour."""

    @initialize(outside=st.booleans())
    def begin(self, outside: bool) -> None:
        self.saved = transaction.atomic()
        self.saved.__enter__()
        self.traveller = time_machine.travel(NOW, tick=False)
        self.time = self.traveller.start()
        self.now = NOW
        self.team = make_team()
        case = make_case(self.team)
        self.referral = prepared(self.team, case, OUTSIDE if outside else team_of(self.team))
        consented(self.team, self.referral)

    def teardown(self) -> None:
        if hasattr(self, "saved"):
            self.traveller.stop()
            transaction.set_rollback(True)
            self.saved.__exit__(None, None, None)

    def tried(self, change) -> bool:
        """Do something that may be refused; a refusal leaves everything as it was."""
        before = Referral.objects.filter(pk=self.referral.pk).values().get()
        try:
            with transaction.atomic():
                change()
        except Problem:
            assert Referral.objects.filter(pk=self.referral.pk).values().get() == before
            return False
        self.referral.refresh_from_db()
        REACHED.add(State(self.referral.state))
        return True

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.time.move_to(self.now)
        self.watch()

    @rule(who=WHO)
    def somebody_sends(self, who: str) -> None:
        self.send(who)

    @rule(pick=st.integers(0, 9), ago=st.integers(0, 120))
    def the_right_side_goes_on(self, pick: int, ago: int) -> None:
        """Most of what anybody tries is refused: this leads on, to where the rest can be tried."""
        self.go_on(pick, ago)

    @rule(picks=st.lists(st.integers(0, 8), min_size=4, max_size=8))
    def it_goes_well_for_a_while(self, picks: list[int]) -> None:
        for pick in picks:
            self.go_on(pick, 0)

    def go_on(self, pick: int, ago: int) -> None:
        was = State(self.referral.state)
        after = sorted(rules.REFERRAL_FLOW.steps[was] - {State.REDIRECTED})
        on = [s for s in after if s not in FINAL]
        chosen = on if on and pick < 9 else after
        if not chosen:
            return
        wanted = chosen[pick % len(chosen)]
        if wanted == State.SENT:
            self.send("worker")
        else:
            receives = rules.makes(was, wanted) == Side.RECEIVER and self.referral.answers_here
            before = self.now - timedelta(minutes=ago)
            self.step("stranger" if receives else "worker", wanted, max(before, self.sent_at()))

    def sent_at(self):
        return self.referral.sent_at or NOW

    def send(self, who: str) -> None:
        by, was = self.team.actor(who, now=self.now), self.referral.state
        if self.tried(lambda: actions.send(by=by, referral=self.referral)):
            assert was == State.DRAFT
            assert can(by, Permission.REFERRAL_SEND, self.referral.scope)

    @rule(who=WHO, wanted=st.sampled_from(State), ago=st.integers(0, 300))
    def somebody_makes_a_step(self, who: str, wanted: State, ago: int) -> None:
        self.step(who, wanted, self.now - timedelta(minutes=ago))

    def step(self, who: str, wanted: State, happened_at) -> None:
        by, was = self.team.actor(who, now=self.now), State(self.referral.state)
        told = TOLD if wanted != State.WITHDRAWN else Told(reason="person")
        done = self.tried(lambda: actions.take_step(
            by=by, referral=self.referral, wanted=wanted, told=told, happened_at=happened_at,
        ))  # fmt: skip
        if done:
            last = ReferralStep.objects.filter(referral=self.referral).last()
            assert (last.happened_at, last.recorded_at) == (happened_at, self.now)
            assert last.by_id == by.id
            assert wanted in rules.REFERRAL_FLOW.steps[was]
            self.was_allowed(by, was, wanted)

    @rule(who=WHO, pick=st.integers(0, 9))
    def anybody_tries_what_comes_next(self, who: str, pick: int) -> None:
        """A step that is possible, by whoever it may be: only the right side may."""
        after = sorted(rules.REFERRAL_FLOW.steps[State(self.referral.state)])
        if after:
            self.step(who, after[pick % len(after)], self.now)

    @rule(who=WHO)
    def somebody_passes_it_on(self, who: str) -> None:
        by, was = self.team.actor(who, now=self.now), State(self.referral.state)
        if self.tried(lambda: actions.redirect(
            by=by, referral=self.referral, to=OUTSIDE, happened_at=self.now
        )):  # fmt: skip
            self.was_allowed(by, was, State.REDIRECTED)
            following = Referral.objects.get(redirected_from=self.referral)
            assert following.state == State.DRAFT
            assert following.due_at

    def was_allowed(self, by, was: State, wanted: State) -> None:
        sends = can(by, Permission.REFERRAL_SEND, self.referral.scope)
        answers = can(by, Permission.REFERRAL_ANSWER, self.referral.to_scope)
        if rules.makes(was, wanted) == Side.SENDER:
            assert sends
        else:
            assert answers or (sends and not self.referral.answers_here)

    @rule()
    def the_platform_watches_again(self) -> None:
        self.watch()

    def watch(self) -> None:
        late = self.referral.next_alarm_at and self.referral.next_alarm_at <= self.now
        actions.raise_alarms(by=SYSTEM, now=self.now)
        self.referral.refresh_from_db()
        raised = ReferralAlarm.objects.filter(referral=self.referral, raised_at=self.now)
        told = set(raised.values_list("audience", flat=True))
        if late:
            assert told == self.to_be_told()
            assert self.referral.next_alarm_at > self.now

    def to_be_told(self) -> set[str]:
        """Sender, receiver and coordinator; of a draft nobody else knows yet."""
        if self.referral.state == State.DRAFT:
            return {"sender"}
        return {"sender", "coordinator"} | ({"receiver"} if self.referral.answers_here else set())

    @rule(sure=st.integers(0, 5))
    def the_person_takes_it_back(self, sure: int) -> None:
        if sure:
            return
        found = Consent.objects.filter(purpose=Purpose.REFERRAL, ended_at=None).first()
        if found:
            people.withdraw_consent(
                by=self.team.actor("worker", now=self.now), consent=found, withdrawn_at=self.now
            )
            actions.stop_for_consent(by=SYSTEM, person_id=found.person_id)
            self.referral.refresh_from_db()
            assert self.referral.sent_at is None or self.referral.stopped_at is not None

    @invariant()
    def open_ones_have_an_owner_and_a_deadline_and_ended_ones_none(self) -> None:
        for r in Referral.objects.all() if hasattr(self, "team") else ():
            open_ = r.state not in FINAL
            assert open_ == bool(r.due_at and r.next_alarm_at and (r.owner_id or r.owner_org_id))
            assert open_ == (r.result == "")

    @invariant()
    def every_step_keeps_both_times_and_the_last_is_the_state(self) -> None:
        if not hasattr(self, "team"):
            return
        steps = list(ReferralStep.objects.filter(referral=self.referral))
        assert steps[-1].became == self.referral.state
        for earlier, later in pairwise(steps):
            assert later.was == earlier.became
            assert later.became in rules.REFERRAL_FLOW.steps[State(later.was)]
            assert later.happened_at <= later.recorded_at + timedelta(minutes=15)


@pytest.mark.django_db
def test_whatever_anybody_does():
    run_state_machine_as_test(
        Referrals,
        settings=settings(
            max_examples=16, stateful_step_count=30, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # A machine that goes nowhere proves nothing.
    assert {
        State.SENT, State.ACCEPTED, State.DECLINED, State.BOOKED, State.SEEN, State.REPORTED_BACK,
        State.REDIRECTED, State.WITHDRAWN,
    } <= REACHED  # fmt: skip
