"""The directory of a phone: the nearest first, how far, what is left; nothing that betrays a hidden place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.accounts.roles import actor_for
from sukoon.places.models import Area, Site
from sukoon.services import actions as services
from sukoon.services.models import Service
from sukoon.services.words import CountBasis
from sukoon.sync.holdings import directory
from sukoon.sync.rules import far
from sukoon.workforce.models import Worker
from tests.factories import ServiceFactory
from tests.sync.conftest import NOW


@pytest.fixture
def here(cast, worker):
    """The worker lives in Swat, whose point is known; Kohat is some 170 km away."""
    Area.objects.filter(pk=cast.swat.pk).update(lat=34.77, lon=72.36)
    Area.objects.filter(pk=cast.kohat.pk).update(lat=33.59, lon=71.44)
    Service.objects.all().delete()
    return actor_for(worker, now=NOW)


def service(cast, area, *, lat=None, lon=None, hidden=False, **told):
    site = Site.objects.create(
        name="Here", kind="facility", area=area, lat=lat, lon=lon, is_sensitive=hidden
    )
    return ServiceFactory(
        organisation=cast.misaal, site=site, area_path=area.path, status="under_way", **told
    )


def listed(by):
    return {str(pk): told for _kind, pk, told in directory.listed(by, now=NOW)}


def test_the_nearest_stand_first_and_say_how_far(cast, here):
    kohat = service(cast, cast.kohat)
    clinic = service(cast, cast.swat, lat=34.80, lon=72.40)
    unknown = service(cast, cast.swat)
    told = listed(here)
    assert list(told) == [str(clinic.pk), str(unknown.pk), str(kohat.pk)]
    assert told[str(clinic.pk)]["km"] == 5
    assert 150 < told[str(kohat.pk)]["km"] < 180
    assert "km" not in told[str(unknown.pk)]
    nearness = [one["near"] for one in told.values()]
    assert nearness == sorted(nearness, reverse=True)


def test_the_place_of_staff_comes_before_that_of_their_role(cast, here, worker):
    service(cast, cast.kohat, lat=33.60, lon=71.45)
    Worker.objects.create(
        name="W", organisation=cast.misaal, cadre="lhw", account=worker, area=cast.kohat
    )
    (told,) = listed(here).values()
    assert told["km"] < 5


def test_a_hidden_place_tells_neither_its_point_nor_its_name(cast, here):
    service(cast, cast.swat, lat=34.80, lon=72.40, hidden=True)
    for told in listed(here).values():
        assert "km" not in told
        assert "Here" not in str(told)


def test_places_left_are_told_as_the_service_reported_them(cast, here):
    made = service(cast, cast.swat)
    services.submit(
        by=cast.actor("parveen"), service=made, period_start=date(2026, 10, 1),
        period_end=date(2026, 10, 31), basis=CountBasis.PEOPLE, total=3, places_free=2,
        waiting_days=10, today=date(2026, 11, 5),
    )  # fmt: skip
    (told,) = listed(here).values()
    assert (told["places"], told["waiting_days"], told["told_on"]) == (2, 10, "2026-10-31")


@given(km=st.none() | st.floats(0, 20_000), shared=st.integers(0, 6))
def test_a_known_way_counts_as_it_is_and_an_unknown_one_less_the_more_is_shared(km, shared):
    assert far(km, shared) == (round(km) if km is not None else far(None, shared))
    assert far(None, shared) >= far(None, shared + 1)
