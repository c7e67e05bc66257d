"""What holds of supervision, whatever the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.supervision import rules
from sukoon.supervision.rules import NONE, Medicine, Opinion, Urgency, differences, medicines
from sukoon.supervision.words import Changed, PlanPart, RequestStatus, Turn, Verdict

TRAINEE = Opinion("EPI", "", (Medicine("Valproate", "200 mg"),), frozenset({"explain"}), NONE)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("own", "verdict", "diagnosis", "plan"),
    [
        (TRAINEE, Verdict.AGREE, Changed.NO, set()),
        (Opinion("OTH"), Verdict.CHANGE, Changed.YES, {PlanPart.DRUG, PlanPart.PSYCHOSOCIAL}),
        (
            Opinion("EPI", "DEP", TRAINEE.medicines, TRAINEE.support), Verdict.CHANGE,
            Changed.PARTLY, set(),
        ),
        (
            Opinion("DEP", "EPI", TRAINEE.medicines, TRAINEE.support), Verdict.CHANGE,
            Changed.PARTLY, set(),
        ),
        (
            Opinion("EPI", "", (Medicine("valproate ", "400 mg"),), TRAINEE.support), Verdict.AGREE,
            Changed.NO, {PlanPart.DOSE},
        ),
        (
            Opinion("EPI", "", TRAINEE.medicines, TRAINEE.support, "tier4"), Verdict.CANNOT_SAY,
            Changed.NO, {PlanPart.REFERRAL},
        ),
        (
            Opinion("", "", (Medicine("Fluoxetine", "20 mg"),), frozenset()), Verdict.CANNOT_SAY,
            Changed.NO, {PlanPart.DRUG, PlanPart.PSYCHOSOCIAL},
        ),
    ],
)  # fmt: skip
def test_differences_are_marked_part_by_part(own, verdict, diagnosis, plan):
    marked = differences(TRAINEE, own, verdict)
    assert (marked.diagnosis, set(marked.plan)) == (diagnosis, plan)


CODES = st.sampled_from(["", "EPI", "DEP", "OTH"])
OPINIONS = st.builds(
    Opinion, CODES, CODES, st.just(()), st.frozensets(st.sampled_from(["a", "b"])),
    st.sampled_from([NONE, "tier4"]),
)  # fmt: skip


@given(OPINIONS, OPINIONS)
def test_who_changes_nothing_changed_nothing_and_a_difference_has_no_direction(one, other):
    assert differences(one, one, Verdict.CHANGE).diagnosis == Changed.NO
    assert not differences(one, one, Verdict.CHANGE).plan_changed
    there, back = (differences(a, b, Verdict.CHANGE) for a, b in ((one, other), (other, one)))
    assert (there.diagnosis, there.plan) == (back.diagnosis, back.plan)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Fluoxetine, 20 mg once", [("Fluoxetine", "20 mg once")]),
        ("Fluoxetine 20 mg\n\nValproate: 200 mg", [("Fluoxetine", "20 mg"), ("Valproate", "200 mg")]),
        ("فلوکسیٹین، ۲۰ ملی گرام", [("فلوکسیٹین", "۲۰ ملی گرام")]),
        ("  \n", []),
        ("Vitamin B12", [("Vitamin B12", "")]),
    ],
)  # fmt: skip
def test_medicines_are_read_as_they_are_typed(typed, read):
    assert [(m.name, m.dose) for m in medicines(typed)] == read


def test_names_and_numbers_are_taken_out_of_texts():
    told, found = rules.without_names(
        "Amna says her brother Ali called 0300-1234567; AMNA was ill for 16 months.", ["Amna Bibi"]
    )
    assert told == "[…] says her brother Ali called […]; […] was ill for 16 months."
    assert found == 3


@given(st.text(max_size=60), st.lists(st.text(alphabet="abcdefgh", min_size=3, max_size=6)))
def test_no_name_is_left_in_a_text(text, names):
    told, _n = rules.without_names(f"{text} {' '.join(names)}", names)
    assert not set(told.casefold().replace(".", " ").split()) & {n.casefold() for n in names}


def test_a_flow_ends_only_closed_and_every_state_can_be_closed():
    assert [s for s in RequestStatus if rules.FLOW.is_final(s)] == [RequestStatus.CLOSED]
    assert all(RequestStatus.CLOSED in to for s, to in rules.FLOW.steps.items() if to)


@pytest.mark.parametrize("turn", list(Turn))
def test_every_turn_has_a_deadline(turn):
    from sukoon.supervision.definitions import book

    for urgency in book().urgencies.values():
        assert rules.due(turn, urgency, book().limits, since=NOW) > NOW


def test_the_promise_of_three_days_is_the_default():
    from sukoon.supervision.definitions import book

    urgency = book().urgency("nobody knows this code")
    assert rules.due(Turn.ANSWER, urgency, book().limits, since=NOW) == NOW + timedelta(days=3)


def test_the_least_busy_is_chosen_and_of_equals_the_nearest():
    assert rules.least_loaded({"a": 3, "b": 1}, ["a", "b", "c"]) == "c"
    assert rules.least_loaded({}, ["a", "b"]) == "a"


@given(
    st.lists(st.uuids().map(str), unique=True, max_size=60), st.integers(1, 100), st.integers(1, 9)
)
def test_a_sample_can_be_drawn_again_whatever_the_order(ids, share, least):
    once = rules.sampled(ids, seed="2026-11", share=share, least=least)
    again = rules.sampled(list(reversed(ids)), seed="2026-11", share=share, least=least)
    assert once == again
    assert set(once) <= set(ids)
    assert len(once) == min(len(ids), max(least, round(len(ids) * share / 100)))


def test_another_seed_draws_another_sample():
    ids = [str(n) for n in range(200)]
    drawn = {tuple(rules.sampled(ids, seed=s, share=10, least=3)) for s in "abcdef"}
    assert len(drawn) == 6


def test_age_is_told_as_a_band():
    assert [rules.age_band(a) for a in (None, 0, 17, 30, 59, 60, 99)] == [
        "", "0-4", "12-17", "25-34", "45-59", "60+", "60+",
    ]  # fmt: skip


def test_silence_counts_from_the_last_case_or_the_training():
    day = date(2026, 11, 24)
    assert rules.is_quiet(None, day - timedelta(days=14), day, 14)
    assert not rules.is_quiet(day - timedelta(days=13), day - timedelta(days=99), day, 14)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_small_count_is_never_shown_nor_found_by_subtraction(part, more):
    whole = part + more
    if rules.safe_pair(part, whole, small=5):
        assert all(n == 0 or n >= 5 for n in (part, whole, whole - part))


def test_a_share_of_nothing_is_nothing_never_zero():
    assert rules.share(0, 0) is None
    assert rules.middle([]) is None
    assert rules.share(158, 413) == 0.382567


def test_urgency_is_as_the_pack_says():
    assert Urgency("x", *[timedelta(1)] * 4).answer == timedelta(days=1)


def test_a_share_in_percent_is_cut_and_never_told_larger_than_it_is():
    assert (rules.cut_share(158, 413), rules.cut_share(235, 413)) == (38.25, 56.9)
    assert rules.cut_share(1, 1) == 100


@given(part=st.integers(0, 10_000), more=st.integers(1, 10_000))
def test_a_cut_share_is_within_a_hundredth_below_the_share(part, more):
    whole, cut = part + more, rules.cut_share(part, part + more)
    assert -1e-9 <= part * 100 / whole - cut < 0.01 + 1e-9
