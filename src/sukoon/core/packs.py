"""Packs: content as data with a stamp, read with errors that name file, line and field.

A pack is a folder with `pack.toml` (the stamp) and data files (CSV). Nothing here touches the
database: `exchange.loading` takes what is read here and calls the areas' actions.
"""

import csv
import hashlib
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from sukoon.core.pack_rules import FILES, Columns, PackError, Row, faults

STAMP_TEXTS = ("id", "kind", "version", "title", "source", "source_tag", "licence", "status")
STATUSES = ("draft", "signed")
SOURCE_TAGS = ("S", "W", "D")


@dataclass(frozen=True, slots=True)
class Stamp:
    id: str
    kind: str
    version: str
    title: str
    source: str
    source_tag: str
    licence: str
    status: str
    reviewed_by: str
    reviewed_on: str


@dataclass(frozen=True, slots=True)
class Pack:
    stamp: Stamp
    folder: Path
    files: Mapping[str, Sequence[Row]]
    checksum: str


class PackBroken(Exception):
    """A pack cannot be used; `errors` says what is wrong, and where."""

    def __init__(self, errors: Sequence[PackError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(map(str, errors)))


def pack_folders(root: Path) -> list[Path]:
    """Return every folder below `root` that holds a pack, in a stable order."""
    return sorted(p.parent for p in root.rglob("pack.toml"))


def check_all(root: Path) -> list[PackError]:
    """Return what is wrong with any pack below `root`."""
    errors: list[PackError] = []
    seen: dict[str, Path] = {}
    for folder in pack_folders(root):
        try:
            pack = read_pack(folder)
        except PackBroken as broken:
            errors += broken.errors
            continue
        if pack.stamp.id in seen:
            errors.append(PackError(str(folder / "pack.toml"), 0, "id", _("used by another pack")))
        seen[pack.stamp.id] = folder
    return errors


def read_pack(folder: Path) -> Pack:
    """Read one pack whole. Raises PackBroken with every error found."""
    errors: list[PackError] = []
    stamp = _read_stamp(folder / "pack.toml", errors)
    digest = hashlib.sha256()
    for part in sorted(p for p in folder.iterdir() if p.is_file()):
        digest.update(part.name.encode() + b"\0" + part.read_bytes())
    files: dict[str, Sequence[Row]] = {}
    for pattern, columns in FILES.get(stamp.kind, {}).items():
        name = pattern.replace("{id}", stamp.id)
        path = folder / name
        if not path.is_file():
            errors.append(PackError(str(path), 0, "", _("the file is missing")))
            continue
        data = path.read_bytes()
        files[name] = _read_rows(path, data, columns, errors)
    errors = errors or faults(stamp.kind, folder, files)
    if errors:
        raise PackBroken(errors)
    return Pack(stamp, folder, files, digest.hexdigest())


def _read_stamp(path: Path, errors: list[PackError]) -> Stamp:
    raw: dict[str, object] = {}
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        errors.append(PackError(str(path), 0, "", str(error)[:200]))
        raise PackBroken(errors) from error
    texts = {name: str(raw.get(name, "")).strip() for name in STAMP_TEXTS}
    errors += [
        PackError(str(path), 0, name, _("the stamp lacks this"))
        for name, text in texts.items()
        if not text
    ]
    for name, known in (("status", STATUSES), ("source_tag", SOURCE_TAGS), ("kind", FILES)):
        if texts[name] and texts[name] not in known:
            errors.append(
                PackError(
                    str(path), 0, name, _("“%(value)s” is not known") % {"value": texts[name]}
                )
            )
    reviewed = str(raw.get("reviewed_by", "")), str(raw.get("reviewed_on", ""))
    if texts["status"] == "signed" and not all(reviewed):
        errors.append(
            PackError(str(path), 0, "reviewed_by", _("a signed pack names who signed it, and when"))
        )
    return Stamp(**texts, reviewed_by=reviewed[0], reviewed_on=reviewed[1])


def _read_rows(
    path: Path,
    data: bytes,
    columns: Columns,
    errors: list[PackError],
) -> list[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        errors.append(PackError(str(path), line, "", _("this is not UTF-8 text")))
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    try:
        header = next(reader, [])
        missing = [c for c in columns.needed if c not in header]
        errors += [PackError(str(path), 1, c, _("this column is missing")) for c in missing]
        known = {*columns.needed, *columns.optional}
        errors += [
            PackError(str(path), 1, c, _("no column of this name belongs here"))
            for c in header
            if c not in known
        ]
        if missing:
            return []
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(header):
                message = _("%(found)d cells where the header has %(wanted)d")
                errors.append(
                    PackError(
                        str(path), line, "", message % {"found": len(cells), "wanted": len(header)}
                    )
                )
                continue
            row = Row(line, dict(zip(header, (c.strip() for c in cells), strict=True)))
            _check_row(path, row, columns.unique, seen, errors)
            rows.append(row)
    except csv.Error as error:
        errors.append(PackError(str(path), reader.line_num, "", str(error)))
    return rows


def _check_row(
    path: Path,
    row: Row,
    unique: tuple[str, ...],
    seen: dict[tuple[str, ...], int],
    errors: list[PackError],
) -> None:
    if not row[unique[0]]:
        errors.append(PackError(str(path), row.line, unique[0], _("this must not be empty")))
    key = tuple(row[c] for c in unique)
    if key in seen:
        message = _("the same as line %(line)d") % {"line": seen[key]}
        errors.append(PackError(str(path), row.line, unique[0], message))
    seen.setdefault(key, row.line)
