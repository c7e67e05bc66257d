"""What each kind of pack holds, and what must be true of it beyond its columns."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from sukoon.core.access import Reach
from sukoon.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class PackError:
    """What is wrong with a pack, and exactly where. `line` counts from 1; 0 is the whole file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def get(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a file must have, those it may have, and those that make a row unique.

    Any other column is refused: a misspelt heading would silently be left out.
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    unique: tuple[str, ...]


FILES: Mapping[str, Mapping[str, Columns]] = {
    "areas": {
        "areas.csv": Columns(
            ("level", "pcode", "name_en", "name_ur", "parent"),
            ("iso_3166_2", "lat", "lon", "population_2023", "population_male",
             "population_female", "provisional", "source_note"),
            ("pcode",),
        ),
        "aliases.csv": Columns(
            ("name", "pcode", "group", "kind"), ("language",), ("name", "pcode", "group")
        ),
        "groups.csv": Columns(("code", "name_en", "name_ur", "pcode"), (), ("code", "pcode")),
    },
    "activities": {
        "activities.csv": Columns(
            ("code", "label_en", "label_ur", "layer", "counts_people"),
            ("hint_en", "hint_ur", "crosswalk", "confidence"),
            ("code",),
        ),
    },
    "codes": {
        "{id}.csv": Columns(
            ("code", "label_en", "label_ur", "sensitive", "aliases"),
            ("note", "order", "crosswalk"),
            ("code",),
        )
    },
    "mapping": {
        "organisations.csv": Columns(
            ("name", "acronym", "type", "aliases"), ("name_ur", "note"), ("name",)
        )
    },
    "pledges": {
        "organisations.csv": Columns(
            ("name", "acronym", "type", "aliases"), ("name_ur", "note"), ("name",)
        ),
        "pledges.csv": Columns(
            ("pledge", "pledge_id", "pledging_entities", "commitment"),
            ("pledge_title", "commitment_ur", "kind", "target_value", "target_unit", "start",
             "deadline", "geography", "msp_or_theme", "msp_activity", "codes", "measure", "source"),
            ("pledge_id", "pledge"),
        ),
    },
    "roles": {},
    "clocks": {},
    "security": {},
    "identifiers": {
        "identifiers.csv": Columns(
            ("code", "label_en", "label_ur", "form", "example"), (), ("code",)
        ),
    },
    "notices": {},
    "coordination": {
        "indicators.csv": Columns(("code", "label_en", "label_ur", "source_tag"), (), ("code",)),
    },
    "surge": {"skills.csv": Columns(("code", "label_en", "label_ur"), (), ("code",))},
    "interventions": {
        "interventions.csv": Columns(
            ("code", "name_en", "evidence", "alignment", "source", "source_tag"),
            ("name_ur", "owner", "format_en", "format_ur", "delivered_by", "population",
             "evidence_note", "tiers", "languages", "alignment_note", "codes"),
            ("code",),
        ),
        "uses.csv": Columns(
            ("intervention", "organisation", "pcode"), ("note", "told_on"),
            ("intervention", "organisation", "pcode"),
        ),
        "log.csv": Columns(
            ("kind", "pcode", "title_en", "noted_on", "source", "source_tag"),
            ("title_ur", "said", "proposed", "organisation", "intervention", "policy",
             "indicators"),
            ("pcode", "title_en"),
        ),
    },
    "msp": {
        "activities.csv": Columns(
            ("code", "section_en", "label_en", "codes"), ("section_ur", "label_ur", "sectors"),
            ("code",),
        ),
        "actions.csv": Columns(
            ("activity", "kind", "number", "text_en"), ("text_ur",), ("activity", "kind", "number")
        ),
    },
    "plans": {
        "objectives.csv": Columns(
            ("phase", "text_en"),
            ("text_ur", "key_actions", "key_actions_ur", "expected_outcome", "expected_outcome_ur",
             "unit_role", "unit_role_ur", "source_tag"),
            ("text_en", "phase"),
        ),
        "readiness.csv": Columns(("code", "label_en", "label_ur", "needed"), (), ("code",)),
        "jurisdictions.csv": Columns(
            ("pcode", "kind", "title_en", "state"),
            ("title_ur", "year", "body", "note", "intervention", "source_tag"),
            ("title_en", "pcode"),
        ),
    },
    "meetings": {
        "organisations.csv": Columns(
            ("name", "acronym", "type", "aliases"), ("name_ur", "note"), ("name",)
        ),
    },
    "instruments": {},
    "sounds": {
        "sounds.csv": Columns(("about", "file"), (), ("about",)),
    },
    "wording": {
        "items.csv": Columns(("code", "text"), (), ("code",)),
        "options.csv": Columns(("value", "text"), ("item",), ("value", "item")),
    },
    "fields": {},
    "supervision": {},
    "aliases": {"aliases.csv": Columns(("code", "part", "en", "ur"), (), ("code",))},
    "referrals": {
        "needs.csv": Columns(
            ("code", "label_en", "label_ur", "activities", "protection", "plan", "source_tag"),
            (), ("code",),
        ),
        "urgency.csv": Columns(
            ("code", "label_en", "label_ur", "receive_hours", "answer_hours", "book_hours",
             "report_hours", "draft_hours", "again_hours", "source", "source_tag"),
            (), ("code",),
        ),
        "rules.csv": Columns(
            ("code", "from_tier", "to_tier", "need", "urgency", "label_en", "label_ur", "source",
             "source_tag"),
            (), ("code",),
        ),
        "codes.csv": Columns(("list", "code", "label_en", "label_ur"), (), ("list", "code")),
    },
    "risk": {
        "numbers.csv": Columns(
            ("area", "kind", "number", "label_en", "label_ur", "note_en", "note_ur", "source",
             "source_tag", "checked_on"),
            (), ("area", "kind", "number"),
        ),
        "words.csv": Columns(("language", "phrase"), (), ("language", "phrase")),
    },
    "pathways": {},
    "medicines": {
        "medicines.csv": Columns(
            ("id", "name_en", "name_ur", "classes", "forms", "start_dose", "start_source",
             "step_dose", "step_source", "max_dose", "max_source", "note_en", "note_ur", "source",
             "source_tag", "dose_tag"),
            (),
            ("id",),
        ),
        "dose_sources.csv": Columns(("id", "title", "address", "tag", "read_on"), (), ("id",)),
        "classes.csv": Columns(("code", "label_en", "label_ur"), (), ("code",)),
        "side_effects.csv": Columns(
            ("class", "code", "label_en", "label_ur", "urgent", "source", "source_tag"),
            (),
            ("class", "code"),
        ),
    },
}  # fmt: skip


def faults(kind: str, folder: Path, files: Mapping[str, Sequence[Row]]) -> list[PackError]:
    """Return what is wrong with a pack whose files could be read."""
    check = CHECKS.get(kind)
    return list(check(folder, files)) if check else []


def _areas(folder: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    areas = {row["pcode"] for row in files["areas.csv"]}
    groups = {row["code"] for row in files["groups.csv"]}
    for row in files["areas.csv"]:
        if row["parent"] and row["parent"] not in areas:
            yield _unknown(folder / "areas.csv", row, "parent")
        elif not row["parent"] and row["level"] != "0":
            yield PackError(
                str(folder / "areas.csv"), row.line, "parent", _("this must not be empty")
            )
    for row in files["groups.csv"]:
        if row["pcode"] not in areas:
            yield _unknown(folder / "groups.csv", row, "pcode")
    for row in files["aliases.csv"]:
        name, known = ("pcode", areas) if row["pcode"] else ("group", groups)
        if row[name] not in known:
            yield _unknown(folder / "aliases.csv", row, name)


def _roles(folder: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    path = folder / "roles.toml"
    codes = {code for code, _entry in _tables(path)}
    for code, entry in _tables(path):
        if isinstance(entry, PackError):
            yield entry
            continue
        for name in ("label_en", "label_ur"):
            if not str(entry.get(name, "")).strip():
                yield PackError(str(path), 0, f"{code}.{name}", _("this must not be empty"))
        given = entry.get("may_give", [])
        for value in given if isinstance(given, list) else [given]:
            if value not in codes:
                message = _("“%(value)s” is not known") % {"value": value}
                yield PackError(str(path), 0, f"{code}.may_give", message)
        held = entry.get("permissions", {})
        for permission, reach in held.items() if isinstance(held, dict) else ():
            for value, known in (
                (permission, Permission.__members__),
                (reach, {*Reach} - {Reach.RECORD}),
            ):
                if value not in known:
                    message = _("“%(value)s” is not known") % {"value": value}
                    yield PackError(str(path), 0, f"{code}.{permission}", message)


def _clocks(folder: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    path = folder / "clocks.toml"
    for name, value in _tables(path):
        if isinstance(value, PackError):
            yield value
        elif not isinstance(value, int) or isinstance(value, bool) or value < 1:
            yield PackError(str(path), 0, name, _("this must be a whole number above 0"))


def _tables(path: Path) -> Iterator[tuple[str, "dict[str, object] | PackError"]]:
    try:
        yield from tomllib.loads(path.read_text(encoding="utf-8")).items()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        yield "", PackError(str(path), 0, "", str(error)[:200])


def _unknown(path: Path, row: Row, name: str) -> PackError:
    return PackError(
        str(path), row.line, name, _("“%(value)s” is not known") % {"value": row[name]}
    )


Check = Callable[[Path, Mapping[str, Sequence[Row]]], Iterator[PackError]]
CHECKS: dict[str, Check] = {
    "areas": _areas,
    "roles": _roles,
    "clocks": _clocks,
    "coordination": _clocks,
}


def register(kind: str, check: Check) -> None:
    """Let an area above look into the packs it reads. Called once, by config."""
    CHECKS[kind] = check
