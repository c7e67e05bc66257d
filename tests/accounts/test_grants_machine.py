"""Grants and glass in any order: nobody ever holds what nobody could have given them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sukoon.accounts import actions
from sukoon.accounts.models import BrokenGlass, RoleAssignment, User
from sukoon.accounts.roles import actor_for, console_actor, roles
from sukoon.core.access import Reach, holds
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem

ROLES = [r for r in roles() if r not in {"public", "console"}]
TEAMS = [uuid4(), uuid4()]
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SEEING = {r for r in ROLES if Permission.PERSON_VIEW in roles()[r].permissions}
people = st.integers(0, 5)


class Grants(RuleBasedStateMachine):
    """Six accounts give, take, break glass and leave, while the clock goes on."""

    @initialize()
    def begin(self):
        self.at = START
        for model in (BrokenGlass, RoleAssignment, User):
            model.objects.all().delete()
        self.users = [
            User.objects.create(email=f"machine{n}@example.org", password="!") for n in range(6)
        ]
        for n, role in enumerate(("administrator", "data_protection_officer", "care_lead")):
            actions.give_role(by=console_actor(), user=self.users[n], role=role, org_id=TEAMS[0])
        self.appointed = {self.users[2].pk}
        self.glass = []

    def by(self, n):
        return actor_for(User.objects.get(pk=self.users[n].pk), now=self.at)

    def attempt(self, act, **told):
        with time_machine.travel(self.at, tick=False):
            try:
                return act(**told)
            except Problem:
                return None

    @rule(n=people, m=people, role=st.sampled_from(ROLES), team=st.sampled_from([*TEAMS, None]))
    def give(self, n, m, role, team):
        by = self.by(n)
        given = self.attempt(actions.give_role, by=by, user=self.users[m], role=role, org_id=team)
        if given:
            assert n != m
            assert holds(by, Permission.ROLE_GRANT)
            if role in SEEING:
                held = set(self.users[n].roles.values_list("role", flat=True))
                assert held & {"data_protection_officer", "care_lead"}
                self.appointed.add(self.users[m].pk)

    @rule(n=people, m=people)
    def take(self, n, m):
        for assignment in self.users[m].roles.all()[:1]:
            self.attempt(actions.take_role, by=self.by(n), assignment=assignment)

    @rule(n=people, minutes=st.integers(1, 90), reason=st.sampled_from(["x", "y" * 30]))
    def look(self, n, minutes, reason):
        record = uuid4()
        made = self.attempt(actions.break_glass, by=self.by(n), user=self.users[n],
                            record_id=record, reason=reason, minutes=minutes)  # fmt: skip
        if made:
            assert len(reason) >= 20
            self.glass.append((self.users[n].pk, record, made.ends_at))

    @rule(n=people)
    def mend(self, n):
        glass = BrokenGlass.objects.filter(user=self.users[n]).order_by("-started_at").first()
        if glass:
            self.attempt(actions.mend_glass, by=self.by(n), glass=glass)

    @rule(minutes=st.integers(0, 120))
    def later(self, minutes):
        self.at += timedelta(minutes=minutes)

    @rule(n=people, m=people)
    def leave(self, n, m):
        self.attempt(actions.close_account, by=self.by(n), user=self.users[m])

    @invariant()
    def nobody_sees_persons_but_who_was_appointed_or_broke_glass_just_now(self):
        if not hasattr(self, "users"):
            return
        for user in User.objects.all():
            grants = [
                g
                for g in actor_for(user, now=self.at).grants
                if g.permission == Permission.PERSON_VIEW
            ]
            for g in grants:
                if g.reach is Reach.RECORD:
                    assert any(
                        u == user.pk and r == g.record_id and self.at < ends
                        for u, r, ends in self.glass
                    )
                else:
                    assert user.pk in self.appointed
                    assert RoleAssignment.objects.filter(user=user, role__in=SEEING).exists()

    @invariant()
    def who_left_holds_nothing(self):
        for user in User.objects.filter(is_active=False):
            held = {g.permission for g in actor_for(user, now=self.at).grants}
            assert held <= {Permission.SELF, Permission.MAP_VIEW}

    @invariant()
    def no_glass_is_open_for_more_than_an_hour(self):
        for glass in BrokenGlass.objects.all():
            assert glass.ends_at - glass.started_at <= timedelta(hours=1)


class TestGrants(TestCase):
    """Django's own transaction around each example."""

    @pytest.mark.filterwarnings("default")
    def test_any_order(self):
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(
            Grants,
            settings=settings(
                max_examples=15, stateful_step_count=25, deadline=None, derandomize=True
            ),
        )
