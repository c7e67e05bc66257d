"""The desk: each sees what is theirs; forms keep what they must and say what is wrong."""

import pytest
from django.test import override_settings
from django.urls import reverse

from sukoon.accounts.models import User
from sukoon.services.models import Return, ReturnVersion, Service
from tests.factories import ServiceFactory

PASSWORD = "correct horse battery staple"


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("desk:service_new", "coco parveen"),
        ("desk:returns", "coco parveen mehr"),
        ("desk:return_choose", "coco parveen"),
        ("desk:accounts", "adam dpo"),
        ("desk:account_new", "adam"),
        ("desk:events", "dpo"),
        ("exchange:import_new", "coco parveen"),
        ("desk:home", "coco parveen mehr adam dpo vida nobody"),
    ],
)
def test_a_page_is_there_for_whom_it_is_for(client_of, cast, name, who):
    for person in ("coco", "parveen", "mehr", "adam", "dpo", "vida", "nobody"):
        status = client_of(person).get(reverse(name)).status_code
        assert status == (200 if person in who.split() else 404), person


@pytest.mark.django_db
def test_who_has_not_signed_in_is_sent_to_sign_in(client):
    answer = client.get("/desk/")
    assert (answer.status_code, answer.url) == (302, "/account/sign-in/?next=/desk/")


def test_a_role_that_needs_it_sets_up_a_second_factor_first(client, cast):
    client.force_login(cast.coco, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse("desk:service_new"))
    assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


@pytest.mark.django_db
def test_signing_in_works_and_a_wrong_password_says_nothing_more(client):
    User.objects.create_user("nadia@example.org", PASSWORD)
    wrong = client.post("/account/sign-in/", {"login": "nadia@example.org", "password": "x"})
    nobody = client.post("/account/sign-in/", {"login": "nobody@example.org", "password": "x"})
    right = client.post("/account/sign-in/", {"login": "nadia@example.org", "password": PASSWORD})

    said = [r.context["form"].errors.as_text() for r in (wrong, nobody)]
    assert said[0] == said[1]
    assert right.status_code == 302


@pytest.mark.django_db
def test_too_many_tries_are_stopped(client):
    User.objects.create_user("nadia@example.org", PASSWORD)
    for _ in range(6):
        client.post("/account/sign-in/", {"login": "nadia@example.org", "password": "x"})
    last = client.post("/account/sign-in/", {"login": "nadia@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert last.status_code in {200, 429}


@pytest.mark.django_db
def test_nobody_signs_up(client):
    assert client.get("/account/sign-up/").status_code == 404


@pytest.mark.parametrize("mode", ["production", "elsewhere", "real_account"])
def test_the_demo_signs_in_only_in_the_demo_from_here_as_somebody_synthetic(client, cast, mode):
    if mode != "real_account":
        cast.coco.is_synthetic = True
        cast.coco.save()
    with override_settings(DEMO=mode != "production"):
        answer = client.post(
            "/demo/sign-in/", {"role": "coordinator"},
            REMOTE_ADDR="10.0.0.9" if mode == "elsewhere" else "127.0.0.1",
        )  # fmt: skip
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_signs_in_with_one_button(client, cast):
    cast.coco.is_synthetic = True
    cast.coco.save()
    with override_settings(DEMO=True):
        answer = client.post("/demo/sign-in/", {"role": "coordinator"})
    assert (answer.status_code, answer.url) == (302, "/desk/")


def test_a_partner_sees_only_its_own(client_of, cast):
    theirs = ServiceFactory(organisation=cast.other, area=cast.swat)
    client = client_of("parveen")

    assert client.get(reverse("desk:return_new", args=[theirs.pk])).status_code == 404
    assert "Other" not in client.get(reverse("desk:return_choose")).content.decode()


def send(client, service, **changes):
    values = {"period": "2026-10-01_2026-10-31", "basis": "people", "total": "3", "note": ""}
    return client.post(reverse("desk:return_new", args=[service.pk]), values | changes)


@pytest.fixture
def november(time_machine):
    time_machine.move_to("2026-11-24 09:00+00:00")


def test_a_return_is_sent_reviewed_and_accepted(client_of, cast, november):
    sent = send(client_of("parveen"), cast.service)
    report = Return.objects.get()
    assert sent.url == reverse("desk:return", args=[report.pk])

    back = client_of("coco").post(reverse("desk:return_review", args=[report.pk]), {"what": "back"})
    assert back.status_code == 422
    client_of("coco").post(reverse("desk:return_review", args=[report.pk]), {"what": "accept"})
    report.refresh_from_db()
    assert report.status == "accepted"


def test_parts_that_do_not_add_up_are_refused_with_both_figures(client_of, cast, november):
    answer = send(client_of("parveen"), cast.service, **{"cell_female_0-4_0": "2"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "add up to 2" in page
    assert "total is 3" in page
    assert not ReturnVersion.objects.exists()


@pytest.mark.parametrize("total", ["-1", "", "2.5", "many", "9" * 20])
def test_a_total_that_is_no_count_is_refused(client_of, cast, november, total):
    assert send(client_of("parveen"), cast.service, total=total).status_code == 422


def test_a_service_is_added_after_its_hints_were_seen(client_of, cast):
    from tests.factories import ActivityFactory

    values = {
        "organisation": cast.misaal.pk, "activity": ActivityFactory(code="8.5").pk,
        "areas": [cast.swat.pk], "status": "under_way", "description": "x",
    }  # fmt: skip
    client = client_of("coco")
    first = client.post(reverse("desk:service_new"), values)
    assert "not a recommended practice" in first.content.decode()
    assert Service.objects.count() == 1

    second = client.post(reverse("desk:service_new"), values | {"looked_again": "on"})
    assert second.status_code == 302
    assert Service.objects.count() == 2


def test_a_form_of_a_service_shows_what_is_missing(client_of, cast):
    answer = client_of("coco").post(reverse("desk:service_new"), {"status": "under_way"})
    assert answer.status_code == 422
    assert "Choose at least one area." in answer.content.decode()


def test_an_account_is_made_with_an_invitation_shown_once_and_closed(client_of, cast):
    client = client_of("adam")
    made = client.post(
        reverse("desk:account_new"),
        {"full_name": "Nadia", "email": "nadia@example.org", "role": "viewer"},
    )
    user = User.objects.get(email="nadia@example.org")
    assert "shown once" in made.content.decode()
    assert "/account/invitation/sukoon_" in made.content.decode()
    assert not user.has_usable_password()
    page = client.get(reverse("desk:account", args=[user.pk])).content.decode()
    assert "Viewer" in page
    again = client.post(reverse("desk:account_invite", args=[user.pk])).content.decode()
    assert "/account/invitation/sukoon_" in again

    given = user.roles.get()
    client.post(reverse("desk:role_take", args=[user.pk, given.pk]))
    assert not user.roles.exists()
    answer = client.post(reverse("desk:account", args=[user.pk]), {"role": "viewer"})
    assert (answer.status_code, user.roles.count()) == (302, 1)
    refused = client.post(reverse("desk:account", args=[user.pk]), {"role": "care_lead"})
    assert refused.status_code == 422

    client.post(reverse("desk:account_close", args=[user.pk]))
    user.refresh_from_db()
    assert (user.is_active, user.roles.count()) == (False, 0)


def test_the_events_page_shows_codes(client_of, cast, november):
    send(client_of("parveen"), cast.service)
    page = client_of("dpo").get(reverse("desk:events"), {"event": "return"}).content.decode()
    assert "return.submitted" in page


def test_events_are_narrowed_and_turned_page_by_page(client_of, cast, november):
    send(client_of("parveen"), cast.service)
    url, dpo = reverse("desk:events"), client_of("dpo")

    def shown(**filters):
        return dpo.get(url, filters).context["events"]

    assert {e.event for e in shown(role="partner", event="return")} == {"return.submitted"}
    assert shown(subject=str(cast.parveen.pk), event="return")
    assert not shown(subject=str(cast.vida.pk), event="return")
    assert not shown(until="2001-01-01")
    assert shown(since="not a day", before="rubbish")
    first = shown()[0]
    assert first not in shown(before=f"{first.at.isoformat()}~{first.pk}")


def test_accounts_are_found_by_name_and_address(client_of, cast):
    page = client_of("adam").get(reverse("desk:accounts"), {"q": cast.dpo.email})
    assert [user for user, _labels in page.context["rows"]] == [cast.dpo]
    nobody = client_of("adam").get(reverse("desk:accounts"), {"q": "zzz"}).content.decode()
    assert "No account has this name" in nobody


def test_an_upload_that_is_no_table_is_refused_on_the_page(client_of, cast, tmp_path, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOADS = tmp_path
    for content in (b"<html>", b"", b"PK\x03\x04broken", b"\x00\x01\x02"):
        file = SimpleUploadedFile("../../etc/passwd.xlsx", content)
        answer = client_of("coco").post(reverse("exchange:import_new"), {"file": file})
        assert answer.status_code == 422
    assert list(tmp_path.iterdir()) == []


def test_anothers_import_is_not_there(client_of, cast, tmp_path, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOADS = tmp_path
    file = SimpleUploadedFile("x.csv", b"Organisation,Activity code,Status\nMisaal,8.2,ongoing\n")
    answer = client_of("parveen").post(reverse("exchange:import_new"), {"file": file})

    assert client_of("parveen").get(answer.url).status_code == 200
    assert client_of("vida").get(answer.url).status_code == 404
