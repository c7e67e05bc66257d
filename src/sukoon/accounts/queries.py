"""Everything that can be asked about accounts."""

from django.db.models import QuerySet

from sukoon.accounts.models import User
from sukoon.core.access import NOWHERE, Actor, can
from sukoon.core.permissions import Permission


def visible(by: Actor) -> QuerySet[User]:
    """All accounts for whoever holds ACCOUNT_VIEW, else one's own."""
    users = User.objects.prefetch_related("roles__area").order_by("email")
    return users if can(by, Permission.ACCOUNT_VIEW, NOWHERE) else users.filter(pk=by.id)


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
