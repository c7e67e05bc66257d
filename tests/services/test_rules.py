"""What makes a line itself, what hints it deserves, what is late, what looks alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.core.problems import StepNotPossible
from sukoon.services import rules
from sukoon.services.rules import Clocks, Hint, Line, Promptness
from sukoon.services.words import OverlapClass, ReturnStatus

LINE = {
    "organisation": "o", "activity": "2012/8.2", "areas": ["PK514", "PK532"], "targets": ["women"],
    "modality": "facility", "site": "", "description": "PM+ groups",
}  # fmt: skip


def test_a_line_told_in_another_order_and_spelling_is_the_same_line():
    told = {**LINE, "areas": ["PK532", "PK514"], "description": "pm+  GROUPS"}
    assert rules.line_key(**told) == rules.line_key(**LINE)


@pytest.mark.parametrize("field", sorted(LINE))
def test_each_part_makes_another_line(field):
    other = ["PK999"] if isinstance(LINE[field], list) else "another"
    assert rules.line_key(**{**LINE, field: other}) != rules.line_key(**LINE)


@pytest.mark.parametrize(
    ("activity", "cadre", "targets", "expected"),
    [
        ("8.5", "", [], [Hint.DEBRIEFING]),
        ("8.2", "", ["responders"], [Hint.AID_WORKERS]),
        ("11.5", "", ["responders"], []),
        ("9.1", "", [], [Hint.CADRE_MISSING]),
        ("9.1", "psychiatrist", [], [Hint.NEEDS_NON_SPECIALISED_CADRE]),
        ("9.1", "phc_physician", [], []),
        ("10.1", "phc_physician", [], [Hint.NEEDS_SPECIALISED_CADRE]),
        ("10.1", "psychiatrist", [], []),
        ("1.2", "psychiatrist", [], []),
    ],
)
def test_coding_rules_are_hints(activity, cadre, targets, expected):
    found = rules.hints(
        activity=activity, cadre=cadre, targets=targets, counts_people=True, has_count=True
    )
    assert found == expected


def test_an_activity_that_counts_no_people_says_so():
    found = rules.hints(activity="11.1", cadre="", targets=[], counts_people=False, has_count=True)
    assert found == [Hint.NO_PEOPLE_COUNT]


@given(st.lists(st.integers(0, 1000), max_size=12), st.integers(0, 5000))
def test_a_split_is_blank_or_adds_up(cells, total):
    assert rules.adds_up(total, cells) is (cells == [] or sum(cells) == total)


def test_a_locked_return_goes_nowhere():
    assert rules.RETURN_FLOW.is_final(ReturnStatus.LOCKED)
    with pytest.raises(StepNotPossible):
        rules.RETURN_FLOW.check(ReturnStatus.DRAFT, ReturnStatus.ACCEPTED)


CLOCKS = Clocks(return_due_days=10, return_late_days=5, stale_days=90)
END = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("today", "sent", "expected"),
    [
        (END, False, Promptness.IN_TIME),
        (date(2026, 11, 1), False, Promptness.DUE),
        (date(2026, 11, 15), False, Promptness.DUE),
        (date(2026, 11, 16), False, Promptness.LATE),
        (date(2027, 1, 1), True, Promptness.IN_TIME),
    ],
)
def test_a_return_is_due_then_late(today, sent, expected):
    assert rules.promptness(period_end=END, sent=sent, today=today, clocks=CLOCKS) is expected


@pytest.mark.parametrize(
    ("status", "days", "stale"),
    [("under_way", 90, False), ("under_way", 91, True), ("completed", 900, False)],
)
def test_what_was_not_told_for_long_is_stale(status, days, stale):
    told = END - timedelta(days=days)
    assert rules.is_stale(status=status, reported_on=told, today=END, clocks=CLOCKS) is stale


A = Line("s1", "org1", frozenset({"d1"}), "pm groups", date(2026, 1, 1), date(2026, 6, 30))
B = replace(A, service="s2")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (replace(B, organisation="org2"), OverlapClass.TWO_ORGANISATIONS),
        (replace(B, donors=frozenset({"d2"})), OverlapClass.TWO_DONORS),
        (replace(B, description_key="other work"), OverlapClass.TWO_DESCRIPTIONS),
        (B, OverlapClass.SAME_LINE_TWICE),
        (A, None),
        (replace(B, start_on=date(2026, 7, 1), end_on=None), None),
        (replace(B, start_on=date(2026, 6, 30), end_on=None), OverlapClass.SAME_LINE_TWICE),
        (replace(B, start_on=None, end_on=None), OverlapClass.SAME_LINE_TWICE),
        (replace(B, start_on=None, end_on=date(2025, 12, 31)), None),
    ],
)
def test_how_two_lines_look_alike(other, expected):
    assert rules.overlap_class(A, other) is expected
    assert rules.overlap_class(other, A) is expected
