"""Levels, clocks, who is asked next, and words that ask for a question. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sukoon.core.flow import Flow
from sukoon.core.text import name_key
from sukoon.risk.words import EpisodeStatus, NextStep, Rung

FLOW = Flow(
    {
        EpisodeStatus.WAITING: frozenset({EpisodeStatus.WAITING, EpisodeStatus.ACKNOWLEDGED}),
        # Raised again by somebody else, or higher: it waits again.
        EpisodeStatus.ACKNOWLEDGED: frozenset(
            {EpisodeStatus.WAITING, EpisodeStatus.ACKNOWLEDGED, EpisodeStatus.CLOSED}
        ),
        EpisodeStatus.CLOSED: frozenset[EpisodeStatus](),
    }
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of risk and its clocks."""

    code: str
    rank: int
    label_en: str
    label_ur: str
    acknowledge: timedelta
    escalate: timedelta
    late: timedelta
    contact: timedelta
    plan: timedelta
    reassess: timedelta
    checklist: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en


def level_of(levels: Mapping[str, Level], code: str) -> Level:
    """Return a level; a code that this pack does not know counts as the highest, never as none."""
    return levels.get(code) or max(levels.values(), key=lambda x: x.rank)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an open episode when its next deadline is worked out.

    `asked_at` is when it began to wait for an acknowledgement; `contacted_at` and `planned_at`
    are None where there was none since it was last raised (contact), or none at all (plan).
    """

    status: EpisodeStatus
    raised_at: datetime
    happened_at: datetime
    asked_at: datetime
    contacted_at: datetime | None = None
    planned_at: datetime | None = None


def next_due(state: State, level: Level) -> tuple[NextStep, datetime]:
    """Return what must be done next in an open episode, and until when."""
    if state.status == EpisodeStatus.WAITING:
        return NextStep.ACKNOWLEDGE, state.asked_at + level.acknowledge
    # A phone may bring late what happened before; no clock begins after we were told.
    begun = min(state.happened_at, state.asked_at)
    due = [
        (begun + level.contact, NextStep.CONTACT)
        if state.contacted_at is None
        else (state.contacted_at + level.reassess, NextStep.REASSESS)
    ]
    if state.planned_at is None:
        due.append((state.raised_at + level.plan, NextStep.PLAN))
    at, step = min(due, key=lambda d: d[0])
    return step, at


def longest(step: NextStep, level: Level) -> timedelta:
    """Return the longest a step's deadline can lie ahead: further on, a clock has jumped."""
    return {
        NextStep.ACKNOWLEDGE: level.acknowledge,
        NextStep.CONTACT: level.contact,
        NextStep.PLAN: level.plan,
        NextStep.REASSESS: level.reassess,
    }[step]


def put_right(
    step: NextStep, level: Level, *, due_at: datetime, watch_at: datetime, now: datetime
) -> tuple[datetime, datetime] | None:
    """Return deadline and watch as they can be at most at `now`; None where they are right.

    A server's clock that was ahead for a while leaves moments that lie too far ahead: without
    this, nobody would be asked until then.
    """
    latest_due = now + longest(step, level)
    latest_watch = due_at if due_at > now else now + pause(step, level)
    if due_at <= latest_due and watch_at <= latest_watch:
        return None
    if due_at > latest_due:
        return latest_due, latest_due
    return due_at, now


def pause(step: NextStep, level: Level) -> timedelta:
    """Return how long the one asked has before the next one is asked."""
    return level.escalate if step == NextStep.ACKNOWLEDGE else level.late


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who can be asked, and why they are."""

    account_id: UUID
    rung: Rung


def ask_next(
    ladder: Sequence[Asked], *, asked: frozenset[UUID], escalations: int, most: int
) -> list[Asked]:
    """Return who is asked when nobody answered in time. Empty only when there is nobody at all.

    The next one who was not asked yet; after `most` of them, or when there is no other, the
    area's coordinators too, and from then on everybody, every time.
    """
    clinicians = [a for a in ladder if a.rung != Rung.COORDINATOR]
    fresh = [a for a in clinicians if a.account_id not in asked]
    if fresh and escalations < most:
        return fresh[:1]
    return [*clinicians, *(a for a in ladder if a.rung == Rung.COORDINATOR)]


def waits_again(*, was: Level, told: Level, by_owner: bool) -> bool:
    """Say whether an acknowledged episode that is raised again must be acknowledged again."""
    return told.rank > was.rank or not by_owner


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s?".join(re.escape(w) for w in word_key(phrase).split())
    return re.compile(rf"(?<!\w){words}(?!\w)")


# Letters that Pashto and Urdu keyboards write differently, beside those of `name_key`.
_LETTERS = str.maketrans({"ګ": "گ", "ې": "ی", "ۍ": "ی", "ړ": "ڑ", "ټ": "ٹ", "ډ": "ڈ", "ں": "ن"})


def word_key(text: str) -> str:
    """Return the form under which spellings of a phrase meet, also those of roman Urdu."""
    key = name_key(text).translate(_LETTERS)
    for many, one in (("ee", "i"), ("oo", "u"), ("kh", "k"), ("gh", "g"), ("q", "k"), ("w", "v")):
        key = key.replace(many, one)
    return re.sub(r"([a-z])\1+", r"\1", key)


def words_found(text: str, phrases: Iterable[str]) -> list[str]:
    """Return the phrases a text says. A hit is a question to the writer, never a judgement."""
    key = word_key(text)
    return [p for p in phrases if _pattern(p).search(key)]


@dataclass(frozen=True, slots=True)
class Number:
    """Whom to call in an area. An empty number is a gap that somebody must fill."""

    area: str
    kind: str
    number: str
    label_en: str
    label_ur: str
    note_en: str
    note_ur: str
    source_tag: str

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en

    def note(self, language: str) -> str:
        return self.note_ur if language == "ur" else self.note_en


def numbers_in(area_path: str, numbers: Sequence[Number]) -> list[Number]:
    """Return whom to call there: of each kind those of the nearest area that names any."""
    codes = area_path.rstrip("/").split("/")
    depth = {code: place for place, code in enumerate(codes)}
    near = [n for n in numbers if n.area in depth]
    nearest: dict[str, int] = {}
    for n in near:
        nearest[n.kind] = max(nearest.get(n.kind, -1), depth[n.area])
    return [n for n in near if depth[n.area] == nearest[n.kind]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A worker's turn on a rota, without the worker."""

    starts_at: datetime
    ends_at: datetime
    order: int


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time: a gap, or an overlap."""

    starts_at: datetime
    ends_at: datetime


def gaps(turns: Iterable[Turn], *, since: datetime, until: datetime) -> list[Span]:
    """Return the spans between two moments in which nobody is on duty."""
    found, covered = [], since
    for turn in sorted(turns, key=lambda t: t.starts_at):
        if turn.starts_at > covered and covered < until:
            found.append(Span(covered, min(turn.starts_at, until)))
        covered = max(covered, turn.ends_at)
    if covered < until:
        found.append(Span(covered, until))
    return found


def overlaps(turns: Iterable[Turn]) -> list[Span]:
    """Return the spans in which two are to be asked first (or second, …) at once."""
    found: list[Span] = []
    ends: dict[int, datetime] = {}
    for turn in sorted(turns, key=lambda t: t.starts_at):
        before = ends.get(turn.order)
        if before is not None and turn.starts_at < before:
            found.append(Span(turn.starts_at, min(before, turn.ends_at)))
        ends[turn.order] = max(before or turn.ends_at, turn.ends_at)
    return found
