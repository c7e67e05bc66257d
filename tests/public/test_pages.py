"""The open pages: what they say, what they never say, what hostile addresses do to them."""

import pytest
from django.urls import reverse

from sukoon.accounts.roles import console_actor, public_actor
from sukoon.services import queries
from sukoon.services.commands import gaps, overlaps
from sukoon.services.models import Service
from sukoon.services.queries.districts import Told
from tests.factories import ServiceFactory

PAGES = ["home", "matrix", "pyramid", "gaps", "overlaps", "staleness", "directory",
         "organisations", "about"]  # fmt: skip
HOSTILE = [
    "?area=NOPE", "?area=" + "x" * 9000, "?layer=9&target=x&status=y&activity=%00",
    "?cursor=garbage&page=-1&group=zz&order='--", "?q=" + "%25" * 90, "?organisation=notauuid",
    "?page=99999999999999", "?cursor=a|b", "?q=%F0%9F%98%80",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_full_and_empty(client, name, db):
    assert client.get(reverse(f"public:{name}")).status_code == 200


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_address_breaks_nothing(client, mapped, name, query):
    expected = {400} if "%00" in query else {200, 404}
    assert client.get(reverse(f"public:{name}") + query).status_code in expected


def test_the_national_picture_says_its_finding_from_the_data(client, mapped):
    found = queries.country(public_actor(), queries.Filters())
    page = client.get("/").content.decode()

    assert f"{len(found.told(Told.NONE))} of {len(found.districts)} districts" in page
    assert len(found.told(Told.NAMED)) == 4
    assert "United Nations" in page


@pytest.mark.parametrize("name", PAGES)
def test_a_sensitive_service_is_on_no_open_page(client, mapped, name):
    hidden = Service.objects.get(is_sensitive=True)
    page = client.get(reverse(f"public:{name}"), {"status": "all", "all": "1"}).content.decode()

    assert "GBV" not in page
    assert str(hidden.pk) not in page
    assert client.get(reverse("public:service", args=[hidden.pk])).status_code == 404


def test_a_line_of_a_province_is_not_a_service_of_its_districts(mapped):
    found = queries.country(public_actor(), queries.Filters())
    by_code = {d.area.pcode: d for d in found.districts}

    assert by_code["PK532"].told is Told.NOT_TOLD  # Swat: only its province is named
    assert by_code["PK514"].told is Told.NAMED  # Kohat
    assert by_code["PK617"].told is Told.NONE  # Lahore
    assert by_code["PK401"].told is Told.NAMED  # Islamabad is all of its territory


def test_a_new_service_closes_its_gap(mapped):
    before = {(g["pcode"], g["layer"]) for g in gaps(queries.Filters())}
    assert ("PK617", 3) in before
    from sukoon.places.models import Area

    ServiceFactory(area=Area.objects.get(pcode="PK617"))

    after = {(g["pcode"], g["layer"]) for g in gaps(queries.Filters())}
    assert before - after == {("PK617", 3)}


def test_gaps_are_ranked_by_people_with_their_keys(mapped):
    found = gaps(queries.Filters())
    assert set(found[0]) == {"pcode", "area", "population", "layer", "services"}
    people = [g["population"] or 0 for g in found]
    assert people == sorted(people, reverse=True)


def test_overlaps_say_who_and_why(mapped):
    found = overlaps(queries.Filters(status="all"))
    assert {
        "pcode": "PK3",
        "activity": "1.2",
        "organisations": ["Population Welfare Department Gilgit-Baltistan", "Rupani Foundation"],
        "class": "two_organisations",
    } in found


@pytest.mark.parametrize("name", ["home", "gaps", "matrix", "directory", "overlaps"])
def test_a_page_costs_the_same_for_few_and_for_many(
    client, cast, name, django_assert_max_num_queries
):
    ServiceFactory(area=cast.kohat, activity=cast.service.activity)
    with django_assert_max_num_queries(24):
        client.get(reverse(f"public:{name}"))
    for n in range(12):
        ServiceFactory(area=cast.swat if n % 2 else cast.kohat, activity=cast.service.activity)
    with django_assert_max_num_queries(24):
        client.get(reverse(f"public:{name}"))


def test_search_meets_spellings_and_urdu(mapped):
    def found(text):
        return queries.directory(console_actor(), queries.Filters(text=text, status="all")).count()

    assert found("karachi counselling") == found("کراچی مشاورت") == 1
    assert found("IMC") > 3
    assert found("zzz") == 0


def test_the_page_is_the_readers_language(client, mapped):
    client.cookies["django_language"] = "ur"
    page = client.get("/").content.decode()
    assert 'dir="rtl"' in page
    assert "اضلاع" in page
