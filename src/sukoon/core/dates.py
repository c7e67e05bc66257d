"""Dates as people type them. Other calendars are told apart and never converted silently."""

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum

from sukoon.core.words import DatePrecision

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
MONTHS = {
    **{calendar.month_name[n].lower(): n for n in range(1, 13)},
    **{calendar.month_abbr[n].lower(): n for n in range(1, 13)},
    "sept": 9,
    "جنوری": 1, "فروری": 2, "مارچ": 3, "اپریل": 4, "مئی": 5, "جون": 6,
    "جولائی": 7, "اگست": 8, "ستمبر": 9, "اکتوبر": 10, "نومبر": 11, "دسمبر": 12,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1947, 2060
HIJRI_YEARS = range(1300, 1501)
BIKRAM_YEARS = range(2061, 2101)
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 60_000)  # 1954 to 2064


class DateFault(StrEnum):
    NOT_A_DATE = "not_a_date"
    OTHER_CALENDAR = "other_calendar"


Told = tuple[date, DatePrecision]


def read_date(text: str, *, end: bool = False) -> Told | DateFault:
    """Return the day told and how precisely, or what is wrong with it.

    A year or a month alone means its first day, or its last when `end`.
    """
    plain = text.strip().translate(DIGITS)
    for pattern, read in _SHAPES:
        if found := pattern.fullmatch(plain):
            return _dated(*read(found), end=end)
    return DateFault.NOT_A_DATE


def _dated(year: int, month: int | None, day: int | None, *, end: bool) -> Told | DateFault:
    if year in HIJRI_YEARS or year in BIKRAM_YEARS:
        return DateFault.OTHER_CALENDAR
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return DateFault.NOT_A_DATE
    try:
        if month is None:
            return (date(year, 12, 31) if end else date(year, 1, 1)), DatePrecision.YEAR
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, last if end else 1), DatePrecision.MONTH
        return date(year, month, day), DatePrecision.DAY
    except (ValueError, calendar.IllegalMonthError):
        return DateFault.NOT_A_DATE


Parts = tuple[int, int | None, int | None]


def _serial(found: re.Match[str]) -> Parts:
    number = int(found.group(1))
    if number not in EXCEL_DAYS:
        return number, None, None
    day = EXCEL_DAY_ZERO + timedelta(days=number)
    return day.year, day.month, day.day


def _named(found: re.Match[str]) -> Parts:
    day, month, year = found.group("d"), found.group("m").lower(), int(found.group("y"))
    return _full(year), MONTHS.get(month, 13), int(day) if day else None


def _full(year: int) -> int:
    return year + 2000 if year < 100 else year  # noqa: PLR2004 - "26" is 2026


_SHAPES = (
    (re.compile(r"(\d{4})(?:\.0)?"), lambda f: (int(f[1]), None, None)),
    (re.compile(r"(\d{5})(?:\.\d+)?"), _serial),
    (re.compile(r"(\d{4})[-/.](\d{1,2})"), lambda f: (int(f[1]), int(f[2]), None)),
    (re.compile(r"(\d{1,2})[-/.](\d{4})"), lambda f: (int(f[2]), int(f[1]), None)),
    (
        re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"),
        lambda f: (int(f[1]), int(f[2]), int(f[3])),
    ),
    (
        # Day first, as people write here; 03/10/2026 is the third of October.
        re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"),
        lambda f: (int(f[3]), int(f[2]), int(f[1])),
    ),
    (re.compile(r"(?:(?P<d>\d{1,2})\s+)?(?P<m>[^\W\d]+)\.?,?\s+(?P<y>\d{4}|\d{2})"), _named),
)
