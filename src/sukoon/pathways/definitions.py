"""The library of pathways as it is used: read once, with its words; and in one form for the phone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sukoon.core.content import content_path, own_packs_path
from sukoon.pathways.reading import Source, Sources, all_tables, build, merged, read_sources
from sukoon.pathways.rules.conditions import Condition
from sukoon.pathways.rules.graph import Branch, Library, Node, Question
from sukoon.pathways.rules.search import Index

FORMAT = 1
LANGUAGES = ("en", "ur")


class UnknownPathway(Exception):
    """No pack has a pathway of this id."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one thing, by language: itself, why, hint, options; and where it comes from."""

    text: Mapping[str, str]
    why: Mapping[str, str]
    hint: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    source: str
    source_tag: str

    def as_dict(self) -> dict[str, object]:
        return {
            "text": dict(self.text), "why": dict(self.why), "hint": dict(self.hint),
            "options": {k: dict(v) for k, v in self.options.items()},
            "source": self.source, "source_tag": self.source_tag,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Definition:
    """One pathway's stamp and what belongs to it beside its graph."""

    id: str
    version: str
    checksum: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    source: str
    source_tag: str
    status: str
    reviewed_by: str
    reviewed_on: str
    complaints: Mapping[str, Sequence[str]]
    examples: Sequence[Mapping[str, Any]]
    path: Path


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that was read: the library for the engine, and the words for people."""

    library: Library
    definitions: Mapping[str, Definition]
    questions: Mapping[str, Said]
    steps: Mapping[str, Said]
    plans: Mapping[str, Said]  # by "pathway.plan"
    conclusions: Mapping[str, Said]
    cautions: Mapping[str, Said]
    medicines: Mapping[str, Mapping[str, str]]
    classes: Mapping[str, Mapping[str, str]]
    side_effects: Sequence[Mapping[str, str]]
    dose_sources: Mapping[str, Mapping[str, str]]
    ignored: Sequence[str]  # words that say nothing about a complaint
    index: Index


def folders() -> tuple[Path, ...]:
    """Return where pathways lie: those that are shipped, then what a deployer loaded."""
    own = own_packs_path()
    loaded = sorted(p.parent for p in own.glob("[!.]*/pack.toml")) if own.is_dir() else []
    return (content_path() / "pathways", *(p for p in loaded if _is_pathways(p)))


def _is_pathways(folder: Path) -> bool:
    return 'kind = "pathways"' in (folder / "pack.toml").read_text(encoding="utf-8")


@cache
def shelf() -> Shelf:
    """Return the library of this server."""
    return stand(read_sources(folders(), content_path() / "medicines"))


def definition(pathway_id: str) -> Definition:
    """Return one pathway's stamp. Raises UnknownPathway."""
    try:
        return shelf().definitions[pathway_id]
    except KeyError:
        raise UnknownPathway(pathway_id) from None


def effects_of(found: Shelf, medicine: str) -> list[Mapping[str, str]]:
    """Return the side effects to ask about with a medicine, each once."""
    classes = str(found.medicines.get(medicine, {}).get("classes", "")).split(";")
    rows = [row for row in found.side_effects if row["class"] in classes]
    return list({row["code"]: row for row in rows}.values())


def stand(sources: Sources) -> Shelf:
    """Put what was read and checked on the shelf."""
    library = build(sources)
    shared = _Shared(sources)
    definitions = {key: _definition(source, shared) for key, source in sources.pathways.items()}
    phrases = {
        key: [phrase for said in d.complaints.values() for phrase in said]
        for key, d in definitions.items()
    }
    first = {
        library.guards[r]: words for r, words in library.risk_words.items() if r in library.guards
    }
    ignored = [w for said in merged(sources, "search").get("ignored", {}).values() for w in said]
    return Shelf(
        library=library,
        definitions=definitions,
        questions=_said(sources, "question", needs="kind"),
        steps=_said(sources, "step"),
        plans={
            f"{source.content['id']}.{plan['id']}": said(plan, source, "title")
            for source, _p, plan in all_tables(sources, "plan")
        },
        conclusions=_said(sources, "conclusion"),
        cautions={
            c["id"]: said(c, sources.cautions)
            for c in (sources.cautions.tables("caution") if sources.cautions else ())
        },
        medicines={m["id"]: m for m in sources.medicines},
        classes=sources.classes,
        side_effects=sources.side_effects,
        dose_sources=sources.dose_sources,
        ignored=ignored,
        index=Index(phrases, ignored=ignored, first=first),
    )  # fmt: skip


def _said(sources: Sources, table: str, needs: str = "id") -> dict[str, Said]:
    return {
        one["id"]: said(one, source)
        for source, _place, one in all_tables(sources, table)
        if needs in one
    }


def said(raw: Mapping[str, Any], source: Source | None, prefix: str = "") -> Said:
    """Return the words of a table; source and tag are those of its file unless it says others."""
    whole = source.content if source else {}
    return Said(
        text=in_languages(raw, prefix), why=in_languages(raw, "why"),
        hint=in_languages(raw, "hint"),
        options={o["id"]: in_languages(o, "") for o in raw.get("option", ())},
        source=raw.get("source", whole.get("source", "")),
        source_tag=raw.get("source_tag", whole.get("source_tag", "")),
    )  # fmt: skip


def in_languages(raw: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Return a text by language: `en`, `ur`, or with a prefix `why_en`, `why_ur`."""
    names = {lang: f"{prefix}_{lang}" if prefix else lang for lang in (*LANGUAGES, "ps", "sd")}
    return {lang: str(raw[name]) for lang, name in names.items() if raw.get(name)}


def _definition(source: Source, shared: "_Shared") -> Definition:
    raw = source.content
    return Definition(
        id=raw["id"], version=str(raw["version"]), checksum=checksum(source, shared),
        title=in_languages(raw, "title"), about=in_languages(raw, "about"),
        source=raw["source"], source_tag=raw["source_tag"], status=raw["status"],
        reviewed_by=raw.get("reviewed_by", ""), reviewed_on=raw.get("reviewed_on", ""),
        complaints=raw.get("complaints", {}), examples=source.tables("example"), path=source.path,
    )  # fmt: skip


class _Shared:
    """What pathways use of other files: words that are told once, medicines with their doses and cautions."""

    def __init__(self, sources: Sources) -> None:
        common = [(name, one) for name in ("question", "step", "conclusion")
                  for source in sources.common for one in source.tables(name)]  # fmt: skip
        self.words = {(name, str(one["id"])): one for name, one in common}
        self.medicines = {m["id"]: m for m in sources.medicines}
        self.cautions = sources.cautions.tables("caution") if sources.cautions else []

    def of(self, source: Source) -> list[object]:
        """Return the words and rows that one pathway names; a changed one is another pathway."""
        plans = source.tables("plan")
        steps = [
            s if isinstance(s, str) else s.get("step") for p in plans for s in p.get("steps", ())
        ]
        given = [
            m if isinstance(m, str) else m.get("medicine")
            for p in plans
            for m in p.get("medicines", ())
        ]
        named = [
            *(("question", str(q.get("id"))) for q in source.tables("question")),
            *(("step", str(s)) for s in steps),
            *(("conclusion", str(c)) for p in plans for c in p.get("conclude", ())),
        ]  # fmt: skip
        rows = [self.medicines[m] for m in sorted(set(map(str, given))) if m in self.medicines]
        about = {word for row in rows for word in (row["id"], *row["classes"].split(";"))}
        return [
            *(self.words[key] for key in sorted(set(named)) if key in self.words), *rows,
            *(c for c in self.cautions if about & set(c.get("applies_to", ()))),
        ]  # fmt: skip


def checksum(source: Source, shared: _Shared) -> str:
    """Return a hash of what a pathway says, whatever its layout and who signed it: its own file with
    its examples, and what it uses of the shared words and of the table of medicines."""
    told = {
        k: v for k, v in source.content.items() if k not in {"status", "reviewed_by", "reviewed_on"}
    }
    text = json.dumps([told, shared.of(source)], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def compiled() -> dict[str, Any]:
    """Return everything a phone needs, in the form docs/reference/pathways-format.md tells."""
    return compile_shelf(shelf())


def compile_shelf(found: Shelf) -> dict[str, Any]:
    library = found.library
    return {
        "format": FORMAT,
        "guards": dict(library.guards),
        "risk_words": {k: list(v) for k, v in library.risk_words.items()},
        "ignored": list(found.ignored),
        "questions": {
            q.id: {**_question(q), **found.questions[q.id].as_dict()}
            for q in library.questions.values()
        },
        "steps": {
            key: {"kind": kind, **found.steps[key].as_dict()} for key, kind in library.steps.items()
        },
        "conclusions": {key: words.as_dict() for key, words in found.conclusions.items()},
        "medicines": {
            key: {**dict(row), "classes": sorted(library.medicines[key].classes)}
            for key, row in found.medicines.items()
        },
        "cautions": [
            {"id": c.id, "applies_to": sorted(c.applies_to), "level": str(c.level),
             "when": c.when.data, **found.cautions[c.id].as_dict()}
            for c in library.cautions
        ],
        "side_effects": [dict(row) for row in found.side_effects],
        "pathways": {key: _pathway(found, key) for key in library.pathways},
    }  # fmt: skip


def _pathway(found: Shelf, key: str) -> dict[str, Any]:
    told = found.definitions[key]
    pathway = found.library.pathways[key]
    return {
        "id": key, "version": told.version, "checksum": told.checksum, "entry": pathway.entry,
        "title": dict(told.title), "about": dict(told.about), "status": told.status,
        "source": told.source, "source_tag": told.source_tag, "reviewed_by": told.reviewed_by,
        "complaints": {k: list(v) for k, v in told.complaints.items()},
        "nodes": {node.id: _node(found, key, node) for node in pathway.nodes.values()},
    }  # fmt: skip


def _node(found: Shelf, pathway_id: str, node: Node) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": node.kind, "go": [_branch(b) for b in node.go]}
    if node.ask:
        told["ask"] = node.ask
    if node.call:
        told["pathway"] = node.call
    if (plan := node.plan) is not None:
        words = found.plans[f"{pathway_id}.{node.id}"]
        told |= {
            "title": dict(words.text), "conclude": list(plan.conclude),
            "steps": [_when({"step": p.id}, p.when) for p in plan.steps],
            "medicines": [_when({"medicine": p.id}, p.when) for p in plan.medicines],
            "follow_up": {"days": plan.follow_up.days, "for_days": plan.follow_up.for_days}
            if plan.follow_up else None,
            "refers": [
                _when({"to": r.to, "urgency": r.urgency, "within_days": r.within_days,
                       "consult": r.consult}, r.when)
                for r in plan.refers
            ],
            "emergency": plan.emergency, "risk_level": plan.risk_level, "stops": plan.stops,
        }  # fmt: skip
    return told


def _branch(branch: Branch) -> dict[str, Any]:
    return _when({"to": branch.to}, branch.when)


def _when(told: dict[str, Any], when: Condition | None) -> dict[str, Any]:
    return {**told, "when": when.data} if when else told


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id, "kind": str(question.kind), "answers": list(question.options),
        "low": question.low, "high": question.high, "instrument": question.instrument,
        "must": question.must, "tags": sorted(question.tags),
        "lasts": {"days": question.lasts_days, "only": sorted(question.lasts_only)}
        if question.lasts_days else None,
        "raises": [{"risk": r.risk, "when": r.when.data} for r in question.raises],
    }  # fmt: skip
