"""Shared fields in words, as the receiver reads them: no code where the packs have a word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sukoon.cases.fields import field_set
from sukoon.cases.rules import Field
from sukoon.cases.scoring import band_words, instrument_title
from sukoon.cases.words import EntryKind, GoalOwner, GoalStatus
from sukoon.people.words import Disability, Sex, SharedField
from sukoon.referrals.queries.saying import language_names
from sukoon.risk.definitions import book as risks

LONG = 160  # signs of a value above which only its beginning stands open
NOTHING: tuple[object, ...] = (None, "", [], {})
# Which entries the parts of a shared field come from: their words name what stands in them.
KINDS: Mapping[str, tuple[EntryKind, ...]] = {
    "assessment": (EntryKind.ASSESSMENT,), "diagnosis": (EntryKind.DIAGNOSIS,),
    "medicine": (EntryKind.MEDICINE,), "risk": (EntryKind.RISK,),
    "notes": (EntryKind.SESSION, EntryKind.NOTE),
}  # fmt: skip
OWN_LABELS = {
    "owner": _lazy("Whose"), "status": _lazy("State"), "due_on": _lazy("By when"),
    "level": _lazy("Level"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as the receiver sees it."""

    code: str
    label: str
    lines: Sequence[str]
    empty: bool = False

    @property
    def long(self) -> bool:
        return sum(len(line) for line in self.lines) > LONG


def fields_shown(fields: Mapping[str, Any]) -> list[Shown]:
    """Return shared fields in words, in the order in which a consent names them."""
    found = [(f, _lines(f.value, fields[f.value])) for f in SharedField if f.value in fields]
    return [
        Shown(f.value, str(f.label), lines or [_("nothing recorded")], empty=not lines)
        for f, lines in found
    ]


def _lines(code: str, value: Any) -> list[str]:
    """Return what a value says, a line each."""
    if value in NOTHING:
        return []
    if code in PLAIN:
        return [told for told in PLAIN[code](value) if told]
    if isinstance(value, Mapping):
        return [_pair(code, k, v) for k, v in value.items() if v not in NOTHING]
    if isinstance(value, list):
        return [line for one in value for line in _item(code, one)]
    return [str(value)]


def _item(code: str, one: Any) -> list[str]:
    """Return one of several: what was recorded on one day in one line, the day first."""
    if not isinstance(one, Mapping):
        return [str(one)]
    told = [_pair(code, k, v) for k, v in one.items() if v not in NOTHING and k != "on"]
    return [" · ".join([_day(str(one["on"])), *told] if one.get("on") else told)]


def _pair(code: str, name: str, value: Any) -> str:
    """Return one part of an entry with what it is called, in words of its pack."""
    for kind in KINDS.get(code, ()):
        fields = field_set(kind)
        known = fields.field(name) if fields else None
        if known is not None:
            return f"{known.label(_language())}: {_told(known, value)}"
    if name == "level":
        level = risks().levels.get(str(value))
        value = level.label(_language()) if level else value
    return f"{OWN_LABELS.get(name, name)}: {_plain(value)}"


def _told(field: Field, value: Any) -> str:
    if isinstance(value, bool | Mapping):
        return _plain(value)
    several = value if isinstance(value, list) else [value]
    return _comma().join(field.option_label(str(v), _language()) for v in several)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return _comma().join(_plain(v) for v in value)
    if isinstance(value, Mapping):
        return _comma().join(f"{k}: {_plain(v)}" for k, v in value.items() if v not in NOTHING)
    return str(value)


def _score(one: Mapping[str, Any]) -> str:
    """Return a score with what it is of: no band where none may be shown."""
    total = one.get("total")
    number = _("No score") if total is None else f"{total:g}"
    band = band_words(str(one["band"])) if one.get("band") else ""
    said = [f"{instrument_title(str(one.get('instrument', '')))}: {number}", band]
    return " · ".join(t for t in (*said, _day(str(one.get("on") or ""))) if t)


def _goal(one: Mapping[str, Any]) -> str:
    due = one.get("due_on")
    said = [
        str(one.get("text", "")), _word(GoalOwner, one.get("owner")),
        _word(GoalStatus, one.get("status")),
        _("by %(day)s") % {"day": _day(str(due))} if due else "",
    ]  # fmt: skip
    return " · ".join(t for t in said if t)


def _word(words: Any, code: object) -> str:
    return str(words(code).label) if code in words.values else str(code or "")


def _place(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return str((_language() == "ur" and value.get("ur")) or value.get("en", ""))


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j F Y", use_l10n=False)
    except ValueError:
        return text


def _language() -> str:
    return get_language() or "en"


def _comma() -> str:
    return "، " if _language() == "ur" else ", "


PLAIN: Mapping[str, Callable[[Any], list[str]]] = {
    "area": lambda v: [_place(v)],
    "languages": lambda v: [language_names(" ".join(v))],
    "sex": lambda v: [_word(Sex, v)],
    "disability": lambda v: [_word(Disability, v)],
    "scores": lambda v: [_score(one) for one in v],
    "plan": lambda v: [_goal(one) for one in v],
}
