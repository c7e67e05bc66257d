"""Item wording: packs a deployer loaded, one a language and instrument. None is shipped with the product.

A pack of the kind `wording` names its instrument, language, licence and source; `validated` cites the study that
validated this wording, and without it the wording is a draft: answers are kept and scored, no band is shown.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext as _

from sukoon.core.content import own_packs_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.core.packs import PackBroken, pack_folders, read_pack
from sukoon.instruments.definitions import UnknownInstrument, definition
from sukoon.instruments.rules import Instrument, Item

KIND = "wording"
PACK = "pack.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked, word by word, in one language. `options`: by item, "" for all of them."""

    instrument: str
    language: str
    version: str
    licence: str
    source: str
    checksum: str
    validated: str
    stem: str
    items: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]

    def option(self, item: str, value: int) -> str:
        return self.options.get(item, self.options.get("", {})).get(str(value), "")

    @property
    def stamp(self) -> str:
        """What an answer keeps of the words it was given to."""
        return f"{self.language}@{self.version} {self.checksum[:12]}"


def score_entry_only(instrument_id: str) -> bool:
    """Say whether the licence lets nobody copy the items: answers are entered from the owner's form."""
    return str(definition(instrument_id).about["ship_wording"]).startswith("no")


def wording_of(instrument_id: str, language: str) -> Wording | None:
    """Return the loaded wording of an instrument in a language, if there is one."""
    return next(
        (w for w in wordings() if (w.instrument, w.language) == (instrument_id, language)), None
    )


def languages_of(instrument_id: str) -> list[str]:
    """Return the languages in which the wording of an instrument is loaded."""
    return sorted(w.language for w in wordings() if w.instrument == instrument_id)


def wordings() -> Sequence[Wording]:
    """Return every loaded wording. Read anew when a pack was loaded, also by another process."""
    root = own_packs_path()
    folders = pack_folders(root) if root.is_dir() else []
    return _read(tuple((f, (f / PACK).stat().st_mtime_ns) for f in folders))


def in_language(instrument: Instrument, language: str) -> Instrument:
    """Return an instrument as it may be scored in a language.

    A loaded wording decides: validated, it has bands where a scheme has some; a draft has none. Where none is
    loaded (a printed form), what is known of validated wordings decides.
    """
    told = wording_of(instrument.id, language)
    if told is None:
        return instrument
    others = instrument.languages - {language}
    return replace(instrument, languages=others | ({language} if told.validated else set()))


def is_draft(instrument: Instrument, language: str) -> bool:
    """Say whether answers in this language have a score and no band."""
    return language not in in_language(instrument, language).languages


@lru_cache(maxsize=4)
def _read(folders: tuple[tuple[Path, int], ...]) -> Sequence[Wording]:
    return [w for folder, _changed in folders if (w := _one(folder)) is not None]


def _one(folder: Path) -> Wording | None:
    raw = tomllib.loads((folder / PACK).read_text(encoding="utf-8"))
    if raw.get("kind") != KIND:
        return None
    try:
        pack = read_pack(folder)
    except PackBroken:  # said by `packs check`; a broken pack must not stop anybody's work
        return None
    options: dict[str, dict[str, str]] = {}
    for row in pack.files["options.csv"]:
        options.setdefault(row.get("item"), {})[row["value"]] = row["text"]
    return Wording(
        instrument=str(raw["instrument"]), language=str(raw["language"]),
        version=pack.stamp.version, licence=pack.stamp.licence, source=pack.stamp.source,
        checksum=pack.checksum, validated=str(raw.get("validated", "")).strip(),
        stem=str(raw.get("stem", "")).strip(),
        items=MappingProxyType({r["code"]: r["text"] for r in pack.files["items.csv"]}),
        options=MappingProxyType(options),
    )  # fmt: skip


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with a pack of wording."""
    path = where / PACK
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    language = str(raw.get("language", ""))
    if not language.isalpha() or not language.islower():
        yield PackError(str(path), 0, "language", _("the stamp lacks this"))
    try:
        told = definition(str(raw.get("instrument", "")))
    except UnknownInstrument as error:
        yield PackError(
            str(path), 0, "instrument", _("“%(value)s” is not known") % {"value": error}
        )
        return
    if score_entry_only(told.instrument.id) and not str(raw.get("permission", "")).strip():
        said = _(
            "the licence forbids copies: name who allowed you to use the items, or enter scores only"
        )
        yield PackError(str(path), 0, "permission", said)
    known = {i.code: i for i in told.instrument.items}
    asked = {row["code"]: row for row in files.get("items.csv", ())}
    for row in asked.values():
        if row["code"] not in known:
            yield _unknown(where / "items.csv", row, "code")
    for code in known.keys() - asked.keys():
        if not known[code].optional:
            said = _("the wording of item %(item)s is missing") % {"item": code}
            yield PackError(str(where / "items.csv"), 0, "code", said)
    yield from _options_wrong(where / "options.csv", known, files.get("options.csv", ()))


def _options_wrong(
    path: Path, known: Mapping[str, Item], rows: Sequence[Row]
) -> Iterator[PackError]:
    for row in rows:
        item = row.get("item")
        of = [known[item]] if item in known else [] if item else list(known.values())
        if not of:
            yield _unknown(path, row, "item")
        elif not any(row["value"] == str(v) for i in of for v in i.worth):
            yield _unknown(path, row, "value")


def _unknown(path: Path, row: Row, name: str) -> PackError:
    said = _("“%(value)s” is not known") % {"value": row.get(name)}
    return PackError(str(path), row.line, name, said)
