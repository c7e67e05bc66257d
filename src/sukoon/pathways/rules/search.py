"""Finding the module for what somebody says, in whatever words and script. Pure; no index server.

Words are levelled (`core.text.name_key`), roman Urdu by sound as well. A phrase of a module scores
by how much of it was said, rare words more than common ones; a risk word puts its guard first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from sukoon.core.text import name_key

LONG = 5  # words of so many letters may differ by one letter, or by their ending
CLOSE = 0.75  # what a word that is only alike counts
_ROMAN = (
    (re.compile(r"(.)\1+"), r"\1"),  # doubled letters
    (re.compile(r"ph"), "f"),
    (re.compile(r"[kq]h?"), "k"),
    (re.compile(r"z|zh"), "z"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ee|ii|y"), "i"),
    (re.compile(r"oo|uu"), "u"),
    (re.compile(r"(?<=.)h(?![aeiou])"), ""),
    (re.compile(r"n$"), ""),  # nasal endings: mein, main, hoon
    (re.compile(r"(?<=.)[ae]+i?"), "a"),
    (re.compile(r"[ou]+"), "o"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A module, how well it fits, and the phrase that fitted best."""

    pathway: str
    score: float
    phrase: str


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in the form in which they are compared."""
    return tuple(_heard(word) for word in name_key(text).split())


def _heard(word: str) -> str:
    if not word.isascii():
        return word
    for pattern, by in _ROMAN:
        word = pattern.sub(by, word)
    return word


class Index:
    """The phrases of all modules, ready to be searched."""

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        *,
        ignored: Iterable[str] = (),
        first: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`phrases` by module; `first`: module to keys of words that put it first."""
        self._ignored = {w for text in ignored for w in words(text)}
        self._first = first or {}
        self._phrases = [
            (module, phrase, kept)
            for module, texts in phrases.items()
            for phrase in texts
            if (kept := self._kept(phrase))
        ]
        seen: dict[str, set[str]] = {}
        for module, _phrase, kept in self._phrases:
            for word in kept:
                seen.setdefault(word, set()).add(module)
        modules = max(len({m for m, _p, _k in self._phrases}), 1)
        self._weight = {w: 1 + log(modules / len(where)) for w, where in seen.items()}
        self._common = Counter(len(w) for w in seen)

    def _kept(self, text: str) -> frozenset[str]:
        found = frozenset(words(text))
        return (found - self._ignored) or found

    def find(self, text: str, *, most: int = 5) -> list[Hit]:
        """Return the modules that fit, the best first."""
        said = self._kept(text)
        if not said:
            return []
        matched = self._matches(said)
        best: dict[str, Hit] = {}
        every: Counter[str] = Counter()
        for module, phrase, kept in self._phrases:
            score = self._score(kept, matched)
            every[module] += score > 0
            if score > 0 and (module not in best or score > best[module].score):
                best[module] = Hit(module, score, phrase)
        key = f" {name_key(text)} "
        for module, known in self._first.items():
            if any(f" {word} " in key for word in known):
                old = best.get(module)
                best[module] = Hit(
                    module, 100 + (old.score if old else 0), old.phrase if old else ""
                )
        found = sorted(best.values(), key=lambda h: (-h.score, -every[h.pathway], h.pathway))
        return [Hit(h.pathway, round(h.score, 3), h.phrase) for h in found[:most]]

    def _matches(self, said: Iterable[str]) -> Mapping[str, float]:
        """Return the words of the index that were said, and how surely."""
        found: dict[str, float] = {}
        for word in said:
            for known in self._weight:
                share = alike(word, known)
                if share > found.get(known, 0):
                    found[known] = share
        return found

    def _score(self, kept: frozenset[str], matched: Mapping[str, float]) -> float:
        got = sum(self._weight[w] * matched[w] for w in kept if w in matched)
        if not got:
            return 0.0
        whole = sum(self._weight[w] for w in kept)
        return got * (0.5 + 0.5 * got / whole)


def alike(said: str, known: str) -> float:
    """Return 1 for the same word, a part of it for one that differs by a letter or its ending."""
    if said == known:
        return 1.0
    shorter = min(len(said), len(known))
    if shorter < LONG - 1:
        return 0.0
    if said.startswith(known) or known.startswith(said):
        return CLOSE if abs(len(said) - len(known)) <= LONG - 2 else 0.0
    if shorter >= LONG and abs(len(said) - len(known)) <= 1 and _one_apart(said, known):
        return CLOSE
    return 0.0


def _one_apart(one: str, other: str) -> bool:
    """Say whether two words differ by one letter put in, left out or changed."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest or rest == other_rest[1:] or rest[1:] == other_rest[1:]
