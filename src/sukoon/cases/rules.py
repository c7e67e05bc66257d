"""What holds of cases and their entries whatever the database. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sukoon.cases.words import CaseStatus
from sukoon.core.flow import Flow

S = CaseStatus
CASE_FLOW: Flow[CaseStatus] = Flow(
    {
        S.OPEN: frozenset({S.IN_CARE, S.STEPPED_UP, S.STEPPED_DOWN, S.CLOSED}),
        S.IN_CARE: frozenset({S.STEPPED_UP, S.STEPPED_DOWN, S.CLOSED}),
        S.STEPPED_UP: frozenset({S.IN_CARE, S.STEPPED_DOWN, S.CLOSED}),
        S.STEPPED_DOWN: frozenset({S.IN_CARE, S.STEPPED_UP, S.CLOSED}),
        S.CLOSED: frozenset({S.REOPENED}),
        S.REOPENED: frozenset({S.IN_CARE, S.STEPPED_UP, S.STEPPED_DOWN, S.CLOSED}),
    }
)

MOST_TEXT = 20_000
SHORT_TEXT = 300
SKEW = timedelta(minutes=10)  # a phone's clock may run this much ahead
EARLIEST = date(1900, 1, 1)
# Signs that turn the reading direction of what follows, or that nobody sees: a text could show
# other than it is. The joiners that Urdu is written with stay.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff"
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
TRUE, FALSE = {"true", "yes", "1", "on"}, {"false", "no", "0", "off"}


class FieldKind(StrEnum):
    TEXT = "text"  # one line
    LONG = "long"  # some lines
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    en: str
    ur: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked in an entry. `counted`: its code may be counted in figures."""

    code: str
    kind: FieldKind
    en: str
    ur: str
    hint_en: str = ""
    hint_ur: str = ""
    required: bool = False
    counted: bool = False
    quick: bool = False  # asked in the shortest form too
    options: tuple[Option, ...] = ()
    least: int | None = None
    most: int | None = None

    def label(self, language: str) -> str:
        return (self.ur if language == "ur" else "") or self.en

    def hint(self, language: str) -> str:
        return (self.hint_ur if language == "ur" else "") or self.hint_en

    def option_label(self, code: str, language: str) -> str:
        for option in self.options:
            if option.code == code:
                return (option.ur if language == "ur" else "") or option.en
        return code  # a newer pack no longer has it: what was recorded stays readable


class Wrong(StrEnum):
    """What can be wrong with one value."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NO_DATE = "no_date"
    NO_CHOICE = "no_choice"
    NO_TEXT = "no_text"


@dataclass(frozen=True, slots=True)
class Checked:
    """Values as they are kept, and what is wrong by field."""

    values: Mapping[str, object]
    wrong: Mapping[str, Wrong] = field(default_factory=dict)


def plain(text: str) -> str:
    """Return a text as it is kept: composed, one kind of line end, nothing that turns direction."""
    told = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in told if c not in TURNING and (c >= " " or c in "\n\t"))
    text = "".join(kept).strip()
    return text if any(unicodedata.category(c) != "Cf" for c in text) else ""


def check(fields: Sequence[Field], told: Mapping[str, object]) -> Checked:
    """Return the values of an entry as they are kept. A blank is not answered, never nothing."""
    values: dict[str, object] = {}
    wrong: dict[str, Wrong] = {}
    known = {f.code for f in fields}
    wrong |= {str(code)[:60]: Wrong.UNKNOWN for code in told if code not in known}
    for f in fields:
        value = told.get(f.code)
        if value is None or value in ("", []):
            if f.required:
                wrong[f.code] = Wrong.MISSING
            continue
        kept = READERS[f.kind](f, value)
        if isinstance(kept, Wrong):
            wrong[f.code] = kept
        elif kept not in ("", []):
            values[f.code] = kept
        elif f.required:
            wrong[f.code] = Wrong.MISSING
    return Checked(values, wrong)


def _text(f: Field, value: object) -> object:
    if not isinstance(value, str):
        return Wrong.NO_TEXT
    kept = plain(value)
    if f.kind is FieldKind.TEXT:
        kept = " ".join(kept.split())
    most = f.most or (SHORT_TEXT if f.kind is FieldKind.TEXT else MOST_TEXT)
    return Wrong.TOO_LONG if len(kept) > most else kept


def _choice(f: Field, value: object) -> object:
    return value if value in [o.code for o in f.options] else Wrong.NO_CHOICE


def _multi(f: Field, value: object) -> object:
    told = [value] if isinstance(value, str) else value
    if not isinstance(told, list | tuple) or not all(isinstance(v, str) for v in told):
        return Wrong.NO_CHOICE
    known = [o.code for o in f.options]
    if not set(told) <= set(known):
        return Wrong.NO_CHOICE
    return [code for code in known if code in told]


def _number(f: Field, value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return Wrong.NO_NUMBER
    text = str(value).translate(DIGITS).strip()
    if not text.lstrip("-").isdigit() or len(text) > 12:  # noqa: PLR2004 - longer is a slip
        return Wrong.NO_NUMBER
    number = int(text)
    if f.least is not None and number < f.least:
        return Wrong.TOO_SMALL
    if f.most is not None and number > f.most:
        return Wrong.TOO_LARGE
    return number


def _date(_f: Field, value: object) -> object:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        day = value
    else:
        try:
            day = date.fromisoformat(str(value).translate(DIGITS).strip())
        except ValueError:
            return Wrong.NO_DATE
    return day.isoformat() if day >= EARLIEST else Wrong.NO_DATE


def _yes_no(_f: Field, value: object) -> object:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in TRUE:
        return True
    return False if text in FALSE else Wrong.NO_CHOICE


READERS = {
    FieldKind.TEXT: _text, FieldKind.LONG: _text, FieldKind.CHOICE: _choice,
    FieldKind.MULTI: _multi, FieldKind.NUMBER: _number, FieldKind.DATE: _date,
    FieldKind.YES_NO: _yes_no,
}  # fmt: skip


def counted(fields: Sequence[Field], values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the codes of an entry that may be counted: field and code, never a text."""
    found: list[tuple[str, str]] = []
    for f in fields:
        value = values.get(f.code)
        if not f.counted or value is None or f.kind in {FieldKind.TEXT, FieldKind.LONG}:
            continue
        for one in value if isinstance(value, list) else [value]:
            code = {True: "yes", False: "no"}[one] if isinstance(one, bool) else str(one)
            found.append((f.code, code))
    return found


def texts(fields: Sequence[Field], values: Mapping[str, object]) -> list[str]:
    """Return everything of an entry that somebody wrote in their own words."""
    free = {f.code for f in fields if f.kind in {FieldKind.TEXT, FieldKind.LONG}}
    return [str(v) for code, v in values.items() if code in free]


def too_early_or_late(happened_at: datetime, *, now: datetime) -> bool:
    """Say whether something cannot have happened then: in the future, or before anybody lived."""
    return happened_at > now + SKEW or happened_at.date() < EARLIEST


@dataclass(frozen=True, slots=True)
class Merged:
    """What a change of some fields becomes beside what others changed meanwhile."""

    apply: Mapping[str, object]
    conflicts: Mapping[str, object]  # fields both changed, to different values


def merge(
    base: Mapping[str, object], current: Mapping[str, object], wanted: Mapping[str, object]
) -> Merged:
    """Merge three ways by field: what only we changed is applied, what both changed is kept apart."""
    apply: dict[str, object] = {}
    conflicts: dict[str, object] = {}
    for name, value in wanted.items():
        if current.get(name) == value or base.get(name) == value:
            continue
        if current.get(name) == base.get(name):
            apply[name] = value
        else:
            conflicts[name] = value
    return Merged(apply, conflicts)
