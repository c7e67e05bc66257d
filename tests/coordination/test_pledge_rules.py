"""Lateness, silence, and which service counts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sukoon.coordination.rules import pledges as rules
from sukoon.coordination.words import Counts, Stage, Standing, Why

TODAY = date(2026, 11, 24)
days = st.dates(date(2020, 1, 1), date(2032, 1, 1))
told = st.builds(
    rules.Told, st.sampled_from(Stage.values), st.none() | days, days, st.none() | days
)


def line(**changes):
    values = {"organisations": frozenset({"imc"}), "code": "9.4", "status": "under_way",
              "start_on": None, "end_on": None} | changes  # fmt: skip
    return rules.Line(**values)


WANTED = rules.Wanted(frozenset({"imc"}), frozenset({"9"}), date(2024, 1, 1), date(2027, 12, 31))


def test_same_partner_at_the_same_work_counts():
    assert rules.counts(line(), WANTED) == (Counts.YES, Why.SAME_WORK)


def test_same_partner_at_other_work_does_not():
    assert rules.counts(line(code="8.1"), WANTED) == (Counts.NO, Why.OTHER_WORK)


def test_another_partner_at_the_same_work_is_looked_at():
    found = rules.counts(line(organisations=frozenset({"other"})), WANTED)
    assert found == (Counts.LOOK, Why.OTHER_PARTNER)


def test_what_is_only_planned_or_was_over_before_does_not_count():
    assert rules.counts(line(status="planned"), WANTED)[0] is Counts.NO
    assert rules.counts(line(end_on=date(2023, 12, 31)), WANTED)[0] is Counts.NO
    assert rules.counts(line(start_on=date(2028, 1, 1)), WANTED)[0] is Counts.NO
    assert rules.counts(line(end_on=date(2024, 1, 1)), WANTED)[0] is Counts.YES


def test_a_main_code_covers_its_sub_codes_and_no_other():
    assert rules.covers_code({"9"}, "9.4")
    assert not rules.covers_code({"9"}, "10.4")
    assert not rules.covers_code({"1"}, "11.1")


def test_on_the_day_of_the_deadline_it_is_not_late_and_the_day_after_it_is():
    at = rules.Told(Stage.IN_PROGRESS, TODAY, TODAY, TODAY)
    assert not rules.is_late(at, today=TODAY)
    assert rules.is_late(at, today=TODAY + timedelta(days=1))


def test_silence_begins_after_the_clock_and_not_on_it():
    at = rules.Told(Stage.PLANNING, None, TODAY, None)
    assert not rules.is_silent(at, today=TODAY + timedelta(days=183), within=183)
    assert rules.is_silent(at, today=TODAY + timedelta(days=184), within=183)


@given(told, days, st.integers(0, 400))
def test_what_is_fulfilled_is_neither_late_nor_silent_and_days_never_run_back(at, today, within):
    assert rules.days_silent(at, today=today) >= 0
    stands = rules.standing(at, today=today, within=within)
    assert (stands is Standing.KEPT) == (at.stage == Stage.FULFILLED)
    if stands is Standing.ON_COURSE:
        assert not rules.is_late(at, today=today)
        assert not rules.is_silent(at, today=today, within=within)


@given(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
def test_said_and_seen_are_never_mixed(said, seen):
    gap = rules.difference(said, seen)
    assert gap is None if None in {said, seen} else gap == said - seen
