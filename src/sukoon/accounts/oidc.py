"""Sign-in through an organisation's own accounts: OpenID Connect, the code flow with PKCE.

It tells us who somebody is, nothing else: it never makes an account, gives no role, and what it
says is not kept. The issuer is named by the administrator in settings, and asked through the one
guarded client only. Second factors of ours hold as after a password.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
from django.conf import settings

from sukoon.core import outgoing

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # never "none", never a shared secret
KNOWN_SECONDS = 600
LEEWAY_SECONDS = 60


class NotProven(Exception):
    """The issuer did not prove who this is. Why is for the log, as a code; never for the page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What we asked the issuer, kept in the session until its answer comes back."""

    state: str
    nonce: str
    verifier: str
    next: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


_known: dict[str, tuple[float, Mapping[str, Any]]] = {}


def is_set_up() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def label() -> str:
    """Return what the button calls the issuer; "" when there is none."""
    return (settings.OIDC_NAME or settings.OIDC_ISSUER) if is_set_up() else ""


def ask(callback: str, after: str) -> tuple[str, Asked]:
    """Return the issuer's address to send somebody to, and what to remember of it."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    asked = Asked(state, nonce, verifier, after)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest())
    query = urlencode({
        "response_type": "code", "client_id": settings.OIDC_CLIENT_ID, "redirect_uri": callback,
        "scope": "openid email", "state": asked.state, "nonce": asked.nonce,
        "code_challenge": challenge.rstrip(b"=").decode(), "code_challenge_method": "S256",
    })  # fmt: skip
    where = str(_issuer().get("authorization_endpoint", ""))
    outgoing.checked(where, outgoing.resolve, settings.OIDC_TRUSTED, plain=settings.OIDC_PLAIN)
    return f"{where}{'&' if '?' in where else '?'}{query}", asked


def proven_address(code: str, state: str, asked: Asked, callback: str) -> str:
    """Return the e-mail address that the issuer verified. Raises NotProven."""
    if not hmac.compare_digest(state, asked.state):
        raise NotProven("state")
    answer = outgoing.send_form(
        str(_issuer()["token_endpoint"]),
        {
            "grant_type": "authorization_code", "code": code, "redirect_uri": callback,
            "client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET,
            "code_verifier": asked.verifier,
        },
        trusted=settings.OIDC_TRUSTED, plain=settings.OIDC_PLAIN,
        certificate=settings.OIDC_CERTIFICATE,
    )  # fmt: skip
    if answer.status != 200:  # noqa: PLR2004 - the one answer that brings a token
        raise NotProven("token")
    claims = _claims(str(_read(answer.body).get("id_token", "")))
    if not hmac.compare_digest(str(claims.get("nonce", "")), asked.nonce):
        raise NotProven("nonce")
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise NotProven("address")
    return str(claims["email"])


def _claims(token: str) -> Mapping[str, Any]:
    """Return what a token says, after its signature, issuer, audience and times were checked."""
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_got(str(_issuer()["jwks_uri"]))).keys
        key = next(k for k in keys if wanted is None or k.key_id == wanted)
        said: Mapping[str, Any] = jwt.decode(
            token, key, algorithms=ALGORITHMS, audience=settings.OIDC_CLIENT_ID,
            issuer=_issuer()["issuer"], leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )  # fmt: skip
    except (jwt.PyJWTError, StopIteration, KeyError, ValueError):
        raise NotProven("signature") from None
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and (
        said.get("azp") != settings.OIDC_CLIENT_ID
    ):  # fmt: skip
        raise NotProven("audience")
    return said


def _issuer() -> Mapping[str, Any]:
    """Return what the issuer says of itself; asked again after ten minutes."""
    name = settings.OIDC_ISSUER
    until, told = _known.get(name, (0.0, {}))
    if time.monotonic() < until:
        return told
    told = _got(f"{name}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != name:
        raise NotProven("issuer")
    _known[name] = (time.monotonic() + KNOWN_SECONDS, told)
    return told


def _got(url: str) -> dict[str, Any]:
    answer = outgoing.fetch(
        url, trusted=settings.OIDC_TRUSTED, plain=settings.OIDC_PLAIN,
        certificate=settings.OIDC_CERTIFICATE,
    )  # fmt: skip
    return _read(answer.body)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        raise NotProven("answer") from None
    if not isinstance(told, dict):
        raise NotProven("answer")
    return told
