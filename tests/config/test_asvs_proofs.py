"""Controls that hold by what we chose: shown here, so that another choice is noticed."""

import ast
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
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

from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.secrets import fresh
from sukoon.config import server_commands
from sukoon.core import privacy
from sukoon.core.ids import new_id
from tests.accounts.test_security import GOOD, by_password

ROOT = Path(__file__).parents[2]
SIGN_IN = "/account/sign-in/"
HIDDEN = {
    # which version was changed, and what stood there before
    "version", "base_text", "base_owner", "base_due_on", "base_status", "was", "checksum",
    # which thing this form is about
    "goal_id", "case", "organisation", "item", "key", "kept", "pathway", "question", "template",
    "rule", "to", "undo", "secret", "answer_pass", "credential",
    # what was typed or seen a page before
    "q", "text", "seen", "looked_again", "next", "{{ redirect_field_name }}",
}  # fmt: skip


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


class TestRequests:
    """How much a request carries, and how it travels."""

    @pytest.mark.django_db
    def test_a_browser_is_given_few_cookies(self, cast):
        client = by_password(cast.vida)
        for path in ("/account/", "/desk/", "/people/", "/public/"):
            client.get(path)
        client.post(reverse("set_language"), {"language": "ur", "next": "/"})
        assert set(client.cookies) <= {"sessionid", "csrftoken", "seen", "django_language"}

    def test_no_form_carries_along_what_it_does_not_need(self):
        """What is hidden is a version, what was shown before, or which thing: never who may what."""
        told = set()
        for path in (ROOT / "src" / "sukoon").rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            told |= set(re.findall(r'type="hidden" name="([^"]+)"', text))
        forms = r"(\w+) = forms\.\w+\([^\n]*HiddenInput"
        told |= {name for text in sources().values() for name in re.findall(forms, text)}
        assert told <= HIDDEN, "is it needed? then say so in HIDDEN"
        assert {n for n in told if re.search("role|permission|user|account|reach", n)} == set()

    def test_behind_tls_a_plain_request_is_sent_on_and_does_nothing(self, tmp_path):
        code = (
            "import django; django.setup()\n"
            "from django.test import Client\n"
            "client = Client(HTTP_HOST='localhost')\n"
            "for told in ({}, {'HTTP_X_FORWARDED_PROTO': 'https'}):\n"
            "    answers = [client.get('/health/', **told), client.get('/account/sign-in/', **told),\n"
            "        client.post('/api/1/operations', '{}', content_type='application/json', **told)]\n"
            "    print(*[a.status_code for a in answers], answers[1].headers.get('Location', '-'))\n"
        )  # fmt: skip
        env = {
            "SUKOON_MODE": "production", "SUKOON_HTTPS": "1", "SUKOON_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
            "PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
        }  # fmt: skip
        plain, safe = subprocess.run(
            [sys.executable, "-c", code], env=env, text=True, capture_output=True, check=True
        ).stdout.splitlines()
        assert plain == "200 301 301 https://localhost/account/sign-in/"
        assert safe.split()[1:] == ["200", "403", "-"]


class TestRandomness:
    def test_what_must_not_be_guessed_comes_from_the_operating_system(self):
        weak = re.compile(r"^\s*(import random\b|from random import|import numpy)", re.MULTILINE)
        found = {p.relative_to(ROOT / "src" / "sukoon").as_posix() for p, text in sources().items()
                 if weak.search(text) and "demo" not in p.parts}  # fmt: skip
        # Which notes are looked at is drawn again from a seed: what may be guessed, and must repeat.
        assert found == {"supervision/rules.py"}

    def test_many_at_once_get_each_their_own(self):
        with ThreadPoolExecutor(8) as pool:
            made = [s for part in pool.map(lambda _n: _secrets(2000), range(8)) for s in part]
        assert len(set(made)) == len(made) == 16_000
        assert min(map(len, made)) >= 43  # 256 bits

    def test_an_id_is_not_the_next_after_another(self):
        """What follows the time begins anew each millisecond; ids still are no secret."""
        made = [new_id() for _ in range(2000)]
        assert {i.version for i in made} == {7}
        assert len({i.int & 0xFFFF_FFFF for i in made}) > 1990  # the last 32 bits
        first = {}
        for one in made:
            first.setdefault(one.int >> 80, (one.int >> 32) & 0x3FFF_FFFF)
        assert len(set(first.values())) == len(first)


def _secrets(count):
    return [fresh() for _ in range(count)]


class TestLanguage:
    def test_nothing_of_ours_manages_memory(self):
        native = re.compile(r"^\s*(import|from) (ctypes|cffi|mmap)\b", re.MULTILINE)
        # One page of memory that two processes share, read and written with its bounds checked.
        found = [p.name for p, text in sources().items() if native.search(text)]
        assert found == ["background.py"]
        kinds = {p.suffix for p in (ROOT / "src" / "sukoon").rglob("*") if p.is_file()}
        assert not kinds & {".c", ".h", ".cc", ".cpp", ".rs", ".pyx", ".so", ".pyd", ".wasm"}

    def test_a_text_that_takes_values_is_constant(self):
        """What is translated and filled in stands in the source: nobody else writes a format."""
        names = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
        wrong, seen = [], 0
        for path, text in sources().items():
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                    seen += 1
                    if isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                        wrong.append(f"{path.name}:{node.lineno}")
        assert wrong == []
        assert seen > 1000


@pytest.mark.django_db
def test_the_first_administrator_gets_a_password_of_their_own_shown_once(capsys):
    """No two places have the same; it opens nothing without a second factor; no second is made."""
    shown = []
    for _place in range(2):
        RoleAssignment.objects.all().delete()
        User.objects.all().delete()
        server_commands.first_administrator()
        shown.append(re.search(r"password {4}(\S+)", capsys.readouterr().out).group(1))
    assert shown[0] != shown[1]
    assert len(shown[1]) * 6 >= 120
    made = User.objects.get()
    assert made.check_password(shown[1])
    assert shown[1] not in str(vars(made))
    client = Client()
    client.post(SIGN_IN, {"login": made.email, "password": shown[1]})
    answer = client.get("/desk/")
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    server_commands.first_administrator()
    assert capsys.readouterr() == ("", "")
    assert User.objects.count() == 1
