"""Tokens for programs."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from sukoon.accounts import secrets
from sukoon.accounts.models import ApiToken, User
from sukoon.accounts.problems import MoreThanYouHold, NetworkUnreadable, TokenTooLong
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, holds, require
from sukoon.core.permissions import Permission
from sukoon.places.models import Area

MOST_DAYS = 366
# What a token never carries: it would hand on what is asked of a person themselves.
NEVER = frozenset({
    Permission.SELF, Permission.TOKEN_MANAGE, Permission.ROLE_GRANT, Permission.ACCOUNT_MANAGE,
    Permission.GLASS_BREAK, Permission.GLASS_REVIEW, Permission.KEYS_ROTATE,
})  # fmt: skip


@transaction.atomic
def make_token(
    *,
    by: Actor,
    user: User,
    name: str,
    permissions: Sequence[Permission],
    expires_at: datetime,
    area: Area | None = None,
    networks: str = "",
) -> str:
    """Make a token in one's own name; return its secret, which is shown once.

    Raises MoreThanYouHold, TokenTooLong, NetworkUnreadable.
    """
    require(by, Permission.TOKEN_MANAGE, Scope(owner_id=user.pk))
    if not permissions or any(p in NEVER or not holds(by, p) for p in permissions):
        raise MoreThanYouHold
    if expires_at > clock.now() + timedelta(days=MOST_DAYS):
        raise TokenTooLong(days=MOST_DAYS)
    for network in networks.split():
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise NetworkUnreadable from None
    secret = secrets.fresh()
    token = ApiToken.objects.create(
        user=user, name=name[:80], token_hash=secrets.hash_of(secret), area=area,
        permissions=" ".join(sorted(p.name for p in permissions)), networks=networks[:200],
        expires_at=expires_at,
    )  # fmt: skip
    emit("token.made", subject=token.pk, by=by, permissions=len(permissions))
    return secret


@transaction.atomic
def revoke_token(*, by: Actor, token: ApiToken) -> None:
    """End a token of one's own, at once."""
    require(by, Permission.SELF, Scope(owner_id=token.user_id))
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    emit("token.revoked", subject=token.pk, by=by)
