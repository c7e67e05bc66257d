"""Who fits and why; the clock of an exercise; what may follow what."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sukoon.surge.rules import flows, timers
from sukoon.surge.rules.matching import Candidate, Need, fit, free, ranked
from sukoon.surge.rules.timers import Timed, Turn
from sukoon.surge.words import (
    AssessmentState,
    DeploymentState,
    ExerciseState,
    Free,
    RequestState,
    Verdict,
)
from tests.surge.conftest import NOW

D = date(2026, 12, 1)
NEED = Need(D, D + timedelta(30), frozenset({"assessment"}), frozenset({"child"}),
            frozenset({"ps"}), "PK/PK5/PK532/")  # fmt: skip
days = st.integers(0, 60).map(lambda n: D + timedelta(n))
spans = st.lists(st.tuples(days, days).map(lambda p: (min(p), max(p))), max_size=4)


def who(**more):
    told = {"id": "a", "skills": frozenset({"assessment"}), "languages": frozenset({"ps"})}
    return Candidate(**{**told, **more})


def test_whoever_has_it_all_fits_and_says_why():
    found = fit(NEED, who(free=[(D, D + timedelta(40))], area_path="PK/PK5/PK514/"))
    assert found.fits
    assert (found.has, found.lacks, found.speaks, found.free) == (
        ("assessment",),
        (),
        ("ps",),
        Free.ALL,
    )
    assert found.near


def test_a_needed_skill_a_language_or_being_away_decides():
    assert not fit(NEED, who(skills=frozenset({"child"}))).fits
    assert not fit(NEED, who(languages=frozenset({"ur"}))).fits
    assert not fit(NEED, who(busy=[(D, D)])).fits
    assert not fit(NEED, who(free=[(D + timedelta(50), D + timedelta(51))])).fits
    assert fit(NEED, who()).fits, "nothing told of the time is not a no"


def test_times_that_touch_are_one_time():
    a, b = (D, D + timedelta(9)), (D + timedelta(10), D + timedelta(30))
    assert free(who(free=[b, a]), *_span(30)) is Free.ALL
    assert free(who(free=[a]), *_span(30)) is Free.PART
    assert (
        free(who(free=[(D, D + timedelta(9)), (D + timedelta(11), D + timedelta(30))]), *_span(30))
        is Free.PART
    )


def _span(n):
    return D, D + timedelta(n)


@given(told=spans, busy=spans, length=st.integers(0, 40))
def test_free_for_all_means_every_day_is_told_and_none_is_taken(told, busy, length):
    said = free(who(free=told, busy=busy), D, D + timedelta(length))
    every = [D + timedelta(n) for n in range(length + 1)]
    inside = [any(a <= d <= b for a, b in told) for d in every]
    taken = any(a <= d <= b for a, b in busy for d in every)
    expected = (
        Free.BUSY if taken else Free.NOT_TOLD if not told
        else Free.ALL if all(inside) else Free.PART if any(inside) else Free.NO
    )  # fmt: skip
    assert said is expected


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=8))
def test_nobody_who_does_not_fit_stands_before_one_who_does(rows):
    roster = [
        who(id=str(n), skills=frozenset({"assessment"} if a else {"child"}),
            languages=frozenset({"ps"} if b else {"ur"}), busy=[(D, D)] if c else [])
        for n, (a, b, c) in enumerate(rows)
    ]  # fmt: skip
    found = [f.fits for f in ranked(NEED, roster)]
    assert found == sorted(found, reverse=True)


def test_the_clock_says_where_an_inject_stands():
    minute = timedelta(minutes=1)
    assert timers.turn(Timed(10, 5), started_at=None, now=NOW) is Turn.WAITS
    assert timers.turn(Timed(10, 5), started_at=NOW, now=NOW + 9 * minute) is Turn.WAITS
    assert timers.turn(Timed(10, 5), started_at=NOW, now=NOW + 10 * minute) is Turn.DUE
    given_at = Timed(10, 5, NOW + 10 * minute)
    assert timers.turn(given_at, started_at=NOW, now=NOW + 15 * minute) is Turn.GIVEN
    assert timers.turn(given_at, started_at=NOW, now=NOW + 16 * minute) is Turn.LATE
    assert (
        timers.turn(Timed(10, 5, NOW, NOW + 5 * minute), started_at=NOW, now=NOW) is Turn.ANSWERED
    )
    assert (
        timers.turn(Timed(10, 5, NOW, NOW + 6 * minute), started_at=NOW, now=NOW)
        is Turn.ANSWERED_LATE
    )


def test_an_exercise_comes_to_figures_and_to_a_dash_where_nothing_was_answered():
    minute = timedelta(minutes=1)
    rows = [
        (Timed(0, 5, NOW, NOW + 4 * minute), Verdict.MET),
        (Timed(0, 5, NOW, NOW + 9 * minute), Verdict.PARTLY),
        (Timed(0, 5, NOW), Verdict.MISSED),
        (Timed(0, 5), Verdict.NOT_JUDGED),
    ]
    found = timers.result(rows)
    assert (found.injects, found.given, found.answered, found.in_time) == (4, 3, 2, 1)
    assert (found.met, found.judged, found.middle_minutes) == (1, 3, 9)
    assert timers.result([(Timed(0, 5), Verdict.NOT_JUDGED)]).middle_minutes is None


def test_every_state_has_a_way_and_the_ends_have_none():
    for flow, states in (
        (flows.ASSESSMENT_FLOW, AssessmentState), (flows.REQUEST_FLOW, RequestState),
        (flows.DEPLOYMENT_FLOW, DeploymentState), (flows.EXERCISE_FLOW, ExerciseState),
    ):  # fmt: skip
        assert set(flow.steps) == set(states)
    assert flows.DEPLOYMENT_FLOW.is_final(DeploymentState.RETURNED)


def test_ground_and_time_are_shared_or_not():
    assert flows.meet("PK/PK5/", "PK/PK5/PK532/")
    assert not flows.meet("PK/PK5/PK532/", "PK/PK5/PK514/")
    assert flows.around("PK/PK5/PK532/") == ["PK/", "PK/PK5/", "PK/PK5/PK532/"]
    assert flows.overlaps(D, None, D + timedelta(99), None)
    assert not flows.overlaps(D, D, D + timedelta(1), None)
