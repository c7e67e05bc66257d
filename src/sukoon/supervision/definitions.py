"""The supervision pack: clocks, choices, templates, checklists, competences. Read once a process."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sukoon.cases.fields import read as read_fields
from sukoon.cases.rules import Field
from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.people.words import SharedField
from sukoon.supervision.rules import Urgency

FIELD_FILES = ("session", "contract")
CLOCKS = ("assign_hours", "answer_hours", "read_hours", "decide_days")
FILES = ("supervision", "choices", "templates", "checklists", "competences", *FIELD_FILES)


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its words."""

    code: str
    en: str
    ur: str
    safety: bool = False

    def label(self, language: str) -> str:
        return (self.ur if language == "ur" else "") or self.en


@dataclass(frozen=True, slots=True)
class Template:
    """A beginning of an answer, to be changed before it is sent."""

    code: str
    name: Named
    why: Named
    teaching: Named


@dataclass(frozen=True, slots=True)
class Checklist:
    code: str
    name: Named
    kinds: frozenset[str]
    points: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the pack says."""

    version: str
    urgencies: Mapping[str, Urgency]
    urgency_names: Mapping[str, Named]
    default_urgency: str
    limits: Mapping[str, int]
    support: Mapping[str, Named]
    referrals: Mapping[str, Named]
    always: frozenset[str]
    with_consent: frozenset[str]
    templates: Mapping[str, Template]
    checklists: Mapping[str, Checklist]
    competences: Mapping[str, Named]
    session: tuple[Field, ...]
    contract: tuple[Field, ...]

    def urgency(self, code: str) -> Urgency:
        """Return an urgency; one that a newer pack no longer knows is as the default."""
        return self.urgencies.get(code) or self.urgencies[self.default_urgency]


def folder() -> Path:
    return content_path() / "supervision"


@cache
def book() -> Book:
    """Return the pack of this server."""
    return read(folder())


def read(where: Path) -> Book:
    """Read a pack that was checked."""
    raw = {name: _toml(where / f"{name}.toml") for name in FILES if name not in FIELD_FILES}
    told = raw["supervision"]["urgency"]
    sharing = raw["choices"]["sharing"]
    return Book(
        version=str(_toml(where / "pack.toml")["version"]),
        urgencies={u["code"]: _urgency(u) for u in told},
        urgency_names={u["code"]: _named(u) for u in told},
        default_urgency=next(u["code"] for u in told if u.get("default")),
        limits=raw["supervision"]["limits"],
        support=_all(raw["choices"]["support"]), referrals=_all(raw["choices"]["referral"]),
        always=frozenset(sharing["always"]), with_consent=frozenset(sharing["with_consent"]),
        templates={t["code"]: _template(t) for t in raw["templates"]["template"]},
        checklists={c["code"]: _checklist(c) for c in raw["checklists"]["checklist"]},
        competences=_all(raw["competences"]["competence"]),
        session=read_fields(where / "session.toml"), contract=read_fields(where / "contract.toml"),
    )  # fmt: skip


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _named(told: Mapping[str, Any]) -> Named:
    return Named(told["code"], told["en"], told["ur"], bool(told.get("safety", False)))


def _all(told: Sequence[Mapping[str, Any]]) -> dict[str, Named]:
    return {t["code"]: _named(t) for t in told}


def _urgency(told: Mapping[str, Any]) -> Urgency:
    return Urgency(
        told["code"], timedelta(hours=told["assign_hours"]), timedelta(hours=told["answer_hours"]),
        timedelta(hours=told["read_hours"]), timedelta(days=told["decide_days"]),
    )  # fmt: skip


def _template(t: Mapping[str, Any]) -> Template:
    return Template(
        t["code"], _named(t), Named(t["code"], t["why_en"], t["why_ur"]),
        Named(t["code"], t["teaching_en"], t["teaching_ur"]),
    )  # fmt: skip


def _checklist(c: Mapping[str, Any]) -> Checklist:
    points = tuple(_named(p) for p in c["points"])
    return Checklist(c["code"], _named(c), frozenset(c["kinds"]), points)


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with a pack of supervision."""
    for name in FILES:
        path = where / f"{name}.toml"
        try:
            raw = _toml(path)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            yield PackError(str(path), 0, "", str(error)[:200])
            continue
        for table, rows in raw.items():
            for place, row in enumerate(rows if isinstance(rows, list) else (), 1):
                where_ = f"{table}[{place}]"
                yield from (PackError(str(path), 0, f"{where_}.{f}", w) for f, w in _wrong(row))
        if name == "supervision":
            yield from _clocks(path, raw)
        if name == "choices":
            yield from _sharing(path, raw)


def _wrong(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("code", "en", "ur"):
        if not str(row.get(name, "")).strip():
            yield name, _("this must not be empty")


def _clocks(path: Path, raw: Mapping[str, Any]) -> Iterator[PackError]:
    above = _("this must be a whole number above 0")
    urgencies = raw.get("urgency", [])
    for row in urgencies:
        for name in CLOCKS:
            if not isinstance(row.get(name), int) or row[name] < 1:
                yield PackError(str(path), 0, f"{row.get('code')}.{name}", above)
    if sum(bool(u.get("default")) for u in urgencies) != 1:
        yield PackError(str(path), 0, "default", _("this must not be empty"))
    for name, value in raw.get("limits", {}).items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            yield PackError(str(path), 0, name, above)


def _sharing(path: Path, raw: Mapping[str, Any]) -> Iterator[PackError]:
    told = raw.get("sharing", {})
    for name in ("always", "with_consent"):
        for code in told.get(name, ()):
            if code not in SharedField.values:
                message = _("“%(value)s” is not known") % {"value": code}
                yield PackError(str(path), 0, name, message)
