"""Operations: the same change sent twice happens once.

A client chooses a UUID for each change and sends it as `Idempotency-Key`. The first time, the
action runs and its result is stored in the same transaction. The same id with the same payload
then gives the stored result; with another payload it is refused.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction

from sukoon.core import ledger, prepared
from sukoon.core.access import Actor
from sukoon.core.models import Operation
from sukoon.core.problems import (
    ChangedMeanwhile,
    InputInvalid,
    OperationIdInvalid,
    OperationIdReused,
    Problem,
    StepNotPossible,
)


class Outcome(StrEnum):
    """What became of an operation. Every one that is sent gets exactly one of these."""

    APPLIED = "applied"
    MERGED = "merged"  # applied beside what somebody else changed meanwhile
    CONFLICT = "conflict"  # somebody else changed the same; a person decides
    REJECTED = "rejected"  # it cannot be done; the reason is the problem's code
    DUPLICATE = "duplicate"  # it was applied before; this is that result again


@dataclass(frozen=True, slots=True)
class Result:
    """What the action answered: an HTTP status and a JSON body, and what became of it."""

    status: int
    body: str
    outcome: Outcome = Outcome.APPLIED
    reason: str = ""
    said: str = ""  # the reason as a sentence

    @property
    def repeated(self) -> bool:
        return self.outcome is Outcome.DUPLICATE


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation of a batch, as a client sent it.

    `happened_at` is when it happened by the server's clock, where the client said it beside the
    payload: it is read with the payload, and is no part of what makes a repeat a repeat (how far
    a phone's clock is off is measured anew each time it sends).
    """

    id: UUID
    action: str
    payload: Mapping[str, object]
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run that is more than simply applied says: its body, and what became of it."""

    body: str
    outcome: Outcome = Outcome.APPLIED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an action's operations look like and do: read the payload, then run it as somebody.

    `run` gives the result's JSON body, or a `Ran` that was merged or is in part a conflict. It
    raises a Problem when it cannot be done. `together` may do several at once, with the same
    result as one after the other, and gives their bodies; when it raises anything, all of it is
    undone and `run` does them one by one.
    """

    read: Callable[[Mapping[str, object]], object]
    run: Callable[[Actor, object], str | Ran]
    together: Callable[[Actor, Sequence[Any]], Sequence[str]] | None = None


_kinds: dict[str, Kind] = {}
CONFLICTS = (ChangedMeanwhile, StepNotPossible)


def register(kinds: Mapping[str, Kind]) -> None:
    """Fix which actions can be sent as operations. Called once, by config."""
    _kinds.clear()
    _kinds.update(kinds)


def apply_batch(sent: Sequence[Sent], *, by: Actor) -> list[Result]:
    """Apply operations in their order, in one transaction; each succeeds or fails alone.

    The answer is given after the commit: what it says was applied stays applied.
    """
    results: list[Result] = []
    with transaction.atomic():
        for _action, alike in groupby(sent, key=lambda one: one.action):
            results += _apply_alike(list(alike), by)
    return results


def _apply_alike(sent: Sequence[Sent], by: Actor) -> list[Result]:
    """Apply operations of one kind that follow each other: together where they can be."""
    return apply_together(sent, by=by) or [apply_one(one, by=by) for one in sent]


def apply_together(sent: Sequence[Sent], *, by: Actor) -> list[Result] | None:
    """Apply operations of one kind at once; None, and nothing of it stands, where they cannot be.

    Then each is for itself, so that each gets its own answer. Belongs in the batch's transaction.
    """
    kind = _kinds.get(sent[0].action)
    if kind is None or kind.together is None or len(sent) == 1:
        return None
    try:
        with transaction.atomic(), ledger.together():
            return _together(kind, sent, by)
    except (Problem, IntegrityError, _NotTogether):
        return None


class _NotTogether(Exception):
    """Something among these operations was sent before."""


def _together(kind: Kind, sent: Sequence[Sent], by: Actor) -> list[Result]:
    ids = {one.id for one in sent}
    if len(ids) < len(sent) or Operation.objects.filter(pk__in=ids).exists():
        raise _NotTogether
    told = [kind.read(_with_its_own(one)) for one in sent]
    bodies = kind.together(by, told)  # type: ignore[misc]
    prepared.insert([
        _row(one.id, one.action, by, payload_hash(one.action, one.payload), 200, body)
        for one, body in zip(sent, bodies, strict=True)
    ])  # fmt: skip
    return [Result(200, body) for body in bodies]


def known(action: str) -> bool:
    """Say whether operations of this action are understood."""
    return action in _kinds


def apply_one(sent: Sent, *, by: Actor) -> Result:
    """Apply one operation of a batch, in a savepoint of its own. Belongs in its transaction."""
    kind, became = _kinds.get(sent.action), Ran("")
    try:
        if kind is None:
            raise InputInvalid(where="action")
        told = kind.read(_with_its_own(sent))

        def run() -> tuple[int, str]:
            nonlocal became
            ran = kind.run(by, told)
            became = ran if isinstance(ran, Ran) else Ran(ran)
            return 200, became.body

        # `once` keeps each apart in a savepoint of its own.
        result = once(
            operation_id=sent.id, action=sent.action, by=by, payload=dict(sent.payload), run=run
        )
    except Problem as problem:
        outcome = Outcome.CONFLICT if isinstance(problem, CONFLICTS) else Outcome.REJECTED
        return Result(problem.status, "", outcome, problem.code, str(problem))
    if result.repeated:
        return result
    return Result(result.status, result.body, became.outcome, became.reason)


def _with_its_own(sent: Sent) -> Mapping[str, object]:
    """Return the payload with the operation's id, and with its moment where that stood beside."""
    told = {**sent.payload, "operation_id": str(sent.id)}
    if sent.happened_at is not None:
        told["happened_at"] = sent.happened_at.isoformat()
    return told


def payload_hash(action: str, payload: object) -> str:
    """Return a SHA-256 over the action's name and the payload in one canonical form."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{action}\n{canonical}".encode()).hexdigest()


def read_id(text: str) -> UUID:
    """Return the operation's id from a header; raise OperationIdInvalid when it is no UUID."""
    try:
        return UUID(text)
    except ValueError:
        raise OperationIdInvalid from None


def once(
    *,
    operation_id: UUID,
    action: str,
    by: Actor,
    payload: object,
    run: Callable[[], tuple[int, str]],
) -> Result:
    """Run `run` unless this operation already ran; give the stored result if it did.

    Raises OperationIdReused when the id was used by someone else, or with another payload.
    """
    digest = payload_hash(action, payload)
    stored = _stored(operation_id, digest, by)
    if stored:
        return stored
    try:
        with transaction.atomic(), _without_a_savepoint():
            status, body = run()
            prepared.insert([_row(operation_id, action, by, digest, status, body)])
    except IntegrityError:
        # Another caller stored the same id between our look and our write: their result counts,
        # and what `run` wrote here was rolled back with the savepoint.
        stored = _stored(operation_id, digest, by)
        if stored is None:
            raise
        return stored
    return Result(status, body)


@contextmanager
def _without_a_savepoint() -> Iterator[None]:
    """Let the first transaction inside be part of the one around it, without a savepoint.

    Whatever the action of an operation raises undoes all of the operation, so its savepoint would
    be two statements of ten for nothing. Those further inside are kept. None is what Django itself
    notes for `atomic(savepoint=False)`.
    """
    here = connections[DEFAULT_DB_ALIAS]

    def none() -> None:
        here.__dict__.pop("savepoint")

    here.__dict__["savepoint"] = none
    try:
        yield
    finally:
        here.__dict__.pop("savepoint", None)


def _row(pk: UUID, action: str, by: Actor, digest: str, status: int, body: str) -> Operation:
    return Operation(
        id=pk, action=action, actor_id=by.id, payload_hash=digest, result_status=status,
        result_body=body,
    )  # fmt: skip


def _stored(operation_id: UUID, digest: str, by: Actor) -> Result | None:
    # Nearly every operation is new: whether it is costs one quick look, the rest is read if not.
    if prepared.by_id(Operation, operation_id, "result_status") is None:
        return None
    row = Operation.objects.get(pk=operation_id)
    if row.payload_hash != digest or row.actor_id != by.id:
        raise OperationIdReused
    return Result(row.result_status, row.result_body, Outcome.DUPLICATE)
