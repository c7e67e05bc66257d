"""Time limits of background work: between rows it stops itself; what does not is stopped by force.

Long work asks `check_time` wherever it could stop cleanly, and fails there with its reason. In the
worker's child processes the limit is also told to whoever watches (`watched_by`, `core.background`):
work that hangs is killed a little later.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Protocol

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class TimeLimit(Exception):
    """The work ran over its limit."""


class Watcher(Protocol):
    """Whoever is told which work has begun and until when it may go on."""

    def begin(self, work: str, until: float) -> None: ...

    def end(self) -> None: ...


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def watched_by(watcher: Watcher) -> None:
    """From now on tell this watcher about work that has a name."""
    _watcher.set(watcher)


@contextmanager
def within(limit: timedelta, *, work: str = "") -> Iterator[None]:
    """Give what runs inside this long; an outer limit that ends sooner stays in force.

    `work` names it for whoever watches: `task:…` or `message:…`.
    """
    wanted = time.monotonic() + limit.total_seconds()
    before = _deadline.get()
    token = _deadline.set(wanted if before is None else min(before, wanted))
    watcher = _watcher.get() if work else None
    if watcher:
        watcher.begin(work, wanted)
    try:
        yield
    finally:
        if watcher:
            watcher.end()
        _deadline.reset(token)


def check_time() -> None:
    """Raise TimeLimit when the limit in force has passed. Without a limit nothing happens."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() > deadline:
        raise TimeLimit
