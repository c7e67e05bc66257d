import pytest
from django.test import Client

from sukoon.cases.models import Case
from tests.cases.making import make_case
from tests.risk.conftest import clock, team  # noqa: F401 - fixtures
from tests.risk.making import Team


@pytest.fixture
def case(team: Team) -> Case:  # noqa: F811
    return make_case(team)


@pytest.fixture
def as_(team: Team):  # noqa: F811
    """Return how somebody of the team signs in: each at a browser of their own."""

    def sign_in(name: str) -> Client:
        user = team.users[name]
        user.is_synthetic = True
        user.save(update_fields=["is_synthetic"])
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
