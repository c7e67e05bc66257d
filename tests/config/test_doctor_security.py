"""What stands around the product: the doctor looks at what can be seen, the example holds the rest."""

import re
import socketserver
import ssl
import threading
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from sukoon.config import doctor
from sukoon.config.environment import VARIABLES
from sukoon.core import clock, outgoing
from tests.tls import Authority

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


def found(check):
    return [(f.ok, f.said) for f in check(clock.now())]


@pytest.fixture
def production(settings, monkeypatch):
    settings.PRODUCTION = True
    monkeypatch.setenv("SUKOON_HTTPS", "1")
    return settings


@pytest.fixture
def visited(tmp_path, monkeypatch):
    """A server with TLS on this machine, in the place of port 443; a test changes how it is set."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    context = authority.serving(authority.signed("server"))

    class Greeting(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                with self.server.context.wrap_socket(self.request, server_side=True):
                    pass
            except (ssl.SSLError, OSError):
                pass

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greeting)
    server.context, server.authority = context, authority
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    look, port = outgoing.look_at_tls, server.server_address[1]
    monkeypatch.setattr(outgoing, "look_at_tls", lambda name: look(name, port))
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_our_own_name_is_looked_at_as_a_visitor_does(production, visited):
    production.ALLOWED_HOSTS = [*production.ALLOWED_HOSTS[: doctor.OWN_NAMES], "localhost"]
    assert found(doctor._tls) == [(True, "well")]

    short = visited.authority.signed("short", days=5)
    visited.context = visited.authority.serving(short)
    ((ok, said),) = found(doctor._tls)
    assert not ok
    assert "ends on" in said

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old = visited.authority.serving(visited.authority.signed("old"))
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.set_ciphers("ALL:@SECLEVEL=0")
    visited.context = old
    ((ok, said),) = found(doctor._tls)
    assert not ok
    assert "TLS 1.1 or older" in said


def test_a_certificate_nobody_trusts_is_said(production, visited, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    production.ALLOWED_HOSTS = [*production.ALLOWED_HOSTS[: doctor.OWN_NAMES], "localhost"]
    ((ok, said),) = found(doctor._tls)
    assert not ok
    assert "do not trust" in said


def test_a_name_that_does_not_answer_is_said(production, monkeypatch):
    def silent(_name):
        raise OSError

    monkeypatch.setattr(outgoing, "look_at_tls", silent)
    production.ALLOWED_HOSTS = [*production.ALLOWED_HOSTS[: doctor.OWN_NAMES], "localhost"]
    ((ok, said),) = found(doctor._tls)
    assert not ok
    assert "port 443" in said


@pytest.mark.parametrize(
    ("host", "options", "expected"),
    [
        ("db.example.org", {}, [False]), ("db.example.org", {"sslmode": "require"}, [False]),
        ("db.example.org", {"sslmode": "verify-full"}, [True]), ("127.0.0.1", {}, []),
        ("/run/postgresql", {}, []),
    ],
)  # fmt: skip
def test_a_database_elsewhere_is_talked_to_under_verified_tls(monkeypatch, host, options, expected):
    settings_dict = {"HOST": host, "OPTIONS": options}
    told = SimpleNamespace(settings_dict=settings_dict, vendor="postgresql")
    monkeypatch.setattr(doctor, "connection", told)
    assert [ok for ok, _said in found(doctor._database)] == expected


def test_whether_anybody_looks_through_files_is_said(production):
    production.CLAMD = ""
    ((ok, said),) = found(doctor._scanner)
    assert not ok
    assert "SUKOON_CLAMD" in said
    production.CLAMD = "unix:/nowhere"
    ((ok, said),) = found(doctor._scanner)
    assert not ok
    assert "does not answer" in said


def test_whether_anybody_is_called_is_said(production, cast):
    production.MAIL_IS_SET_UP = False
    assert [ok for ok, _said in found(doctor._officers)] == [False]
    production.MAIL_IS_SET_UP = True
    assert found(doctor._officers) == [(True, "well")]
    cast.dpo.is_active = False
    cast.dpo.save()
    ((ok, said),) = found(doctor._officers)
    assert not ok
    assert "data-protection officer" in said


def test_the_example_of_a_proxy_holds_what_the_table_says():
    example = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for line in (
        "ssl_protocols TLSv1.2 TLSv1.3;", "ssl_stapling on;", "ssl_stapling_verify on;",
        "includeSubDomains", "return 301 https://", "limit_req zone", "server_tokens off;",
    ):  # fmt: skip
        assert line in example, line
    ciphers = next(x for x in example.splitlines() if x.startswith("ssl_ciphers"))
    for cipher in ciphers.split()[1].rstrip(";").split(":"):
        assert cipher.startswith("ECDHE-"), cipher
        assert "GCM" in cipher or "POLY1305" in cipher, cipher


def test_what_the_page_tells_to_set_is_read():
    """Every setting of docs/how-to/secure-the-server.md is one of ours."""
    page = (ROOT / "docs" / "how-to" / "secure-the-server.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\bSUKOON_[A-Z_]+[A-Z]\b", page))
    assert told
    assert told <= set(VARIABLES)
    assert doctor.CERTIFICATE_LEFT.days == 14
