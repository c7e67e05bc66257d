import pytest

from sukoon.cases.models import Case
from sukoon.supervision.models import Request
from tests.cases.making import make_case
from tests.risk.conftest import clock, team  # noqa: F401 - fixtures
from tests.risk.making import Team
from tests.supervision.making import asked


@pytest.fixture
def case(team: Team) -> Case:  # noqa: F811
    return make_case(team)


@pytest.fixture
def request_(team: Team, case: Case) -> Request:  # noqa: F811
    """A question that waits for the specialist of the area."""
    return asked(team, case)
