"""Second factors: what was lost is taken away by somebody who saw whose it is."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from sukoon.accounts.models import User
from sukoon.accounts.problems import OwnFactors
from sukoon.accounts.words import Proof
from sukoon.audit.events import emit
from sukoon.core.access import NOWHERE, Actor, require, require_system
from sukoon.core.permissions import Permission


@transaction.atomic
def forget_factors(*, by: Actor, user: User, proof: Proof) -> int:
    """Take an account's second factors away, after its owner proved who they are; end its sessions.

    They set up a new one before anything else. Raises OwnFactors: a factor of one's own is
    changed on one's own page, which asks for it.
    """
    require(by, Permission.ACCOUNT_MANAGE, NOWHERE)
    if user.pk == by.id:
        raise OwnFactors
    for session in UserSession.objects.filter(user=user):
        session.end()
    count = int(Authenticator.objects.filter(user=user).delete()[0])
    emit("account.factors_forgotten", subject=user.pk, by=by, proof=proof.value, factors=count)
    return count


@transaction.atomic
def note_code_again(*, by: Actor, user: User) -> None:
    """Say that a code was sent a second time: somebody may have looked over a shoulder."""
    require_system(by)
    emit("account.code_sent_again", subject=user.pk, by=by)
