"""What can be asked about phones."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sukoon.accounts.models import Device
from sukoon.accounts.roles import actor_for, public_actor
from sukoon.accounts.secrets import hash_of
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission

# What a phone never carries, whatever its worker may do at a desk.
NOT_ON_A_PHONE = frozenset({
    Permission.SELF, Permission.TOKEN_MANAGE, Permission.ROLE_GRANT, Permission.ACCOUNT_MANAGE,
    Permission.ACCOUNT_VIEW, Permission.GLASS_BREAK, Permission.GLASS_REVIEW,
    Permission.KEYS_ROTATE, Permission.DEVICE_MANAGE, Permission.AUDIT_VIEW, Permission.PACK_LOAD,
})  # fmt: skip


def by_device_secret(secret: str) -> Device | None:
    """Return the phone that this secret is of, revoked or not; None when there is none."""
    told = Device.objects.select_related("user").filter(token_hash=hash_of(secret))
    return told.first()


def in_force(device: Device) -> bool:
    return device.revoked_at is None and device.user.is_active


def actor_of_device(device: Device, *, now: datetime) -> Actor:
    """Return whom a phone speaks for: its worker, without what no phone carries.

    A phone that is revoked speaks for the worker's name alone: nothing is granted to it.
    """
    if not in_force(device):
        return Actor(device.user_id, "device", public_actor().grants)
    grants = {
        g for g in actor_for(device.user, now=now).grants if g.permission not in NOT_ON_A_PHONE
    }
    return Actor(device.user_id, "device", frozenset(grants))


def visible_devices(by: Actor) -> QuerySet[Device]:
    """One's own phones, and those of whoever one manages the phones of."""
    own = within_reach(by, Permission.SELF, owner="user", org=None, area=None)
    managed = within_reach(by, Permission.DEVICE_MANAGE, owner=None, org="org_id", area=None)
    return Device.objects.select_related("user").filter(own | managed)


def by_device_id(device_id: UUID) -> Device | None:
    """Return a phone that the middleware knew by its secret (unscoped: the secret is the proof)."""
    return Device.objects.select_related("user").filter(pk=device_id).first()
