"""Reading a table from a file people bring: XLSX, ODS, XLS or CSV, in whatever encoding.

Rows keep the numbers the spreadsheet shows. Formulas are never run: what a cell last showed is
read, as text.
"""

import codecs
import csv
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path

from charset_normalizer import from_bytes
from django.conf import settings
from python_calamine import CalamineError, CalamineWorkbook

from sukoon.core.file_problems import (
    DuplicateHeaders,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    NotATable,
)
from sukoon.core.sheets import restore

MEGABYTE = 1024 * 1024
LOOK_AT = 25  # rows among which the headings and the HXL row stand
MOST_UNPACKED = 40  # times the size of the file: more is a bomb
HXL_TAG = re.compile(r"^#[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*$")
NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
ENOUGH_TAGS = 2

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, tags (empty where there are none), and the rows with their numbers."""

    headers: list[str]
    tags: list[str]
    rows: Iterator[Line]


def read_table(path: Path, *, most_bytes: int | None = None) -> Table:
    """Open a file as a table. Raises a Problem that says what is wrong with it as a whole."""
    limit = settings.UPLOAD_MOST_BYTES if most_bytes is None else most_bytes
    size = path.stat().st_size
    if size > limit:
        raise FileTooLarge(most=limit // MEGABYTE)
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise FileEmpty
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" or start.startswith(NO_TABLES):
        raise NotATable
    spreadsheet = start.startswith(SPREADSHEETS)
    lines = _sheet(path, size, zipped=start[:2] == b"PK") if spreadsheet else _csv(path)
    return _headed(lines)


def count_by(path: Path, tags: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Count the rows of an HXL file by the columns with these tags.

    Only these columns are looked at, and only distinct values are cleaned: a fast way to an
    aggregate of a large file. Raises KeyError for a tag that the file does not have.
    """
    table = read_table(path)
    places = [table.tags.index(tag) if tag in table.tags else None for tag in tags]
    if None in places:
        raise KeyError(tags[places.index(None)])
    wanted = [p for p in places if p is not None]
    raw = _counted_where_it_lies(path, table, wanted)
    if raw is None:
        rows = read_table(path).rows  # anew: the fast way has looked at the first row
        raw = Counter(tuple(cells[p] for p in wanted) for _number, cells in rows)
    counted: Counter[tuple[str, ...]] = Counter()
    for values, n in raw.items():
        counted[tuple(restore(v).strip() for v in values)] += n
    return counted


def _counted_where_it_lies(
    path: Path, table: Table, places: Sequence[int]
) -> Counter[tuple[str, ...]] | None:
    """Count a plain UTF-8 file with DuckDB; None for any other file, which is read row by row.

    What DuckDB would read otherwise than we do (line breaks in the headings, rows longer than
    the headings) is left to the slow way, so that both always agree.
    """
    with path.open("rb") as file:
        plain = not file.read(4).startswith(SPREADSHEETS)
    if not plain or _encoding(path) not in {"utf-8", "utf-8-sig"}:
        return None
    if any("\n" in h or "\r" in h for h in [*table.headers, *table.tags]):
        return None
    first = next(table.rows, None)
    if first is None:
        return Counter()
    import duckdb  # noqa: PLC0415 - a tenth of a second that only large counts need

    names = [f"c{n}" for n in range(len(table.headers))]
    columns = ", ".join(f"{n!r}: 'VARCHAR'" for n in names)
    wanted = ", ".join(f"c{p}" for p in places)
    source = (
        "read_csv(?, header=false, skip=?, auto_detect=false, delim=?, quote='\"', escape='\"', "
        f"columns={{{columns}}})"
    )
    told = [str(path), first[0] - 1, _delimiter(path, "utf-8-sig")]
    counted: Counter[tuple[str, ...]] = Counter()
    try:
        with duckdb.connect() as base:
            query = f"select {wanted}, count(*) from {source} group by all"  # noqa: S608 - names of ours
            for *values, rows in base.execute(query, told).fetchall():
                counted[tuple(v or "" for v in values)] += rows
            for blank in [v for v in counted if not "".join(v).strip()]:
                # Whether such rows hold anything elsewhere is worth a second look at the file.
                query = (
                    f"select count(*) from {source} where not "  # noqa: S608 - names of ours
                    f"regexp_matches(concat({', '.join(names)}), '[^\\s]') and "
                    + " and ".join(f"coalesce(c{p}, '') = ?" for p in places)
                )
                found = base.execute(query, [*told, *blank]).fetchone()
                counted[blank] -= found[0] if found else 0
    except duckdb.Error:
        return None  # a ragged row, a stray quote: our own reader says what it makes of it
    return +counted


def _headed(lines: Iterator[Line]) -> Table:
    """Find the headings and the HXL row among the first rows."""
    first: list[Line] = []
    for line in lines:
        first.append(line)
        if len(first) == LOOK_AT:
            break
    if not any(any(cells) for _, cells in first):
        raise FileEmpty
    tagged = next((n for n, (_, cells) in enumerate(first) if _is_tags(cells)), None)
    if tagged is not None:
        tags = [c if HXL_TAG.match(c) else "" for c in first[tagged][1]]
        above = next((c for _, c in reversed(first[:tagged]) if any(c)), tags)
        headers, begin = above, tagged + 1
    else:
        begin = _likely_header(first)
        headers, tags = first[begin][1], []
        begin += 1
    width = max(len(headers), len(tags))
    headers = headers + [""] * (width - len(headers))
    tags = tags + [""] * (width - len(tags))
    _refuse_duplicates(headers, tags)
    return Table(headers, tags, _filled(chain(first[begin:], lines), width))


def _filled(lines: Iterator[Line], width: int) -> Iterator[Line]:
    for number, cells in lines:
        if any(cells):
            yield number, (cells + [""] * width)[:width]


def _is_tags(cells: Sequence[str]) -> bool:
    tags = [c for c in cells if HXL_TAG.match(c)]
    return len(tags) >= ENOUGH_TAGS and all(c.startswith("#") or not c for c in cells)


def _likely_header(first: Sequence[Line]) -> int:
    """Return the place of the first row that is as full as any: a title row is not."""
    most = max(sum(map(bool, cells)) for _, cells in first)
    return next(
        n for n, (_, c) in enumerate(first) if sum(map(bool, c)) >= max(2, most * 0.6) or most == 1
    )


def _refuse_duplicates(headers: Sequence[str], tags: Sequence[str]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for n, (header, tag) in enumerate(zip(headers, tags, strict=True)):
        key = (header.strip().casefold(), tag)
        if key[0] and key in seen:
            raise DuplicateHeaders(first=letter(seen[key]), second=letter(n))
        seen[key] = n


def letter(index: int) -> str:
    """Return the spreadsheet's letter of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _sheet(path: Path, size: int, *, zipped: bool) -> Iterator[Line]:
    if zipped:
        try:
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(i.file_size for i in archive.infolist())
        except (zipfile.BadZipFile, OSError):
            raise FileUnreadable from None
        if unpacked > max(size * MOST_UNPACKED, 50 * MEGABYTE):
            raise FileTooLarge(most=size * MOST_UNPACKED // MEGABYTE or 1)
    try:
        book = CalamineWorkbook.from_path(str(path))
        name = next((n for n in book.sheet_names if book.get_sheet_by_name(n).height), None)
        if name is None:
            raise FileEmpty
        sheet = book.get_sheet_by_name(name)
        start = sheet.start[0] if sheet.start else 0
        rows = sheet.iter_rows()
    except (CalamineError, OSError, ValueError):
        raise FileUnreadable from None
    return ((n, [_text(c) for c in row]) for n, row in enumerate(rows, start + 1))


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, 10))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return restore(str(cell)).strip()


def _csv(path: Path) -> Iterator[Line]:
    encoding = _encoding(path)
    return _csv_lines(path, encoding, _delimiter(path, encoding))


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(65536)
    if "\x00" in sample:
        raise FileUnreadable
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _csv_lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        number = 0
        try:
            for cells in reader:
                # A quoted cell may hold line breaks; the spreadsheet counts rows, not lines.
                number += 1
                yield number, [restore(c).strip() for c in cells]
        except (csv.Error, UnicodeDecodeError):
            raise FileUnreadable from None


def _encoding(path: Path) -> str:
    """Return the encoding of a text file: by its mark, by being valid UTF-8, else the likeliest."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in (
            (b"\xef\xbb\xbf", "utf-8-sig"),
            (b"\xff\xfe", "utf-16"),
            (b"\xfe\xff", "utf-16"),
        ):
            if start.startswith(mark):
                return name
        file.seek(0)
        try:
            decoder = codecs.getincrementaldecoder("utf-8")()
            while piece := file.read(MEGABYTE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _likeliest(path)
    return "utf-8"


def _likeliest(path: Path) -> str:
    with path.open("rb") as file:
        sample = file.read(256 * 1024)
    best = from_bytes(sample, cp_isolation=["cp1252", "cp1256", "utf_16_le", "utf_16_be"]).best()
    if best is None:
        raise FileUnreadable
    return str(best.encoding)
