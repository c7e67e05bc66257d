"""So many first syncs at once, in each process: everybody else's pages stay quick meanwhile.

Three hundred phones that come at the same moment are not queued in front of the others: who finds
no place is told at once when to come again, one after the other.
"""

import math
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

from sukoon.sync.problems import NotYourTurn

FIRST_GUESS = 0.3  # seconds that one takes, before the first was measured
LEARNS = 0.2  # how much the last one counts in what is expected of the next
LONGEST_WAIT = 60  # beyond it turns are given out from the beginning again
MOST_PROMISES = 5000  # that are remembered; beyond it all start anew


_line = Lock()


@contextmanager
def in_line() -> Iterator[None]:
    """Let pushes in one after the other where the database takes one writer at a time.

    SQLite wakes whoever waits by chance: with eight phones one could wait until it is refused.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with _line:
        yield


class Turns:
    """Lets so many in at once. `clock` counts seconds and never goes back.

    While somebody was told to come later, each that is done is followed by a rest of so many times
    what it took: the processor is everybody else's meanwhile.
    """

    def __init__(self, at_once: int, clock: Callable[[], float], *, rest: float = 0) -> None:
        self._at_once, self._clock, self._rest = at_once, clock, rest
        self._free_at = 0.0
        self._inside = 0
        self._takes = FIRST_GUESS
        self._last_turn = 0.0
        self._promised: dict[Hashable, float] = {}
        self._lock = Lock()

    @contextmanager
    def taken(self, who: Hashable = None) -> Iterator[None]:
        """Be let in, or be told when to come again. Raises NotYourTurn.

        Whoever (`who`) keeps the moment they were told and finds the place taken is not sent to
        the end of the line again.
        """
        begun = self._enter(who)
        try:
            yield
        finally:
            self._leave(begun)

    def _enter(self, who: Hashable) -> float:
        with self._lock:
            now = self._clock()
            if self._inside >= self._at_once or now < self._free_at:
                raise NotYourTurn(seconds=max(1, math.ceil(self._turn_of(who, now) - now)))
            self._inside += 1
            self._promised.pop(who, None)
            return now

    def _turn_of(self, who: Hashable, now: float) -> float:
        each = self._takes * (1 + self._rest) / self._at_once
        promised = self._promised.get(who) if who is not None else None
        if promised is not None and promised > now - LONGEST_WAIT:
            return max(promised, now + each)
        turn = max(now, self._last_turn) + each
        if turn - now > LONGEST_WAIT:
            turn = now + each
        self._last_turn = turn
        if len(self._promised) >= MOST_PROMISES:
            self._promised.clear()
        self._promised[who] = turn
        return turn

    def _leave(self, begun: float) -> None:
        with self._lock:
            self._inside -= 1
            now = self._clock()
            took = now - begun
            if self._last_turn > now:
                self._free_at = now + self._rest * took
            self._takes += LEARNS * (took - self._takes)
