"""Kinds of identity papers, from the pack `content/identifiers`: their form, and how to write them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.core.packs import read_pack
from sukoon.people.problems import IdentifierUnknown, IdentifierUnreadable

LEFT_OUT = re.compile(r"[\s\-–—/.]+")
# Digits of Urdu, Persian and Arabic keyboards, to those that are kept.
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: the form its number has once spaces and dashes are left out."""

    code: str
    label_en: str
    label_ur: str
    form: re.Pattern[str]
    example: str

    @property
    def label(self) -> str:
        return self.label_ur if get_language() == "ur" else self.label_en


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of the pack by code."""
    rows = read_pack(content_path() / "identifiers").files["identifiers.csv"]
    return {
        r["code"]: Kind(
            r["code"], r["label_en"], r["label_ur"] or r["label_en"], re.compile(r["form"]),
            r["example"],
        )
        for r in rows
    }  # fmt: skip


def read_identifier(kind: str, text: str) -> str:
    """Return a number as it is kept and compared. Raises IdentifierUnknown, IdentifierUnreadable."""
    known = kinds().get(kind)
    if known is None:
        raise IdentifierUnknown
    told = LEFT_OUT.sub("", text.translate(DIGITS)).upper()
    if not known.form.fullmatch(told):
        raise IdentifierUnreadable(example=known.example)
    return told


def check(folder: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield kinds whose form is no pattern, or does not fit their own example."""
    for row in files["identifiers.csv"]:
        path = str(folder / "identifiers.csv")
        try:
            form = re.compile(row["form"])
        except re.error as error:
            yield PackError(path, row.line, "form", str(error))
            continue
        if not form.fullmatch(LEFT_OUT.sub("", row["example"]).upper()):
            yield PackError(path, row.line, "example", _("the form does not fit the example"))
