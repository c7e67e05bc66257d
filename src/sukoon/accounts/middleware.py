"""Gives every request an actor, and keeps every page to those who hold its permission."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from sukoon.accounts.device_queries import actor_of_device, by_device_secret
from sukoon.accounts.mfa_adapter import has_passkey
from sukoon.accounts.models import User
from sukoon.accounts.problems import DeviceUnknown, SecondFactorFirst, TokenInvalid
from sukoon.accounts.queries import by_token
from sukoon.accounts.roles import actor_for, asks_for_second_factor, public_actor
from sukoon.core import clock
from sukoon.core.access import Actor, Grant, Reach, holds
from sukoon.core.api import problem_json
from sukoon.core.http import ActorRequest
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem

API = "/api/"
ACCOUNT = "/account/"  # where a second factor is set up
FIELD = "/api/1/field/"
Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get("Authorization", "")
        if said:
            return self._of_a_program(request, said)
        if not isinstance(request.user, User):
            cast(ActorRequest, request).actor = public_actor()
            return self.get_response(request)
        actor = actor_for(request.user, now=clock.now())
        if _must_set_up_second_factor(request.user, actor):
            if request.path.startswith(API):
                return _problem(SecondFactorFirst())
            cast(ActorRequest, request).half_signed_in = True
            # A password alone, where their role asks for more: their own account, nothing else.
            own = Grant(Permission.SELF, Reach.OWN)
            actor = replace(actor, grants=public_actor().grants | {own})
        cast(ActorRequest, request).actor = actor
        return self.get_response(request)

    def _of_a_program(self, request: HttpRequest, said: str) -> HttpResponse:
        """A token speaks on the JSON API only; whoever is signed in beside it does not count."""
        kind, _, secret = said.partition(" ")
        if kind == "Device":
            return self._of_a_phone(request, secret.strip())
        address = get_adapter().get_client_ip(request)
        actor = None
        if kind == "Bearer" and request.path.startswith(API):
            actor = by_token(secret.strip(), address=address, now=clock.now())
        if actor is None:
            return _problem(TokenInvalid())
        request.user = AnonymousUser()
        cast(ActorRequest, request).actor = actor
        cast(ActorRequest, request).by_token = True
        return self.get_response(request)

    def _of_a_phone(self, request: HttpRequest, secret: str) -> HttpResponse:
        """A phone's secret speaks on the phone's protocol only, and never signs anybody in."""
        device = by_device_secret(secret) if request.path.startswith(FIELD) else None
        if device is None:
            return _problem(DeviceUnknown())
        request.user = AnonymousUser()
        told = cast(ActorRequest, request)
        told.actor = actor_of_device(device, now=clock.now())
        told.by_token = True
        told.device_id = device.pk
        return self.get_response(request)


class AccessMiddleware:
    """Refuse a page to whoever does not hold the permission it names.

    Not signed in: to the sign-in page. Signed in: 404, as if the page were not there. Someone
    whose role asks for a second factor sets it up before anything else (not in the demo): until
    then their roles give them nothing, on no page and no other door; their own account opens.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., object],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        permission: Permission | None = getattr(view, "needs", None)
        if permission is None or permission is Permission.MAP_VIEW:
            return None
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        own_account = permission is Permission.SELF and request.path.startswith(ACCOUNT)
        if getattr(request, "half_signed_in", False) and not own_account:
            return redirect("mfa_add_webauthn" if settings.PASSKEYS_ONLY else "mfa_activate_totp")
        if not holds(cast(ActorRequest, request).actor, permission):
            raise Http404
        return None


def _problem(problem: Problem) -> JsonResponse:
    return JsonResponse(
        problem_json(problem), status=problem.status, content_type="application/problem+json"
    )


def _must_set_up_second_factor(user: User, actor: Actor) -> bool:
    if settings.DEMO or user.is_synthetic:
        return False
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 - needs loaded apps

    if not asks_for_second_factor(actor):
        return False
    return not (has_passkey(user) if settings.PASSKEYS_ONLY else is_mfa_enabled(user))
