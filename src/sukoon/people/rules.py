"""Ages, and whether a consent stands. Pure: days and moments are arguments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sukoon.people.words import Answer, Disability, Displacement, EndReason, GivenBy, Sex

OF_AGE = 18
OLDEST = 125
BORN = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of when somebody was born: a day, a month, a year, or an age told on a day.

    `born` is "1990-05-12", "1990-05" or "1990": its length is its precision.
    """

    born: str = ""
    age: int | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What is told of a person beside names and numbers; nothing of it must be."""

    alias: str = ""
    birth: Birth = Birth()
    sex: str = Sex.NOT_TOLD
    gender: str = ""
    displacement: str = Displacement.NOT_TOLD
    disability: str = Disability.NOT_TOLD
    address: str = ""


def is_possible(birth: Birth, today: date) -> bool:
    """Say whether somebody alive today may have been born then: a real day, not to come."""
    if not BORN.fullmatch(birth.born):
        return False
    if birth.age is not None and (not 0 <= birth.age <= OLDEST or birth.told_on is None):
        return False
    try:
        between = born_between(birth)
    except ValueError:
        return False
    if between is None:
        return True
    first, last = between
    return first <= today and _years(last, today) <= OLDEST


def born_between(birth: Birth) -> tuple[date, date] | None:
    """Return the first and the last day on which they may have been born; None: nothing is known."""
    parts = [int(part) for part in birth.born.split("-")] if birth.born else []
    match parts:
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
        case [year, month]:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(days=1)
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
    if birth.age is None or birth.told_on is None:
        return None
    last = _years_before(birth.told_on, birth.age)
    return _years_before(birth.told_on, birth.age + 1) + timedelta(days=1), last


def age_between(birth: Birth, day: date) -> tuple[int, int] | None:
    """Return the youngest and the oldest they may be on a day."""
    between = born_between(birth)
    if between is None:
        return None
    first, last = between
    return _years(last, day), _years(first, day)


def age_on(birth: Birth, day: date) -> int | None:
    """Return the age on a day, the likeliest where only a month or a year is known."""
    between = born_between(birth)
    if between is None:
        return None
    first, last = between
    return _years(first + (last - first) / 2, day)


def may_answer(given_by: str, ages: tuple[int, int] | None) -> bool:
    """Say whether this is who may consent for somebody whose age lies between these.

    Whose age is not known, or lies on both sides of the line, may be either.
    """
    if ages is None:
        return True
    if given_by == GivenBy.SELF:
        return ages[1] >= OF_AGE
    if given_by == GivenBy.GUARDIAN:
        return True
    return ages[0] < OF_AGE


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody once said about a purpose: yes or no, to whom, from when, and how it ended."""

    recipient: str
    answer: str
    given_at: datetime
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = ""

    @property
    def last_at(self) -> datetime:
        """When this was last spoken of."""
        return self.ended_at or self.given_at

    @property
    def is_no(self) -> bool:
        return self.answer == Answer.NO or self.ended_at is not None


def standing(words: Iterable[Word], *, recipient: str, now: datetime) -> Word | None:
    """Return the consent that stands for a recipient at `now`, if one does.

    The last word counts. What was said of this recipient goes before what was said of everybody:
    a refusal or a withdrawal for one is not undone by a consent that names nobody. A word that has
    run out says nothing any more.
    """
    told = [w for w in words if w.given_at <= now and w.end_reason != EndReason.REPLACED]
    for wanted in dict.fromkeys((recipient, "")):
        about = [w for w in told if w.recipient == wanted]
        if not about:
            continue
        last = max(about, key=lambda w: (w.last_at, w.is_no))  # of one moment, the no counts
        if last.ended_at is not None and last.ended_at <= now:
            return None
        if last.expires_at is not None and last.expires_at <= now:
            continue
        return last if last.answer == Answer.YES else None
    return None


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
