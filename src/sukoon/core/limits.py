"""Time limits of background work: a task that runs over its limit stops itself, between rows.

Threads cannot be stopped from outside without leaving a transaction half-way, so long work asks
`check_time` wherever it could stop cleanly.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class TimeLimit(Exception):
    """The work ran over its limit."""


@contextmanager
def within(limit: timedelta) -> Iterator[None]:
    """Give what runs inside this long; an outer limit that ends sooner stays in force."""
    wanted = time.monotonic() + limit.total_seconds()
    before = _deadline.get()
    token = _deadline.set(wanted if before is None else min(before, wanted))
    try:
        yield
    finally:
        _deadline.reset(token)


def check_time() -> None:
    """Raise TimeLimit when the limit in force has passed. Without a limit nothing happens."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() > deadline:
        raise TimeLimit
