"""The medicine table: what is wrong with a pack of medicines, line by line."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from sukoon.core.pack_rules import PackError, Row
from sukoon.pathways.reading import Source, read_source
from sukoon.pathways.rules import conditions
from sukoon.pathways.rules.graph import Level
from sukoon.pathways.telling import DOSES

GAP = "GAP"
TAGS = {"S", "W", "D"}


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong: unknown classes, doses without a source, cautions that cannot be read."""
    classes = {row["code"] for row in files["classes.csv"]}
    sources = {row["id"]: row["tag"] for row in files["dose_sources.csv"]}
    for row in files["dose_sources.csv"]:
        if row["tag"] not in TAGS:
            yield _unknown(where / "dose_sources.csv", row.line, "tag", row["tag"])
    path = where / "medicines.csv"
    yield from _medicines(path, files["medicines.csv"], classes)
    for row in files["medicines.csv"]:
        yield from _doses(path, row, sources)
    for row in files["side_effects.csv"]:
        if row["class"] not in classes:
            yield _unknown(where / "side_effects.csv", row.line, "class", row["class"])
    path = where / "cautions.toml"
    try:
        source = read_source(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        yield PackError(str(path), 0, "", str(error)[:200])
        return
    known = classes | {row["id"] for row in files["medicines.csv"]}
    yield from _cautions(source, known)


def _medicines(path: Path, rows: Sequence[Row], classes: set[str]) -> Iterator[PackError]:
    for row in rows:
        for code in row["classes"].split(";"):
            if code not in classes:
                yield _unknown(path, row.line, "classes", code)


def _doses(path: Path, row: Row, sources: Mapping[str, str]) -> Iterator[PackError]:
    """All three are told, each with its source; or none, and a gap. The weakest source names the row."""
    told = [row[name] for name in DOSES]
    if any(told) != all(told):
        message = _("all three doses are told, or none")
        yield PackError(str(path), row.line, "start_dose", message)
    tags = set()
    for name in DOSES:
        source = name.replace("dose", "source")
        if bool(row[name]) != (row[source] in sources):
            message = _("a dose names its source in dose_sources.csv; an empty one names none")
            yield PackError(str(path), row.line, source, message)
        tags.add(sources.get(row[source], GAP))
    weakest = next((tag for tag in (GAP, "D", "W", "S") if tag in tags), GAP)
    if row["dose_tag"] != weakest:
        message = _("a dose has the tag of its source; an empty one has GAP")
        yield PackError(str(path), row.line, "dose_tag", message)
    if any(told) and not (row["note_en"] and row["note_ur"]):
        yield PackError(str(path), row.line, "note_en", _("this must not be empty"))


def _cautions(source: Source, known: set[str]) -> Iterator[PackError]:
    seen: set[str] = set()
    for place, one in enumerate(source.tables("caution")):
        wrong = [(n, _("this must not be empty")) for n in ("id", "en", "ur") if not one.get(n)]
        if one.get("id") in seen:
            wrong.append(("id", _("this stands twice, or is empty")))
        seen.add(str(one.get("id")))
        if one.get("level") not in list(Level):
            wrong.append(("level", _("“%(value)s” is not known") % {"value": one.get("level", "")}))
        wrong += [
            ("applies_to", _("“%(value)s” is not known") % {"value": about})
            for about in one.get("applies_to", [""])
            if about not in known
        ]
        try:
            conditions.read(one.get("when"))
        except conditions.ConditionWrong as error:
            wrong.append(("when", str(error)))
        for name, message in wrong:
            line = source.line("caution", place, name)
            yield PackError(str(source.path), line, f"caution.{name}", message)


def _unknown(path: Path, line: int, field: str, value: str) -> PackError:
    return PackError(str(path), line, field, _("“%(value)s” is not known") % {"value": value})
