"""What the access matrix asks of sync."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sukoon.accounts import actions as accounts
from sukoon.accounts.device_queries import by_device_id
from sukoon.accounts.models import Device, User, WhyRevoked
from sukoon.accounts.roles import public_actor
from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.core.ids import new_id
from sukoon.sync import actions, queries
from sukoon.sync.rules import Told

SENT_AT = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
THINGS: Mapping[str, str] = {
    "sync:app_file": "app file", "sync:phone_revoke": "phone", "sync:kept_decide": "kept",
    "api:pack": "pack", "api:sound": "sound",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {}
BODIES: Mapping[str, Mapping[str, object]] = {
    "api:enrol": {"code": "AAAA-AAAA-AAAA", "protocol": 1},
    "api:push": {"sent_at": SENT_AT, "operations": []},
    "api:rescue": {"envelopes": []},
}


def build(making: Making) -> None:
    """Make phones and what was kept of them: the asker's, the team's, another team's."""
    world = making.world
    world.ids["app file", OWN] = ("manifest.webmanifest",)
    world.ids["pack", OWN] = ("instruments",)
    world.ids["sound", OWN] = ("0123456789abcdef0123456789abcdef.opus",)
    for state in (OWN, TEAM, OTHER):
        phone = _phone(User.objects.get(pk=str(world.ids["account", state][0])), state)
        world.mark("phone", state, phone.pk, phone.name)
        world.ids["kept", state] = (_kept(phone),)
    for role, user in making.askers.items():
        for state in (OWN, CLOSED):
            phone = _phone(user, f"{role} {state}")
            if state == CLOSED:
                accounts.revoke_device(by=anybody(user.pk), device=phone, why=WhyRevoked.LOST)
            world.own["phone", role, state] = (phone.pk,)


def _phone(user: User, name: str) -> Device:
    code = accounts.make_device_code(by=anybody(user.pk), user=user)
    device, _secret = accounts.enrol_device(
        by=public_actor(), code=code, name=f"Matrix {name} phone", app="", protocol=1
    )
    return by_device_id(device.pk) or device


def _kept(phone: Device) -> object:
    """Have a phone send what nobody understands, and return what was kept of it."""
    by = anybody(phone.user_id)
    told = Told(new_id(), "matrix.unknown", json.loads("{}"), SENT_AT)
    actions.push(by=by, device=phone, operations=[told], sent_at=datetime.now(UTC))
    return queries.kept(by).get(operation_id=told.id).pk
