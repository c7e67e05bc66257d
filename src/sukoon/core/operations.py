"""Operations: the same change sent twice happens once.

A client chooses a UUID for each change and sends it as `Idempotency-Key`. The first time, the
action runs and its result is stored in the same transaction. The same id with the same payload
then gives the stored result; with another payload it is refused.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.core.access import Actor
from sukoon.core.models import Operation
from sukoon.core.problems import OperationIdInvalid, OperationIdReused


@dataclass(frozen=True, slots=True)
class Result:
    """What the action answered: an HTTP status and a JSON body, and whether it was a repeat."""

    status: int
    body: str
    repeated: bool = False


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
        with transaction.atomic():
            status, body = run()
            Operation.objects.create(
                id=operation_id,
                action=action,
                actor_id=by.id,
                payload_hash=digest,
                result_status=status,
                result_body=body,
            )
    except IntegrityError:
        # Another caller stored the same id between our look and our write: their result counts,
        # and what `run` wrote here was rolled back with the savepoint.
        stored = _stored(operation_id, digest, by)
        if stored is None:
            raise
        return stored
    return Result(status, body)


def _stored(operation_id: UUID, digest: str, by: Actor) -> Result | None:
    row = Operation.objects.filter(pk=operation_id).first()
    if row is None:
        return None
    if row.payload_hash != digest or row.actor_id != by.id:
        raise OperationIdReused
    return Result(row.result_status, row.result_body, repeated=True)
