"""The way into a remote meeting: made when it is opened, good for a while, kept nowhere."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from sukoon.supervision.problems import NoMeetingService

ROOM_SIGNS = 24
PARTS = ("{room}", "{token}")


def is_set_up() -> bool:
    return bool(settings.MEETING_URL and settings.MEETING_SECRET)


def link(request_id: UUID, account_id: UUID, *, now: datetime, minutes: int) -> str:
    """Return an address that opens one room to one account for so long. Raises NoMeetingService.

    Both sides of a request meet in the same room of the same day; its name says nothing. The token is
    a JWT (HS256) as Jitsi and kin read it; no name is in it.
    """
    if not is_set_up():
        raise NoMeetingService
    room = _mac(f"room/{request_id}/{now:%Y-%m-%d}").hex()[:ROOM_SIGNS]
    claims = {
        "aud": "sukoon", "iss": "sukoon", "sub": "*", "room": room,
        "nbf": int((now - timedelta(minutes=1)).timestamp()),
        "exp": int((now + timedelta(minutes=minutes)).timestamp()),
        "context": {"user": {"id": _mac(f"guest/{room}/{account_id}").hex()[:ROOM_SIGNS]}},
    }  # fmt: skip
    head = _text({"alg": "HS256", "typ": "JWT"})
    body = f"{head}.{_text(claims)}"
    token = f"{body}.{_plain(_mac(body))}"
    address = settings.MEETING_URL.replace("{room}", room).replace("{token}", token)
    return str(address)


def _mac(text: str) -> bytes:
    return hmac.new(settings.MEETING_SECRET.encode(), text.encode(), hashlib.sha256).digest()


def _text(value: object) -> str:
    return _plain(json.dumps(value, separators=(",", ":"), sort_keys=True).encode())


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
