"""Taking in what a phone sends."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sukoon.accounts import actions as accounts
from sukoon.accounts.device_queries import in_force
from sukoon.accounts.models import Device
from sukoon.accounts.problems import DeviceRevoked
from sukoon.audit.events import emit
from sukoon.core import clock, ledger
from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.permissions import Permission
from sukoon.core.wire import TooLarge
from sukoon.sync import taking
from sukoon.sync.kinds.base import one_batch
from sukoon.sync.models import KeptOperation
from sukoon.sync.rules import Answer, Told, skew
from sukoon.sync.words import Became

# What a phone that is revoked may still leave here, so that nothing a worker wrote is lost.
MOST_AFTER_REVOKED = 2000


@transaction.atomic
def push(
    *, by: Actor, device: Device, operations: Sequence[Told], sent_at: datetime, app: str = ""
) -> list[Answer]:
    """Take operations in, in their order; each gets exactly one answer. All or none is stored.

    Every right is asked by the operation's own action. What cannot be done is kept whole; of a
    phone that was revoked everything is, and nothing is done. Raises TooLarge.
    """
    require(by, Permission.MAP_VIEW, NOWHERE)
    now = clock.now()
    off = skew(sent_at=sent_at, received_at=now)
    accounts.hear_from_device(
        by=by, device=device, skew_seconds=round(off.total_seconds()), app=app
    )
    if in_force(device):
        intake = taking.Intake([o.id for o in operations], by=by, device=device, off=off, now=now)
        with ledger.together(), one_batch():
            told = intake.take_all(operations)
        intake.store()
    else:
        told = _left_behind(operations, device)
    emit("field.pushed", subject=device.pk, by=by, operations=len(told),
         kept=sum(a.kept for a in told))  # fmt: skip
    return told


def _left_behind(operations: Sequence[Told], device: Device) -> list[Answer]:
    """Keep everything that a revoked phone still had, for somebody to look at."""
    there = KeptOperation.objects.filter(device=device).count()
    if there + len(operations) > MOST_AFTER_REVOKED:
        raise TooLarge
    why = DeviceRevoked()
    for one in operations:
        taking.keep(one, device=device, actor_id=device.user_id, reason=why.code)
    return [
        Answer(one.id, Became.REJECTED, Became.REJECTED, why.code, str(why), kept=True)
        for one in operations
    ]
