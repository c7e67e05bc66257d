"""The cast: a few named people, so that a test about access reads like a sentence."""

import gc
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import TransactionTestCase as TestCase
from hypothesis import HealthCheck, settings

from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from sukoon.core import keys
from sukoon.core.access import Actor
from sukoon.places.models import Area
from sukoon.services.models import Service
from sukoon.workforce.models import Organisation
from tests.factories import (
    AreaFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    ServiceFactory,
    UserFactory,
)

# A machine that is busy draws slowly: that is no fault of what is tested.
settings.register_profile("sukoon", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sukoon")

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def key_ring():
    """Have keys from the start, as a server that was set up: no test makes them as it goes."""
    keys.write_ring(keys.KeyRing(1, {1: b"t" * keys.KEY_BYTES}))


@dataclass(frozen=True)
class Cast:
    """Who is who in tests about the register."""

    country: Area
    swat: Area
    kohat: Area
    misaal: Organisation  # Parveen's
    other: Organisation  # nobody's here
    service: Service  # misaal's, in Swat
    coco: User  # coordinator, whole country
    dilawar: User  # coordinator of Swat only
    parveen: User  # partner focal point of Misaal
    mehr: User  # M&E officer
    adam: User  # administrator
    dpo: User  # data-protection officer
    vida: User  # viewer
    nobody: User  # an account without a role

    def actor(self, name: str) -> Actor:
        return actor_for(getattr(self, name), now=NOW)


@pytest.fixture
def cast(db) -> Cast:
    country = AreaFactory(pcode="PK", level=0, name_en="Pakistan", path="PK/")
    province = AreaFactory(
        pcode="PK5", level=1, name_en="Khyber Pakhtunkhwa", path="PK/PK5/", parent=country
    )
    swat = AreaFactory(pcode="PK532", name_en="Swat", path="PK/PK5/PK532/", parent=province)
    kohat = AreaFactory(pcode="PK514", name_en="Kohat", path="PK/PK5/PK514/", parent=province)
    misaal, other = OrganisationFactory(name="Misaal"), OrganisationFactory(name="Other")

    def someone(role: str, **where: object) -> User:
        return RoleAssignmentFactory(role=role, **where).user

    return Cast(
        country=country, swat=swat, kohat=kohat, misaal=misaal, other=other,
        service=ServiceFactory(organisation=misaal, area=swat),
        coco=someone("coordinator", area=country),
        dilawar=someone("coordinator", area=swat),
        parveen=someone("partner_focal_point", org_id=misaal.pk),
        mehr=someone("me_officer", area=country),
        adam=someone("administrator"),
        dpo=someone("data_protection_officer"),
        vida=someone("viewer", area=country),
        nobody=UserFactory(),
    )  # fmt: skip


@pytest.fixture
def client_of(client, cast):
    """Return a client signed in as somebody of the cast (their second factor is set aside)."""

    def log_in(name: str):
        user = getattr(cast, name)
        user.is_synthetic = True
        user.save(update_fields=["is_synthetic"])
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


from tests.reference import cast_of, mapped, reference  # noqa: E402, F401 - fixtures

NEEDS_THE_DATABASE = frozenset(
    {"db", "transactional_db", "django_db_setup", "live_server",
     "django_db_reset_sequences", "django_db_serialized_rollback"}
)  # fmt: skip


def asks_for_both(item: pytest.Item) -> bool:
    """Whether a test asks for the common database: then it has to pass on both.

    Nothing else reaches that database: pytest-django refuses it.
    """
    asked = NEEDS_THE_DATABASE & set(getattr(item, "fixturenames", ()))
    told = item.get_closest_marker("django_db") is not None
    return bool(asked) or told or issubclass(getattr(item, "cls", None) or object, TestCase)


@pytest.hookimpl(tryfirst=True)  # before the halves are told apart by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for no database as `own_database`: PostgreSQL's half would only repeat it.

    Refuses that mark on a test of the common database, which PostgreSQL's half would miss.
    """
    wrong = []
    for item in items:
        if not asks_for_both(item):
            item.add_marker(pytest.mark.own_database)
        elif item.get_closest_marker("own_database"):
            wrong.append(item.nodeid)
    if wrong:
        raise pytest.UsageError(
            "own_database, but asks for the common database: " + ", ".join(wrong)
        )


def pytest_collection_finish() -> None:
    """Set apart what stays to the end: else each look for garbage walks Django and all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Make the test database from the models; tests/core/test_schema.py holds both to one."""
    return False


@pytest.fixture(autouse=True)
def english():
    """Begin each test in English: a page asked for in Urdu leaves its language behind."""
    from django.utils import translation

    translation.activate("en")
