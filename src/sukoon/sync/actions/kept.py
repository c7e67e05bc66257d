"""What was kept because it could not be taken in: trying again, or setting it aside."""

import json
from datetime import timedelta

from django.db import transaction

from sukoon.accounts.device_queries import actor_of_device
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.permissions import Permission
from sukoon.sync import taking
from sukoon.sync.models import KeptOperation
from sukoon.sync.problems import AlreadyLookedAt
from sukoon.sync.rules import Answer, Told
from sukoon.sync.words import KeptStatus


@transaction.atomic
def take_in(*, by: Actor, kept: KeptOperation) -> Answer:
    """Try a kept operation again, as the worker who wrote it. Raises AlreadyLookedAt."""
    require(by, Permission.DEVICE_MANAGE, kept.scope)
    row = _waiting(kept)
    told = json.loads(row.body)
    now = clock.now()
    intake = taking.Intake(
        [row.operation_id], by=actor_of_device(row.device, now=now), device=row.device,
        off=timedelta(0), now=now,
    )  # fmt: skip
    answer = intake.take(
        Told(row.operation_id, told["action"], told["payload"], told["happened_at"])
    )
    intake.store()
    emit("kept.tried", subject=row.pk, by=by, outcome=answer.outcome, reason=answer.reason)
    return answer


@transaction.atomic
def set_aside(*, by: Actor, kept: KeptOperation) -> None:
    """Say that a kept operation needs nothing more; it stays readable. Raises AlreadyLookedAt."""
    require(by, Permission.DEVICE_MANAGE, kept.scope)
    row = _waiting(kept)
    KeptOperation.objects.filter(pk=row.pk).update(
        status=KeptStatus.SET_ASIDE, looked_at_by_id=by.id
    )
    emit("kept.set_aside", subject=row.pk, by=by)


def _waiting(kept: KeptOperation) -> KeptOperation:
    rows = KeptOperation.objects.select_for_update(of=("self",)).select_related("device__user")
    found = rows.filter(pk=kept.pk, status=KeptStatus.WAITING).first()
    if found is None:
        raise AlreadyLookedAt
    return found
