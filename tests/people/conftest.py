"""Who keeps records of persons in these tests."""

from uuid import UUID, uuid4

import pytest

from sukoon.core.access import Actor, Grant, Reach
from sukoon.core.permissions import Permission
from tests.factories import AreaFactory

TEAM = UUID("01930000-0000-7000-8000-000000000001")
OTHERS = UUID("01930000-0000-7000-8000-000000000002")
HELD = (Permission.PERSON_VIEW, Permission.PERSON_WRITE)


def worker(team=TEAM, *permissions):
    held = permissions or HELD
    return Actor(uuid4(), "care_worker", frozenset(Grant(p, Reach.TEAM, org_id=team) for p in held))


@pytest.fixture
def by():
    return worker()


@pytest.fixture
def stranger():
    return worker(OTHERS, *HELD, Permission.PERSON_MERGE)


@pytest.fixture
def lead():
    return worker(TEAM, *HELD, Permission.PERSON_MERGE)


@pytest.fixture
def swat(db):
    return AreaFactory(pcode="PK532", name_en="Swat", path="PK/PK5/PK532/")
