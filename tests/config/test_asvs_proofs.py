"""Controls that hold by what we chose: shown here, so that another choice is noticed."""

import re
from pathlib import Path

import pytest
from allauth.mfa import app_settings as factors
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from argon2 import extract_parameters
from django.conf import settings as ours
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.mail import BadHeaderError, EmailMessage
from django.test import Client
from django.urls import reverse

from sukoon.accounts.models import User
from sukoon.core import privacy
from tests.accounts.test_security import GOOD, by_password

ROOT = Path(__file__).parents[2]
SIGN_IN = "/account/sign-in/"


def sources():
    return {p: p.read_text(encoding="utf-8") for p in (ROOT / "src" / "sukoon").rglob("*.py")}


class TestPasswords:
    def test_every_sign_of_a_long_one_counts(self):
        hasher = Argon2PasswordHasher()
        kept = hasher.encode("x" * 127 + "a", hasher.salt())
        assert hasher.verify("x" * 127 + "a", kept)
        assert not hasher.verify("x" * 127 + "b", kept)

    @pytest.mark.parametrize(
        "password",
        ["سکون اور امید کی بات ہوتی رہے", "🦊 harbour 🦉 lantern 🐢 meadow", "one two three horses run",
         "  leading and trailing spaces  ", "<script>&'\"%;--\\ fox harbour"],
    )  # fmt: skip
    def test_any_signs_and_no_kind_of_sign_is_asked_for(self, password):
        validate_password(password)

    def test_it_is_hashed_to_withstand_a_thief(self):
        hasher = Argon2PasswordHasher()
        first, second = (hasher.encode(GOOD, hasher.salt()) for _ in range(2))
        assert first != second  # each has salt of its own
        told = extract_parameters(first.removeprefix("argon2"))
        assert told.type.name == "ID"
        assert told.memory_cost >= 19 * 1024
        assert told.time_cost >= 2
        assert told.salt_len >= 16
        text = (ROOT / "src" / "sukoon" / "config" / "settings.py").read_text(encoding="utf-8")
        found = re.findall(r"PASSWORD_HASHERS = \[(.*)\]", text)
        assert found[0] == '"django.contrib.auth.hashers.Argon2PasswordHasher"'
        assert len(found) == 2  # the other one is for tests alone
        assert 'if MODE == "test":\n    PASSWORD_HASHERS' in text

    @pytest.mark.django_db
    def test_changing_it_asks_for_the_old_one(self, cast):
        client = by_password(cast.vida)
        new = {"password1": GOOD + " moon", "password2": GOOD + " moon"}
        for old in ({}, {"oldpassword": "wrong"}):
            answer = client.post(reverse("account_change_password"), {**new, **old})
            assert answer.status_code == 422
        assert User.objects.get(pk=cast.vida.pk).check_password(GOOD)

    @pytest.mark.django_db
    def test_an_old_one_opens_without_a_forced_change(self, cast, time_machine):
        by_password(cast.vida)
        time_machine.move_to("2029-11-25T09:00:00+00:00", tick=False)
        answer = Client().post(SIGN_IN, {"login": cast.vida.email, "password": GOOD})
        assert answer.headers["Location"] == "/desk/"

    def test_nothing_shows_it_or_asks_a_question_instead(self):
        assert "password" in privacy.names_never_logged()
        assert "password" in User.Privacy.never
        names = {f.name for f in User._meta.get_fields()}
        assert not [n for n in names if "question" in n or "hint" in n or "answer" in n]


class TestFactors:
    def test_only_apps_and_keys_prove_somebody(self):
        assert set(ours.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}
        words = ("twilio", "send_sms_code", "email_code")
        assert [p for p, text in sources().items() if any(w in text for w in words)] == []

    def test_codes_end_and_their_secrets_are_long(self):
        assert factors.TOTP_PERIOD == 30
        assert factors.TOTP_TOLERANCE <= 1
        assert len({generate_totp_secret() for _ in range(50)}) == 50
        assert len(generate_totp_secret()) * 5 >= 160  # base32: five bits a letter
        assert len({RecoveryCodes.generate_seed() for _ in range(50)}) == 50
        assert len(RecoveryCodes.generate_seed()) * 4 >= 112


class TestSessions:
    @pytest.mark.django_db
    def test_signing_in_gives_a_new_token_of_enough_bits(self, cast):
        client = by_password(cast.vida)
        client.post(reverse("account_logout"))
        client.get(SIGN_IN)
        before = client.cookies.get("sessionid")
        client.post(SIGN_IN, {"login": cast.vida.email, "password": GOOD})
        after = client.cookies["sessionid"].value
        assert before is None or before.value != after
        assert len(after) >= 32
        assert re.fullmatch(r"[a-z0-9]+", after)


@pytest.mark.django_db
def test_no_account_is_shipped():
    assert not User.objects.exists()


def test_a_header_of_a_mail_takes_no_second_line():
    with pytest.raises(BadHeaderError):
        EmailMessage(subject="Sukoon\nBcc: x@example.org", body="", to=["a@example.org"]).message()


def test_no_weak_algorithm_and_no_shell_is_used():
    weak = re.compile(r"hashlib\.(md5|sha1)|\bMD5\(|\bSHA1\(|modes\.ECB|TripleDES|ARC4|Blowfish")
    shell = re.compile(r"shell=True|os\.system\(|os\.popen\(|\beval\(|\bexec\(")
    for pattern in (weak, shell):
        assert [p.name for p, text in sources().items() if pattern.search(text)] == []


def test_the_server_runs_as_somebody_and_reaches_little():
    unit = (ROOT / "deploy" / "sukoon.service").read_text(encoding="utf-8")
    for line in ("User=sukoon", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
                 "PrivateTmp=yes", "CapabilityBoundingSet=", "LimitCORE=0", "MemorySwapMax=0",
                 "UMask=0077"):  # fmt: skip
        assert line in unit.splitlines(), line
