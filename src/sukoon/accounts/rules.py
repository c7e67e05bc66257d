"""How strong a password is, and how long a session stands. Pure.

`static/accounts/password.js` says the same of a password while it is typed; one file of examples
(tests/accounts/passwords.json) holds both to it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Strength(IntEnum):
    """From a password that falls at once to one that withstands a thief of the hashes."""

    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


LEAST = 12  # signs: `config/settings.py` refuses fewer
EDGES = ((Strength.STRONG, 75.0), (Strength.GOOD, 56.0), (Strength.FAIR, 40.0))  # bits
WORD = re.compile(r"[^\W\d_]{3,}")  # letters that follow each other: a word, or like one
A_WORD = 14.0  # bits at most: one of some sixteen thousand
SPACE, DIGIT, LETTER, OTHER = 1.0, 3.3, 4.7, 5.0  # bits of one sign
BOTH_CASES = 1.0  # more for a letter that stands alone


def strength(password: str) -> Strength:
    """Say how strong a password is: what follows from the sign before counts for nothing."""
    if len(password) < LEAST:
        return Strength.WEAK
    bits = _bits(password)
    return next((said for said, edge in EDGES if bits >= edge), Strength.WEAK)


def _bits(password: str) -> float:
    mixed = password != password.lower() and password != password.upper()
    bits, at, words = 0.0, 0, set()
    for word in WORD.finditer(password):
        bits += _of_signs(password[at : word.start()], mixed=mixed)
        if word[0].lower() not in words:
            bits += min(A_WORD, _of_signs(word[0], mixed=False))
        words.add(word[0].lower())
        at = word.end()
    return bits + _of_signs(password[at:], mixed=mixed)


def _of_signs(part: str, *, mixed: bool) -> float:
    """Add up signs, without those that repeat the one before or follow it, as in 111, 123, cba."""
    bits = 0.0
    for n, sign in enumerate(part):
        if n and abs(ord(sign) - ord(part[n - 1])) <= 1:
            continue
        bits += _of_sign(sign, mixed=mixed)
    return bits


def _of_sign(sign: str, *, mixed: bool) -> float:
    if sign == " ":
        return SPACE
    if sign in "0123456789":
        return DIGIT
    if not re.match(r"[^\W\d_]", sign):
        return OTHER
    return LETTER + (BOTH_CASES if mixed else 0.0)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session stands untouched, and how long at all."""

    idle: timedelta
    whole: timedelta

    def stricter(self, other: "SessionLimits") -> "SessionLimits":
        return SessionLimits(min(self.idle, other.idle), min(self.whole, other.whole))


def is_over(limits: SessionLimits, *, begun: datetime, seen: datetime, now: datetime) -> bool:
    """Say whether a session has ended by itself.

    A moment a little ahead was told by a clock that was set back since; far ahead, it proves nothing.
    """
    if max(begun, seen) > now + limits.whole:
        return True
    return now - seen >= limits.idle or now - begun >= limits.whole


# What a browser calls itself by, first that fits: many also name those they are like.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def browser_and_system(said: str) -> tuple[str, str]:
    """Return what a browser and its system are called, of what it says of itself; "" if unknown."""
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    return browser, next((name for mark, name in SYSTEMS if mark in said), "")
