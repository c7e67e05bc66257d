import pytest

from sukoon.cases.models import Case
from tests.cases.making import make_case
from tests.risk.conftest import clock, team  # noqa: F401 - fixtures
from tests.risk.making import Team


@pytest.fixture
def case(team: Team) -> Case:  # noqa: F811
    return make_case(team)
