"""What is kept of what was typed, and how changes meet."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.cases import rules
from sukoon.cases.fields import field_sets
from sukoon.cases.rules import Field, FieldKind, Option, Wrong, check, merge

TEXT = Field("t", FieldKind.TEXT, "T", "T", required=True)
LONG = Field("l", FieldKind.LONG, "L", "L")
ONE = Field("c", FieldKind.CHOICE, "C", "C", options=(Option("a", "A", "A"), Option("b", "B", "B")))
MANY = Field("m", FieldKind.MULTI, "M", "M", options=ONE.options, counted=True)
NUMBER = Field("n", FieldKind.NUMBER, "N", "N", least=0, most=600, counted=True)
DAY = Field("d", FieldKind.DATE, "D", "D")
YES = Field("y", FieldKind.YES_NO, "Y", "Y", counted=True)
ALL = (TEXT, LONG, ONE, MANY, NUMBER, DAY, YES)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"t": "  two  words "}, {"t": "two words"}),
        ({"t": "x", "l": "line\r\nline"}, {"t": "x", "l": "line\nline"}),
        ({"t": "a\u202eb"}, {"t": "ab"}),
        ({"t": "<b>x</b>"}, {"t": "<b>x</b>"}),
        ({"t": "x", "n": "۱۲"}, {"t": "x", "n": 12}),
        ({"t": "x", "n": 0}, {"t": "x", "n": 0}),
        ({"t": "x", "m": ["b", "a"]}, {"t": "x", "m": ["a", "b"]}),
        ({"t": "x", "m": "b"}, {"t": "x", "m": ["b"]}),
        ({"t": "x", "d": "2026-11-24"}, {"t": "x", "d": "2026-11-24"}),
        ({"t": "x", "y": "no"}, {"t": "x", "y": False}),
        ({"t": "x", "y": True, "n": "", "c": None}, {"t": "x", "y": True}),
    ],
)
def test_what_is_kept(told, kept):
    checked = check(ALL, told)
    assert checked.wrong == {}
    assert checked.values == kept


@pytest.mark.parametrize(
    ("told", "field", "wrong"),
    [
        ({}, "t", Wrong.MISSING),
        ({"t": "  \u200b".strip()}, "t", Wrong.MISSING),
        ({"t": 5}, "t", Wrong.NO_TEXT),
        ({"t": "x" * 301}, "t", Wrong.TOO_LONG),
        ({"t": "x", "l": "y" * 1_000_000}, "l", Wrong.TOO_LONG),
        ({"t": "x", "c": "z"}, "c", Wrong.NO_CHOICE),
        ({"t": "x", "c": ["a"]}, "c", Wrong.NO_CHOICE),
        ({"t": "x", "m": ["a", "z"]}, "m", Wrong.NO_CHOICE),
        ({"t": "x", "m": [1]}, "m", Wrong.NO_CHOICE),
        ({"t": "x", "n": "12.5"}, "n", Wrong.NO_NUMBER),
        ({"t": "x", "n": True}, "n", Wrong.NO_NUMBER),
        ({"t": "x", "n": -1}, "n", Wrong.TOO_SMALL),
        ({"t": "x", "n": 601}, "n", Wrong.TOO_LARGE),
        ({"t": "x", "n": "9" * 40}, "n", Wrong.NO_NUMBER),
        ({"t": "x", "d": "2026-02-30"}, "d", Wrong.NO_DATE),
        ({"t": "x", "d": "0001-01-01"}, "d", Wrong.NO_DATE),
        ({"t": "x", "d": "1447-05-03x"}, "d", Wrong.NO_DATE),
        ({"t": "x", "y": "perhaps"}, "y", Wrong.NO_CHOICE),
        ({"t": "x", "zz": "1"}, "zz", Wrong.UNKNOWN),
    ],
)
def test_what_cannot_be_kept_is_named(told, field, wrong):
    assert check(ALL, told).wrong == {field: wrong}


@given(
    st.dictionaries(
        st.sampled_from([f.code for f in ALL] + ["odd"]),
        st.one_of(
            st.none(),
            st.text(),
            st.integers(),
            st.booleans(),
            st.floats(),
            st.lists(st.text(max_size=3)),
            st.dictionaries(st.text(), st.text()),
        ),
    )
)
def test_nothing_that_is_sent_breaks_the_check_and_every_value_is_kept_or_named(told):
    checked = check(ALL, told)
    for code in told:
        blank = told[code] is None or told[code] in ("", [])
        said = code in checked.values or str(code) in checked.wrong
        empty = isinstance(told[code], str) and not rules.plain(told[code])
        assert said or blank or empty, code


def test_only_codes_are_counted_never_words():
    values = {"t": "secret", "l": "more", "m": ["a", "b"], "n": 3, "y": False, "c": "a"}
    assert rules.counted(ALL, values) == [("m", "a"), ("m", "b"), ("n", "3"), ("y", "no")]


def test_no_shipped_field_counts_a_text():
    for found in field_sets().values():
        for f in found.fields:
            assert not (f.counted and f.kind in {FieldKind.TEXT, FieldKind.LONG}), f.code


def test_a_record_of_a_contact_takes_at_most_eight_taps():
    quick = [f for f in field_sets()["contact"].fields if f.quick or f.required]
    assert len([f for f in quick if f.kind is not FieldKind.LONG]) + 2 <= 8  # open it, save it


VALUES = st.sampled_from(["a", "b", "c", None])
STATE = st.fixed_dictionaries({"x": VALUES, "y": VALUES})


@given(base=STATE, theirs=STATE, mine=STATE)
def test_a_merge_loses_nothing(base, theirs, mine):
    merged = merge(base, theirs, mine)
    for name, wanted in mine.items():
        changed_by_me, changed_by_them = wanted != base[name], theirs[name] != base[name]
        if not changed_by_me or wanted == theirs[name]:
            assert name not in merged.apply
            assert name not in merged.conflicts
        elif changed_by_them:
            assert merged.conflicts[name] == wanted
        else:
            assert merged.apply[name] == wanted


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        (NOW, False),
        (NOW + timedelta(minutes=9), False),
        (NOW + timedelta(minutes=11), True),
        (NOW - timedelta(days=9000), False),
        (datetime(1899, 1, 1, tzinfo=UTC), True),
    ],
)
def test_what_cannot_have_happened_then(at, wrong):
    assert rules.too_early_or_late(at, now=NOW) is wrong


def test_a_closed_case_can_only_be_reopened():
    from sukoon.cases.words import CaseStatus

    assert rules.CASE_FLOW.steps[CaseStatus.CLOSED] == {CaseStatus.REOPENED}
    assert all(
        CaseStatus.CLOSED in s for k, s in rules.CASE_FLOW.steps.items() if k != CaseStatus.CLOSED
    )
