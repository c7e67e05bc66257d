"""So many first syncs at once, in each process: everybody else's pages stay quick meanwhile.

Three hundred phones that come at the same moment are not queued in front of the others: who finds
no place is told at once when to come again, one after the other.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from sukoon.sync.problems import NotYourTurn

FIRST_GUESS = 0.3  # seconds that one takes, before the first was measured
LEARNS = 0.2  # how much the last one counts in what is expected of the next
LONGEST_WAIT = 30  # beyond it turns are given out from the beginning again


class Turns:
    """Lets so many in at once. `clock` counts seconds and never goes back."""

    def __init__(self, at_once: int, clock: Callable[[], float]) -> None:
        self._at_once, self._clock = at_once, clock
        self._inside = 0
        self._takes = FIRST_GUESS
        self._last_turn = 0.0
        self._lock = Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be let in, or be told when to come again. Raises NotYourTurn."""
        begun = self._enter()
        try:
            yield
        finally:
            self._leave(begun)

    def _enter(self) -> float:
        with self._lock:
            now = self._clock()
            if self._inside >= self._at_once:
                turn = max(now, self._last_turn) + self._takes / self._at_once
                if turn - now > LONGEST_WAIT:
                    turn = now + self._takes / self._at_once
                self._last_turn = turn
                raise NotYourTurn(seconds=max(1, math.ceil(turn - now)))
            self._inside += 1
            return now

    def _leave(self, begun: float) -> None:
        with self._lock:
            self._inside -= 1
            took = self._clock() - begun
            self._takes += LEARNS * (took - self._takes)
