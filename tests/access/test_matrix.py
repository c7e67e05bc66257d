"""Every address as every role: what comes back is what somebody reviewed."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from sukoon.accounts.models import User
from sukoon.accounts.roles import console_actor
from sukoon.config import matrix
from sukoon.core import clock
from sukoon.exchange.loading import load_everything


@pytest.fixture(scope="class")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world once for all roles, in a transaction that is undone at the end."""
    logging.disable(logging.ERROR)
    uploads = tmp_path_factory.mktemp("uploads")
    with django_db_blocker.unblock(), override_settings(UPLOADS=uploads), transaction.atomic():
        load_everything(by=console_actor(), progress=lambda _line: None)
        yield matrix.build(today=clock.today(), now=clock.now())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


REVIEWED = matrix.read(matrix.FILE.read_text(encoding="utf-8"))


class TestEveryAnswer:
    @pytest.mark.django_db
    @pytest.mark.parametrize("role", matrix.everyone())
    def test_is_the_reviewed_one(self, world, role):
        asked = matrix.tabled(matrix.ask(world, only=[role]))
        wrong = matrix.unexpected(asked, REVIEWED)
        assert wrong == [], "a change of access: review, then `sukoon access matrix --write FILE`"
        reviewed = {key for key in REVIEWED if key[2] == role}
        assert set(asked) == reviewed, "the file knows what is gone"


def test_the_matrix_bites():
    asked = {("desk:events", "GET", "viewer"): {"own": "yes"}}
    reviewed = {("desk:events", "GET", "viewer"): {"own": "no"}}
    assert [w["answer"] for w in matrix.unexpected(asked, reviewed)] == ["yes"]
    assert matrix.unexpected(asked, {})[0]["expected"] == "not reviewed"


def test_the_file_is_read_as_it_is_written():
    assert matrix.written(REVIEWED) == matrix.FILE.read_text(encoding="utf-8")


def test_nothing_breaks_and_nothing_is_left_to_whose_role_was_taken():
    for (route, _method, role), answers in REVIEWED.items():
        for state, answer in answers.items():
            assert "error" not in answer, (route, role, state)
        if role not in {"public", "account"}:
            nobody = REVIEWED[route, _method, "account"].get("revoked")
            assert answers.get("revoked") == nobody, (route, role)


def test_another_organisations_things_are_never_changed_by_a_partner():
    # Whoever holds the link of a referral may answer it, signed in or not: what opens it is the
    # secret in the address and the code sent apart (tests/referrals/test_outside.py).
    by_its_secret = {"referrals:outside"}
    for (route, method, role), answers in REVIEWED.items():
        if role == "partner_focal_point" and method == "POST" and "other" in answers:
            open_to_all = route.startswith("public:") or route in by_its_secret
            assert answers["other"] in {"no", "-"} or open_to_all, route


def test_a_signed_in_browser_on_another_site_changes_nothing(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    user = cast.parveen
    User.objects.filter(pk=user.pk).update(is_synthetic=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/api/1/services/{cast.service.pk}/returns"
    body = {"period_start": "2026-10-01", "period_end": "2026-10-31", "basis": "people", "total": 3}
    refused = client.post(path, body, content_type="application/json")
    assert refused.status_code == 403
    page = client.post(reverse("desk:service_change", args=[cast.service.pk]), {})
    assert page.status_code == 403


def test_nothing_sent_is_read_before_the_permission(client, cast):
    answer = client.post(
        f"/api/1/services/{cast.service.pk}/returns", "{", content_type="application/json"
    )
    assert answer.status_code == 403
