"""The risk pack: read once, and checked. Clinicians edit `content/risk/`; nothing of it is code."""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.risk.rules import Level, Number
from sukoon.risk.words import Channel, ContactWith, Trigger

CLOCKS = (
    "acknowledge_minutes", "escalate_minutes", "late_minutes", "contact_hours", "plan_hours",
    "reassess_days",
)  # fmt: skip
NEEDS = ("", "who", "what")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do at once; `needs` says what else is asked: who, what, or nothing."""

    code: str
    label_en: str
    label_ur: str
    needs: str
    do_en: str  # the same as something to do, for whoever stands beside the person
    do_ur: str

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a safety plan."""

    code: str
    label_en: str
    label_ur: str
    optional: bool

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an episode may be closed, and whom the documented contact must have reached."""

    code: str
    label_en: str
    label_ur: str
    reached: frozenset[str]
    needs_plan: bool
    any_level: bool

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the pack says."""

    levels: Mapping[str, Level]
    items: Mapping[str, Item]
    sections: Mapping[str, Section]
    reasons: Mapping[str, Reason]
    triggers: Mapping[str, str]
    contact_counts: frozenset[str]
    close_from: frozenset[str]
    contact_within: timedelta
    needs_plan: bool
    channels: tuple[str, ...]
    tries: int
    retry: timedelta
    coordinator_after: int
    numbers: Sequence[Number]
    phrases: Sequence[str]


def folder() -> Path:
    return content_path() / "risk"


@cache
def book() -> Book:
    """Return the pack of this server, read once a process."""
    return read(folder())


def read(where: Path) -> Book:
    """Read a pack that was checked."""
    raw = tomllib.loads((where / "risk.toml").read_text(encoding="utf-8"))
    closing, alarm = raw["closing"], raw["alarm"]
    return Book(
        levels={code: _level(code, told) for code, told in raw["level"].items()},
        items={
            code: Item(
                code, told["label_en"], told["label_ur"], told["needs"], told["do_en"], told["do_ur"]
            )
            for code, told in raw["item"].items()
        },
        sections={
            code: Section(code, told["label_en"], told["label_ur"], told.get("optional", False))
            for code, told in raw["section"].items()
        },
        reasons={code: _reason(code, told) for code, told in raw["reason"].items()},
        triggers=raw["trigger"],
        contact_counts=frozenset(raw["contact"]["counts"]),
        close_from=frozenset(closing["from_levels"]),
        contact_within=timedelta(days=closing["contact_within_days"]),
        needs_plan=closing["needs_plan"],
        channels=tuple(alarm["channels"]),
        tries=alarm["tries"],
        retry=timedelta(minutes=alarm["retry_minutes"]),
        coordinator_after=alarm["coordinator_after"],
        numbers=[
            Number(
                r["area"], r["kind"], r["number"], r["label_en"], r["label_ur"], r["note_en"],
                r["note_ur"], r["source_tag"],
            )
            for r in _rows(where / "numbers.csv")
        ],
        phrases=[r["phrase"] for r in _rows(where / "words.csv")],
    )  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _level(code: str, told: Mapping[str, Any]) -> Level:
    return Level(
        code=code, rank=told["rank"], label_en=told["label_en"], label_ur=told["label_ur"],
        acknowledge=timedelta(minutes=told["acknowledge_minutes"]),
        escalate=timedelta(minutes=told["escalate_minutes"]),
        late=timedelta(minutes=told["late_minutes"]),
        contact=timedelta(hours=told["contact_hours"]),
        plan=timedelta(hours=told["plan_hours"]),
        reassess=timedelta(days=told["reassess_days"]),
        checklist=tuple(told["checklist"]),
    )  # fmt: skip


def _reason(code: str, told: Mapping[str, Any]) -> Reason:
    return Reason(
        code, told["label_en"], told["label_ur"], frozenset(told["reached"]),
        told["needs_plan"], told.get("any_level", False),
    )  # fmt: skip


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with the risk pack."""
    path = where / "risk.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        yield PackError(str(path), 0, "", str(error)[:200])
        return
    faults = [*_of_levels(raw), *_of_rest(raw), *_of_labels(raw)]
    yield from (PackError(str(path), 0, field, message) for field, message in faults)
    if not faults:
        try:
            read(where)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield PackError(str(path), 0, "", f"{type(error).__name__}: {error}"[:200])
    for row in files.get("numbers.csv", ()):
        if not row["number"] and row["source_tag"] != "GAP":
            yield PackError(
                str(where / "numbers.csv"), row.line, "number",
                _("an empty number is a gap: give it the tag GAP"),
            )  # fmt: skip


def _of_levels(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    levels, items = raw.get("level", {}), raw.get("item", {})
    if not levels:
        yield "level", _("this must not be empty")
    ranks = [told.get("rank") for told in levels.values()]
    if len(set(ranks)) != len(ranks):
        yield "level.rank", _("two levels have the same rank")
    for code, told in levels.items():
        for clock in ("rank", *CLOCKS):
            value = told.get(clock)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                yield f"level.{code}.{clock}", _("this must be a whole number above 0")
        yield from _unknown(f"level.{code}.checklist", told.get("checklist", ()), items)
    ordered = sorted(
        (told for told in levels.values() if isinstance(told.get("rank"), int)),
        key=lambda told: told["rank"],
    )
    for lower, higher in pairwise(ordered):
        for clock in CLOCKS:
            if higher.get(clock, 0) > lower.get(clock, 0):
                yield f"level.{clock}", _("a higher level must not have a longer clock")


def _of_rest(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    levels = raw.get("level", {})
    triggers, alarm = raw.get("trigger", {}), raw.get("alarm", {})
    yield from _unknown("trigger", triggers, Trigger.values)
    for code in Trigger.values:
        if triggers.get(code) not in levels:
            yield f"trigger.{code}", _("this must name a level")
    from_levels = raw.get("closing", {}).get("from_levels", ())
    yield from _unknown("closing.from_levels", from_levels, levels)
    counts = raw.get("contact", {}).get("counts", ())
    yield from _unknown("contact.counts", counts, ContactWith.values)
    if not counts:
        yield "contact.counts", _("this must not be empty")
    yield from _unknown("alarm.channels", alarm.get("channels", ()), Channel.values)
    if Channel.SCREEN not in alarm.get("channels", ()):
        yield "alarm.channels", _("the screen must be one of them")
    for name in ("tries", "retry_minutes", "coordinator_after"):
        value = alarm.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            yield f"alarm.{name}", _("this must be a whole number above 0")


def _of_labels(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code, told in raw.get("reason", {}).items():
        yield from _unknown(f"reason.{code}.reached", told.get("reached", ()), ContactWith.values)
        if not told.get("reached"):
            yield f"reason.{code}.reached", _("closing needs a documented contact")
    for code, told in raw.get("item", {}).items():
        yield from _unknown(f"item.{code}.needs", [told.get("needs")], NEEDS)
    for code, told in raw.get("item", {}).items():
        empty = [n for n in ("do_en", "do_ur") if not str(told.get(n, "")).strip()]
        yield from ((f"item.{code}.{n}", _("this must not be empty")) for n in empty)
    for table in ("level", "item", "reason", "section"):
        for code, told in raw.get(table, {}).items():
            empty = [n for n in ("label_en", "label_ur") if not str(told.get(n, "")).strip()]
            yield from ((f"{table}.{code}.{n}", _("this must not be empty")) for n in empty)


def _unknown(field: str, told: Any, known: Any) -> Iterator[tuple[str, str]]:
    yield from (
        (field, _("“%(value)s” is not known") % {"value": v}) for v in told if v not in known
    )
