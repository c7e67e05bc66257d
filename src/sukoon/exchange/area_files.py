"""`sukoon import areas FILE`: areas from our own table, any COD-AB table, or GeoJSON borders.

COD-AB tables (OCHA's common operational data sets on administrative boundaries) name a level n by
the columns ADMn_PCODE, ADMn_EN (and other languages); one row is one unit of the deepest level, and
the units above it are told by the same row.
"""

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from python_calamine import CalamineError, CalamineWorkbook

from sukoon.accounts.roles import console_actor
from sukoon.core.access import Actor
from sukoon.places import actions
from sukoon.places.actions import AreaRow, Loaded
from sukoon.places.problems import AreaFileUnreadable

Row = Mapping[str, str]
LEVELS = (4, 3, 2, 1, 0)
MOST_LON, MOST_LAT = 180, 90
MOST_BYTES = 500 * 1024 * 1024
POPULATION = re.compile(r"^population_(\d{4})$")


def register(verbs: Mapping[str, Any]) -> None:
    """Add `import areas` to the command line."""
    parser = verbs["import"].add_parser("areas", help="areas or boundaries from CSV, XLSX, GeoJSON")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="read and count; write nothing")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load the file; print how many areas or borders were new, changed, as they were."""
    if not options.file.is_file():
        sys.stderr.write(f"sukoon: there is no file {options.file}\n")
        return 2
    by = console_actor()
    content = load_file(by=by, path=options.file, dry_run=options.dry_run)
    if options.json:
        sys.stdout.write(json.dumps(content) + "\n")
    else:
        sys.stdout.write(", ".join(f"{k} {v}" for k, v in content.items()) + "\n")
    return 0


def load_file(*, by: Actor, path: Path, dry_run: bool = False) -> dict[str, int]:
    """Load areas or borders; return the counts. Raises AreaFileUnreadable, AreaParentUnknown."""
    if path.stat().st_size > MOST_BYTES:
        raise AreaFileUnreadable
    if path.suffix.lower() in {".geojson", ".json"}:
        found = read_geojson(path)
        if dry_run:
            return {"boundaries": len(found)}
        return _counts(actions.load_boundaries(by=by, rings=found, source=path.name))
    rows = read_areas(path)
    if dry_run:
        return {"areas": len(rows)}
    return _counts(actions.load_areas(by=by, rows=rows))


def read_areas(path: Path) -> list[AreaRow]:
    """Read a table of areas, our own or COD-AB. Raises AreaFileUnreadable."""
    try:
        rows = list(_table(path))
    except (OSError, UnicodeDecodeError, csv.Error, CalamineError, ValueError):
        raise AreaFileUnreadable from None
    if not rows:
        raise AreaFileUnreadable
    headers = {h.lower() for h in rows[0]}
    if {"level", "pcode", "name_en"} <= headers:
        return [_own_row(n, row) for n, row in enumerate(rows, 2)]
    if any(re.fullmatch(r"adm\d_pcode", h) for h in headers):
        return _cod_rows(rows)
    raise AreaFileUnreadable


def read_geojson(path: Path) -> dict[str, str]:
    """Read borders by the deepest p-code of each feature. Raises AreaFileUnreadable."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        features = data["features"]
        found: dict[str, list[str]] = {}
        for feature in features:
            pcode = _feature_code(feature["properties"])
            if pcode:
                found.setdefault(pcode, []).append(_rings(feature["geometry"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise AreaFileUnreadable from None
    if not found:
        raise AreaFileUnreadable
    return {pcode: ";".join(parts) for pcode, parts in found.items()}


def _counts(loaded: Loaded) -> dict[str, int]:
    return {
        "created": loaded.created,
        "changed": loaded.changed,
        "unchanged": loaded.unchanged,
    }


def _table(path: Path) -> Iterator[Row]:
    if path.suffix.lower() in {".xlsx", ".xls", ".ods"}:
        book = CalamineWorkbook.from_path(str(path))
        sheets = (book.get_sheet_by_name(n).to_python() for n in book.sheet_names)
        # COD-AB workbooks hold one sheet a level: the deepest tells the ones above it too.
        cells = max(sheets, key=lambda rows: len(rows[0]) if rows else 0)
        header = [str(c).strip() for c in cells[0]]
        for line in cells[1:]:
            yield {h: _text(c) for h, c in zip(header, line, strict=False) if h}
        return
    text = path.read_text(encoding="utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    for row in reader:
        if any(v and not v.startswith("#") for v in row.values() if isinstance(v, str)):
            yield {k: (v or "").strip() for k, v in row.items() if k}


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).strip()


def _own_row(number: int, row: Row) -> AreaRow:
    low = {k.lower(): v for k, v in row.items()}
    return AreaRow(
        row=number,
        pcode=low["pcode"],
        level=_int(low["level"]) or 0,
        name_en=low["name_en"],
        name_ur=low.get("name_ur", ""),
        parent=low.get("parent", ""),
        lat=_float(low.get("lat", "")),
        lon=_float(low.get("lon", "")),
        valid_from=_date(low.get("valid_from", "")),
        valid_to=_date(low.get("valid_to", "")),
        provisional=low.get("provisional", "") in {"1", "true", "yes"},
        source_note=low.get("source_note", "")[:400],
        populations=tuple(_populations(low)),
    )


def _populations(row: Row) -> Iterator[tuple[int, int, int | None, int | None, str]]:
    for name, value in row.items():
        year = POPULATION.fullmatch(name)
        total = _int(value)
        if year and total is not None:
            male, female = (
                _int(row.get("population_male", "")),
                _int(row.get("population_female", "")),
            )
            yield int(year.group(1)), total, male, female, row.get("source_note", "")[:400]


def _cod_rows(rows: list[Row]) -> list[AreaRow]:
    found: dict[str, AreaRow] = {}
    for number, row in enumerate(rows, 2):
        low = {k.lower(): v for k, v in row.items()}
        deepest = next((n for n in LEVELS if low.get(f"adm{n}_pcode")), None)
        for level in range(5):
            code = low.get(f"adm{level}_pcode", "")
            if not code or (code in found and level != deepest):
                continue
            found[code] = AreaRow(
                row=number,
                pcode=code,
                level=level,
                name_en=low.get(f"adm{level}_en", "") or code,
                name_ur=low.get(f"adm{level}_ur", ""),
                parent=low.get(f"adm{level - 1}_pcode", "") if level else "",
                lat=_float(_first(low, "center_lat", "lat", "y")) if level == deepest else None,
                lon=_float(_first(low, "center_lon", "lon", "long", "x"))
                if level == deepest
                else None,
                valid_from=_date(_first(low, "validon", "date")),
                valid_to=_date(low.get("validto", "")),
            )
    return list(found.values())


def _first(row: Row, *names: str) -> str:
    return next((row[n] for n in names if row.get(n)), "")


def _int(text: str) -> int | None:
    try:
        return int(float(text.replace(",", ""))) if text else None
    except ValueError:
        return None


def _float(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _feature_code(properties: Mapping[str, object]) -> str:
    low = {k.lower(): v for k, v in properties.items()}
    for level in LEVELS:
        code = low.get(f"adm{level}_pcode")
        if code:
            return str(code)
    return str(low.get("pcode") or "")


def _rings(geometry: Mapping[str, Any]) -> str:
    """Return "lon lat,lon lat;…": the outer ring of each polygon (holes are other areas)."""
    kind = geometry["type"]
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[kind]
    rings = []
    for polygon in cast(list[list[list[list[float]]]], polygons):
        points = [(round(float(p[0]), 5), round(float(p[1]), 5)) for p in polygon[0]]
        if any(abs(lon) > MOST_LON or abs(lat) > MOST_LAT for lon, lat in points):
            raise ValueError("coordinates are not degrees")
        rings.append(",".join(f"{lon} {lat}" for lon, lat in points))
    return ";".join(rings)
