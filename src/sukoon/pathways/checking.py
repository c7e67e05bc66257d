"""What is wrong with packs of pathways, with file and line: words, names, dead ends, circles, laws."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from sukoon.core.content import content_path
from sukoon.core.pack_rules import PackError, Row
from sukoon.pathways import graph_checks, law_checks
from sukoon.pathways.definitions import Shelf, stand
from sukoon.pathways.reading import (
    COMMON,
    Source,
    Sources,
    all_tables,
    build,
    read_source,
    read_sources,
)
from sukoon.pathways.rules.paths import walk_every_path
from sukoon.pathways.words import STEP_KINDS

WORDED = {"question": ("", "why"), "step": ("", "why"), "plan": ("title",), "conclusion": ("",)}
WHEN = {"step", "medicine", "to", "urgency", "when"}
TEXTS = frozenset({
    *(f"{p}{lang}" for p in ("", "why_", "hint_", "title_", "about_") for lang in ("en", "ur", "ps", "sd"))
})  # fmt: skip
STAMPED = {"id", "source", "source_tag", *TEXTS}
KNOWN: Mapping[str, frozenset[str]] = {
    "": frozenset({
        *TEXTS, "id", "version", "entry", "source", "source_tag", "status", "licence", "reviewed_by",
        "reviewed_on", "complaints", "question", "decide", "call", "plan", "step", "conclusion",
        "example", "guards", "risks", "risk_words", "search", "law", "medicine_law",
    }),
    "question": frozenset({
        *STAMPED, "kind", "option", "low", "high", "instrument", "unsure", "raises", "must", "tags", "go",
        "lasts",
    }),
    "decide": frozenset({"id", "go"}),
    "call": frozenset({"id", "pathway", "go"}),
    "plan": frozenset({
        *STAMPED, "conclude", "steps", "medicines", "follow_up", "refer", "consult", "emergency",
        "risk_level", "stops", "go",
    }),
    "step": frozenset({*STAMPED, "kind"}),
    "conclusion": frozenset({*STAMPED, "category"}),
    "example": frozenset({"id", "en", "text", "facts", "answers", "routes", "expect", "signed_by"}),
}  # fmt: skip
STAMP = ("id", "version", "title_en", "title_ur", "entry", "source", "source_tag", "status")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with what: the n-th table of a name, and its key."""

    source: Source
    table: str
    place: int
    name: str
    message: str

    def as_error(self) -> PackError:
        line = self.source.line(self.table, self.place, self.name)
        field = f"{self.table}.{self.name}" if self.table else self.name
        return PackError(str(self.source.path), line, field, self.message)


def check(where: Path, files: Mapping[str, Sequence[Row]]) -> Iterator[PackError]:
    """Yield what is wrong with a pack of pathways, without walking it (see `check_laws`)."""
    broken = list(_unreadable(where))
    yield from broken
    if not broken:
        near = {where, _medicines(where)}
        for fault in find_faults(_sources(where)):
            if fault.source.path.parent in near:
                yield fault.as_error()


def check_laws(where: Path) -> Iterator[PackError]:
    """Walk every path of a sound pack under every law; yield the laws that are broken."""
    sources = _sources(where)
    library = build(sources)
    for key, source in sources.pathways.items():
        if source.path.parent != where:
            continue
        for one in walk_every_path(library, key).violations:
            message = _("a path breaks the law “%(law)s”: %(said)s")
            told = {"law": one.law, "said": one.said[:300]}
            yield PackError(str(source.path), source.line(name="entry"), "law", message % told)


def shelf_of(where: Path) -> Shelf:
    """Return the library a checked pack stands in."""
    return stand(_sources(where))


def _sources(where: Path) -> Sources:
    """Read a pack; one without a common file of its own stands on the shipped ones."""
    shipped = content_path() / "pathways"
    folders = [where] if (where / COMMON).is_file() else [shipped, where]
    return read_sources(folders, _medicines(where))


def _medicines(where: Path) -> Path:
    beside = where.parent / "medicines"
    return beside if (beside / "cautions.toml").is_file() else content_path() / "medicines"


def _unreadable(where: Path) -> Iterator[PackError]:
    for path in sorted(where.glob("*.toml")):
        try:
            read_source(path)
        except tomllib.TOMLDecodeError as error:
            told = str(error)
            at = told.rpartition("(at line ")[2].partition(",")[0]
            yield PackError(str(path), int(at) if at.isdigit() else 0, "", told[:200])
        except (OSError, UnicodeDecodeError) as error:
            yield PackError(str(path), 0, "", str(error)[:200])


def find_faults(sources: Sources) -> Iterator[Fault]:
    """Yield every fault that can be seen without walking."""
    seen: dict[tuple[str, str], str] = {}
    for source in (*sources.common, *sources.laws, *sources.pathways.values()):
        yield from _unknown_keys(source)
        for table in ("question", "step", "conclusion"):
            for place, one in enumerate(source.tables(table)):
                defines = table != "question" or "kind" in one
                key = (table, str(one.get("id", "")))
                if defines and key in seen:
                    yield Fault(
                        source,
                        table,
                        place,
                        "id",
                        _("the same as in %(file)s") % {"file": seen[key]},
                    )
                if defines:
                    seen[key] = source.path.name
        yield from _texts(source)
    for source in sources.pathways.values():
        yield from _stamp(source)
    yield from _kinds(sources)
    if not seen:
        return
    yield from _lasts(sources)
    yield from _graphs(sources)


def _unknown_keys(source: Source) -> Iterator[Fault]:
    for table, known in KNOWN.items():
        for place, one in enumerate([source.content] if not table else source.tables(table)):
            for name in sorted(one.keys() - known):
                message = _("“%(value)s” is not known") % {"value": name}
                yield Fault(source, table, place, name, message)


def _stamp(source: Source) -> Iterator[Fault]:
    for name in STAMP:
        if not str(source.content.get(name, "")).strip():
            yield Fault(source, "", 0, name, _("this must not be empty"))
    if source.content.get("id") != source.path.stem:
        yield Fault(source, "", 0, "id", _("the file has the name of its pathway"))
    if source.content.get("status") == "signed" and not source.content.get("reviewed_by"):
        message = _("a signed pack names who signed it, and when")
        yield Fault(source, "", 0, "status", message)
    if source.content.get("source_tag") not in {"S", "W", "D"}:
        message = _("“%(value)s” is not known") % {"value": source.content.get("source_tag", "")}
        yield Fault(source, "", 0, "source_tag", message)


def _texts(source: Source) -> Iterator[Fault]:
    for table, prefixes in WORDED.items():
        for place, one in enumerate(source.tables(table)):
            if table == "question" and "kind" not in one:
                continue
            for prefix in prefixes:
                for language in ("en", "ur"):
                    name = f"{prefix}_{language}" if prefix else language
                    if not str(one.get(name, "")).strip():
                        yield Fault(source, table, place, name, _("this must not be empty"))
            if not (one.get("source") or source.content.get("source")):
                yield Fault(source, table, place, "source", _("this must not be empty"))


def _kinds(sources: Sources) -> Iterator[Fault]:
    for source, place, one in all_tables(sources, "step"):
        if one.get("kind") not in STEP_KINDS:
            message = _("“%(value)s” is not known") % {"value": one.get("kind", "")}
            yield Fault(source, "step", place, "kind", message)
    for source, place, one in all_tables(sources, "question"):
        if one.get("kind") in {"choice", "multi"} and len(one.get("option", ())) < 2:  # noqa: PLR2004
            yield Fault(source, "question", place, "option", _("this must not be empty"))
        for option in one.get("option", ()):
            if not (option.get("id") and option.get("en") and option.get("ur")):
                yield Fault(source, "question", place, "option", _("this must not be empty"))


def _lasts(sources: Sources) -> Iterator[Fault]:
    """How long an answer is known: days, and which answers; only those that the question has."""
    names = graph_checks.names_of(sources)
    for source, place, one in all_tables(sources, "question"):
        told = one.get("lasts")
        if told is None:
            continue
        sound = isinstance(told, Mapping) and set(told) <= {"days", "only"}
        if not sound or not isinstance(told.get("days"), int) or told["days"] < 1:
            message = _("tell for how many days an answer is known: { days = 14 }")
            yield Fault(source, "question", place, "lasts", message)
            continue
        for word in told.get("only", ()):
            if word not in names.answers(one["id"]):
                message = _("“%(value)s” is not known") % {"value": word}
                yield Fault(source, "question", place, "lasts", message)


def _graphs(sources: Sources) -> Iterator[Fault]:
    names = graph_checks.names_of(sources)
    for source in sources.pathways.values():
        for table, place, name, message in graph_checks.faults(source, sources, names):
            yield Fault(source, table, place, name, message)
    for source, table, place, name, message in law_checks.faults(sources, names):
        yield Fault(source, table, place, name, message)
    for table, place, name, message in graph_checks.circles(sources):
        yield Fault(next(iter(sources.pathways.values())), table, place, name, message)
