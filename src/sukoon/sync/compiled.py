"""Packs as the phone reads them: instruments, what entries ask, words of aliases, what risk asks.

The tests of the phone's engine are held to what stands here (`tools/field_app.py`).
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from django.utils.translation import get_language, override

from sukoon.cases.aliases import words
from sukoon.cases.fields import field_sets
from sukoon.core.permissions import Permission
from sukoon.instruments.definitions import Definition, definitions
from sukoon.pathways.phone import in_language
from sukoon.pathways.queries import signers
from sukoon.referrals.definitions import book as referral_book
from sukoon.referrals.sharing import shareable
from sukoon.risk.definitions import book
from sukoon.sync import brought


@cache
def instruments() -> str:
    """Return every instrument, as JSON."""
    found = [_instrument(d) for _code, d in sorted(definitions().items())]
    return _json({"instruments": found})


@cache
def version_of(text: str) -> str:
    """Return what a document is known by: sixteen letters of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def packed(text: str) -> bytes:
    """Return a document compressed: thousands of phones fetch the same."""
    return gzip.compress(text.encode(), 9, mtime=0)


def _instrument(definition: Definition) -> Mapping[str, object]:
    i, about, topics = definition.instrument, definition.about, definition.topics
    return {
        "id": i.id, "title": about["title"], "recall": about.get("recall", ""),
        "status": about["status"], "ship_wording": about["ship_wording"],
        "items": [
            {"code": item.code, "worth": {str(k): v for k, v in item.worth.items()},
             "optional": item.optional,
             "topic": dict(zip(("en", "ur"), topics[item.code], strict=True))}
            for item in i.items
        ],
        "scales": [
            {"code": s.code, "items": s.items, "combine": s.combine, "times": s.times,
             "missing": s.missing, "least": s.least, "at_least": s.at_least, "parts": s.parts}
            for s in i.scales
        ],
        "schemes": [
            {"source": s.source, "scale": s.scale, "population": s.population, "sex": s.sex,
             "languages": sorted(s.languages), "youngest": s.youngest, "oldest": s.oldest,
             "bands": [{"low": b.low, "high": b.high, "code": b.code} for b in s.bands]}
            for s in i.schemes
        ],
        "flags": [{"code": f.code, "item": f.item, "least": f.least} for f in i.flags],
        "skips": [
            {"item": s.item, "when": s.when, "is_in": sorted(s.is_in), "value": s.value,
             "force": s.force}
            for s in i.skips
        ],
        "decisions": [
            {"band": d.band, "total": d.total, "any_of": dict(d.any_of), "none_of": d.none_of}
            for d in i.decisions
        ],
        "decision_source": i.decision_source, "any_positive": i.any_positive,
        "languages": sorted(i.languages),
    }  # fmt: skip


@cache
def fields() -> str:
    """Return what is asked in each kind of entry, as JSON."""
    return _json({
        kind: {"version": found.version, "fields": [
            {"code": f.code, "kind": f.kind, "label": {"en": f.en, "ur": f.ur},
             "hint": {"en": f.hint_en, "ur": f.hint_ur}, "required": f.required, "quick": f.quick,
             "options": [{"code": o.code, "label": {"en": o.en, "ur": o.ur}} for o in f.options]}
            for f in found.fields
        ]}
        for kind, found in field_sets().items()
    })  # fmt: skip


@cache
def aliases() -> str:
    """Return the words from which an alias is drawn, as JSON."""
    return _json({code: {"en": en, "ur": ur} for code, (en, ur) in words().items()})


@cache
def risk() -> str:
    """Return the levels of risk and what is done at once at each, as JSON."""
    told = book()
    return _json({
        "levels": [
            {"code": level.code, "rank": level.rank,
             "label": {"en": level.label_en, "ur": level.label_ur}, "checklist": level.checklist}
            for level in sorted(told.levels.values(), key=lambda level: level.rank)
        ],
        "items": {
            code: {"en": item.do_en, "ur": item.do_ur} for code, item in told.items.items()
        },
    })  # fmt: skip


@cache
def referrals() -> str:
    """Return what one refers for, how soon, and what may be told with consent, as JSON."""
    told = referral_book()
    return _json({
        "needs": [
            {"code": n.code, "label": {"en": n.label_en, "ur": n.label_ur}}
            for n in told.needs.values()
            if not n.plan  # one with a written plan is referred at a desk
        ],
        "urgencies": [
            {"code": u.code, "label": {"en": u.label_en, "ur": u.label_ur}}
            for u in told.urgencies.values()
        ],
        "fields": [{"code": code, "label": label} for code, label in _shareable().items()],
    })  # fmt: skip


def _shareable() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in ("en", "ur"):
        with override(language):
            for code, label in shareable():
                found.setdefault(code, {})[language] = label
    return found


def pathways() -> str:
    """Return the guided pathways in the worker's language, as JSON."""
    return _pathways("ur" if get_language() == "ur" else "en", signers())


@lru_cache(maxsize=8)
def _pathways(language: str, signed: tuple[tuple[str, str], ...]) -> str:
    return _json(in_language(language, dict(signed)))


def make_ready() -> None:
    """Make what every phone fetches, before the first one asks. Nothing is read from the database."""
    found = [_pathways(language, ()) for language in ("en", "ur")]
    found += [tell() for name, tell in PACKS.items() if name != "pathways"]
    for text in found:
        version_of(text)
        packed(text)


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


# What a phone reads as packs, by the names of the protocol.
PACKS: Mapping[str, Callable[[], str]] = {
    "instruments": instruments, "fields": fields, "aliases": aliases, "risk": risk,
    "referrals": referrals, "pathways": pathways, "wording": brought.wording,
    "sounds": brought.sounds,
}  # fmt: skip
# What a worker must hold to be given a pack, beside the right to use the phone.
NEEDED: Mapping[str, Permission] = {"pathways": Permission.PATHWAY_VIEW}
