"""Step-up: what is sensitive asks for the password or the code again, unless that was just told."""

from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from sukoon.accounts.models import User

V = TypeVar("V", bound=Callable[..., object])


def step_up(view: V) -> V:
    """Ask again before this page opens, so that nothing typed into it is lost to the asking."""
    return cast(V, reauthentication_required(view, enabled=_can_be_asked))


def _can_be_asked(request: HttpRequest) -> bool:
    """Say whether there is anything to ask for; the demonstration's accounts have no secret."""
    user = request.user
    return isinstance(user, User) and (user.has_usable_password() or is_mfa_enabled(user))
