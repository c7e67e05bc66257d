"""Pages of pledges: for whom they are, what they say, what they never say."""

from dataclasses import replace

import pytest
from django.urls import reverse

from sukoon.accounts.roles import console_actor
from sukoon.coordination import pledge_files
from sukoon.coordination.actions import pledges as actions
from sukoon.coordination.actions.pledges import CommitmentDraft
from sukoon.coordination.models import Commitment
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.words import Stage
from sukoon.core import clock
from tests.coordination.conftest import TODAY
from tests.coordination.test_pledge_files import SEED

EVERYONE = ("coco", "parveen", "mehr", "adam", "dpo", "vida", "nobody")


@pytest.fixture
def seeded(cast):
    found = pledge_files.review(SEED)
    pledge_files.accept(found, by=console_actor(), area=cast.country, today=TODAY)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("pledges", "coco parveen mehr"),
        ("matches", "coco parveen mehr"),
        ("commitment_new", "coco"),
        ("pledges_import", "coco"),
        ("pledge_new", "coco"),
        ("match_new", "coco"),
        ("published", " ".join(EVERYONE)),
    ],
)
def test_a_page_is_there_for_whom_it_is_for(client_of, cast, name, who):
    for person in EVERYONE:
        status = client_of(person).get(reverse(f"coordination:{name}")).status_code
        assert status == (200 if person in who.split() else 404), person


def test_the_page_adds_up_what_the_file_promises(client_of, seeded):
    page = client_of("mehr").get(reverse("coordination:pledges")).content.decode()
    assert "37 commitments" in page
    for said in ("46,080", "320", "500,000", "teaching artists"):
        assert said in page, said
    assert "children and youth" in page


def test_what_is_made_up_is_shown_as_such_and_added_to_nothing(client_of, seeded, cast):
    pledge = actions.record_pledge(
        by=console_actor(), code="made-up", title_en="Made up", area=cast.country
    )
    before = queries.summary(queries.visible(cast.actor("coco")), today=clock.today())
    draft = CommitmentDraft(pledge, "T1", "Train many", [cast.misaal], target_value=700,
                            target_unit="teaching artists")  # fmt: skip
    made = actions.record_commitment(by=console_actor(), draft=draft, synthetic=True)
    client = client_of("coco")
    page = client.get("/coordination/pledges/")
    assert page.context["summary"] == replace(before, made_up=1)
    assert "no figure counts it" in page.content.decode()
    assert (
        "made up for the demonstration"
        in client.get(reverse("coordination:commitment", args=[made.pk])).content.decode()
    )
    alone = client.get(f"/coordination/pledges/?pledge={pledge.code}")
    assert (alone.context["summary"].commitments, alone.context["summary"].made_up) == (1, 0)


def test_the_list_costs_a_fixed_number_of_queries_and_pages_on(
    client_of, seeded, django_assert_max_num_queries
):
    client = client_of("coco")
    client.get(reverse("coordination:pledges"))
    with django_assert_max_num_queries(32):
        page = client.get(reverse("coordination:pledges"))
    after = page.context["next_url"]
    second = client.get(reverse("coordination:pledges") + after).content.decode()
    assert "P37" in second
    assert client.get(reverse("coordination:pledges"), {"cursor": "rubbish~"}).status_code == 200


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"q": "artists"}, {"P20"}),
        ({"stage": "planning"}, set()),
        ({"standing": "late", "theme": "preparedness"}, {"P08"}),
        ({"kind": "financial", "theme": "hotlines"}, {"P13"}),
        ({"q": "artolution 320"}, set()),
        ({"kind": "nonsense", "organisation": "x"}, None),
    ],
)
def test_the_list_is_narrowed(client_of, seeded, narrowed, expected):
    page = client_of("coco").get(reverse("coordination:pledges"), narrowed)
    assert page.status_code == 200
    if expected is not None:
        assert {c.code for c in page.context["rows"]} == expected


def test_a_focal_point_reports_with_a_link_and_it_stands_beside_what_is_seen(
    client_of, cast, commitment
):
    parveen = client_of("parveen")
    url = reverse("coordination:commitment_update", args=[commitment.pk])
    told = {"organisation": cast.misaal.pk, "stage": "in_progress", "value": 4,
            "happened_on": "2026-09-30", "narrative": "Two more", "link": "https://example.org/r"}  # fmt: skip
    assert parveen.post(url, told).status_code == 302
    page = parveen.get(reverse("coordination:commitment", args=[commitment.pk])).content.decode()
    assert "4 of 6 refugee settings said; 1 can be seen in our records" in page
    assert "3 more were said than our records show" in page
    assert "Two more" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"happened_on": "2200-01-01"}, "The year cannot be right"),
        ({"happened_on": "2026-02-30"}, "This is not a date"),
        ({"happened_on": "2050-01-01"}, "The date is in the future"),
        ({"value": "-1"}, "greater than or equal to 0"),
        ({"link": "ftp://x"}, "A link begins with https://"),
        ({"stage": "not_told"}, "not_told is not one of"),
    ],
)
def test_an_impossible_update_is_refused_in_words(client_of, cast, commitment, change, said):
    told = {"organisation": cast.misaal.pk, "stage": "planning", "happened_on": "2026-09-30"}
    url = reverse("coordination:commitment_update", args=[commitment.pk])
    answer = client_of("parveen").post(url, told | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not commitment.updates.exists()


def test_nobody_updates_what_they_did_not_sign(client_of, cast, pledge):
    draft = actions.CommitmentDraft(pledge, "P9", "Another's", [cast.other])
    other = actions.record_commitment(by=console_actor(), draft=draft)
    url = reverse("coordination:commitment_update", args=[other.pk])
    assert client_of("parveen").get(url).status_code == 404
    assert client_of("mehr").get(url).status_code == 404


def test_a_file_is_checked_then_written(client_of, cast, tmp_path, settings):
    settings.UPLOADS = tmp_path / "uploads"
    coco, url = client_of("coco"), reverse("coordination:pledges_import")
    with SEED.open("rb") as file:
        page = coco.post(url, {"file": file})
    assert "All 37 rows are good" in page.content.decode()
    assert not Commitment.objects.exists()
    assert coco.post(url, {"kept": page.context["kept"]}).status_code == 302
    assert Commitment.objects.count() == 37
    assert coco.post(url, {"kept": "forged"}).status_code == 302
    bad = tmp_path / "bad.csv"
    bad.write_text("pledge_id,pledging_entities,commitment,deadline\nP1,Misaal,x,30 Feb 2027\n")
    with bad.open("rb") as file:
        page = coco.post(url, {"file": file})
    assert page.status_code == 422
    assert "is not a date" in page.content.decode()


def test_the_public_sees_figures_of_a_published_pledge_and_never_the_narrative(
    client, client_of, cast, pledge, commitment
):
    actions.add_update(
        by=cast.actor("parveen"), commitment=commitment, organisation=cast.misaal,
        stage=Stage.IN_PROGRESS, happened_on=TODAY, today=TODAY, value=4, narrative="Inside words",
    )  # fmt: skip
    url = reverse("coordination:published_pledge", args=[pledge.pk])
    assert client.get(url).status_code == 404
    coco = client_of("coco")
    coco.post(reverse("coordination:pledge_publish", args=[pledge.pk]), {"what": "publish"})
    coco.logout()
    page = client.get(url).content.decode()
    assert "Mental health in health care" in page
    assert "Inside words" not in page
    assert "/coordination/pledges/" not in page


def test_a_commitment_is_added_and_changed_by_form(client_of, cast, pledge):
    coco = client_of("coco")
    told = {"pledge": pledge.pk, "code": "P99", "organisations": [cast.misaal.pk], "text": "Train",
            "kinds": ["technical"], "target_value": 8, "target_unit": "countries", "start": "2024",
            "deadline": "2027-06", "measure": "none", "themes": "b | a", "codes": "11.3"}  # fmt: skip
    assert coco.post(reverse("coordination:commitment_new"), told).status_code == 302
    made = Commitment.objects.get(code="P99")
    assert made.deadline_on.isoformat() == "2027-06-30"
    url = reverse("coordination:commitment_change", args=[made.pk])
    assert b"2027-06" in coco.get(url).content
    wrong = coco.post(url, told | {"version": 1, "deadline": "2020", "codes": "x"})
    assert wrong.status_code == 422
    assert coco.post(url, told | {"version": 1, "target_value": 9}).status_code == 302
    slow = coco.post(url, told | {"version": 1})
    assert b"Somebody else changed this" in slow.content


def test_commitments_with_one_aim_are_matched_and_what_is_missing_shows(
    client_of, cast, commitment
):
    coco = client_of("coco")
    told = {"title_en": "Care in refugee settings", "area": cast.country.pk, "codes": "P25"}
    assert coco.post(reverse("coordination:match_new"), told).status_code == 302
    page = coco.get(reverse("coordination:matches")).content.decode()
    assert "Care in refugee settings" in page
    assert "Financial: missing" in page
    assert coco.post(reverse("coordination:match_new"), told | {"codes": "P0"}).status_code == 422
