"""The outbox: work that follows a change, done at least once by one worker loop.

`enqueue` writes rows in the change's own transaction. `run_forever` is the loop; it runs in a
process beside the server that can be stopped (`core.background`), which the server starts itself
or an operator does (`sukoon worker`). Which handler follows which event is listed in `config/reactions.py`.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone

from sukoon.core import ledger, schedule
from sukoon.core.limits import within
from sukoon.core.models import OutboxMessage, OutboxStatus

log = logging.getLogger(__name__)

Handler = Callable[[UUID], None]


@dataclass(frozen=True, slots=True)
class Long:
    """A handler that works for minutes: it opens its own transactions, and is leased longer.

    The lease is its time limit too: work that runs over it stops itself (`core.limits`), or is
    stopped (`core.background`).

    Run inside one transaction it would keep every other writer of an SQLite file waiting.
    """

    run: Handler
    lease: timedelta = timedelta(hours=1)


LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
PAUSE_SECONDS = 1.0
LONGEST_WAIT = timedelta(seconds=2**MOST_ATTEMPTS)

_reactions: dict[str, tuple[str, ...]] = {}
_handlers: dict[str, Handler | Long] = {}


def register(
    reactions: Mapping[str, tuple[str, ...]], handlers: Mapping[str, Handler | Long]
) -> None:
    """Fix which handlers (by name) follow which events. Called once, by config."""
    unknown = {h for names in reactions.values() for h in names} - handlers.keys()
    if unknown:
        raise ValueError(f"reactions name unknown handlers: {sorted(unknown)}")
    _reactions.clear()
    _reactions.update(reactions)
    _handlers.clear()
    _handlers.update(handlers)


def enqueue(event: str, subject: UUID, *, now: datetime) -> None:
    """Write one message per handler of this event, in the current transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("enqueue belongs in the transaction of the change it follows")
    for handler in _reactions.get(event, ()):
        ledger.write(OutboxMessage(event=event, subject_id=subject, handler=handler, due_at=now))


def run_once(*, now: datetime) -> bool:
    """Do the next due message, if any; say whether there was one."""
    message = _claim(now=now)
    if message is None:
        return False
    try:
        handler = _handlers[message.handler]
        if isinstance(handler, Long):
            with within(handler.lease, work=f"message:{message.pk}"):
                handler.run(message.subject_id)
            _done(message)
        else:
            with within(LEASE, work=f"message:{message.pk}"), transaction.atomic():
                handler(message.subject_id)
                _done(message)
    except Exception as error:  # noqa: BLE001 - whatever a handler does, the loop goes on
        _put_back(message, type(error).__name__, now=now)
    return True


def hand_back(pk: UUID, error: str, *, now: datetime) -> None:
    """Say that work on a message was stopped by force: it failed, and is tried again later."""
    if message := OutboxMessage.objects.filter(pk=pk, status=OutboxStatus.WAITING).first():
        _put_back(message, error, now=now)


def _done(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(status=OutboxStatus.DONE, claimed_until=None)


def run_forever(stop: threading.Event) -> None:
    """Do messages as they come due until `stop` is set."""
    while not stop.is_set():
        try:
            close_old_connections()
            busy = run_once(now=timezone.now()) or schedule.run_due(now=timezone.now())
        except Exception:
            log.exception("the outbox could not be read; trying again")
            busy = False
        if not busy:
            stop.wait(PAUSE_SECONDS)
    connection.close()


def _claim(*, now: datetime) -> OutboxMessage | None:
    # A moment further ahead than it can be was written by a clock that had jumped.
    due = Q(due_at__lte=now) | Q(due_at__gt=now + LONGEST_WAIT)
    due &= Q(status=OutboxStatus.WAITING)
    longest = max([LEASE, *(h.lease for h in _handlers.values() if isinstance(h, Long))])
    free = (
        Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + 2 * longest)
    )
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(due & free).order_by("due_at")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        message = waiting.first()
        if message is None:
            return None
        # The same condition again: on SQLite this update is the lock.
        claimed = OutboxMessage.objects.filter(free, pk=message.pk).update(
            claimed_until=now + _lease(message.handler) + schedule.LEEWAY,
            attempts=message.attempts + 1,
        )
        if not claimed:
            return None
        message.attempts += 1
        return message


def _lease(name: str) -> timedelta:
    handler = _handlers.get(name)
    return handler.lease if isinstance(handler, Long) else LEASE


def _put_back(message: OutboxMessage, error: str, *, now: datetime) -> None:
    dead = message.attempts >= MOST_ATTEMPTS
    log.error("outbox %s failed (attempt %d): %s", message.handler, message.attempts, error)
    OutboxMessage.objects.filter(pk=message.pk).update(
        status=OutboxStatus.DEAD if dead else OutboxStatus.WAITING,
        claimed_until=None,
        due_at=now + timedelta(seconds=2**message.attempts),
        last_error=error[:80],
    )
