"""Everything in any order, with a clock that jumps: an open episode always has an owner and a deadline."""

import random
from datetime import timedelta
from itertools import pairwise

from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sukoon.core import clock
from sukoon.risk import watch
from sukoon.risk.models import RiskEpisode
from tests.campaigns import risk_load
from tests.campaigns.risk_load import Broken, Clock, Counter
from tests.risk.making import NOW, make_team


class Chain(RuleBasedStateMachine):
    """A team lives with its risks; the watch runs now and then; transactions break off."""

    @initialize()
    def begin(self):
        self.before = transaction.savepoint()
        self.real, self.ticking, self.did = clock.now, Clock(NOW), []
        clock.now = self.ticking.now
        team = make_team()
        team.on_duty("duty", hours=24)
        people = {name: str(user.pk) for name, user in team.users.items()}
        self.world = {**people, "org": str(team.org.pk), "area": team.swat.path}

    def teardown(self):
        if hasattr(self, "real"):
            clock.now = self.real
            transaction.savepoint_rollback(self.before)

    @rule(event=st.sampled_from(risk_load.EVENTS), seed=st.integers(0, 1 << 30))
    def something_is_done(self, event, seed):
        step = event(random.Random(seed), self.world, self.ticking)
        if step is not None:
            self.did.append({"step": str(step)})

    @rule(
        event=st.sampled_from(risk_load.EVENTS), seed=st.integers(0, 1 << 30), at=st.integers(1, 40)
    )
    def something_is_broken_off(self, event, seed, at):
        counter = Counter()
        counter.left = at
        with connection.execute_wrapper(counter):
            try:
                self.something_is_done(event, seed)
            except Broken:
                pass
            finally:
                counter.left = None

    @rule(minutes=st.sampled_from([1, 10, 31, 300, 5000]), skew=st.sampled_from(risk_load.SKEWS))
    def time_goes_on_and_the_clock_jumps(self, minutes, skew):
        self.ticking.true += timedelta(minutes=minutes)
        self.ticking.skew = timedelta(seconds=skew)

    @rule()
    def the_watch_looks(self):
        now = self.ticking.now()
        watch.watch(now)
        for episode in RiskEpisode.objects.exclude(status="closed"):
            assert episode.watch_at > now, "what was due was acted on, and has a next moment"

    @invariant()
    def nothing_is_dropped(self):
        found = risk_load.check(self.did)
        assert {k: v for k, v in found.items() if v} == {}

    @invariant()
    def what_is_closed_stands_on_a_contact_and_two_names(self):
        for episode in RiskEpisode.objects.filter(status="closed"):
            signed = episode.sign_offs.filter(kind="close", status="signed").last()
            assert signed.contact.reached
            assert signed.answered_by_id != signed.asked_by_id

    @invariant()
    def a_level_falls_only_where_it_was_signed(self):
        for episode in RiskEpisode.objects.all():
            told = list(episode.steps.order_by("id").values_list("level", "kind"))
            for (before, _), (after, kind) in pairwise(told):
                ranks = risk_load.LEVELS
                assert ranks.index(after) >= ranks.index(before) or kind == "lowered"


class TestChain(TestCase):
    def test_nothing_is_dropped(self):
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(
            Chain,
            settings=settings(
                max_examples=4, stateful_step_count=25, deadline=None, derandomize=True
            ),
        )  # fmt: skip
