"""Who of the roster fits a request, and why. Pure: the reasons are words, the order is by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sukoon.surge.rules.flows import overlaps
from sukoon.surge.words import Free

Span = tuple[date, date]
OF_FREE = {Free.ALL: 30, Free.NOT_TOLD: 8, Free.PART: 12, Free.NO: -40, Free.BUSY: -200}
NEEDED, WISHED, LANGUAGE, NEAR, KNOWN = 20, 8, 15, 6, 4


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for."""

    start: date
    end: date
    needed: frozenset[str] = frozenset()
    wished: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    area_path: str = ""
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the roster tells of somebody."""

    id: str
    skills: frozenset[str]
    languages: frozenset[str]
    free: Sequence[Span] = ()
    busy: Sequence[Span] = ()
    area_path: str = ""
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How somebody fits: what is there, what lacks, whether they are free."""

    id: str
    score: int
    has: tuple[str, ...]
    lacks: tuple[str, ...]  # of the needed skills
    wished: tuple[str, ...]
    speaks: tuple[str, ...]
    not_spoken: tuple[str, ...]
    free: Free
    near: bool
    remote_refused: bool

    @property
    def fits(self) -> bool:
        """All needed skills, a language that is asked for, and not busy or away."""
        spoken = bool(self.speaks) or not self.not_spoken
        free = self.free not in {Free.BUSY, Free.NO}
        return not self.lacks and spoken and free and not self.remote_refused


def free(candidate: Candidate, start: date, end: date) -> Free:
    """Say whether somebody is free from `start` to `end`. Nothing told is not free, nor busy."""
    if any(overlaps(start, end, a, b) for a, b in candidate.busy):
        return Free.BUSY
    if not candidate.free:
        return Free.NOT_TOLD
    left = start
    for a, b in sorted(candidate.free):
        if a <= left <= b:
            if b >= end:
                return Free.ALL
            left = date.fromordinal(b.toordinal() + 1)
    touched = any(overlaps(start, end, a, b) for a, b in candidate.free)
    return Free.PART if touched else Free.NO


def fit(need: Need, who: Candidate) -> Fit:
    """Say how somebody fits a request."""
    has, lacks = need.needed & who.skills, need.needed - who.skills
    wished, speaks = need.wished & who.skills, need.languages & who.languages
    when = free(who, need.start, need.end)
    near = bool(who.area_path) and _province(who.area_path) == _province(need.area_path)
    refused = need.remote and not who.remote
    score = (
        NEEDED * len(has) - NEEDED * len(lacks) + WISHED * len(wished) + OF_FREE[when]
        + LANGUAGE * bool(speaks) - LANGUAGE * (bool(need.languages) and not speaks)
        + KNOWN * max(len(speaks) - 1, 0) + NEAR * near - 50 * refused
    )  # fmt: skip
    return Fit(
        id=who.id, score=score, has=tuple(sorted(has)), lacks=tuple(sorted(lacks)),
        wished=tuple(sorted(wished)), speaks=tuple(sorted(speaks)),
        not_spoken=tuple(sorted(need.languages - who.languages)), free=when, near=near,
        remote_refused=refused,
    )  # fmt: skip


def _province(path: str) -> list[str]:
    return path.split("/")[:2]


def ranked(need: Need, roster: Iterable[Candidate]) -> list[Fit]:
    """Return everyone, the best fit first: whoever fits stands before whoever does not."""
    return sorted((fit(need, c) for c in roster), key=lambda f: (not f.fits, -f.score, f.id))
