"""Time limits of requests: a body that drips in, a client that does not read, work that never ends.

Gunicorn's threads have none of their own. A body must arrive within a minute and each piece of it,
in or out, within twenty seconds. A request that is still being worked on after two minutes cannot
be stopped alone: its process finishes what else it has, ends, and is started anew.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

log = logging.getLogger(__name__)

Application = Callable[..., Iterable[bytes]]
PIECE_WITHIN = 20.0
BODY_WITHIN = 60.0
DONE_WITHIN = 120.0
LOOK_EVERY = 1.0
FINISH_WITHIN = 10.0


class BodyTooSlow(OSError):
    """The body did not arrive in its time. Django answers as for a connection that broke."""


class Limited:
    """A WSGI application whose requests have an end."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._until: dict[int, float] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        now, me = time.monotonic(), threading.get_ident()
        self._until[me] = now + DONE_WITHIN
        if socket := environ.get("gunicorn.socket"):
            socket.settimeout(PIECE_WITHIN)
        environ["wsgi.input"] = _Body(environ["wsgi.input"], now + BODY_WITHIN)
        try:
            answer = self._application(environ, start_response)
        except BaseException:
            self._until.pop(me, None)
            raise
        is_file: bool = isinstance(answer, environ.get("wsgi.file_wrapper") or ())
        if is_file:
            self._until.pop(me, None)  # a file of ours, sent by the operating system
            return answer
        return _Answer(answer, lambda: self._until.pop(me, None))

    @property
    def is_overdue(self) -> bool:
        """Say whether some request has run over its time."""
        now = time.monotonic()
        return any(until < now for until in list(self._until.values()))

    def end_when_overdue(self, stop: threading.Event) -> None:
        """Watch until `stop`: end this process, gracefully if it can be, when a request hangs."""
        while not stop.wait(LOOK_EVERY):
            if self.is_overdue:
                log.error("a request ran over its time: this process ends and is started anew")
                os.kill(os.getpid(), signal.SIGTERM)
                stop.wait(FINISH_WITHIN)
                os._exit(1)


class _Body:
    """The body of a request, for as long as it may take to arrive."""

    def __init__(self, stream: Any, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, *size: int) -> bytes:
        return self._in_time(self._stream.read, *size)

    def readline(self, *size: int) -> bytes:
        return self._in_time(self._stream.readline, *size)

    def _in_time(self, take: Callable[..., bytes], *size: int) -> bytes:
        if time.monotonic() > self._until:
            raise BodyTooSlow
        return take(*size)


class _Answer:
    """An answer that says when it was sent, or given up."""

    def __init__(self, parts: Iterable[bytes], sent: Callable[[], object]) -> None:
        self._parts, self._sent = parts, sent

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            self._sent()
