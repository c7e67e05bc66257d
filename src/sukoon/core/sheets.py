"""The one writer of tables that leave the house: CSV and XLSX, with formulas made harmless.

A spreadsheet program runs a cell that begins with = + - @ and others. Such text gets a leading
apostrophe; `restore` takes it away again when the file comes back.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

GUARD = "'"
DANGEROUS = frozenset("=+-@\t\r\n%|＝＋－＠")
# Characters that a spreadsheet program skips before it looks for a formula.
SKIPPED = frozenset("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\x00")

Value = str | int | float | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: heading, width in characters, and the codes it may hold."""

    heading: str
    width: int = 16
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet. `tags` is the HXL row below the headings, or nothing."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    tags: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def is_dangerous(text: str) -> bool:
    """Say whether a spreadsheet program might run this text, or take it for guarded text."""
    for character in text:
        if character in SKIPPED or unicodedata.category(character) in {"Zs", "Cf"}:
            continue
        return character in DANGEROUS or character == GUARD
    return False


def harmless(value: Value) -> Value:
    """Return the value as it may stand in a cell: numbers and dates stay, text is guarded."""
    if isinstance(value, str) and is_dangerous(value):
        return GUARD + value
    return value


def restore(text: str) -> str:
    """Return the text as it was before `harmless` guarded it."""
    if text.startswith(GUARD) and is_dangerous(text[1:]):
        return text[1:]
    return text


def write_csv(sheet: Sheet, *, mark: bool = False) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, a batch of rows at a time. `mark` adds the mark Excel wants."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if mark:
        buffer.write("\ufeff")
    writer.writerow([harmless(c.heading) for c in sheet.columns])
    if sheet.tags:
        writer.writerow(sheet.tags)
    for row in sheet.rows:
        writer.writerow([_plain(v) for v in row])
        if buffer.tell() > 65536:  # noqa: PLR2004 - bytes kept before a batch is sent
            yield _taken(buffer)
    yield _taken(buffer)


def write_xlsx(
    target: IO[bytes] | str, sheets: Sequence[Sheet], *, right_to_left: bool = False
) -> None:
    """Write a workbook: bold frozen headings, widths, lists of codes, and notes on a last sheet."""
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    bold = book.add_format(
        {
            "bold": True,
            "bg_color": "#0B5A5C",
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "top",
        }
    )
    soft = book.add_format({"font_color": "#545E5A", "italic": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        if right_to_left:
            page.right_to_left()
        _write_sheet(page, sheet, bold, soft)
    notes = [note for sheet in sheets for note in sheet.notes]
    if notes:
        page = book.add_worksheet("notes")
        page.set_column(0, 0, 100)
        for r, note in enumerate(notes):
            page.write_string(r, 0, str(harmless(note)))
    book.close()


def _write_sheet(page: Any, sheet: Sheet, bold: Any, soft: Any) -> None:
    first = 2 if sheet.tags else 1
    page.freeze_panes(first, 1)
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width)
        if column.choices:
            page.data_validation(
                first, n, 100_000, n,
                {"validate": "list", "source": list(column.choices), "error_type": "warning"},
            )  # fmt: skip
    for n, column in enumerate(sheet.columns):
        page.write_string(0, n, str(harmless(column.heading)), bold)
    for n, tag in enumerate(sheet.tags):
        page.write_string(1, n, tag, soft)
    for r, row in enumerate(sheet.rows, first):
        for n, value in enumerate(row):
            _write_cell(page, r, n, value)


def _write_cell(page: Any, r: int, n: int, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(r, n, value)
    elif isinstance(value, int | float):
        page.write_number(r, n, value)
    elif isinstance(value, datetime):
        page.write_datetime(r, n, value.replace(tzinfo=None))
    elif isinstance(value, date):
        page.write_datetime(r, n, datetime(value.year, value.month, value.day))  # noqa: DTZ001
    else:
        page.write_string(r, n, str(harmless(value)))


def _plain(value: Value) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return harmless(value)


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return data
