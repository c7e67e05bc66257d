"""Everything that can be done to an account and its roles."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from sukoon.accounts.models import RoleAssignment, User, WhyRevoked
from sukoon.accounts.problems import EmailTaken, MoreThanYouHold, NotToYourself, RoleUnknown
from sukoon.accounts.roles import giveable, roles
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.places.models import Area


@transaction.atomic
def create_account(
    *,
    by: Actor,
    email: str,
    full_name: str,
    password: str | None,
    language: str = "en",
    synthetic: bool = False,
) -> User:
    """Make an account that can sign in. Raises EmailTaken."""
    require(by, Permission.ACCOUNT_MANAGE, NOWHERE)
    if User.objects.filter(email__iexact=email).exists():
        raise EmailTaken
    user = User.objects.create_user(
        email, password, full_name=full_name, language=language, is_synthetic=synthetic
    )
    emit("account.created", subject=user.pk, by=by, synthetic=int(synthetic))
    return user


@transaction.atomic
def give_role(
    *,
    by: Actor,
    user: User,
    role: str,
    org_id: UUID | None = None,
    area: Area | None = None,
    expires_at: datetime | None = None,
) -> RoleAssignment:
    """Give an account a role, for an organisation, an area, or as the role itself reaches.

    Raises RoleUnknown, NotToYourself, MoreThanYouHold.
    """
    require(by, Permission.ROLE_GRANT, _scope(org_id, area))
    if role not in roles():
        raise RoleUnknown
    if user.pk == by.id:
        raise NotToYourself
    if not giveable(by, role, _scope(org_id, area)):
        raise MoreThanYouHold
    assignment = RoleAssignment.objects.create(
        user=user, role=role, org_id=org_id, area=area, expires_at=expires_at, granted_by_id=by.id
    )
    emit("role.given", subject=user.pk, by=by, role=role)
    return assignment


@transaction.atomic
def take_role(*, by: Actor, assignment: RoleAssignment) -> None:
    """Take a role away, at once."""
    require(by, Permission.ROLE_GRANT, _scope(assignment.org_id, assignment.area))
    user_id, role = assignment.user_id, assignment.role
    assignment.delete()
    emit("role.taken", subject=user_id, by=by, role=role)


@transaction.atomic
def close_account(*, by: Actor, user: User) -> None:
    """Stop an account at once: sessions, tokens, phones, glass and roles go; its past stays."""
    require(by, Permission.ACCOUNT_MANAGE, NOWHERE)
    now = clock.now()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.tokens.filter(revoked_at=None).update(revoked_at=now)
    user.devices.filter(revoked_at=None).update(revoked_at=now, why_revoked=WhyRevoked.CLOSED)
    user.device_codes.filter(used_at=None).update(used_at=now)
    user.invitations.filter(used_at=None).update(used_at=now)
    user.broken_glass.filter(ends_at__gt=now).update(ends_at=now)
    user.roles.all().delete()
    user.is_active = False
    user.set_unusable_password()  # nothing tells a closed account from none
    user.save(update_fields=["is_active", "password"])
    emit("account.closed", subject=user.pk, by=by)


@transaction.atomic
def end_session(*, by: Actor, user: User, session_id: int) -> None:
    """End one of one's own sessions, wherever it is; somebody else's is as if it were not there."""
    require(by, Permission.SELF, Scope(owner_id=user.pk))
    for session in UserSession.objects.filter(user=user, pk=session_id):
        session.end()
    emit("account.session_ended", subject=user.pk, by=by)


@transaction.atomic
def choose_language(*, by: Actor, user: User, language: str) -> None:
    """Keep the language in which an account's owner reads."""
    require(by, Permission.SELF, Scope(owner_id=user.pk))
    user.language = language
    user.save(update_fields=["language"])
    emit("account.language_chosen", subject=user.pk, by=by, language=language)


def _scope(org_id: UUID | None, area: Area | None) -> Scope:
    return Scope(org_id=org_id, area_path=area.path if area else "")
