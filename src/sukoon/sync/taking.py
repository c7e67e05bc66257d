"""Taking in one operation of a phone: its receipt, and where it is kept when it cannot be done.

Private to the actions of this area: they check and say; this writes.
"""

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import InterfaceError, OperationalError

from sukoon.accounts.models import Device
from sukoon.core import prepared
from sukoon.core.access import Actor
from sukoon.core.operations import Outcome, Result, Sent, apply_one, apply_together, known
from sukoon.core.problems import InputInvalid
from sukoon.sync.models import KeptOperation, Receipt
from sukoon.sync.problems import NotUnderstood, RunBroken
from sukoon.sync.rules import Answer, Told, corrected, moment
from sukoon.sync.words import Became, KeptStatus

log = logging.getLogger(__name__)
TAKEN = frozenset({Outcome.APPLIED, Outcome.MERGED})


class Intake:
    """Taking in operations of one phone, one after the other; their receipts are stored at the end."""

    def __init__(self, ids: Collection[UUID], *, by: Actor, device: Device, off: timedelta,
                 now: datetime) -> None:  # fmt: skip
        self.by, self.device, self.off, self.now = by, device, off, now
        self._receipts = {r.pk: r for r in Receipt.objects.filter(pk__in=ids)}
        self._fresh: set[UUID] = set()
        self._changed: set[UUID] = set()

    def take_all(self, operations: Sequence[Told]) -> list[Answer]:
        """Take operations in, in their order; each has the answer it would have had alone."""
        found: list[Answer] = []
        for _action, alike in groupby(operations, key=lambda told: told.action):
            several = list(alike)
            found += self._together(several) or [self.take(told) for told in several]
        return found

    def take(self, told: Told) -> Answer:
        """Take one operation in, alone: whatever it does, the others of its batch stand."""
        happened_at = moment(told.happened_at)
        return self._answer(told, self._result(told, happened_at), happened_at)

    def _together(self, several: Sequence[Told]) -> list[Answer] | None:
        """Take several of one kind in at once, where every one of them can be; else None."""
        moments = [moment(told.happened_at) for told in several]
        sent = [
            self._sent(told, at, told.payload)
            for told, at in zip(several, moments, strict=True)
            if at is not None and isinstance(told.payload, Mapping)
        ]
        if len(sent) < len(several) or any(told.id in self._receipts for told in several):
            return None
        results = _run_together(sent, self.by)
        if results is None:
            return None
        return [
            self._answer(told, result, at)
            for told, result, at in zip(several, results, moments, strict=True)
        ]

    def _answer(self, told: Told, result: Result, happened_at: datetime | None) -> Answer:
        first = self._receipt(told, result, happened_at or self.now)
        missed = result.outcome is not Outcome.DUPLICATE and result.outcome not in TAKEN
        kept = missed and not result.body
        if kept:
            keep(told, device=self.device, actor_id=self.by.id, reason=result.reason)
        return Answer(told.id, result.outcome, first, result.reason, result.said, result.body, kept)

    def _sent(self, told: Told, happened_at: datetime, payload: Mapping[str, object]) -> Sent:
        moved = corrected(happened_at, self.off, received_at=self.now)
        return Sent(told.id, told.action, payload, moved)

    def store(self) -> None:
        """Store the receipts: two statements, whatever the batch. Belongs in its transaction."""
        rows = self._receipts
        prepared.insert([rows[pk] for pk in self._fresh])
        if self._changed:
            Receipt.objects.bulk_update(
                [rows[pk] for pk in self._changed], ["outcome", "reason", "device", "skew_seconds"]
            )
        taken = [pk for pk in self._changed if rows[pk].outcome in TAKEN]
        if taken:
            KeptOperation.objects.filter(operation_id__in=taken, status=KeptStatus.WAITING).update(
                status=KeptStatus.APPLIED
            )

    def _result(self, told: Told, happened_at: datetime | None) -> Result:
        if happened_at is None or not isinstance(told.payload, Mapping):
            wrong = InputInvalid(where="happened_at" if happened_at is None else "payload")
            return Result(wrong.status, "", Outcome.REJECTED, wrong.code, str(wrong))
        if not known(told.action):
            unknown = NotUnderstood()
            return Result(unknown.status, "", Outcome.REJECTED, unknown.code, str(unknown))
        return _run(self._sent(told, happened_at, told.payload), self.by)

    def _receipt(self, told: Told, result: Result, happened_at: datetime) -> str:
        """Keep what became of an operation the first time; return that. A refusal may become more."""
        before = self._receipts.get(told.id)
        repeated = result.outcome is Outcome.DUPLICATE
        if before is not None and (repeated or before.outcome != Became.REJECTED):
            return before.outcome
        if repeated:  # it came through another door first
            return Became.APPLIED
        skew = max(-(2**31), min(round(self.off.total_seconds()), 2**31 - 1))
        if before is None:
            self._fresh.add(told.id)
            self._receipts[told.id] = Receipt(
                id=told.id, device=self.device, actor_id=self.by.id, action=told.action[:80],
                outcome=result.outcome, reason=result.reason[:80], happened_at=happened_at,
                skew_seconds=skew,
            )  # fmt: skip
            return result.outcome
        before.outcome, before.reason = result.outcome, result.reason[:80]
        before.device, before.skew_seconds = self.device, skew
        if told.id not in self._fresh:
            self._changed.add(told.id)
        return result.outcome


def _run_together(sent: Sequence[Sent], by: Actor) -> list[Result] | None:
    """Apply operations of one kind at once; None, and nothing stands, where one has to be alone."""
    try:
        return apply_together(sent, by=by)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("%s together broke: %s", sent[0].action, type(error).__name__)
        return None


def _run(sent: Sent, by: Actor) -> Result:
    """Apply one operation, in a savepoint of its own. What breaks never blocks the rest.

    A database that is busy or full is no fault of the operation: the whole batch comes again.
    """
    try:
        return apply_one(sent, by=by)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("an operation of %s broke: %s", sent.action, type(error).__name__)
        broken = RunBroken()
        return Result(broken.status, "", Outcome.REJECTED, broken.code, str(broken))


def keep(told: Told, *, device: Device, actor_id: UUID, reason: str) -> None:
    """Keep an operation whole, once, where the worker's team can find it."""
    body = {"id": str(told.id), "action": told.action, "payload": told.payload,
            "happened_at": told.happened_at}  # fmt: skip
    KeptOperation.objects.get_or_create(operation_id=told.id, device=device, defaults={
        "actor_id": actor_id, "action": told.action[:80], "reason": reason[:80],
        "owner_id": device.user_id, "org_id": device.org_id,
        "body": json.dumps(body, ensure_ascii=False, default=str),
    })  # fmt: skip
