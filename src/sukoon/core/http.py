"""The small pieces every view uses."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from sukoon.core.access import Actor
from sukoon.core.permissions import Permission

M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=Callable[..., object])


class ActorRequest(HttpRequest):
    """A request after `ActorMiddleware`: it knows who is asking."""

    actor: Actor
    by_token: bool = False  # a program with a token, not a browser with a session
    half_signed_in: bool = False  # a second factor has to be set up first
    device_id: UUID | None = None  # a worker's phone


def find(visible: QuerySet[M], pk: UUID) -> M:
    """Return the row if it is among those the actor can see, else 404 (never 403: no hint)."""
    row = visible.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def needs(permission: Permission) -> Callable[[V], V]:
    """Name the permission a page or endpoint is for. A test fails on any that names none.

    The access middleware refuses the page to whoever does not hold it: someone who has not
    signed in is sent to sign in, someone who has sees that the page is not there for them.
    """

    def mark(view: V) -> V:
        vars(view)["needs"] = permission
        return view

    return mark
