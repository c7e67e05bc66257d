import pytest
import time_machine

from tests.risk.making import NOW, Team, make_team


@pytest.fixture
def team(db) -> Team:
    with time_machine.travel(NOW, tick=False):
        yield make_team()


@pytest.fixture
def clock(team):
    """Move the clock: `clock.move_to(moment)`."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
