"""What a service's opening hours say. Pure."""

import re
from datetime import datetime
from functools import lru_cache

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALWAYS = re.compile(r"\b(24\s*/\s*7|24\s*hours?|round the clock)\b")
_PART = re.compile(
    r"(?:(?P<daily>daily|every day)|(?P<a>mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"(?:\s*(?:-|–|to)\s*(?P<b>mon|tue|wed|thu|fri|sat|sun)[a-z]*)?)?[\s,:]*"
    r"(?P<h1>\d{1,2})(?::(?P<m1>\d{2}))?\s*(?P<p1>am|pm)?\s*(?:-|–|to)\s*"
    r"(?P<h2>\d{1,2})(?::(?P<m2>\d{2}))?\s*(?P<p2>am|pm)?"
)
NOON, DAY_MINUTES = 12, 24 * 60


def is_open(hours: str, at: datetime) -> bool | None:
    """Say whether a place is open at a local time; None when its hours are not told or not clear.

    Read are texts as registers have them: "Mon-Fri 09:00-14:00; Sat 10-13", "daily 9 am to 5 pm",
    "24/7". What cannot be read is not guessed.
    """
    parts = _parts(hours.lower())
    if not parts:
        return None
    minute = at.hour * 60 + at.minute
    return any(at.weekday() in days and start <= minute < end for days, start, end in parts)


Part = tuple[frozenset[int], int, int]


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[Part, ...]:
    """Return when a place is open: days, and from which minute until which."""
    if _ALWAYS.search(text):
        return ((_days(None, None), 0, DAY_MINUTES),)
    return tuple(p for part in re.split(r"[;\n]", text) if (p := _read(part)) is not None)


def _read(text: str) -> Part | None:
    found = _PART.search(text)
    if found is None:
        return None
    start = _minute(found["h1"], found["m1"], found["p1"] or "")
    end = _minute(found["h2"], found["m2"], found["p2"] or "")
    if start is None or end is None or end <= start:
        return None
    return _days(found["a"], found["b"]), start, end


def _days(first: str | None, last: str | None) -> frozenset[int]:
    if first is None:
        return frozenset(range(7))
    a = DAYS.index(first)
    b = DAYS.index(last) if last else a
    return frozenset((a + n) % 7 for n in range((b - a) % 7 + 1))


def _minute(hour: str, minute: str | None, half: str) -> int | None:
    told = int(hour) % NOON + (NOON if half == "pm" else 0) if half else int(hour)
    total = told * 60 + int(minute or 0)
    return total if total <= DAY_MINUTES else None
