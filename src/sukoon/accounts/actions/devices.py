"""Phones: connecting one with a code, hearing from it, revoking it, knowing that it is empty."""

from django.db import transaction

from sukoon.accounts import secrets
from sukoon.accounts.models import Device, DeviceCode, User, WhyRevoked
from sukoon.accounts.problems import DeviceCodeOver
from sukoon.accounts.roles import team_of
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, Scope, require
from sukoon.core.permissions import Permission


@transaction.atomic
def make_device_code(*, by: Actor, user: User) -> str:
    """Return a code that connects one phone to the actor's own account; older ones end."""
    require(by, Permission.FIELD_USE, Scope(owner_id=user.pk))
    now, code = clock.now(), secrets.short_code()
    user.device_codes.filter(used_at=None).update(used_at=now)
    DeviceCode.objects.create(
        user=user, code_hash=secrets.hash_of(code), expires_at=now + secrets.CODE_LASTS
    )
    emit("device.code_made", subject=user.pk, by=by)
    return secrets.shown(code)


@transaction.atomic
def enrol_device(*, by: Actor, code: str, name: str, app: str, protocol: int) -> tuple[Device, str]:
    """Connect a phone with a code; return it and its secret, which is told once.

    Raises DeviceCodeOver. `by` is whoever has not signed in yet: the code is the proof.
    """
    require(by, Permission.MAP_VIEW, NOWHERE)
    now = clock.now()
    waiting = DeviceCode.objects.select_for_update().filter(
        code_hash=secrets.hash_of(secrets.read_code(code)), used_at=None, expires_at__gt=now,
        user__is_active=True,
    )  # fmt: skip
    found = waiting.select_related("user").first()
    if found is None:
        raise DeviceCodeOver
    found.used_at = now
    found.save(update_fields=["used_at", "updated_at"])
    secret = secrets.fresh()
    device = Device.objects.create(
        user=found.user, org_id=team_of(found.user.pk), name=name.strip()[:80] or "phone",
        token_hash=secrets.hash_of(secret), app=app[:40], protocol=protocol, last_seen_at=now,
    )  # fmt: skip
    emit("device.enrolled", subject=device.pk, by=by, protocol=protocol)
    return device, secret


@transaction.atomic
def hear_from_device(
    *, by: Actor, device: Device, skew_seconds: int | None, app: str = ""
) -> Device:
    """Keep when a phone was last heard of, and how far its clock is off."""
    require(by, Permission.MAP_VIEW, NOWHERE)
    now = clock.now()
    told: dict[str, object] = {"last_seen_at": now, "updated_at": now}
    if skew_seconds is not None:
        told["clock_skew_seconds"] = max(-(2**31), min(skew_seconds, 2**31 - 1))
    if app:
        told["app"] = app[:40]
    Device.objects.filter(pk=device.pk).update(**told)
    emit("device.heard", subject=device.pk, by=by, skew=skew_seconds)
    return device


@transaction.atomic
def revoke_device(*, by: Actor, device: Device, why: WhyRevoked) -> Device:
    """End a phone, at once: nothing more is given to it, and it is told to remove everything."""
    require(by, _may_revoke(by, device), device.scope)
    now = clock.now()
    done = Device.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=now, why_revoked=why, updated_at=now
    )
    if done:
        emit("device.revoked", subject=device.pk, by=by, why=why)
    device.refresh_from_db()
    return device


@transaction.atomic
def confirm_wiped(*, by: Actor, device: Device) -> Device:
    """Keep that a phone says it removed everything; one that was in force signs off by that."""
    require(by, Permission.MAP_VIEW, NOWHERE)
    now = clock.now()
    Device.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=now, why_revoked=WhyRevoked.SIGNED_OFF
    )
    Device.objects.filter(pk=device.pk, wiped_at=None).update(wiped_at=now, updated_at=now)
    emit("device.wiped", subject=device.pk, by=by)
    device.refresh_from_db()
    return device


def _may_revoke(by: Actor, device: Device) -> Permission:
    return Permission.SELF if device.user_id == by.id else Permission.DEVICE_MANAGE
