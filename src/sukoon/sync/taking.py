"""Taking in one operation of a phone: its receipt, and where it is kept when it cannot be done.

Private to the actions of this area: they check and say; this writes.
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from sukoon.accounts.models import Device
from sukoon.core.access import Actor
from sukoon.core.operations import Outcome, Result, Sent, apply_batch, known
from sukoon.core.problems import InputInvalid
from sukoon.sync.models import KeptOperation, Receipt
from sukoon.sync.problems import NotUnderstood, RunBroken
from sukoon.sync.rules import Answer, Told, corrected, moment
from sukoon.sync.words import Became, KeptStatus

log = logging.getLogger(__name__)
TAKEN = frozenset({Outcome.APPLIED, Outcome.MERGED})


def take(told: Told, *, by: Actor, device: Device, off: timedelta, now: datetime) -> Answer:
    """Take one operation in, alone: whatever it does, the others of its batch stand."""
    happened_at = moment(told.happened_at)
    if happened_at is None or not isinstance(told.payload, Mapping):
        wrong = InputInvalid(where="happened_at" if happened_at is None else "payload")
        result = Result(wrong.status, "", Outcome.REJECTED, wrong.code, str(wrong))
    elif not known(told.action):
        unknown = NotUnderstood()
        result = Result(unknown.status, "", Outcome.REJECTED, unknown.code, str(unknown))
    else:
        moved = corrected(happened_at, off, received_at=now)
        result = _run(Sent(told.id, told.action, told.payload, moved), by)
    first = _receipt(told, result, device, by, happened_at or now, off)
    missed = result.outcome is not Outcome.DUPLICATE and result.outcome not in TAKEN
    kept = missed and not result.body
    if kept:
        keep(told, device=device, actor_id=by.id, reason=result.reason)
    return Answer(told.id, result.outcome, first, result.reason, result.said, result.body, kept)


def _run(sent: Sent, by: Actor) -> Result:
    """Apply one operation in a savepoint. What breaks is told, so that it never blocks the rest.

    A database that is busy or full is no fault of the operation: the whole batch comes again.
    """
    try:
        with transaction.atomic():
            return apply_batch([sent], by=by)[0]
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("an operation of %s broke: %s", sent.action, type(error).__name__)
        broken = RunBroken()
        return Result(broken.status, "", Outcome.REJECTED, broken.code, str(broken))


def _receipt(
    told: Told, result: Result, device: Device, by: Actor, happened_at: datetime, off: timedelta
) -> str:
    """Keep what became of an operation the first time; return that. A refusal may become more."""
    before = Receipt.objects.filter(pk=told.id).first()
    if before is not None and (
        result.outcome is Outcome.DUPLICATE or before.outcome != Became.REJECTED
    ):
        return before.outcome
    if result.outcome is Outcome.DUPLICATE:  # it came through another door first
        return Became.APPLIED
    skew = max(-(2**31), min(round(off.total_seconds()), 2**31 - 1))
    Receipt.objects.update_or_create(pk=told.id, defaults={
        "device": device, "actor_id": by.id, "action": told.action[:80],
        "outcome": result.outcome, "reason": result.reason[:80], "happened_at": happened_at,
        "skew_seconds": skew,
    })  # fmt: skip
    if result.outcome in TAKEN:
        KeptOperation.objects.filter(operation_id=told.id, status=KeptStatus.WAITING).update(
            status=KeptStatus.APPLIED
        )
    return result.outcome


def keep(told: Told, *, device: Device, actor_id: UUID, reason: str) -> None:
    """Keep an operation whole, once, where the worker's team can find it."""
    body = {"id": str(told.id), "action": told.action, "payload": told.payload,
            "happened_at": told.happened_at}  # fmt: skip
    KeptOperation.objects.get_or_create(operation_id=told.id, device=device, defaults={
        "actor_id": actor_id, "action": told.action[:80], "reason": reason[:80],
        "owner_id": device.user_id, "org_id": device.org_id,
        "body": json.dumps(body, ensure_ascii=False, default=str),
    })  # fmt: skip
