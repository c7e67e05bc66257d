"""Who came in, and who was refused: said by the doors, written here."""

from uuid import UUID

from django.db import transaction

from sukoon.accounts.models import User
from sukoon.audit.events import emit
from sukoon.core.access import Actor, Scope, require, require_system
from sukoon.core.permissions import Permission

NOBODY = UUID(int=0)


@transaction.atomic
def note_sign_in(*, by: Actor, user: User) -> None:
    """Say that an account signed in, with every proof it needs."""
    require(by, Permission.SELF, Scope(owner_id=user.pk))
    emit("account.signed_in", subject=user.pk, by=by)


@transaction.atomic
def note_session_over(*, by: Actor, user: User, why: str) -> None:
    """Say that a session ended by itself: nobody had touched it, or its time was up."""
    require(by, Permission.SELF, Scope(owner_id=user.pk))
    emit("account.session_over", subject=user.pk, by=by, why=why)


@transaction.atomic
def note_refused_sign_in(*, by: Actor, user_id: UUID | None, how: str) -> None:
    """Say that a sign-in was refused; of an address nobody has, not even that is kept."""
    require_system(by)
    emit("account.sign_in_refused", subject=user_id or NOBODY, by=by, how=how)
