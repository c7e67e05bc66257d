"""When somebody was born, as exactly as it was told, and how old they are. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sukoon.people.words import Disability, Displacement, Sex

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


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
