"""The access rule, every branch of it. `./sukoon campaign access-mutants` proves nothing is missing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from sukoon.core.access import (
    NOWHERE,
    SYSTEM,
    Actor,
    Grant,
    NotAllowed,
    Reach,
    Scope,
    can,
    covers,
    holds,
    in_force,
    require,
    require_holds,
    require_system,
    within_reach,
)
from sukoon.core.permissions import Permission
from sukoon.people.models import Person
from sukoon.services.models import Service
from tests.conftest import NOW
from tests.factories import ServiceFactory

VIEW, WRITE = Permission.SERVICE_VIEW, Permission.SERVICE_WRITE
ME, TEAM, CASE = uuid4(), uuid4(), uuid4()


def actor(*grants):
    return Actor(ME, "x", frozenset(grants))


GRANTS = {
    "own": Grant(VIEW, Reach.OWN),
    "team": Grant(VIEW, Reach.TEAM, org_id=TEAM),
    "no team": Grant(VIEW, Reach.TEAM),
    "area": Grant(VIEW, Reach.AREA, area_path="PK/PK5/"),
    "no area": Grant(VIEW, Reach.AREA),
    "record": Grant(VIEW, Reach.RECORD, record_id=CASE),
    "no record": Grant(VIEW, Reach.RECORD),
    "everywhere": Grant(VIEW, Reach.EVERYWHERE),
}
SCOPES = {
    "mine": Scope(owner_id=ME),
    "the team's": Scope(owner_id=uuid4(), org_id=TEAM),
    "in the area": Scope(area_path="PK/PK5/PK532/"),
    "the area": Scope(area_path="PK/PK5/"),
    "beside the area": Scope(area_path="PK/PK53/"),
    "above the area": Scope(area_path="PK/"),
    "ends like the area": Scope(area_path="X/PK/PK5/"),
    "another's": Scope(owner_id=uuid4(), org_id=uuid4(), area_path="PK/PK7/"),
    "this record": Scope(owner_id=uuid4(), record_id=CASE),
    "another record": Scope(owner_id=uuid4(), record_id=uuid4()),
    "cared for by me": Scope(owner_id=uuid4(), related=frozenset({uuid4(), ME})),
    "cared for by others": Scope(owner_id=uuid4(), related=frozenset({uuid4()})),
    "nowhere": NOWHERE,
}
REACHED = {
    "own": {"mine", "cared for by me"},
    "team": {"the team's", "cared for by me"},
    "no team": {"cared for by me"},
    "area": {"in the area", "the area", "cared for by me"},
    "no area": {"cared for by me"},
    "record": {"this record"},
    "no record": set(),
    "everywhere": set(SCOPES),
}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("grant", GRANTS)
def test_a_grant_reaches_what_it_says_and_nothing_else(grant, scope):
    by = actor(GRANTS[grant])
    expected = scope in REACHED[grant]
    assert covers(GRANTS[grant], by, SCOPES[scope]) is expected
    assert can(by, VIEW, SCOPES[scope]) is expected
    assert not can(by, WRITE, SCOPES[scope])
    if expected:
        require(by, VIEW, SCOPES[scope])
    else:
        with pytest.raises(NotAllowed):
            require(by, VIEW, SCOPES[scope])


def test_two_grants_add_up_and_never_take_away():
    by = actor(GRANTS["no team"], GRANTS["area"], Grant(WRITE, Reach.EVERYWHERE))
    assert can(by, VIEW, SCOPES["the area"])
    assert not can(by, VIEW, SCOPES["mine"])


def test_holding_a_permission_is_having_any_grant_of_it():
    assert holds(actor(GRANTS["no area"]), VIEW)
    assert not holds(actor(GRANTS["everywhere"]), WRITE)
    require_holds(actor(GRANTS["own"]), VIEW)
    with pytest.raises(NotAllowed):
        require_holds(actor(GRANTS["own"]), WRITE)


def test_the_platform_is_itself_and_nobody_like_it():
    require_system(SYSTEM)
    with pytest.raises(NotAllowed):
        require_system(Actor(SYSTEM.id, "system"))


@pytest.mark.parametrize(
    ("ends", "kept"),
    [
        (None, True),
        (timedelta(seconds=1), True),
        (timedelta(0), False),
        (-timedelta(days=1), False),
    ],
)
def test_a_grant_is_in_force_until_its_moment(ends, kept):
    grant = Grant(VIEW, Reach.OWN, expires_at=None if ends is None else NOW + ends)
    assert (grant in in_force(frozenset({grant}), now=NOW)) is kept


@pytest.mark.django_db
@pytest.mark.parametrize("grant", GRANTS)
def test_a_table_without_a_column_is_not_reached_by_it(grant):
    ServiceFactory()
    reach = within_reach(actor(GRANTS[grant]), VIEW, owner=None, org=None, area=None)
    assert Service.objects.filter(reach).exists() is (grant == "everywhere")


@pytest.mark.django_db
def test_a_table_is_reached_through_a_care_relationship_by_whoever_holds_the_permission():
    line, _other = ServiceFactory(), ServiceFactory()
    mine = Service.objects.filter(pk=line.pk).values("pk")

    def reached(grant, **columns):
        reach = within_reach(actor(grant), VIEW, **columns)
        return list(Service.objects.filter(reach).values_list("pk", flat=True))

    none = {"owner": None, "org": None, "area": None}
    for grant in ("own", "team", "area", "no team", "no area"):
        assert reached(GRANTS[grant], **none, related=mine) == [line.pk], grant
        assert reached(GRANTS[grant], **none) == [], grant
    assert reached(GRANTS["record"], **none, related=mine) == []
    assert reached(Grant(WRITE, Reach.OWN), **none, related=mine) == []


@pytest.mark.django_db
def test_a_grant_of_no_record_does_not_reach_the_rows_that_name_none():
    ServiceFactory()  # it stands in no site: the column is empty
    reach = within_reach(
        actor(GRANTS["no record"]), VIEW, owner=None, org=None, area=None, record="site"
    )
    assert not Service.objects.filter(reach).exists()


@pytest.mark.django_db
def test_a_table_is_reached_through_each_of_its_columns():
    line = ServiceFactory()
    columns = {"owner": "id", "org": "organisation", "area": "area_path", "record": "id"}

    def reached(*grants, pk=ME):
        by = Actor(pk, "x", frozenset(grants))
        return Service.objects.filter(within_reach(by, VIEW, **columns)).exists()

    assert reached(Grant(VIEW, Reach.OWN), pk=line.pk)
    assert not reached(Grant(VIEW, Reach.OWN))
    assert reached(Grant(VIEW, Reach.TEAM, org_id=line.organisation_id))
    assert not reached(Grant(VIEW, Reach.TEAM, org_id=uuid4()))
    assert not reached(Grant(VIEW, Reach.TEAM))
    assert reached(Grant(VIEW, Reach.AREA, area_path=line.area_path))
    assert not reached(Grant(VIEW, Reach.AREA, area_path=line.area_path[3:]))
    assert not reached(Grant(VIEW, Reach.AREA))
    assert reached(Grant(VIEW, Reach.RECORD, record_id=line.pk))
    assert not reached(Grant(VIEW, Reach.RECORD, record_id=uuid4()))
    assert not reached(Grant(VIEW, Reach.RECORD))
    assert not reached(Grant(WRITE, Reach.EVERYWHERE))
    assert not reached()
    assert reached(Grant(WRITE, Reach.OWN), Grant(VIEW, Reach.EVERYWHERE))


@pytest.mark.django_db
def test_a_record_of_no_team_is_not_reached_by_a_grant_for_no_team():
    person = Person.objects.create(owner_id=uuid4(), org_id=None)
    columns = {"owner": "owner_id", "org": "org_id", "area": "area_path", "record": "id"}
    for grant in ("team", "no team", "area", "no area", "own", "record", "no record"):
        by = actor(GRANTS[grant])
        assert not Person.objects.filter(within_reach(by, VIEW, **columns)).exists(), grant
        assert not can(by, VIEW, person.scope), grant


def test_who_holds_two_permissions_holds_each_of_them():
    by = actor(Grant(VIEW, Reach.OWN), Grant(WRITE, Reach.TEAM, org_id=uuid4()))
    assert holds(by, VIEW)
    assert holds(by, WRITE)
    require_holds(by, VIEW)
    assert not holds(actor(Grant(VIEW, Reach.OWN)), WRITE)
