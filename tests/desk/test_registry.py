"""The registry's pages: organisations, workers, teams, sites, areas, given-up work."""

import datetime

import pytest
from django.urls import reverse

from sukoon.core.models import OutboxMessage, OutboxStatus
from sukoon.places.models import Site
from sukoon.workforce.models import Organisation, Team, Worker

EVERYONE = ("coco", "parveen", "mehr", "adam", "dpo", "vida", "nobody")


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("desk:organisation_new", "coco"),
        ("desk:worker_new", "coco parveen"),
        ("desk:team_new", "coco parveen"),
        ("desk:site_new", "coco"),
        ("desk:outbox", "adam"),
    ],
)
def test_a_form_is_there_for_whom_it_is_for(client_of, cast, name, who):
    for person in EVERYONE:
        status = client_of(person).get(reverse(name)).status_code
        assert status == (200 if person in who.split() else 404), person


@pytest.mark.parametrize("name", ["organisations", "workers", "teams", "sites", "areas"])
def test_a_list_says_when_it_is_empty_and_searches(client_of, cast, name):
    url = reverse(f"desk:{name}")
    assert client_of("coco").get(url).status_code == 200
    assert client_of("coco").get(url, {"q": "zzz-not-there"}).status_code == 200
    assert client_of("coco").get(url, {"cursor": "rubbish~"}).status_code == 200
    assert client_of("coco").get(url, {"cursor": "rubbish~\x00"}).status_code == 400


def test_an_organisation_is_added_and_found_by_its_other_name(client_of, cast):
    coco = client_of("coco")
    answer = coco.post(reverse("desk:organisation_new"), {
        "name": "Sehat Foundation", "type": "national_ngo", "aliases": "Health Foundation\n",
    })  # fmt: skip
    assert answer.status_code == 302
    page = coco.get(reverse("desk:organisations"), {"q": "health found"})
    assert b"Sehat Foundation" in page.content


def test_a_name_of_another_organisation_is_refused_with_what_was_typed(client_of, cast):
    told = {"type": "national_ngo", "aliases": "Aliased"}
    kept = client_of("coco").post(reverse("desk:organisation_new"), told | {"name": "Bahbud"})
    assert kept.status_code == 302
    refused = client_of("coco").post(
        reverse("desk:organisation_new"), told | {"name": "Third", "aliases": "ALIASED"}
    )
    assert refused.status_code == 422
    assert b"Third" in refused.content


def test_a_merge_asks_first_and_leads_to_the_one_that_goes_on(client_of, cast):
    coco = client_of("coco")
    url = reverse("desk:organisation_merge", args=[cast.other.pk])
    assert coco.get(url).status_code == 200
    assert Organisation.objects.get(pk=cast.other.pk).merged_into is None
    assert coco.post(url, {"into": cast.other.pk}).status_code == 422
    assert coco.post(url, {"into": cast.misaal.pk}).status_code == 302
    assert Organisation.objects.get(pk=cast.other.pk).merged_into == cast.misaal
    assert client_of("parveen").get(url).status_code == 404


def test_a_partner_adds_workers_of_its_own_and_only_these(client_of, cast):
    parveen = client_of("parveen")
    told = {"name": "Synthetic Worker", "cadre": "psychologist", "status": "active"}
    url = reverse("desk:worker_new")
    assert parveen.post(url, told | {"organisation": cast.other.pk}).status_code == 422
    assert not Worker.objects.exists()
    answer = parveen.post(url, told | {"organisation": cast.misaal.pk, "languages": ["ur", "ps"]})
    assert answer.status_code == 302
    worker = Worker.objects.get()
    assert sorted(x.language for x in worker.languages.all()) == ["ps", "ur"]
    change = reverse("desk:worker_change", args=[worker.pk])
    answer = parveen.post(
        change, told | {"organisation": cast.misaal.pk, "tier": "2", "languages": ["ur"]}
    )
    worker.refresh_from_db()
    assert (answer.status_code, worker.tier) == (302, 2)
    assert [x.language for x in worker.languages.all()] == ["ur"]
    assert b"Synthetic Worker" in parveen.get(reverse("desk:workers")).content
    assert client_of("dilawar").get(change).status_code == 404


def test_a_team_keeps_who_left(client_of, cast):
    coco = client_of("coco")
    for name in ("One", "Two"):
        coco.post(reverse("desk:worker_new"), {
            "name": name, "cadre": "psychologist", "status": "active", "area": cast.swat.pk,
            "organisation": cast.misaal.pk,
        })  # fmt: skip
    one, two = Worker.objects.order_by("name")
    told = {"name": "Swat team", "organisation": cast.misaal.pk, "area": cast.swat.pk}
    answer = coco.post(reverse("desk:team_new"), told | {"members": [one.pk, two.pk]})
    assert answer.status_code == 302
    team = Team.objects.get()
    coco.post(reverse("desk:team_change", args=[team.pk]), told | {"members": [two.pk]})
    members = {m.worker_id: m.left_on is None for m in team.members.all()}
    assert members == {one.pk: False, two.pk: True}


def test_a_safe_space_stays_hidden_and_half_a_point_is_refused(client_of, cast):
    coco, url = client_of("coco"), reverse("desk:site_new")
    told = {"name": "Quiet room", "kind": "safe_space", "area": cast.swat.pk}
    assert coco.post(url, told | {"lat": "35.1"}).status_code == 422
    assert coco.post(url, told | {"lat": "135.1", "lon": "71"}).status_code == 422
    assert coco.post(url, told | {"lat": "35.1", "lon": "71.9"}).status_code == 302
    site = Site.objects.get()
    assert site.is_sensitive
    change = reverse("desk:site_change", args=[site.pk])
    assert client_of("coco").get(change).status_code == 200
    assert client_of("vida").get(change).status_code == 404


def test_given_up_work_is_shown_to_those_who_answer_for_it(client_of, cast, time_machine):
    now = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    OutboxMessage.objects.create(
        event="service.added", subject_id=cast.service.pk, handler="notify", due_at=now,
        status=OutboxStatus.DEAD, attempts=9, last_error="TimeoutError",
    )  # fmt: skip
    assert b"TimeoutError" in client_of("adam").get(reverse("desk:outbox")).content
