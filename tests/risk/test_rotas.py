"""The duty rota: gaps and overlaps are found; who cannot be asked fills none."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.core.access import NotAllowed
from sukoon.risk import actions, queries, rules
from sukoon.risk.models import DutyRota
from sukoon.risk.problems import NotInThisTeam, ShiftBackwards
from sukoon.risk.rules import Span, Turn
from tests.risk.making import NOW

HOUR = timedelta(hours=1)


def turn(begins, ends, order=1):
    return Turn(NOW + begins * HOUR, NOW + ends * HOUR, order)


def span(begins, ends):
    return Span(NOW + begins * HOUR, NOW + ends * HOUR)


def test_gaps_are_where_nobody_is():
    turns = [turn(2, 5), turn(4, 6, order=2), turn(8, 9)]
    assert rules.gaps(turns, since=NOW, until=NOW + 10 * HOUR) == [
        span(0, 2),
        span(6, 8),
        span(9, 10),
    ]
    assert rules.gaps([], since=NOW, until=NOW + HOUR) == [span(0, 1)]
    assert rules.gaps([turn(-3, 30)], since=NOW, until=NOW + HOUR) == []


def test_overlaps_are_where_two_are_asked_first():
    assert rules.overlaps([turn(0, 5), turn(3, 8), turn(3, 8, order=2)]) == [span(3, 5)]
    assert rules.overlaps([turn(0, 5), turn(5, 8)]) == []


turns = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda t: turn(t[0], t[0] + t[1])),
    max_size=8,
)


@given(turns, st.integers(0, 39))
def test_every_hour_is_in_a_gap_or_on_a_turn(found, hour):
    at = NOW + hour * HOUR
    on = any(t.starts_at <= at < t.ends_at for t in found)
    gaps = rules.gaps(found, since=NOW, until=NOW + 40 * HOUR)
    assert on != any(g.starts_at <= at < g.ends_at for g in gaps)


@pytest.fixture
def rota(team):
    return actions.record_rota(by=team.actor("lead"), name="Days", org_id=team.org.pk)


def test_who_keeps_no_rota_is_stopped(team, rota):
    shift = team.on_duty("duty")
    for name in ("worker", "specialist", "stranger", "coordinator"):
        by = team.actor(name)
        for act in (
            lambda by=by: actions.record_rota(by=by, name="x", org_id=team.org.pk),
            lambda by=by: actions.record_rota(by=by, name="x", rota=rota),
            lambda by=by: actions.end_rota(by=by, rota=rota),
            lambda by=by: actions.remove_shift(by=by, shift=shift),
            lambda by=by: actions.add_shift(
                by=by, rota=rota, worker=shift.worker, starts_at=NOW, ends_at=NOW + HOUR
            ),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_lead_keeps_the_rota_of_the_own_team_only(team):
    with pytest.raises(NotAllowed):
        actions.record_rota(by=team.actor("lead"), name="x", org_id=team.other.pk)
    with pytest.raises(NotAllowed):
        actions.record_rota(by=team.actor("lead"), name="x", area_path="PK/PK5/")


def test_the_same_hours_of_the_weeks_after(team, rota):
    worker = team.on_duty("duty").worker
    made = actions.add_shift(
        by=team.actor("lead"),
        rota=rota,
        worker=worker,
        starts_at=NOW,
        ends_at=NOW + 8 * HOUR,
        weeks=3,
    )
    assert [s.starts_at for s in made] == [NOW + timedelta(weeks=n) for n in range(3)]


@pytest.mark.parametrize("hours", [0, -1, 73])
def test_a_shift_is_a_shift(team, rota, hours):
    worker = team.on_duty("duty").worker
    with pytest.raises(ShiftBackwards):
        actions.add_shift(
            by=team.actor("lead"),
            rota=rota,
            worker=worker,
            starts_at=NOW,
            ends_at=NOW + hours * HOUR,
        )


def test_who_cannot_be_asked_fills_no_gap(team, rota):
    shift = team.on_duty("duty")
    found = queries.shifts_of(shift.rota, since=NOW, until=NOW + HOUR)
    assert queries.coverage_of(found, since=NOW, until=NOW + HOUR) == ([], [])
    team.users["duty"].is_active = False
    team.users["duty"].save()
    found = queries.shifts_of(shift.rota, since=NOW, until=NOW + HOUR)
    assert queries.coverage_of(found, since=NOW, until=NOW + HOUR)[0] == [span(0, 1)]
    shift.worker.refresh_from_db()
    with pytest.raises(NotInThisTeam):
        actions.add_shift(
            by=team.actor("lead"), rota=rota, worker=shift.worker, starts_at=NOW, ends_at=NOW + HOUR
        )


def test_an_ended_rota_asks_nobody(team):
    shift = team.on_duty("duty")
    actions.end_rota(by=team.actor("lead"), rota=shift.rota)
    assert team.raised().owner_id == team.users["lead"].pk
    assert not queries.rotas(team.actor("lead")).exists()
    assert DutyRota.objects.count() == 1
