"""Neutral names for cases, and codes that reveal nothing."""

import csv
import secrets
from collections.abc import Mapping
from functools import cache

from sukoon.core.content import content_path

LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels: no words; nothing that is read for another


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    path = content_path() / "aliases" / "aliases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {r["code"]: (r["en"], r["ur"]) for r in csv.DictReader(file)}


def new_code() -> str:
    """Return a random case code, as K7MQ-2R4T: 28^8 of them, made from nothing about anybody."""
    told = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{told[:4]}-{told[4:]}"


def new_alias() -> str:
    """Return the codes of two words that stand for a case on screens over whose shoulder one looks."""
    first = [c for c in _words() if c.startswith("first_")]
    second = [c for c in _words() if c.startswith("second_")]
    return f"{secrets.choice(first)} {secrets.choice(second)}"


def is_alias(alias: str) -> bool:
    """Say whether this is an alias as we draw them: two of our words, never anybody's own."""
    told = alias.split()
    starts = ("first_", "second_")
    return len(told) == len(starts) and all(
        word in _words() and word.startswith(start)
        for word, start in zip(told, starts, strict=True)
    )


def words() -> Mapping[str, tuple[str, str]]:
    """Return the words of aliases by code, in English and Urdu."""
    return _words()


def alias_shown(alias: str, language: str) -> str:
    """Return an alias in the reader's language."""
    place = 1 if language == "ur" else 0
    known = _words()
    return " ".join(known[c][place] if c in known else c for c in alias.split())
