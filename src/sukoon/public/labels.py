"""Code lists of the packs, and the helpline, as the open pages show them."""

import tomllib
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from sukoon.core.content import content_path
from sukoon.core.pack_rules import Row
from sukoon.core.packs import read_pack


@cache
def _rows(name: str) -> tuple[Row, ...]:
    return tuple(read_pack(content_path() / "codes" / name).files[f"{name}.csv"])


def labels(name: str) -> list[tuple[str, str]]:
    """Return the codes of a list with their labels in the reader's language."""
    column = "label_ur" if get_language() == "ur" else "label_en"
    return [(row["code"], row[column] or row["label_en"]) for row in _rows(name)]


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number people can call, as the deployer set it; none is ever invented here."""

    number: str
    name: str
    note: str


@cache
def helpline() -> Helpline | None:
    """Return the line of `content/helpline.toml` (number, name, note), or None: not configured."""
    path = content_path() / "helpline.toml"
    if not path.is_file():
        return None
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    number = str(raw.get("number", "")).strip()
    return Helpline(number, str(raw.get("name", "")), str(raw.get("note", ""))) if number else None
