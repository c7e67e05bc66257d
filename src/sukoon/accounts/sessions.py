"""A session ends by itself: untouched for a while, and at the latest after a working day.

When it was touched last stands in a signed cookie of its own, bound to the session, so that a
look at a page writes nothing into the database. How long is long is said by the roles pack.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext

from sukoon.accounts import actions
from sukoon.accounts.models import User
from sukoon.accounts.roles import public_actor, session_limits
from sukoon.accounts.rules import SessionLimits, is_over
from sukoon.core.http import ActorRequest

RENEWED = timedelta(minutes=1)  # a cookie as young as this is left as it is
AWAKE = "/account/awake/"  # somebody moves on a page that stays open
Answer = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware:
    """Signs out whoever's session is over; what was asked for is then asked by nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, now = request.user, timezone.now()  # as Django keeps sessions
        if not isinstance(user, User):
            return self._answered(request, now, None)
        seen, limits = _seen(request, user), session_limits(cast(ActorRequest, request).actor)
        if is_over(
            limits, begun=_begun(request, user), seen=seen or _latest(request, user), now=now
        ):
            _end(request, user, limits, now)
            seen = None
        return self._answered(request, now, seen)

    def _answered(self, request: HttpRequest, now: datetime, seen: datetime | None) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if isinstance(request.user, User) and key and _by_somebody(request):
            if seen is None or now - seen >= RENEWED:
                _keep(response, key, now)
        elif _name() in request.COOKIES and not isinstance(request.user, User):
            response.delete_cookie(_name(), samesite="Lax")
        return response


def _by_somebody(request: HttpRequest) -> bool:
    """Say whether a person did this: what a page asks by itself touches no session."""
    by_itself = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return not by_itself or request.method == "POST" or request.path == AWAKE


def _name() -> str:
    return "__Host-seen" if settings.SESSION_COOKIE_SECURE else "seen"


def _signer(key: str) -> Signer:
    return Signer(salt=f"session-seen-{key}")


def _keep(response: HttpResponse, key: str, now: datetime) -> None:
    response.set_cookie(
        _name(), _signer(key).sign(str(int(now.timestamp()))), httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def _seen(request: HttpRequest, user: User) -> datetime | None:
    """Return when this session was touched last, if its cookie says so in our own hand."""
    key = request.session.session_key or ""
    try:
        told = _signer(key).unsign(request.COOKIES.get(_name(), ""))
    except BadSignature:
        return None
    return datetime.fromtimestamp(int(told), UTC)


def _proofs(request: HttpRequest, user: User) -> list[datetime]:
    """Return when this session's owner proved who they are, the first time first."""
    told = [datetime.fromtimestamp(r["at"], UTC) for r in get_authentication_records(request, user)]
    return told or [user.last_login or user.created_at]


def _begun(request: HttpRequest, user: User) -> datetime:
    return _proofs(request, user)[0]


def _latest(request: HttpRequest, user: User) -> datetime:
    return _proofs(request, user)[-1]


def _end(request: HttpRequest, user: User, limits: SessionLimits, now: datetime) -> None:
    whole = now - _begun(request, user) >= limits.whole
    by = cast(ActorRequest, request).actor
    actions.note_session_over(by=by, user=user, why="whole" if whole else "idle")
    logout(request)
    cast(ActorRequest, request).actor = public_actor()
    minutes = int((limits.whole if whole else limits.idle).total_seconds() // 60)
    messages.info(
        request,
        ngettext(
            "You were signed out after %(minutes)d minute, so that nobody else uses your account.",
            "You were signed out after %(minutes)d minutes, so that nobody else uses your account.",
            minutes,
        )
        % {"minutes": minutes},
    )
