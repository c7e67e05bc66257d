"""The guarded client: our own network stays out of reach, whatever a name or a redirect says."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path

import pytest

from sukoon.core import outgoing
from sukoon.core.outgoing import AddressRefused, ServerSilent, checked, fetch
from tests.tls import Authority

HERE = frozenset({"127.0.0.1"})
PUBLIC = "93.184.215.14"


@pytest.fixture
def server():
    """A server on this machine whose answers a test sets."""

    class Handler(BaseHTTPRequestHandler):
        routes: dict = {}
        seen: list = []

        def do_GET(self):
            self.seen.append((self.path, dict(self.headers)))
            status, headers, body = self.routes.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    Handler.routes, Handler.seen = {}, []
    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield Handler, f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


def ask(url, **more):
    return fetch(url, **{"trusted": HERE, "plain": True, **more})


def test_a_server_that_may_be_asked_answers(server):
    handler, base = server
    handler.routes["/a?b=c"] = (200, {"X-Y": "z"}, b"hello")
    answer = ask(f"{base}/a?b=c", headers={"X-Secret": "s"})
    assert (answer.status, answer.body, answer.headers["x-y"]) == (200, b"hello", "z")
    assert handler.seen[0][1]["Host"].startswith("127.0.0.1")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0." + "0", "100.64.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1",
     "255.255.255.255", "64:ff9b::7f00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "nonsense", "fe80::1%eth0"],
)  # fmt: skip
def test_a_name_that_leads_into_our_network_is_refused(address):
    with pytest.raises(AddressRefused):
        checked("https://example.org/", lambda _h, _p: [address], frozenset(), plain=False)


def test_one_bad_address_among_good_ones_is_enough():
    with pytest.raises(AddressRefused):
        checked(
            "https://example.org/", lambda _h, _p: [PUBLIC, "10.0.0.1"], frozenset(), plain=False
        )


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "ftp://example.org/", "file:///etc/passwd", "https://", "https:///x",
     "https://user:secret@example.org/", "https://example.org/\r\nHost: x", "https://example.org/a b",
     "https://example.org:99999/", "gopher://127.0.0.1:11211/", "https://exa\x00mple.org/", "//example.org",
     "https://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_none_of_ours_to_ask_is_refused(url):
    with pytest.raises(AddressRefused):
        checked(url, lambda _h, _p: [PUBLIC], frozenset(), plain=False)


def test_a_public_name_is_connected_to_the_address_that_was_checked(monkeypatch):
    told = []

    def connect(address, timeout):
        told.append(address)
        raise OSError

    monkeypatch.setattr(outgoing.socket, "create_connection", connect)
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with pytest.raises(ServerSilent):
        fetch("https://example.org/x", resolver=lambda _h, _p: next(answers))
    assert told == [(PUBLIC, 443)]


def test_a_redirect_into_our_network_is_refused_and_secrets_stay(server):
    handler, base = server
    handler.routes["/in"] = (302, {"Location": "http://inside.example/secret"}, b"")
    inside = {"127.0.0.1": ["127.0.0.1"], "inside.example": ["10.0.0.9"]}
    with pytest.raises(AddressRefused):
        ask(f"{base}/in", resolver=lambda h, _p: inside[h])
    handler.routes["/on"] = (302, {"Location": "/there"}, b"")
    handler.routes["/there"] = (200, {}, b"ok")
    assert ask(f"{base}/on", headers={"X-Secret": "s"}).body == b"ok"
    assert "X-Secret" not in handler.seen[-1][1]


def test_a_redirect_that_never_ends_does(server):
    handler, base = server
    handler.routes["/round"] = (302, {"Location": "/round"}, b"")
    with pytest.raises(AddressRefused):
        ask(f"{base}/round")
    assert len(handler.seen) == outgoing.MOST_REDIRECTS + 1


def test_an_answer_without_end_is_cut_off(server, monkeypatch):
    handler, base = server
    monkeypatch.setattr(outgoing, "MOST_BYTES", 1000)
    handler.routes["/big"] = (200, {}, b"x" * 200_000)
    with pytest.raises(ServerSilent):
        ask(f"{base}/big")


def test_a_name_nobody_knows_is_said():
    with pytest.raises(AddressRefused):
        outgoing.resolve("no-such-name.invalid", 443)


def test_nothing_else_in_the_product_opens_a_connection():
    source = Path(outgoing.__file__).parents[1]
    words = (
        "import requests",
        "import httpx",
        "urllib.request",
        "http.client",
        "create_connection",
    )
    found = [
        str(p.relative_to(source)) for p in source.rglob("*.py")
        if any(w in p.read_text() for w in words) and p != Path(outgoing.__file__)
    ]  # fmt: skip
    assert found == []


def test_a_server_that_asks_for_our_certificate_gets_it(tmp_path, monkeypatch):
    """Mutual TLS: without our certificate nothing is answered, with it we are named by it."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    context = authority.serving(authority.signed("issuer"))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(authority.file)
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(dict(part[0] for part in self.connection.getpeercert()["subject"]))
            self.send_response(302 if self.path == "/away" else 200)
            self.send_header("Location", "/")
            self.end_headers()

        def log_message(self, *_args):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    running.handle_error = lambda *_args: None
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        base, ours = f"https://127.0.0.1:{running.server_port}", str(authority.signed("sukoon"))
        with pytest.raises(ServerSilent):
            ask(base, plain=False)
        assert ask(base, plain=False, certificate=ours).status == 200
        assert seen == [{"commonName": "sukoon"}]
        with pytest.raises(ServerSilent):  # where it leads us, it is not shown
            ask(f"{base}/away", plain=False, certificate=ours)
    finally:
        running.shutdown()
        thread.join()
        running.server_close()
