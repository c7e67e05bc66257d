"""A data table as plain values, which `ui/pieces/_table.html` draws. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Sorted = Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label (repeated in each cell when the table becomes cards) and its sort link."""

    label: str
    numeric: bool = False
    url: str = ""
    sorted: Sorted = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what stands around it.

    `small` is a second line; `key` the class of a swatch (c0 to c5); `tag` makes it a tag of that
    kind (plain, good, warn, accent); `code` keeps it left to right.
    """

    is_cell: ClassVar[bool] = True

    value: object
    small: str = ""
    url: str = ""
    key: str = ""
    tag: str = ""
    strong: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells in the order of the columns; the first is the row's head."""

    cells: Sequence[object]
    anchor: str = ""
    kind: Literal["", "wrong"] = ""


@dataclass(frozen=True, slots=True)
class _Drawn:
    pairs: Sequence[tuple[Column, object]]
    anchor: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `note` says source, period and basis."""

    caption: str
    columns: Sequence[Column]
    lines: Sequence[Row]
    note: str = ""
    caption_hidden: bool = False

    @property
    def rows(self) -> list[_Drawn]:
        """The rows with each cell beside its column; a row of another length is a mistake."""
        return [
            _Drawn(list(zip(self.columns, line.cells, strict=True)), line.anchor, line.kind)
            for line in self.lines
        ]
