"""Counting by the hour or the minute, in memory: of one server process, and gone with it."""

import threading
from collections.abc import Hashable

MOST_KEYS = 20_000


class Tally:
    """How often something happened in the current stretch of time, by key."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._counts: dict[Hashable, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def count(self, key: Hashable, *, at: float) -> int:
        """Count one more at this moment (a clock's seconds); return how many that makes."""
        stretch = int(at // self.seconds)
        with self._lock:
            last, times = self._counts.get(key, (stretch, 0))
            times = times + 1 if last == stretch else 1
            if len(self._counts) >= MOST_KEYS and key not in self._counts:
                self._counts.clear()  # rather count anew than grow without end
            self._counts[key] = (stretch, times)
            return times

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()
