"""Code lists that staff forms show, in the reader's language."""

from functools import cache

from django.utils.translation import get_language

from sukoon.core.content import content_path
from sukoon.core.pack_rules import Row
from sukoon.core.packs import read_pack


@cache
def _rows(name: str) -> tuple[Row, ...]:
    pack = read_pack(content_path() / "codes" / name)
    return tuple(pack.files[f"{name}.csv"])


def languages() -> list[tuple[str, str]]:
    column = "label_ur" if get_language() == "ur" else "label_en"
    return [(r["code"], r[column] or r["label_en"]) for r in _rows("language")]


def age_bands() -> list[str]:
    return [r["code"] for r in _rows("age_band")]
