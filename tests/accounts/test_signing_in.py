"""Who tries to come in learns nothing by words or time, and does not try for long."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from sukoon.accounts import actions
from sukoon.accounts.forms import SignInForm
from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.roles import actor_for, asks_for_second_factor
from sukoon.core import clock
from sukoon.core.access import Grant, Reach
from sukoon.core.permissions import Permission
from tests.accounts.test_security import GOOD, by_password
from tests.factories import UserFactory

SIGN_IN = "/account/sign-in/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def hashed(monkeypatch):
    """Count what takes the time of a sign-in: how often a password is hashed."""
    times, encode = [], MD5PasswordHasher.encode

    def counted(self, password, salt):
        times.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return times


def somebody(cast, kind):
    user = UserFactory()
    if kind != "no password":
        user.set_password(GOOD)
        user.save()
    if kind == "closed":
        actions.close_account(by=cast.actor("adam"), user=user)
    return "nobody@example.org" if kind == "unknown" else user.email


KINDS = ["known", "unknown", "closed", "no password"]


def test_every_refusal_costs_the_same_and_reads_the_same(cast, hashed):
    told = {}
    for kind in KINDS:
        email = somebody(cast, kind)
        hashed.clear()
        password = GOOD if kind == "closed" else "wrong"
        answer = Client().post(SIGN_IN, {"login": email, "password": password})
        errors = answer.context["form"].errors.as_json()
        told[kind] = (answer.status_code, errors, len(hashed))
    assert len(set(told.values())) == 1, told
    assert told["known"][2] > 0


def test_an_address_tries_a_few_accounts_and_no_more(cast):
    for n in range(11):
        last = Client().post(SIGN_IN, {"login": f"n{n}@example.org", "password": "wrong"})
    user = UserFactory()
    user.set_password(GOOD)
    user.save()
    client = Client()
    last = client.post(SIGN_IN, {"login": user.email, "password": GOOD})
    assert last.status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.fixture
def with_code(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.vida, secret)
    cast.vida.set_password(GOOD)
    cast.vida.save()
    client = Client()
    client.post(SIGN_IN, {"login": cast.vida.email, "password": GOOD})
    return client


def test_codes_cannot_be_tried_one_after_the_other(with_code, monkeypatch):
    enter = reverse("mfa_authenticate")
    for n in range(6):
        with_code.post(enter, {"code": f"00000{n}"})
    monkeypatch.setattr(TOTP, "validate_code", lambda _self, _code: True)
    with_code.post(enter, {"code": "123456"})
    assert "_auth_user_id" not in with_code.session


def test_the_right_code_comes_in(with_code, monkeypatch):
    monkeypatch.setattr(TOTP, "validate_code", lambda _self, _code: True)
    with_code.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert "_auth_user_id" in with_code.session


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"]
)
def test_a_second_factor_is_not_changed_without_asking_again(cast, time_machine, name):
    time_machine.move_to("2026-11-25T09:00:00+00:00", tick=False)
    client = by_password(cast.adam)
    TOTP.activate(cast.adam, generate_totp_secret())
    RecoveryCodes.activate(cast.adam)
    time_machine.move_to("2026-11-25T09:10:00+00:00", tick=False)
    asked = [client.get(reverse(name))]
    if name != "mfa_view_recovery_codes":
        asked.append(client.post(reverse(name), {}))
    for answer in asked:
        assert answer.status_code == 302
        assert "confirm" in answer.headers["Location"]
    assert Authenticator.objects.filter(user=cast.adam, type="totp").exists()


def test_asking_again_cannot_be_tried_without_end(cast):
    client = by_password(cast.adam)
    for _ in range(11):
        last = client.post("/account/confirm/", {"password": "wrong"})
    assert last.status_code == 429


def test_whoevers_password_changed_is_written_to(cast, settings):
    settings.MAIL_IS_SET_UP = True
    client = by_password(cast.vida)
    new = "another good one 2026"
    form = {"oldpassword": GOOD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert [m.to for m in mail.outbox] == [[cast.vida.email]]
    assert new not in mail.outbox[0].body


def test_without_a_mail_server_nothing_is_sent_and_nothing_breaks(cast):
    client = by_password(cast.vida)
    form = {"oldpassword": GOOD, "password1": GOOD + " 2", "password2": GOOD + " 2"}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert mail.outbox == []


def test_a_password_without_end_is_refused(cast, client):
    user = UserFactory()
    secret = actions.invite(by=cast.actor("adam"), user=user)
    url = reverse("accounts:invitation", args=[secret])
    for length, status in ((129, 422), (128, 302)):
        long = ("correct horse battery staple " * 9)[:length]
        answer = client.post(url, {"new_password1": long, "new_password2": long})
        assert answer.status_code == status


def test_the_form_of_sign_in_lets_a_manager_fill_it():
    form = SignInForm()
    assert form.fields["password"].widget.attrs.get("autocomplete") == "current-password"


class TestHalfSignedIn:
    """A password alone opens nothing where a role asks for more: no page, no side door."""

    PAGES = (
        "desk:home",
        "desk:service_new",
        "sync:phones",
        "sync:connect",
        "people:home",
    )

    @pytest.fixture
    def client(self, cast):
        client = Client()
        client.force_login(cast.coco, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    @pytest.mark.parametrize("page", PAGES)
    def test_every_page_leads_to_setting_it_up(self, client, page):
        answer = client.get(reverse(page))
        assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))

    def test_the_api_reads_and_changes_nothing(self, client, cast):
        for answer in (
            client.get("/api/1/services"),
            client.post("/api/1/operations", '{"operations": []}', content_type="application/json"),
        ):
            assert (answer.status_code, answer.json()["type"]) == (
                403, "/problems/accounts.second_factor_first",
            )  # fmt: skip
        assert "services" not in answer.content.decode()

    def test_public_pages_show_what_anybody_sees(self, client):
        here, anybody = client.get("/").context, Client().get("/").context
        assert here["request"].actor.grants - anybody["request"].actor.grants == {
            Grant(Permission.SELF, Reach.OWN)
        }

    def test_it_is_set_up_and_then_everything_opens(self, cast):
        by_password(cast.coco)
        User.objects.filter(pk=cast.coco.pk).update(is_synthetic=False)
        client = Client()
        client.post(SIGN_IN, {"login": cast.coco.email, "password": GOOD})
        assert client.get(reverse("desk:home")).url == reverse("mfa_activate_totp")
        page = client.get(reverse("accounts:home")).content.decode()
        assert "asks for a second factor" in page
        confirm = client.get(reverse("mfa_activate_totp")).url
        client.post(confirm, {"password": GOOD})
        assert client.get(reverse("mfa_activate_totp")).status_code == 200
        secret = client.session[SECRET_SESSION_KEY]
        code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
        done = client.post(reverse("mfa_activate_totp"), {"code": code})
        assert done.status_code == 302
        assert client.get(reverse("desk:home")).status_code == 200
        assert client.get("/api/1/services").status_code == 200

    def test_programs_and_keys_to_people_are_not_made_before(self, client):
        for page in ("accounts:token_new", "accounts:glass_break"):
            answer = client.get(reverse(page))
            assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))

    def test_a_role_that_is_over_asks_for_nothing_and_is_no_name_of_theirs(self, cast):
        held = RoleAssignment.objects.get(user=cast.coco)
        now = clock.now()
        assert actor_for(cast.coco, now=now).label == "coordinator"
        RoleAssignment.objects.filter(pk=held.pk).update(expires_at=now)
        over = actor_for(cast.coco, now=now)
        assert over.label == "account"
        assert not asks_for_second_factor(over)
