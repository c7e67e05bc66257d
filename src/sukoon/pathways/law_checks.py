"""Laws and cautions must name what exists: one that is misspelt would never speak."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sukoon.pathways.graph_checks import Names, wrong_leaf
from sukoon.pathways.reading import NODES_OF, URGENCIES, Source, Sources
from sukoon.pathways.rules import conditions
from sukoon.pathways.rules.conditions import ConditionWrong
from sukoon.pathways.words import STEP_KINDS, TARGET_LABELS

Told = tuple[Source, str, int, str, str]  # file, table, place, name, message
YES_NO = frozenset({"yes", "no"})


def faults(sources: Sources, names: Names) -> Iterator[Told]:
    """Yield every law and caution that cannot be read or names what does not exist."""
    known = _ends(sources, names)
    for source in sources.laws:
        for place, one in enumerate(source.tables("law")):
            for field in ("when", "must"):
                if field in one or field == "must":
                    yield from _one(source, "law", place, field, one.get(field), names, known)
        for place, one in enumerate(source.tables("medicine_law")):
            yield from _one(source, "medicine_law", place, "must", one.get("must"), names, {})
            if one.get("of") not in names.medicines | set(sources.classes):
                yield source, "medicine_law", place, "of", _unknown(one.get("of"))
    if sources.cautions:
        for place, one in enumerate(sources.cautions.tables("caution")):
            yield from _one(sources.cautions, "caution", place, "when", one.get("when"), names, {})


def _ends(sources: Sources, names: Names) -> Mapping[str, frozenset[str] | None]:
    """Return what laws may look at beside answers, and which words each of them can be."""
    nodes = {n["id"] for s in sources.pathways.values() for t in NODES_OF for n in s.tables(t)}
    classes = frozenset(sources.classes)
    medicines = frozenset(names.medicines)
    # A licensed pack may have other steps and questions than those that our laws name.
    return {
        "asked": frozenset(nodes), "plans": frozenset(nodes), "walked": frozenset(names.pathways),
        "advised": frozenset(names.steps), "step_kinds": frozenset(STEP_KINDS),
        "first_kind": frozenset(STEP_KINDS), "offered": medicines, "offered_classes": classes,
        "suggested_classes": classes, "suggested": YES_NO, "emergency": YES_NO, "ends": YES_NO,
        "referred": frozenset(TARGET_LABELS), "urgencies": frozenset(URGENCIES),
        "follow_up": None, "risk_level": None,
    }  # fmt: skip


def _one(
    source: Source, table: str, place: int, field: str, raw: object, names: Names,
    known: Mapping[str, frozenset[str] | None],
) -> Iterator[Told]:  # fmt: skip
    try:
        found = conditions.read(raw)
    except ConditionWrong as error:
        yield source, table, place, field, str(error)
        return
    for leaf in conditions.leaves(found.data):
        wrong = _wrong(leaf, names, known)
        if wrong:
            yield source, table, place, field, _unknown(wrong)


def _wrong(
    leaf: Mapping[str, Any], names: Names, known: Mapping[str, frozenset[str] | None]
) -> str:
    if leaf["name"] not in known:
        return wrong_leaf(leaf, names)
    words = known[leaf["name"]]
    told = leaf["value"] if isinstance(leaf["value"], list) else []
    return "" if words is None else ", ".join(w for w in told if w not in words)


def _unknown(value: object) -> str:
    return _("“%(value)s” is not known") % {"value": value}
