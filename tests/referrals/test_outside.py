"""Somebody without an account: a link, a code apart, the fields once, an answer."""

from datetime import timedelta

import pytest

from sukoon.accounts.roles import public_actor
from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.referrals import actions
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import OutsideLink
from sukoon.referrals.problems import LinkOver, ReasonMissing
from sukoon.referrals.words import State, Way
from tests.referrals.making import OUTSIDE, prepared, sent, step
from tests.risk.making import NOW


@pytest.fixture
def referral(team, case):
    return sent(team, case, OUTSIDE)


@pytest.fixture
def made(team, referral):
    return actions.make_link(by=team.actor("worker"), referral=referral)


def opened(made, code=None):
    return actions.open_link(by=public_actor(), secret=made.secret, code=code or made.code)


def answer(made, answer_pass, wanted, **told):
    return actions.answer_link(
        by=public_actor(), secret=made.secret, answer_pass=answer_pass, wanted=wanted,
        happened_at=NOW, told=Told(**told),
    )  # fmt: skip


def wrong_for(made):
    return f"{(int(made.code) + 1) % 10**8:08d}"


class TestMaking:
    def test_only_hashes_are_kept_and_nothing_personal_stands_in_it(self, made):
        row = str(OutsideLink.objects.values().get())
        assert made.secret not in row
        assert made.code not in row
        told = " ".join(str(vars(e)) for e in AuditEntry.objects.all())
        assert made.secret not in told
        assert made.code not in told

    def test_a_second_link_ends_the_first(self, team, referral, made):
        second = actions.make_link(by=team.actor("worker"), referral=referral)
        with pytest.raises(LinkOver):
            opened(made)
        assert opened(second).right

    @pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
    def test_who_may_not(self, team, referral, who):
        with pytest.raises(NotAllowed):
            actions.make_link(by=team.actor(who), referral=referral)
        with pytest.raises(NotAllowed):
            actions.end_link(by=team.actor(who), referral=referral)

    def test_not_of_a_draft_nor_where_somebody_answers_here_nor_at_the_end(self, team, case):
        by = team.actor("worker")
        ended = step(by, sent(team, case, OUTSIDE), State.WITHDRAWN, reason="person")
        for referral in (prepared(team, case, OUTSIDE), sent(team, case), ended):
            with pytest.raises(StepNotPossible):
                actions.make_link(by=by, referral=referral)


class TestOpening:
    def test_what_is_shared_opens_once(self, referral, made):
        first = opened(made)
        assert first.shared["fields"]["name"] == "Amna Farzi"
        second = opened(made)
        assert second.right
        assert second.shared is None
        referral.refresh_from_db()
        assert (referral.state, referral.opened_at) == (State.RECEIVED, NOW)
        assert referral.steps.get(became=State.RECEIVED).way == Way.LINK

    def test_spaces_in_a_code_read_out_do_not_matter(self, made):
        assert opened(made, f" {made.code[:4]} {made.code[4:]}").right

    def test_five_wrong_codes_end_it(self, made):
        for left in (4, 3, 2, 1, 0):
            found = opened(made, wrong_for(made))
            assert (found.right, found.left, found.shared) == (False, left, None)
        with pytest.raises(LinkOver):
            opened(made)

    def test_a_code_of_another_link_is_wrong(self, team, case, made):
        other = actions.make_link(by=team.actor("worker"), referral=sent(team, case, OUTSIDE))
        assert not opened(made, other.code).right

    def test_it_runs_out(self, made, clock):
        clock.move_to(NOW + timedelta(days=15))
        with pytest.raises(LinkOver):
            opened(made)

    def test_not_once_it_is_withdrawn_or_ended(self, team, referral, made):
        actions.end_link(by=team.actor("worker"), referral=referral)
        with pytest.raises(LinkOver):
            opened(made)
        again = actions.make_link(by=team.actor("worker"), referral=referral)
        step(team.actor("worker"), referral, State.WITHDRAWN, reason="person")
        with pytest.raises(LinkOver):
            opened(again)


class TestAnswering:
    def test_accept_and_report_back(self, referral, made):
        told = opened(made).answer_pass
        answer(made, told, State.ACCEPTED)
        answer(made, told, State.SEEN)
        done = answer(made, told, State.REPORTED_BACK, outcome="done", note="Came twice")
        assert (done.state, done.outcome) == ("reported_back", "done")
        assert done.owner_id == done.from_account_id

    def test_declining_needs_a_reason(self, made):
        told = opened(made).answer_pass
        with pytest.raises(ReasonMissing):
            answer(made, told, State.DECLINED)
        assert answer(made, told, State.DECLINED, reason="full").state == "declined"

    def test_not_what_is_the_senders(self, made):
        told = opened(made).answer_pass
        for state in (State.WITHDRAWN, State.CLOSED, State.REDIRECTED, State.SENT, State.EXPIRED):
            with pytest.raises(StepNotPossible):
                answer(made, told, state, reason="person")

    def test_not_with_a_pass_of_another_link_or_made_up_or_old(self, team, case, made, clock):
        other = actions.make_link(by=team.actor("worker"), referral=sent(team, case, OUTSIDE))
        for told in (opened(other).answer_pass, "made-up", ""):
            with pytest.raises(LinkOver):
                answer(made, told, State.ACCEPTED)
        mine = opened(made).answer_pass
        clock.move_to(NOW + timedelta(hours=3))
        with pytest.raises(LinkOver):
            answer(made, mine, State.ACCEPTED)

    def test_each_is_said(self, referral, made):
        opened(made, wrong_for(made))
        answer(made, opened(made).answer_pass, State.ACCEPTED)
        told = AuditEntry.objects.filter(subject_id=referral.pk).order_by("at", "id")
        assert list(told.values_list("event", flat=True))[2:] == [
            "referral.link_made", "referral.link_refused", "referral.link_opened",
            "referral.accepted",
        ]  # fmt: skip
