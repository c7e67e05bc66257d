"""What of a person can be changed, field by field: how a value is cleaned, read and written.

Values are plain (text, numbers, lists, mappings), so that a phone sends them, a conflict is kept as
sealed JSON, and two of them can be compared.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from sukoon.core.content import content_path
from sukoon.core.packs import read_pack
from sukoon.people.identifiers import read_identifier
from sukoon.people.models import Person, PersonIdentifier, PersonLanguage, PersonName, PersonPhone
from sukoon.people.phones import read_phone
from sukoon.people.problems import (
    AreaUnknown,
    BirthImpossible,
    CodeUnknown,
    OtherCalendar,
    SafeTimeHalf,
    TooMany,
)
from sukoon.people.rules import Birth, is_possible
from sukoon.people.texts import clean_line, clean_name, clean_text
from sukoon.people.words import Disability, Displacement, Gender, NameKind, PhoneOf, Sex, Told
from sukoon.places import queries as places

MOST_NAME, MOST_ALIAS, MOST_ADDRESS, MOST_NOTE, MOST_ROWS = 200, 60, 500, 300, 12
Value = Any  # plain JSON
OTHER_CALENDAR = re.compile(r"1[345]\d\d")  # Hijri and solar Hijri years of people who live today


@dataclass(frozen=True, slots=True)
class Editable:
    """One field: `clean(value, today)`, `read(person)`, `write(person, value)` before or after saving."""

    clean: Callable[[Value, date], Value]
    read: Callable[[Person], Value]
    write: Callable[[Person, Value], None]
    is_row: bool = False  # kept in rows of its own, written after the person is saved
    is_found_by: bool = False  # the index is made anew after a change


def _text(name: str, most: int, clean: Callable[..., str]) -> Editable:
    return Editable(
        lambda value, _today: clean(str(value or ""), most=most),
        lambda person: str(getattr(person, name)),
        lambda person, value: setattr(person, name, value),
    )


def _code(name: str, known: list[str]) -> Editable:
    return Editable(
        lambda value, _today: _known(str(value or ""), known),
        lambda person: str(getattr(person, name)),
        lambda person, value: setattr(person, name, value),
    )


def _known(value: str, known: list[str]) -> str:
    if value not in known:
        raise CodeUnknown(value=value[:20])
    return value


def _clean_birth(value: Value, today: date) -> Value:
    told = value or {}
    age, day = told.get("age"), told.get("told_on")
    if told.get("born"):
        age = day = None
    born = str(told.get("born") or "")
    if OTHER_CALENDAR.match(born):
        raise OtherCalendar
    birth = Birth(born, age, _day(day) if age is not None else None)
    if age is not None and birth.told_on is None:
        birth = Birth("", age, today)
    if not is_possible(birth, today):
        raise BirthImpossible
    return {
        "born": birth.born, "age": birth.age,
        "told_on": birth.told_on.isoformat() if birth.told_on else None,
    }  # fmt: skip


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise BirthImpossible from None


def _read_birth(person: Person) -> Value:
    birth = person.birth
    day = birth.told_on.isoformat() if birth.told_on else None
    return {"born": birth.born, "age": birth.age, "told_on": day}


def _write_birth(person: Person, value: Value) -> None:
    person.born, person.age_told_on = value["born"], _day(value["told_on"])
    person.age_told = "" if value["age"] is None else str(value["age"])


def _clean_area(value: Value, _today: date) -> Value:
    path = str(value or "")
    if path and not places.areas().filter(path=path).exists():
        raise AreaUnknown
    return path


def _rows(value: Value) -> list[Mapping[str, Value]]:
    told = [row if isinstance(row, Mapping) else {"text": row} for row in value or ()]
    told = [row for row in told if str(row.get("text") or "").strip()]
    if len(told) > MOST_ROWS:
        raise TooMany(most=MOST_ROWS)
    return told


def _clean_names(value: Value, _today: date) -> Value:
    texts = [clean_name(str(row["text"]), most=MOST_NAME) for row in _rows(value)]
    return [text for text in dict.fromkeys(texts) if text]


def _write_names(person: Person, value: Value) -> None:
    person.names.all().delete()
    for place, text in enumerate(value):
        kind = NameKind.OTHER if place else NameKind.FULL
        PersonName.objects.create(person=person, kind=kind, text=text)


def _clean_phones(value: Value, _today: date) -> Value:
    return [_clean_phone(row) for row in _rows(value)]


def _clean_phone(row: Mapping[str, Value]) -> Mapping[str, Value]:
    begins, ends = _time(row.get("safe_from")), _time(row.get("safe_until"))
    if (begins is None) != (ends is None):
        raise SafeTimeHalf
    return {
        "text": read_phone(str(row["text"])[:60]),
        "whose": _known(str(row.get("whose") or PhoneOf.SELF), PhoneOf.values),
        "safe_to_call": _known(str(row.get("safe_to_call") or Told.NOT_TOLD), Told.values),
        "safe_from": begins, "safe_until": ends,
        "safe_to_leave_word": _known(
            str(row.get("safe_to_leave_word") or Told.NOT_TOLD), Told.values
        ),
        "note": clean_line(str(row.get("note") or ""), most=MOST_NOTE),
    }  # fmt: skip


def _time(value: Value) -> str | None:
    try:
        return time.fromisoformat(str(value)).isoformat("minutes") if value else None
    except ValueError:
        raise SafeTimeHalf from None


def _read_phones(person: Person) -> Value:
    return [
        {
            "text": str(p.text), "whose": p.whose, "safe_to_call": p.safe_to_call,
            "safe_from": p.safe_from.isoformat("minutes") if p.safe_from else None,
            "safe_until": p.safe_until.isoformat("minutes") if p.safe_until else None,
            "safe_to_leave_word": p.safe_to_leave_word, "note": str(p.note),
        }
        for p in person.phones.all()
    ]  # fmt: skip


def _write_phones(person: Person, value: Value) -> None:
    person.phones.all().delete()
    for row in value:
        PersonPhone.objects.create(person=person, **row)


def _clean_identifiers(value: Value, _today: date) -> Value:
    told = [
        (str(r.get("kind") or ""), read_identifier(str(r.get("kind") or ""), str(r["text"])[:80]))
        for r in _rows(value)
    ]
    return [{"kind": kind, "text": text} for kind, text in dict.fromkeys(told)]


def _write_identifiers(person: Person, value: Value) -> None:
    person.identifiers.all().delete()
    for row in value:
        PersonIdentifier.objects.create(person=person, kind=row["kind"], text=row["text"])


@cache
def language_codes() -> frozenset[str]:
    """Return the codes of the languages pack."""
    pack = read_pack(content_path() / "codes" / "language")
    return frozenset(row["code"] for row in pack.files["language.csv"])


def _clean_languages(value: Value, _today: date) -> Value:
    codes = list(dict.fromkeys(str(code) for code in value or ()))
    return [_known(code, sorted(language_codes())) for code in codes]


def _write_languages(person: Person, value: Value) -> None:
    person.languages.all().delete()
    for place, code in enumerate(value):
        PersonLanguage.objects.create(person=person, code=code, place=place)


FIELDS: Mapping[str, Editable] = {
    "names": Editable(
        _clean_names, lambda p: [str(n.text) for n in p.names.all()], _write_names,
        is_row=True, is_found_by=True,
    ),
    "alias": _text("alias", MOST_ALIAS, clean_name),
    "birth": Editable(_clean_birth, _read_birth, _write_birth),
    "sex": _code("sex", Sex.values),
    "gender": _code("gender", ["", *Gender.values]),
    "area_path": Editable(
        _clean_area, lambda p: p.area_path, lambda p, value: setattr(p, "area_path", value)
    ),
    "address": _text("address", MOST_ADDRESS, clean_text),
    "languages": Editable(
        _clean_languages, lambda p: [r.code for r in p.languages.all()], _write_languages,
        is_row=True,
    ),
    "phones": Editable(
        _clean_phones, _read_phones, _write_phones, is_row=True, is_found_by=True
    ),
    "identifiers": Editable(
        _clean_identifiers,
        lambda p: [{"kind": r.kind, "text": str(r.text)} for r in p.identifiers.all()],
        _write_identifiers, is_row=True, is_found_by=True,
    ),
    "displacement": _code("displacement", Displacement.values),
    "disability": _code("disability", Disability.values),
}  # fmt: skip
