"""Inviting people: nobody signs up, and nobody else ever knows their password."""

from datetime import timedelta

from django.db import transaction

from sukoon.accounts import secrets
from sukoon.accounts.models import Invitation, User
from sukoon.accounts.problems import InvitationOver
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.permissions import Permission

DAYS = 3


@transaction.atomic
def invite(*, by: Actor, user: User) -> str:
    """Return a secret that lets its holder choose the account's password once; older ones end."""
    require(by, Permission.ACCOUNT_MANAGE, NOWHERE)
    now, secret = clock.now(), secrets.fresh()
    user.invitations.filter(used_at=None).update(used_at=now)
    Invitation.objects.create(
        user=user, token_hash=secrets.hash_of(secret), expires_at=now + timedelta(days=DAYS)
    )
    emit("account.invited", subject=user.pk, by=by)
    return secret


@transaction.atomic
def accept_invitation(*, by: Actor, secret: str, password: str) -> User:
    """Choose the password of the account that a link is for. Raises InvitationOver.

    The password was validated by the form. `by` is whoever has not signed in yet.
    """
    require(by, Permission.MAP_VIEW, NOWHERE)
    now = clock.now()
    found = Invitation.objects.select_for_update().filter(
        token_hash=secrets.hash_of(secret), used_at=None, expires_at__gt=now, user__is_active=True
    )
    invitation = found.select_related("user").first()
    if invitation is None:
        raise InvitationOver
    invitation.used_at = now
    invitation.save(update_fields=["used_at", "updated_at"])
    invitation.user.set_password(password)
    invitation.user.save(update_fields=["password"])
    emit("account.invitation_accepted", subject=invitation.user_id, by=by)
    return invitation.user
