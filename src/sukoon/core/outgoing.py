"""The one client for requests to other servers: it never reaches into our own network.

A name is resolved once, every address it has must be a public one, and the connection goes to the
address that was checked, so that a name cannot change its mind in between. Redirects are followed
by the same rules. Nothing in the product opens a connection any other way (a test looks).
"""

import http.client
import ipaddress
import socket
import ssl
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from sukoon.core.problems import Problem

SECONDS = 10.0
MOST_BYTES = 10 * 1024 * 1024
MOST_REDIRECTS = 3
PORTS = {"https": 443, "http": 80}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
Resolve = Callable[[str, int], Iterable[str]]


class AddressRefused(Problem):
    code = "outgoing.address_refused"
    status = 422
    sentence = _("This address cannot be asked: %(why)s.")


class ServerSilent(Problem):
    code = "outgoing.server_silent"
    status = 502
    sentence = _("The other server did not answer as expected. Try again later.")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """Return every address of a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused(why="its name is not known") from None
    return [str(entry[4][0]) for entry in found]


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    resolver: Resolve = resolve,
    trusted: frozenset[str] = frozenset(),
    plain: bool = False,
    certificate: str = "",
) -> Answer:
    """Get an address. Raises AddressRefused or ServerSilent.

    `trusted` names addresses that may be asked although they are not public (a gateway beside us,
    named by the administrator, never by a user); `plain` allows http; `certificate` is a file with
    our own, for a server that asks for one.
    """
    deadline = time.monotonic() + SECONDS
    for _attempt in range(MOST_REDIRECTS + 1):
        answer = _once(
            url, headers or {}, resolver, trusted, plain=plain, deadline=deadline,
            certificate=certificate,
        )  # fmt: skip
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return answer
        url = urljoin(url, answer.headers["location"])
        headers, certificate = {}, ""  # what was meant for one server is not carried to another
    raise AddressRefused(why="it leads on and on")


def send_form(
    url: str,
    form: Mapping[str, str],
    *,
    resolver: Resolve = resolve,
    trusted: frozenset[str] = frozenset(),
    plain: bool = False,
    certificate: str = "",
) -> Answer:
    """Send a form to an address, under the rules of `fetch`. No redirect is followed."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    deadline = time.monotonic() + SECONDS
    body = urlencode(form).encode()
    return _once(
        url, headers, resolver, trusted, plain=plain, deadline=deadline, body=body,
        certificate=certificate,
    )  # fmt: skip


def checked(
    url: str, resolver: Resolve, trusted: frozenset[str], *, plain: bool
) -> tuple[str, str, int, str, str]:
    """Return scheme, host, port, address and target of a URL that may be asked."""
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):  # noqa: PLR2004 - controls and spaces
        raise AddressRefused(why="it holds signs that no address has")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused(why="it cannot be read") from None
    if parts.scheme not in ({"https", "http"} if plain else {"https"}):
        raise AddressRefused(why="it is not https")
    if not host or parts.username is not None or parts.password is not None:
        raise AddressRefused(why="it names no server, or a password")
    port = port or PORTS[parts.scheme]
    addresses = list(resolver(host, port))
    if not addresses or not all(_is_public(a) or a in trusted for a in addresses):
        raise AddressRefused(why="it lies in our own network")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, addresses[0], target


def _is_public(address: str) -> bool:
    try:
        told = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    # An IPv4 address dressed as IPv6, or tunnelled in one, is judged by what it really is.
    for inner in ("ipv4_mapped", "sixtofour"):
        found = getattr(told, inner, None)
        if found is not None:
            told = found
    if isinstance(told, ipaddress.IPv6Address) and told.teredo:
        return False
    return told.is_global and not told.is_multicast and not told.is_reserved


def _once(
    url: str, headers: Mapping[str, str], resolver: Resolve, trusted: frozenset[str], *,
    plain: bool, deadline: float, body: bytes | None = None, certificate: str = "",
) -> Answer:  # fmt: skip
    scheme, host, port, address, target = checked(url, resolver, trusted, plain=plain)
    left = deadline - time.monotonic()
    if left <= 0:
        raise ServerSilent
    try:
        connection = _connection(scheme, host, port, address, left, certificate)
        try:
            verb = "GET" if body is None else "POST"
            connection.request(verb, target, body, {"User-Agent": "Sukoon", **headers})
            return _read(connection.getresponse(), deadline)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        raise ServerSilent from None


def _connection(
    scheme: str, host: str, port: int, address: str, seconds: float, certificate: str
) -> http.client.HTTPConnection:
    """Connect to the address that was checked; TLS still checks the name, and shows ours."""
    context = ssl.create_default_context()
    if certificate:
        context.load_cert_chain(certificate)
    raw = socket.create_connection((address, port), timeout=seconds)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    connection.sock = context.wrap_socket(raw, server_hostname=host) if scheme == "https" else raw
    return connection


def _read(response: http.client.HTTPResponse, deadline: float) -> Answer:
    body = bytearray()
    while piece := response.read(65536):
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() > deadline:
            raise ServerSilent
    told = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, told, bytes(body))


def beside(address: str, default_port: int) -> socket.socket:
    """Connect to a service beside us: `unix:/path` or `tcp://host:port`, named by the administrator.

    Never an address of a user: nothing is checked. Raises OSError or ValueError.
    """
    parts = urlsplit(address)
    if parts.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(parts.path)
        except OSError:
            link.close()
            raise
        return link
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError
    return socket.create_connection((parts.hostname, parts.port or default_port), timeout=SECONDS)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visitor sees of a server's TLS: until when its certificate is good, and old versions."""

    until: datetime | None  # None when it is not trusted under this name
    takes_old: bool  # TLS 1.0 or 1.1


def look_at_tls(host: str, port: int = 443) -> Seen:
    """Visit our own public name as a browser does: for the doctor. Raises OSError."""
    context = ssl.create_default_context()
    until = None
    try:
        with (
            socket.create_connection((host, port), timeout=SECONDS) as raw,
            context.wrap_socket(raw, server_hostname=host) as link,
        ):
            told = str((link.getpeercert() or {})["notAfter"])
            until = datetime.fromtimestamp(ssl.cert_time_to_seconds(told), UTC)
    except ssl.SSLError:
        pass
    return Seen(until, _takes_old(host, port))


def _takes_old(host: str, port: int) -> bool:
    """Say whether a server talks TLS 1.1 or older: nothing but the handshake is sent."""
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that they are old is the point
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    try:
        with (
            socket.create_connection((host, port), timeout=SECONDS) as raw,
            old.wrap_socket(raw, server_hostname=host),
        ):
            return True
    except (OSError, ssl.SSLError):
        return False
