"""A finished walk as a supervisor is shown it: step by step, frozen in the words of its packs.

Who may share it was asked where the case was found. Each step has a code of its own (pathway and
node), so that somebody can point at it. Of a walk whose pack has changed since, only the lines that
were written then are left.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import translation

from sukoon.cases import queries as cases
from sukoon.cases.models import Case, Entry
from sukoon.cases.words import EntryKind
from sukoon.pathways.definitions import shelf
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.models import Walk
from sukoon.pathways.rules.engine import run
from sukoon.pathways.summaries import path_line

LANGUAGES = ("en", "ur")
MOST_STEPS = 80

Step = dict[str, str]


def last_walk(case: Case) -> dict[str, Any]:
    """Return the last finished walk of a case as plain values; nothing where there is none."""
    walked = Entry.objects.filter(case=case, kind=EntryKind.WALK)
    entry = walked.order_by("-happened_at", "-id").first()
    if entry is None:
        return {}
    told, walk = cases.opened(entry), Walk.objects.filter(entry_id=entry.pk).first()
    return {
        "guide": walk.pathway if walk else "", "pathway": str(told.get("pathway", "")), "on": entry.happened_at.date().isoformat(),
        "concluded": list(told.get("concluded", [])), "differed": str(told.get("differed", "")),
        "steps": _steps(walk, str(told.get("path", "")))[:MOST_STEPS],
    }  # fmt: skip


def address_of(code: str) -> tuple[str, str] | None:
    """Return pathway and node of a step's code ("dep/sleep", "DEP"), while packs know the pathway."""
    pathway, _slash, node = code.strip().partition("/")
    known = {p.lower(): p for p in shelf().definitions}
    found = known.get(pathway.lower())
    if found is None:
        return None
    nodes = shelf().library.pathways[found].nodes.values()
    return found, next((n.id for n in nodes if node and node in {n.id, n.ask}), "")


def _steps(walk: Walk | None, written: str) -> Sequence[Step]:
    known = shelf().definitions.get(walk.pathway) if walk else None
    if walk is None or known is None or known.checksum != walk.checksum:
        lines = [line for line in written.splitlines() if line.strip()]
        return [
            {"code": f"line/{n}", "kind": "line", "en": line, "ur": line}
            for n, line in enumerate(lines, 1)
        ]
    found, inputs = shelf(), inputs_of(walk)
    visits = run(found.library, walk.pathway, inputs).path
    told: dict[str, Step] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for visit in visits:
                code = f"{visit.pathway}/{visit.node}"
                step = told.setdefault(code, {"code": code, "kind": visit.kind})
                step[language] = path_line(found, inputs, visit, language)
    return list(told.values())


def titles(language: str) -> list[tuple[str, str]]:
    """Return the codes of all guides with their titles."""
    told = shelf().definitions
    return [(p.upper(), d.title.get(language) or d.title["en"]) for p, d in sorted(told.items())]
