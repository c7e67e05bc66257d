"""The clock of an exercise: which inject is due, which answer is late. Pure: `now` is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sukoon.surge.words import Verdict


class Turn(StrEnum):
    """Where an inject stands."""

    WAITS = "waits"
    DUE = "due"
    GIVEN = "given"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


@dataclass(frozen=True, slots=True)
class Timed:
    """An inject as the clock sees it."""

    minute: int
    answer_within: int
    given_at: datetime | None = None
    first_reply_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What an exercise came to, in figures."""

    injects: int
    given: int
    answered: int
    in_time: int
    met: int
    judged: int
    middle_minutes: int | None  # from given to the first reply


def elapsed(started_at: datetime | None, now: datetime, ended_at: datetime | None = None) -> int:
    """Return the minutes that an exercise runs, or ran."""
    if started_at is None:
        return 0
    return max(int(((ended_at or now) - started_at).total_seconds() // 60), 0)


def due_at(started_at: datetime, minute: int) -> datetime:
    return started_at + timedelta(minutes=minute)


def turn(inject: Timed, *, started_at: datetime | None, now: datetime) -> Turn:
    """Say where an inject stands at `now`."""
    if inject.given_at is None:
        due = started_at is not None and now >= due_at(started_at, inject.minute)
        return Turn.DUE if due else Turn.WAITS
    until = inject.given_at + timedelta(minutes=inject.answer_within)
    if inject.first_reply_at is None:
        return Turn.LATE if now > until else Turn.GIVEN
    return Turn.ANSWERED_LATE if inject.first_reply_at > until else Turn.ANSWERED


def result(injects: Iterable[tuple[Timed, str]]) -> Result:
    """Return what an exercise came to."""
    rows = list(injects)
    given = [t for t, _v in rows if t.given_at]
    took = sorted(
        int((t.first_reply_at - t.given_at).total_seconds() // 60)
        for t in given if t.given_at and t.first_reply_at
    )  # fmt: skip
    in_time = [
        t for t in given
        if t.given_at and t.first_reply_at
        and t.first_reply_at <= t.given_at + timedelta(minutes=t.answer_within)
    ]  # fmt: skip
    judged = [v for _t, v in rows if v != Verdict.NOT_JUDGED]
    return Result(
        len(rows), len(given), len(took), len(in_time), sum(v == Verdict.MET for v in judged),
        len(judged), took[len(took) // 2] if took else None,
    )  # fmt: skip
