"""What every JSON endpoint shares: who asks, problems as answers, operations once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.utils import check_csrf
from pydantic import field_validator

from sukoon.core.access import Actor, holds
from sukoon.core.http import ActorRequest, needs
from sukoon.core.operations import once, read_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import FromElsewhere, NotAllowed, Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
F = TypeVar("F", bound=Callable[..., object])


class Payload(Schema):
    """What a client sends. No text in it holds a NUL: PostgreSQL stores none."""

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("a NUL is no text")
        return value


def actor_of(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def endpoint(permission: Permission) -> Callable[[F], F]:
    """Name the permission of an endpoint, and refuse whoever does not hold it at all."""

    def wrap(view: F) -> F:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> object:
            if not holds(actor_of(request), permission):
                raise NotAllowed
            return view(request, *args, **kwargs)

        return needs(permission)(cast(F, checked))

    return wrap


def only(permission: Permission) -> Callable[[HttpRequest], Actor]:
    """Refuse whoever lacks the permission before anything of what they sent is read.

    A change that rides on a browser's session must carry our own page's token too: django-ninja
    takes its views out of Django's own check.
    """

    def check(request: HttpRequest) -> Actor:
        riding = not getattr(request, "by_token", False) and request.method not in SAFE
        if riding and check_csrf(request) is not None:
            raise FromElsewhere
        if not holds(actor_of(request), permission):
            raise NotAllowed
        return actor_of(request)

    return check


def change_once(
    request: HttpRequest, *, action: str, payload: Schema, run: Callable[[], Schema]
) -> HttpResponse:
    """Run a change under its `Idempotency-Key`; without one it simply runs."""

    def answer() -> tuple[int, str]:
        return 200, run().model_dump_json()

    key = request.headers.get("Idempotency-Key", "")
    if not key:
        status, body = answer()
        return HttpResponse(body, status=status, content_type="application/json")
    result = once(
        operation_id=read_id(key),
        action=action,
        by=actor_of(request),
        payload=payload.model_dump(mode="json"),
        run=answer,
    )
    response = HttpResponse(result.body, status=result.status, content_type="application/json")
    if result.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def problem_json(problem: Problem) -> dict[str, object]:
    """Return the body of an application/problem+json answer."""
    return {
        "type": f"/problems/{problem.code}",
        "title": str(problem),
        "status": problem.status,
        "details": problem.details,
    }
