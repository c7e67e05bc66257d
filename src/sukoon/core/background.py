"""Background loops in child processes, so that work which hangs can be stopped by force.

`keep` forks a child for each loop and watches it. Before each piece of work the child notes, in
memory both see, what it does and until when it may (`limits.within`). Work that asks `check_time`
stops itself at its limit; what does not is killed GRACE later. The database undoes what was
half-way, and the next child hands the row back: failed and due again, not lost. A child that dies
for another reason is treated alike. When the watcher dies, its children end with it.

What the loops are, and how a row is handed back, is told by whoever calls (`sukoon worker`).
"""

import logging
import mmap
import os
import signal
import struct
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from sukoon.core import limits

log = logging.getLogger(__name__)

Loop = Callable[[threading.Event], None]
HandBack = Callable[[str, str], None]

GRACE = 10.0  # seconds between the moment work should stop itself and the moment it is stopped
LOOK_EVERY = 0.25
PAUSE = 1.0  # between two children of a loop that dies at once
STOP_WITHIN = 10.0
SIZE = 256
TIME_LIMIT, DIED, STOPPED = "TimeLimit", "WorkerDied", "WorkerStopped"
# PostgreSQL goes on with the statement of a client that is gone, unless it looks now and then.
LOOK_FOR_CLIENT = "-c client_connection_check_interval=2s"


class Note:
    """What a child does now, and until when it may: a page of memory that both processes see."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, SIZE)

    def begin(self, work: str, until: float) -> None:
        told = work.encode()[: SIZE - 10]
        self._page[8 : 10 + len(told)] = struct.pack("<H", len(told)) + told
        self._page[:8] = struct.pack("<d", until)

    def end(self) -> None:
        self._page[:8] = struct.pack("<d", 0.0)

    def read(self) -> tuple[str, float]:
        """Return the work and its deadline; no work and 0 between two pieces."""
        until: float = struct.unpack("<d", self._page[:8])[0]
        (length,) = struct.unpack("<H", self._page[8:10])
        return (self._page[10 : 10 + length].decode(errors="replace") if until else ""), until


@dataclass(slots=True)
class _Child:
    name: str
    loop: Loop
    note: Note = field(default_factory=Note)
    pid: int = 0
    started_at: float = -PAUSE


def keep(loops: Mapping[str, Loop], *, hand_back: HandBack, stop: threading.Event) -> None:
    """Run each loop in a child until `stop` is set; stop by force what runs over its limit."""
    lifeline, held = os.pipe()
    children = [_Child(name, loop) for name, loop in loops.items()]
    try:
        while not stop.is_set():
            for child in children:
                _look_after(child, hand_back, (lifeline, held))
            stop.wait(LOOK_EVERY)
    finally:
        _stop_all(children, hand_back, (lifeline, held))
        os.close(lifeline)
        os.close(held)


def _look_after(child: _Child, hand_back: HandBack, pipe: tuple[int, int]) -> None:
    now, why = time.monotonic(), DIED
    if child.pid and not _has_ended(child.pid):
        _work, until = child.note.read()
        if not until or now < until + GRACE:
            return
        _kill(child.pid)
        why = TIME_LIMIT
    if now - child.started_at >= PAUSE:
        work, _until = child.note.read()
        if work:
            log.error("%s was stopped: %s", work.partition(":")[0], why)
        child.note.end()
        child.pid = _fork(child, (work, why) if work else None, hand_back, pipe)
        child.started_at = now
    else:
        child.pid = 0


def _fork(
    child: _Child, lost: tuple[str, str] | None, hand_back: HandBack, pipe: tuple[int, int],
    *, then: Loop | None = None,
) -> int:  # fmt: skip
    connections.close_all()  # a connection belongs to one process
    pid = os.fork()
    if pid == 0:
        _be(child, lost, hand_back, pipe, then or child.loop)
    return pid


def _be(
    child: _Child, lost: tuple[str, str] | None, hand_back: HandBack, pipe: tuple[int, int],
    loop: Loop,
) -> None:  # fmt: skip
    """Be the child: hand back what the one before had, then loop. Never returns."""
    code, stop = 1, threading.Event()
    try:
        os.setpgid(0, 0)  # what it starts is stopped with it; Ctrl-C is the watcher's to handle
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(pipe[1])
        threading.Thread(target=_end_with, args=(pipe[0],), daemon=True).start()
        _let_the_database_notice_our_end()
        limits.watched_by(child.note)
        if lost:
            hand_back(*lost)
        loop(stop)
        code = 0
    except BaseException:
        log.exception("the loop %s ended", child.name)
    finally:
        os._exit(code)


def _end_with(lifeline: int) -> None:
    """Wait for the watcher's end; then end at once: nobody would watch our limits any more."""
    with suppress(OSError):
        os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def _let_the_database_notice_our_end() -> None:
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        return
    told = here.settings_dict["OPTIONS"]
    if "options" in told:
        return  # as DATABASE_URL says
    told["options"] = LOOK_FOR_CLIENT
    try:
        here.ensure_connection()
    except OperationalError:
        del told["options"]  # this server cannot; a statement then ends by itself


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)  # and whatever it started
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _stop_all(children: list[_Child], hand_back: HandBack, pipe: tuple[int, int]) -> None:
    """Ask all to stop; those that do not in time are killed, and their work is handed back."""
    running = [c for c in children if c.pid]
    for child in running:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    end = time.monotonic() + STOP_WITHIN
    while running and time.monotonic() < end:
        running = [c for c in running if not _has_ended(c.pid)]
        time.sleep(0.05)
    for child in running:
        _kill(child.pid)
    for child in children:
        work, _until = child.note.read()
        if work:
            child.note.end()
            pid = _fork(child, (work, STOPPED), hand_back, pipe, then=lambda _stop: None)
            os.waitpid(pid, 0)
