"""The flow and its clocks, opening hours, and what fits whom: by examples and by laws."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.referrals import rules
from sukoon.referrals.definitions import book
from sukoon.referrals.rules import Candidate, Clock, Sign, Wish
from sukoon.referrals.words import FINAL, OPEN, Result, Side, State

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MONDAY = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - a local time, as clocks on walls show it
CLOCK = Clock(receive=24, answer=72, book=72, report=168, draft=24, again=24)


class TestFlow:
    def test_every_state_can_be_reached_and_every_open_one_can_end(self):
        reached, todo = set(), [State.DRAFT]
        while todo:
            state = todo.pop()
            if state not in reached:
                reached.add(state)
                todo += rules.REFERRAL_FLOW.steps[state]
        assert reached == set(State)
        for state in OPEN:
            assert _ends(state)

    @pytest.mark.parametrize("state", FINAL)
    def test_no_way_leads_out_of_an_end(self, state):
        assert rules.REFERRAL_FLOW.is_final(state)

    def test_every_step_belongs_to_one_side(self):
        for was, following in rules.REFERRAL_FLOW.steps.items():
            for state in following:
                assert rules.makes(was, state) in {Side.SENDER, Side.RECEIVER}
        assert rules.makes(State.SENT, State.REDIRECTED) == Side.RECEIVER
        assert rules.makes(State.DECLINED, State.REDIRECTED) == Side.SENDER

    def test_every_open_state_waits_for_one_side(self):
        assert set(OPEN) == rules.WITH_SENDER | rules.WITH_RECEIVER
        assert not rules.WITH_SENDER & rules.WITH_RECEIVER

    @given(state=st.sampled_from(State), hours=st.integers(-1000, 1000), sent=st.booleans())
    def test_open_means_a_deadline_and_an_end_means_none(self, state, hours, sent):
        due = rules.due_at(
            state, clock=CLOCK, moved_at=NOW, sent_at=NOW if sent else None,
            appointment_at=NOW + timedelta(hours=hours),
        )  # fmt: skip
        assert (due is None) == (state in FINAL)
        assert due is None or due > NOW

    @pytest.mark.parametrize(
        ("was", "final", "seen", "result"),
        [
            (State.DECLINED, State.CLOSED, False, Result.DECLINED),
            (State.REPORTED_BACK, State.CLOSED, True, Result.SEEN),
            (State.REPORTED_BACK, State.CLOSED, False, Result.NOT_SEEN),
            (State.NO_SHOW, State.CLOSED, False, Result.NOT_SEEN),
            (State.SENT, State.EXPIRED, False, Result.LOST),
            (State.SENT, State.WITHDRAWN, False, Result.CANCELLED),
            (State.SEEN, State.WITHDRAWN, True, Result.SEEN),
            (State.SENT, State.REDIRECTED, False, Result.REDIRECTED),
        ],
    )
    def test_how_it_ended(self, was, final, seen, result):
        assert rules.result_of(was, final, was_seen=seen) == result


def _ends(state: State) -> bool:
    return bool(rules.REFERRAL_FLOW.steps[state] & set(FINAL)) or any(
        _ends(s) for s in rules.REFERRAL_FLOW.steps[state] if s != state
    )


class TestPack:
    def test_the_clocks_to_answer_are_the_published_ones(self):
        hours = {code: u.clock.answer for code, u in book().urgencies.items()}
        assert hours == {"emergency": 24, "urgent": 72, "normal": 14 * 24}

    def test_every_label_is_there_in_both_languages(self):
        pack = book()
        words = [*pack.needs.values(), *pack.urgencies.values(), *pack.rules]
        words += [w for codes in pack.lists.values() for w in codes.values()]
        assert all(w.label_en and w.label_ur for w in words)

    def test_a_rule_names_its_source_and_known_codes(self):
        for rule in book().rules:
            assert rule.source
            assert rule.need in book().needs
            assert rule.urgency in book().urgencies

    def test_violence_and_children_are_protection(self):
        protected = {code for code, n in book().needs.items() if n.protection}
        assert {"gbv_services", "child_protection", "child_care_arrangement"} <= protected


class TestHours:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Mon-Fri 09:00-14:00", True), ("Mon to Sat 8 am to 4 pm", True), ("24/7", True),
            ("daily 9-17", True), ("Tue-Thu 9:00-17:00", False), ("Mon 11:00-14:00", False),
            ("Sat-Mon 9-12", True), ("Fri-Sun 9-12; Mon 10:00 - 10:30", True), ("", None),
            ("by appointment", None), ("Mon-Fri 17:00-09:00", None), ("Mon-Fri 9 am – 1 pm", True),
            ("9:00 to 10:00", False), ("Mon-Fri 09:00-99:00", None),
        ],
    )  # fmt: skip
    def test_what_registers_say(self, text, said):
        assert rules.is_open(text, MONDAY) is said

    @given(st.text(max_size=60))
    def test_nothing_breaks_it(self, text):
        assert rules.is_open(text, MONDAY) in {True, False, None}


ANYTHING = Wish()
PLAIN = Candidate(
    key="a", km=0.0, whole_province=False, modality="facility", provider_gender="",
    languages=frozenset(), targets=frozenset(), fee="", opening_hours="", eligibility="",
    reported_on=TODAY,
)  # fmt: skip


def fact(candidate, code, wish=ANYTHING):
    return next(f for f in rules.fit(candidate, wish, today=TODAY).facts if f.code == code)


def score(wish=ANYTHING, **told):
    return rules.fit(replace(PLAIN, **told), wish, today=TODAY).score


class TestFit:
    def test_what_is_not_told_is_unknown_and_never_counts_against(self):
        wish = Wish("women", frozenset({"ps"}), free=True, age="child", accessible=True, at=MONDAY)
        found = rules.fit(PLAIN, wish, today=TODAY)
        assert found.score == 0
        assert {f.sign for f in found.facts if f.code not in {"same_area", "gives"}} == {
            Sign.UNKNOWN
        }

    def test_a_wished_gender_or_language_weighs_more_than_a_way(self):
        wish = Wish("women", frozenset({"ps"}))
        near_man = score(wish, provider_gender="men", languages=frozenset({"ps"}))
        far_woman = score(wish, provider_gender="women", languages=frozenset({"ps"}), km=90.0)
        assert far_woman > near_man

    def test_what_answers_the_need_less_closely_comes_after(self):
        assert score(place=0) > score(place=1) > score(place=2)
        assert fact(replace(PLAIN, activity="Counselling"), "gives").said == "Counselling"

    def test_nearer_is_better(self):
        assert score(km=5.0) > score(km=50.0) > score(km=150.0)

    def test_one_that_takes_nobody_new_is_full(self):
        assert rules.fit(replace(PLAIN, places_free=0), Wish(), today=TODAY).full
        assert not rules.fit(PLAIN, Wish(), today=TODAY).full

    def test_a_wait_beyond_the_clock_does_not_fit(self):
        assert fact(replace(PLAIN, waiting_days=4), "waiting", Wish(answer_hours=72)).sign == "not"
        assert fact(replace(PLAIN, waiting_days=3), "waiting", Wish(answer_hours=72)).sign == "fits"

    def test_in_an_emergency_open_now_weighs_more(self):
        shut = {"opening_hours": "Tue 9-12"}
        calm, haste = Wish(at=MONDAY), Wish(at=MONDAY, answer_hours=24)
        assert score(haste, **shut) < score(calm, **shut) < 0

    def test_two_referrals_say_nothing_yet(self):
        assert fact(replace(PLAIN, asked=2, answered=0), "evidence").sign == "unknown"
        assert fact(replace(PLAIN, asked=3, answered=0), "evidence").sign == "not"

    def test_how_often_it_closed_the_loop_is_told_and_weighs(self):
        told = {"asked": 10, "answered": 9}
        assert fact(replace(PLAIN, closed=8, **told), "closes").value == 8
        assert fact(replace(PLAIN, closed=2, **told), "closes").sign == "not"
        assert score(closed=8, **told) > score(closed=2, **told)

    def test_for_another_age_than_asked(self):
        children = frozenset({"children"})
        assert fact(replace(PLAIN, targets=children), "age", Wish(age="older")).sign == "not"
        assert fact(replace(PLAIN, targets=children), "age", Wish(age="child")).sign == "fits"
        everybody = frozenset({"general_population"})
        assert fact(replace(PLAIN, targets=everybody), "age", Wish(age="older")).sign == "unknown"

    @given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
    def test_answering_more_never_lowers(self, asked, answered, closed):
        asked = max(asked, answered, closed)
        better = min(asked, answered + 1)
        assert score(asked=asked, answered=better, closed=closed) >= score(
            asked=asked, answered=answered, closed=closed
        )

    def test_kilometres_along_the_ground(self):
        islamabad, karachi = (33.69, 73.05), (24.86, 67.01)
        assert rules.kilometres(islamabad, karachi) == pytest.approx(1140, abs=15)
        assert rules.kilometres(karachi, karachi) == 0
