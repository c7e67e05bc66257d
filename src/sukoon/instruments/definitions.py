"""Reading instruments from their pack, with errors that name the file and the field."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.instruments.rules import (
    Band,
    Change,
    Combine,
    Decision,
    Flag,
    Instrument,
    Item,
    Missing,
    Scale,
    Scheme,
    Skip,
)

TEXTS = ("id", "title", "construct", "licence", "ship_wording", "source", "source_tag", "status")
KNOWN = {
    "": {*TEXTS, "ages", "recall", "licence_evidence", "validated_languages", "loinc_panel",
         "loinc_total", "note", "decision_source", "any_positive", "item", "scale", "bands", "flag",
         "skip", "decision", "change"},
    "item": {"code", "worth", "reversed", "optional", "topic_en", "topic_ur", "loinc"},
    "scale": {"code", "items", "combine", "times", "missing", "least", "at_least", "parts"},
    "bands": {"source", "scale", "population", "languages", "sex", "youngest", "oldest", "list"},
    "flag": {"code", "item", "least"},
    "skip": {"item", "when", "is_in", "value", "force"},
    "decision": {"band", "total", "any_of", "none_of"},
    "change": {"higher_is_worse", "reliable", "response", "remission_below", "source"},
}  # fmt: skip


class UnknownInstrument(Exception):
    """No pack has an instrument of this id."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An instrument with what is known about it beside its scoring."""

    instrument: Instrument
    about: Mapping[str, Any]
    topics: Mapping[str, tuple[str, str]]  # item code to our own label in English and Urdu

    def as_dict(self) -> dict[str, object]:
        i, about = self.instrument, self.about
        return {
            "id": i.id, "title": about["title"], "construct": about["construct"],
            "items": [item.code for item in i.items], "scales": [s.code for s in i.scales],
            "licence": about["licence"], "ship_wording": about["ship_wording"],
            "validated_languages": sorted(i.languages), "status": about["status"],
            "loinc_panel": about.get("loinc_panel", ""), "loinc_total": about.get("loinc_total", ""),
            "source": about["source"], "source_tag": about["source_tag"],
        }  # fmt: skip


def folder() -> Path:
    return content_path() / "instruments"


@cache
def definitions() -> Mapping[str, Definition]:
    """Return every instrument of the pack by its id."""
    found = (read(path) for path in sorted(folder().glob("*.toml")) if path.name != "pack.toml")
    return {d.instrument.id: d for d in found}


def definition(instrument_id: str) -> Definition:
    """Return one instrument. Raises UnknownInstrument."""
    try:
        return definitions()[instrument_id]
    except KeyError:
        raise UnknownInstrument(instrument_id) from None


def read(path: Path) -> Definition:
    """Read one file that was checked."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    items = tuple(
        Item(i["code"], {int(k): int(v) for k, v in i["worth"].items()}, i.get("optional", False))
        for i in raw["item"]
    )
    scales = tuple(
        Scale(
            s["code"], tuple(s["items"]), Combine(s.get("combine", "sum")), s.get("times", 1),
            Missing(s.get("missing", "refuse")), s.get("least", 0), s.get("at_least"),
            tuple(s.get("parts", ())),
        )
        for s in raw.get("scale", ())
    )  # fmt: skip
    schemes = tuple(
        Scheme(
            b["source"], tuple(Band(x["low"], x["high"], x["code"]) for x in b["list"]),
            b.get("scale", "total"), b.get("population", ""), frozenset(b.get("languages", ())),
            b.get("sex", ""), b.get("youngest", 0), b.get("oldest", 200),
        )
        for b in raw.get("bands", ())
    )  # fmt: skip
    instrument = Instrument(
        id=raw["id"], items=items, scales=scales, schemes=schemes,
        flags=tuple(Flag(f["code"], f["item"], f.get("least", 1)) for f in raw.get("flag", ())),
        skips=tuple(
            Skip(s["item"], tuple(s["when"]), frozenset(s["is_in"]), s["value"], s.get("force", False))
            for s in raw.get("skip", ())
        ),
        decisions=tuple(
            Decision(d["band"], d["total"], dict(d.get("any_of", {})), tuple(d.get("none_of", ())))
            for d in raw.get("decision", ())
        ),
        decision_source=raw.get("decision_source", ""), any_positive=raw.get("any_positive", False),
        change=Change(**raw.get("change", {})),
        languages=frozenset(raw.get("validated_languages", ("en",))),
    )  # fmt: skip
    topics = {i["code"]: (i.get("topic_en", ""), i.get("topic_ur", "")) for i in raw["item"]}
    return Definition(instrument, {k: v for k, v in raw.items() if not isinstance(v, list)}, topics)


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with any instrument of the pack."""
    for path in sorted(where.glob("*.toml")):
        if path.name == "pack.toml":
            continue
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            yield PackError(str(path), 0, "", str(error)[:200])
            continue
        faults = list(_faults(path, raw))
        yield from (PackError(str(path), 0, field, message) for field, message in faults)
        if not faults:
            try:
                read(path)
            except (KeyError, TypeError, ValueError) as error:
                yield PackError(str(path), 0, "", f"{type(error).__name__}: {error}"[:200])


def _faults(path: Path, raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((n, _("this must not be empty")) for n in TEXTS if not raw.get(n))
    if raw.get("id") != path.stem:
        yield "id", _("“%(value)s” is not known") % {"value": raw.get("id", "")}
    for name, known in KNOWN.items():
        tables = [raw] if not name else raw.get(name, [])
        for table in [tables] if isinstance(tables, dict) else tables:
            unknown = sorted(table.keys() - known)
            yield from (
                (f"{name}.{u}", _("“%(value)s” is not known") % {"value": u}) for u in unknown
            )
    yield from _unknown_names(raw)
    for b in raw.get("bands", ()):
        edges = [(x.get("low", 0), x.get("high", 0)) for x in b.get("list", ())]
        crossed = any(first[1] >= second[0] for first, second in pairwise(edges))
        if crossed or any(low > high for low, high in edges):
            yield "bands.list", _("bands must follow each other without a common score")


def _unknown_names(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every item or scale that is named and does not exist."""
    codes = [i.get("code") for i in raw.get("item", ())]
    if len(set(codes)) != len(codes) or not codes:
        yield "item.code", _("this must not be empty")
    named = [("scale.items", c) for s in raw.get("scale", ()) for c in s.get("items", ())]
    named += [("flag.item", f.get("item")) for f in raw.get("flag", ())]
    named += [("skip.item", s.get("item")) for s in raw.get("skip", ())]
    named += [("skip.when", w) for s in raw.get("skip", ()) for w in s.get("when", ())]
    for d in raw.get("decision", ()):
        named += [("decision", c) for c in (*d.get("any_of", {}), *d.get("none_of", ()))]
    scales = {s.get("code") for s in raw.get("scale", ())}
    wrong = [(field, code) for field, code in named if code not in codes]
    wrong += [("bands.scale", b.get("scale", "total")) for b in raw.get("bands", ())
              if b.get("scale", "total") not in scales]  # fmt: skip
    wrong += [("scale.parts", p) for s in raw.get("scale", ()) for p in s.get("parts", ())
              if p not in scales]  # fmt: skip
    for field, code in wrong:
        yield field, _("“%(value)s” is not known") % {"value": code}
