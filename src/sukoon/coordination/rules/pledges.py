"""Lateness, silence, the difference between said and seen, and which service counts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sukoon.coordination.words import Counts, Stage, Standing, Why

RUNNING = frozenset({"under_way", "completed"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a commitment's lateness and silence are judged by."""

    stage: str
    deadline_on: date | None
    known_since: date  # when the commitment was made, or first recorded here
    told_on: date | None  # the day of the last update


def days_silent(told: Told, *, today: date) -> int:
    """Return the days since anything was last said of a commitment; never less than 0."""
    return max((today - (told.told_on or told.known_since)).days, 0)


def is_late(told: Told, *, today: date) -> bool:
    """Say whether the deadline is past and nobody said that the commitment is fulfilled."""
    over = told.deadline_on is not None and told.deadline_on < today
    return over and told.stage != Stage.FULFILLED


def is_silent(told: Told, *, today: date, within: int) -> bool:
    """Say whether longer than `within` days nothing was said. What is fulfilled may be silent."""
    return told.stage != Stage.FULFILLED and days_silent(told, today=today) > within


def standing(told: Told, *, today: date, within: int) -> Standing:
    """Return what most deserves a question: lateness before silence."""
    if told.stage == Stage.FULFILLED:
        return Standing.KEPT
    if is_late(told, today=today):
        return Standing.LATE
    return Standing.SILENT if is_silent(told, today=today, within=within) else Standing.ON_COURSE


def difference(said: int | None, seen: int | None) -> int | None:
    """Return said less seen; None where either is not known. They are never averaged or added."""
    return None if said is None or seen is None else said - seen


@dataclass(frozen=True, slots=True)
class Line:
    """A service of the register, as far as counting it asks."""

    organisations: frozenset[str]
    code: str
    status: str
    start_on: date | None
    end_on: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a commitment asks of a service that counts."""

    organisations: frozenset[str]
    codes: frozenset[str]  # 4Ws codes; "9" means all of 9.1, 9.2, …
    start_on: date | None
    deadline_on: date | None


def covers_code(codes: Iterable[str], code: str) -> bool:
    """Say whether a code, or the main code it belongs to, is among the codes."""
    return code in codes or code.split(".", maxsplit=1)[0] in codes


def counts(line: Line, wanted: Wanted) -> tuple[Counts, Why]:
    """Say whether a service counts towards a commitment, and why; LOOK asks somebody to decide."""
    same_partner = bool(line.organisations & wanted.organisations)
    same_work = covers_code(wanted.codes, line.code)
    if same_partner and not same_work:
        return Counts.NO, Why.OTHER_WORK
    if not runs(line, wanted):
        return Counts.NO, Why.NOT_RUNNING
    return (Counts.YES, Why.SAME_WORK) if same_partner else (Counts.LOOK, Why.OTHER_PARTNER)


def runs(line: Line, wanted: Wanted) -> bool:
    """Say whether a service runs, or ran, in the time of a commitment."""
    return line.status in RUNNING and not _outside(line, wanted)


def overlaps(start: date, end: date, wanted: Wanted) -> bool:
    """Say whether a period lies in the time of a commitment, in part at least."""
    before = wanted.start_on is not None and end < wanted.start_on
    after = wanted.deadline_on is not None and start > wanted.deadline_on
    return not (before or after)


def _outside(line: Line, wanted: Wanted) -> bool:
    ended = line.end_on and wanted.start_on and line.end_on < wanted.start_on
    later = line.start_on and wanted.deadline_on and line.start_on > wanted.deadline_on
    return bool(ended or later)
