"""What the register answers: what is counted where, and what is only told."""

import datetime

import pytest

from sukoon.accounts.roles import public_actor
from sukoon.services import queries
from sukoon.services.commands import staleness
from sukoon.services.models import Service, ServiceArea, ServiceLanguage, ServiceTarget
from sukoon.services.queries.districts import Told
from sukoon.services.queries.gaps import every_gap
from sukoon.services.queries.staleness import after_last, stale_services
from sukoon.services.words import OverlapClass
from tests.factories import (
    ActivityFactory,
    AreaFactory,
    OrganisationFactory,
    ServiceFactory,
    TargetGroupFactory,
)

TODAY = datetime.date(2026, 11, 24)
ALL = queries.Filters()


@pytest.fixture
def people(cast):
    """Give the two districts people, or nobody would miss a service there."""
    cast.swat.populations.create(year=2023, total=2_600_000)
    cast.kohat.populations.create(year=2023, total=1_200_000)
    return cast


def district(cast_area, filters=ALL, **options):
    found = queries.country(public_actor(), filters, **options)
    return next(d for d in found.districts if d.area.pk == cast_area.pk)


def province(cast):
    return cast.swat.parent


def test_a_line_of_the_province_makes_its_districts_not_told_even_when_one_is_asked_for(cast):
    ServiceFactory(area=province(cast))

    assert district(cast.kohat).told is Told.NOT_TOLD
    assert district(cast.kohat, queries.Filters(area="PK514")).told is Told.NOT_TOLD
    assert district(cast.swat).told is Told.NAMED


def test_a_line_of_the_country_is_counted_apart_and_serves_no_district(cast):
    ServiceFactory(area=cast.country)
    found = queries.country(public_actor(), ALL)

    assert found.country_lines == 1
    assert found.services == 2
    assert district(cast.kohat).told is Told.NONE


def test_a_line_of_two_tehsils_is_one_service_of_the_district(cast):
    service = ServiceFactory(area=cast.kohat)
    for code in ("PK51401", "PK51402"):
        tehsil = AreaFactory(
            pcode=code, level=3, path=f"{cast.kohat.path}{code}/", parent=cast.kohat
        )
        ServiceArea.objects.create(service=service, area=tehsil)

    here = district(cast.kohat)
    assert (here.services, here.organisations, dict(here.per_layer)) == (1, 1, {3: 1})


def test_a_district_has_its_target_groups_when_they_are_asked_for(cast):
    for code in ("children", "women"):
        ServiceTarget.objects.create(
            service=cast.service, target_group=TargetGroupFactory(code=code)
        )
    assert district(cast.swat, with_targets=True).targets == 2


def test_an_unknown_area_has_no_district_and_no_figure(cast):
    found = queries.country(public_actor(), queries.Filters(area="NOPE"))
    assert (found.districts, found.services) == ((), 0)


def test_a_gap_of_one_layer_is_none_of_another(people):
    found = {(g.district.area.pcode, g.layer) for g in every_gap(public_actor(), ALL)}

    assert ("PK532", 3) not in found
    assert {("PK532", 1), ("PK532", 2), ("PK532", 4), ("PK514", 3)} <= found


def test_not_told_of_one_layer_does_not_hide_the_gap_of_another(people):
    ServiceFactory(area=province(people), activity=ActivityFactory(code="10.1", layer=4))
    found, not_told, whole = queries.gaps(public_actor(), ALL, layer=4)
    missing, _, _ = queries.gaps(public_actor(), ALL, layer=3)

    assert found == []
    assert {d.area.pcode for d in not_told} == {"PK532", "PK514"}
    assert [g.district.area.pcode for g in missing] == ["PK514"]
    assert whole.province_layers == {("PK/PK5/", 4): 1}


def test_nobody_misses_a_service_where_nobody_is_known_to_live(cast):
    assert every_gap(public_actor(), ALL) == []


def test_the_nearest_service_may_be_outside_the_area(people):
    for area, lat, lon in ((people.swat, 34.8, 72.4), (people.kohat, 33.6, 71.4)):
        area.lat, area.lon = lat, lon
        area.save()
    found, _, _ = queries.gaps(public_actor(), queries.Filters(area="PK514"), layer=3)

    assert [(g.nearest, g.nearest_km) for g in found] == [("Swat", 160)]


def test_few_services_may_count_as_a_gap(people):
    found, _, _ = queries.gaps(public_actor(), ALL, layer=3, at_most=1)
    assert [(g.district.area.pcode, g.services) for g in found] == [("PK532", 1), ("PK514", 0)]


def test_what_is_sensitive_is_in_no_public_figure_and_in_the_coordinators(cast):
    ServiceFactory(area=cast.kohat, is_sensitive=True)

    assert district(cast.kohat).told is Told.NONE
    assert queries.country(public_actor(), ALL).services == 1
    assert queries.country(cast.actor("coco"), ALL).services == 2
    assert queries.country(cast.actor("dilawar"), ALL).services == 1  # Kohat is not his


def test_the_most_crowded_are_looked_at_first_and_the_rest_is_said(cast):
    again = ServiceFactory(area=cast.swat, activity=cast.service.activity)
    ServiceFactory(area=cast.swat, activity=cast.service.activity)
    for _ in range(2):
        ServiceFactory(area=cast.kohat, activity=cast.service.activity)

    found, more = queries.most_crowded(public_actor(), ALL, most=1)
    assert more
    assert [(o.area.pcode, o.kind) for o in found] == [("PK532", OverlapClass.TWO_ORGANISATIONS)]
    assert again.pk in found[0].services
    assert len(queries.overlaps(public_actor(), ALL)) == 2


def test_the_same_organisation_twice_is_not_two_organisations(cast):
    ServiceFactory(
        area=cast.swat, activity=cast.service.activity, organisation=cast.misaal,
        description="another work",
    )  # fmt: skip
    kinds = [o.kind for o in queries.overlaps(public_actor(), ALL)]
    assert kinds == [OverlapClass.TWO_DESCRIPTIONS]


def test_old_information_is_told_page_after_page_without_a_line_lost(cast):
    for n in range(5):
        ServiceFactory(area=cast.kohat, reported_on=datetime.date(2026, 1, 1 + n // 2))
    ServiceFactory(area=cast.kohat, status="completed", reported_on=datetime.date(2020, 1, 1))
    found = stale_services(public_actor(), queries.Filters(status="all"), today=TODAY)

    seen, place = [], ""
    while rows := list(after_last(found, place)[:2]):
        seen += rows
        place = f"{rows[-1].reported_on}|{rows[-1].pk}"
    assert seen == list(found)
    assert len(seen) == 5
    assert list(after_last(found, "garbage")) == seen


def test_the_staleness_report_has_its_keys(cast):
    Service.objects.update(reported_on=datetime.date(2020, 1, 1))
    (row,) = staleness(ALL)
    assert set(row) == {"service", "organisation", "activity", "pcode", "reported_on", "days"}
    assert row["pcode"] == "PK532"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"fee": "free"}, True),
        ({"fee": "all"}, False),
        ({"language": "ps"}, True),
        ({"language": "ur"}, False),
        ({"provider_gender": "women"}, True),
        ({"text": "swat misaal"}, True),
        ({"text": "SWAT other"}, False),
        ({"text": "9 am"}, True),
        ({"area": "PK5"}, True),
        ({"area": "PK514"}, False),
        ({"status": "completed"}, False),
    ],
)
def test_the_directory_is_narrowed_to_what_suits_the_seeker(cast, filters, found):
    Service.objects.update(fee="free", provider_gender="both", opening_hours="9 am to 5 pm")
    ServiceLanguage.objects.create(service=cast.service, language="ps")

    lines = queries.directory(public_actor(), queries.Filters(**filters))
    assert lines.filter(pk=cast.service.pk).exists() is found


def test_the_matrix_adds_up_and_pages_by_name(cast):
    for name in ("Zeta", "Alpha"):
        ServiceFactory(organisation=OrganisationFactory(name=name), area=cast.kohat,
                       activity=cast.service.activity)  # fmt: skip
    ActivityFactory(code="8", is_group=True)
    found = queries.matrix(public_actor(), ALL)

    assert [r.organisation.name for r in found.rows] == ["Alpha", "Misaal", "Zeta"]
    assert found.totals == (3,)
    first = found.rows[0].organisation
    rest = queries.matrix(public_actor(), ALL, after=f"{first.name}|{first.pk}")
    assert [r.organisation.name for r in rest.rows] == ["Misaal", "Zeta"]
    assert queries.matrix(public_actor(), ALL, after="\0|x").organisations == 3


@pytest.mark.parametrize(
    "ask",
    [
        lambda by: queries.country(by, ALL, with_targets=True),
        lambda by: queries.gaps(by, ALL, layer=3),
        lambda by: queries.matrix(by, ALL),
        lambda by: queries.overlaps(by, ALL),
        lambda by: list(queries.directory(by, ALL)),
    ],
    ids=["country", "gaps", "matrix", "overlaps", "directory"],
)
def test_a_question_costs_the_same_for_few_lines_and_for_many(cast, ask, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def more(times):
        for n in range(times):
            ServiceFactory(area=cast.swat if n % 2 else cast.kohat, activity=cast.service.activity)

    more(3)
    with CaptureQueriesContext(connection) as few:
        ask(public_actor())
    more(20)
    with django_assert_num_queries(len(few)):
        ask(public_actor())
