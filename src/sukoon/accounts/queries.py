"""Everything that can be asked about accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.roles import actor_for, roles
from sukoon.core.access import NOWHERE, Actor, can
from sukoon.core.permissions import Permission


def visible(by: Actor) -> QuerySet[User]:
    """All accounts for whoever holds ACCOUNT_VIEW, else one's own."""
    users = User.objects.prefetch_related("roles__area").order_by("email")
    return users if can(by, Permission.ACCOUNT_VIEW, NOWHERE) else users.filter(pk=by.id)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that an account holds, in words."""

    assignment: RoleAssignment
    label: str
    what: str
    area: str
    expires_at: datetime | None


def found(by: Actor, text: str) -> QuerySet[User]:
    """Visible accounts whose name or address says the text; all of them without one."""
    users = visible(by)
    return users.filter(Q(full_name__icontains=text) | Q(email__icontains=text)) if text else users


def roles_of(user: User, *, language: str) -> list[HeldRole]:
    """Return the roles of an account in words. A role that no pack knows is shown by its code."""
    held = []
    for assignment in user.roles.all():
        role = roles().get(assignment.role)
        held.append(
            HeldRole(
                assignment=assignment,
                label=role.label(language) if role else assignment.role,
                what=role.what(language) if role else "",
                area=assignment.area.name if assignment.area else "",
                expires_at=assignment.expires_at,
            )
        )
    return held


def demo_account(role: str) -> User | None:
    """Return the synthetic account that stands for a role in the demonstration, if there is one."""
    return (
        User.objects.filter(is_synthetic=True, is_active=True, roles__role=role)
        .order_by("email")
        .first()
    )


def anyone_can_sign_in() -> bool:
    """Say whether any active account exists (if not, the first start makes an administrator)."""
    return User.objects.filter(is_active=True).exists()


def owner(account_id: UUID, *, now: datetime) -> tuple[Actor, str] | None:
    """Return the actor and the language of an active account, for work done in its name later."""
    user = User.objects.filter(pk=account_id, is_active=True).first()
    return (actor_for(user, now=now), user.language) if user else None
