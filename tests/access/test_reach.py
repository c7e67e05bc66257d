"""The rule asked of one object and the rule asked of a table must give the same answer."""

import itertools
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from sukoon.core.access import (
    Actor,
    Grant,
    NotAllowed,
    Reach,
    can,
    in_force,
    require,
    within_reach,
)
from sukoon.core.permissions import Permission
from sukoon.services.models import Service
from tests.conftest import NOW
from tests.factories import AreaFactory, OrganisationFactory, ServiceFactory

P = Permission
COLUMNS = {"owner": None, "org": "organisation", "area": "area_path"}


@pytest.mark.django_db
def test_can_and_within_reach_agree():
    orgs = OrganisationFactory.create_batch(2)
    areas = [
        AreaFactory(pcode=f"P{n}", path=p)
        for n, p in enumerate(
            ("PK/PK5/", "PK/PK5/PK532/", "PK/PK53/", "PK/%/", "X/PK/PK5/", "PK/_K5/")
        )
    ]
    for org, area in itertools.product(orgs, areas):
        ServiceFactory(organisation=org, area=area)
    services = list(Service.objects.all())
    actor_id = uuid4()

    singles = [Grant(P.SERVICE_VIEW, Reach.OWN), Grant(P.SERVICE_VIEW, Reach.EVERYWHERE)]
    singles += [Grant(P.SERVICE_VIEW, Reach.TEAM, org_id=o.pk) for o in orgs]
    singles += [Grant(P.SERVICE_VIEW, Reach.AREA, area_path=a.path) for a in areas]
    singles += [
        Grant(P.SERVICE_VIEW, Reach.AREA),
        Grant(P.SERVICE_VIEW, Reach.TEAM),
        Grant(P.SERVICE_WRITE, Reach.EVERYWHERE),
    ]
    for grants in itertools.chain(
        [()], itertools.combinations(singles, 1), itertools.combinations(singles, 2)
    ):
        actor = Actor(id=actor_id, label="x", grants=frozenset(grants))
        by_rule = {s.pk for s in services if can(actor, P.SERVICE_VIEW, s.scope)}
        by_table = set(
            Service.objects.filter(within_reach(actor, P.SERVICE_VIEW, **COLUMNS)).values_list(
                "pk", flat=True
            )
        )
        assert by_rule == by_table, grants


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["pk/kp/", "PK/KP"])
def test_a_path_that_would_blur_an_area_is_refused(path):
    with pytest.raises(IntegrityError):
        AreaFactory(path=path)


def test_a_grant_ends_at_its_moment():
    ends = Grant(P.SERVICE_VIEW, Reach.EVERYWHERE, expires_at=NOW)
    goes_on = Grant(P.SERVICE_WRITE, Reach.EVERYWHERE, expires_at=NOW + timedelta(seconds=1))

    assert in_force(frozenset({ends, goes_on}), now=NOW) == {goes_on}


def test_who_was_granted_nothing_is_stopped(cast):
    with pytest.raises(NotAllowed):
        require(cast.actor("nobody"), P.SERVICE_WRITE, cast.service.scope)


@pytest.mark.parametrize(
    ("who", "writes"),
    [
        ("coco", True),
        ("dilawar", True),
        ("parveen", True),
        ("mehr", False),
        ("adam", False),
        ("dpo", False),
        ("vida", False),
        ("nobody", False),
    ],
)
def test_who_may_change_a_line_of_misaal_in_swat(cast, who, writes):
    assert can(cast.actor(who), P.SERVICE_WRITE, cast.service.scope) is writes


def test_the_coordinator_of_swat_does_not_reach_kohat(cast):
    kohat = ServiceFactory(area=cast.kohat, organisation=cast.misaal)

    assert not can(cast.actor("dilawar"), P.SERVICE_WRITE, kohat.scope)


def test_a_focal_point_does_not_reach_another_organisation(cast):
    theirs = ServiceFactory(area=cast.swat, organisation=cast.other)

    assert not can(cast.actor("parveen"), P.SERVICE_WRITE, theirs.scope)
