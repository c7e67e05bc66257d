"""Sign-in from outside: a tiny issuer of our own on loopback, honest and otherwise."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from sukoon.accounts import oidc
from sukoon.accounts.models import User
from sukoon.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
START, BACK = reverse("oidc_start"), reverse("oidc_back")


@dataclass
class Issuer:
    """What the issuer says next; a test bends it."""

    url: str = ""
    says: dict = field(default_factory=dict)
    key: object = KEY
    algorithm: str = "RS256"
    asked: dict = field(default_factory=dict)  # the last address it was sent to
    token_requests: list = field(default_factory=list)
    status: int = 200

    def token(self):
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": "sukoon", "sub": "1", "iat": now, "exp": now + 60,
            "nonce": self.asked.get("nonce"), "email_verified": True, **self.says,
        }  # fmt: skip
        key = self.key if self.algorithm != "none" else None
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "k1"})

    def configuration(self):
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys",
        }  # fmt: skip

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}


@pytest.fixture
def issuer(settings):
    told = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            pages = {"/.well-known/openid-configuration": told.configuration, "/keys": told.keys}
            self.answer(200, pages[self.path]())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.token_requests.append({k: v[0] for k, v in parse_qs(body).items()})
            self.answer(told.status, {"id_token": told.token()})

        def answer(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = told.url, "sukoon"
    settings.OIDC_CLIENT_SECRET, settings.OIDC_NAME = "secret", "The Ministry"
    settings.OIDC_TRUSTED = frozenset({"127.0.0.1"})
    oidc._known.clear()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def come_back(client, issuer, email, *, state=None, after=""):
    """Go to the issuer, and come back as it sends one back."""
    away = client.get(START, {"next": after} if after else {})
    assert away.status_code == 302
    assert away.headers["Location"].startswith(f"{issuer.url}/authorize?")
    query = parse_qs(urlsplit(away.headers["Location"]).query)
    issuer.asked = {k: v[0] for k, v in query.items()}
    if email:
        issuer.says.setdefault("email", email)
    return client.get(BACK, {"code": "c0de", "state": state or issuer.asked["state"]})


def is_in(client):
    return client.get(reverse("accounts:home")).status_code == 200


def test_the_verified_address_of_an_open_account_comes_in(client, cast, issuer):
    answer = come_back(client, issuer, cast.vida.email.upper(), after="/gaps/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/gaps/")
    assert is_in(client)
    assert AuditEntry.objects.get(event="account.signed_in").subject_id == cast.vida.pk
    sent = issuer.token_requests[0]
    assert sent["client_secret"] == "secret"
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert challenge == issuer.asked["code_challenge"]


def test_it_never_makes_an_account(client, cast, issuer):
    before = User.objects.count()
    answer = come_back(client, issuer, "stranger@example.org")
    assert answer.headers["Location"] == reverse("account_login")
    assert User.objects.count() == before
    assert not is_in(client)


BENT = {
    "not verified": {"says": {"email_verified": False}},
    "verified as a word": {"says": {"email_verified": "true"}},
    "no address": {"says": {"email": ""}},
    "another's audience": {"says": {"aud": "somebody"}},
    "many audiences, not for us": {"says": {"aud": ["sukoon", "x"], "azp": "x"}},
    "another issuer": {"says": {"iss": "http://elsewhere.example"}},
    "over": {"says": {"exp": 1_000_000_000}},
    "an old nonce": {"says": {"nonce": "old"}},
    "a foreign key": {"key": OTHER_KEY},
    "no signature": {"algorithm": "none"},
    "a shared secret": {"algorithm": "HS256", "key": "x" * 64},
    "an error": {"status": 400},
}


@pytest.mark.parametrize("how", BENT)
def test_what_is_not_proven_lets_nobody_in(client, cast, issuer, how):
    for name, value in BENT[how].items():
        setattr(issuer, name, dict(value) if isinstance(value, dict) else value)
    answer = come_back(client, issuer, cast.vida.email)
    assert answer.headers["Location"] == reverse("account_login")
    assert not is_in(client)
    refused = AuditEntry.objects.get(event="account.sign_in_refused")
    assert dict(refused.details) == {"how": "oidc"}


def test_a_state_that_is_not_ours_lets_nobody_in(client, cast, issuer):
    come_back(client, issuer, cast.vida.email, state="x" * 43)
    assert not is_in(client)
    assert issuer.token_requests == []  # and the code is not even tried


def test_an_answer_is_good_once(client, cast, issuer):
    come_back(client, issuer, cast.vida.email)
    client.logout()
    answer = client.get(BACK, {"code": "c0de", "state": issuer.asked["state"]})
    assert answer.headers["Location"] == reverse("account_login")
    assert not is_in(client)


def test_a_leaver_does_not_come_in(client, cast, issuer):
    User.objects.filter(pk=cast.vida.pk).update(is_active=False)
    come_back(client, issuer, cast.vida.email)
    assert not is_in(client)


def test_an_unknown_and_a_closed_account_read_the_same(client, cast, issuer):
    User.objects.filter(pk=cast.vida.pk).update(is_active=False)
    pages = []
    for email in (cast.vida.email, "stranger@example.org"):
        issuer.says.clear()
        come_back(client, issuer, email)
        pages.append(client.get(reverse("account_login")).content.decode())
    assert "This sign-in did not work." in pages[0]
    strip = [p.partition("<main")[2].partition("csrfmiddlewaretoken")[0] for p in pages]
    assert strip[0] == strip[1]


def test_a_second_factor_is_still_asked_for(client, cast, issuer):
    Authenticator.objects.create(
        user=cast.vida, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    answer = come_back(client, issuer, cast.vida.email)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)


def test_a_role_that_needs_a_second_factor_sets_it_up_first(client, cast, issuer):
    come_back(client, issuer, cast.coco.email)
    assert client.get("/desk/returns/").headers["Location"] == reverse("mfa_activate_totp")


def test_it_leads_nowhere_else(client, cast, issuer):
    answer = come_back(client, issuer, cast.vida.email, after="https://evil.example/")
    assert answer.headers["Location"] == "/desk/"


def test_an_issuer_in_our_own_network_is_asked_only_when_named(client, cast, issuer, settings):
    settings.OIDC_TRUSTED = frozenset()
    answer = client.get(START)
    assert answer.headers["Location"] == reverse("account_login")
    assert issuer.token_requests == []


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(client, cast, issuer, settings):
    settings.OIDC_ISSUER = issuer.url.replace("127.0.0.1", "localhost")
    settings.OIDC_TRUSTED = frozenset({"127.0.0.1", "::1"})
    answer = client.get(START)
    assert answer.headers["Location"] == reverse("account_login")


def test_where_none_is_named_there_is_no_such_page_and_no_button(client, settings, db):
    assert client.get(START).status_code == client.get(BACK).status_code == 404
    assert START not in client.get(reverse("account_login")).content.decode()


def test_where_one_is_named_the_page_offers_it(client, issuer, db):
    page = client.get(reverse("account_login")).content.decode()
    assert START in page
    assert "The Ministry" in page


def test_a_password_that_is_wrong_is_an_event_and_tells_nothing(client, cast):
    for email, subject in ((cast.vida.email, cast.vida.pk), ("stranger@example.org", None)):
        client.post(reverse("account_login"), {"login": email, "password": "wrong"})
        event = AuditEntry.objects.filter(event="account.sign_in_refused").order_by("-id").first()
        assert event.subject_id.int == (subject.int if subject else 0)
        assert "stranger" not in event.told
