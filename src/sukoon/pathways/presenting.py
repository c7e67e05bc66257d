"""What a finished walk shows: advice by kind, medicines with what stands against them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sukoon.pathways.definitions import Shelf, effects_of
from sukoon.pathways.rules.engine import Outcome
from sukoon.pathways.telling import NO_DOSE, dose_of
from sukoon.pathways.words import STEP_KINDS, StockLevel


@dataclass(frozen=True, slots=True)
class Advised:
    """One step of advice, and what was said about it on the page."""

    step: str
    text: str
    why: str
    source: str
    tag: str
    left: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Dose:
    """One figure of the table, word for word, with what it was taken from."""

    label: str
    said: str
    source: str
    tag: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """One medicine: whether it may be given, what stands against it, what to watch."""

    medicine: str
    name: str
    status: str
    dose: str  # what stands where the table has none
    doses: list[Dose]
    note: str
    stock: str
    cautions: list[tuple[str, str, bool]]  # level, text, surely
    effects: list[tuple[str, str, bool, bool]]  # code, text, urgent, the person has it
    taken: bool
    reason: str


def advised(
    found: Shelf, outcome: Outcome, language: str, posted: Mapping[str, str]
) -> list[tuple[str, str, list[Advised]]]:
    """Return steps by kind in the order of kinds: what is urgent first, medicine after support."""
    groups: dict[str, list[Advised]] = {kind: [] for kind in STEP_KINDS}
    for step in dict.fromkeys(a.step for a in outcome.advice):
        words = found.steps[step]
        groups[found.library.steps[step]].append(
            Advised(
                step,
                _in(words.text, language),
                _in(words.why, language),
                words.source,
                words.source_tag,
                f"not-{step}" in posted,
                posted.get(f"why-{step}", ""),
            )
        )
    return [(kind, str(STEP_KINDS[kind]), steps) for kind, steps in groups.items() if steps]


def doses_of(found: Shelf, row: Mapping[str, str]) -> list[Dose]:
    """Return the figures of the table; nothing where it has none. Nothing is worked out."""
    if dose_of(row) == NO_DOSE:
        return []
    labels = {"start": _("Begin with"), "step": _("Then"), "max": _("At most")}
    return [
        Dose(label, row[f"{part}_dose"], source["title"], source["tag"])
        for part, label in labels.items()
        for source in (found.dose_sources[row[f"{part}_source"]],)
    ]


def note_of(row: Mapping[str, str], language: str) -> str:
    """Say for whom the figures are, and where sources differ."""
    return row.get(f"note_{language}") or row["note_en"]


def medicines_of(
    found: Shelf, outcome: Outcome, language: str, posted: Mapping[str, str],
    stock: Mapping[str, str],
) -> list[Suggested]:  # fmt: skip
    """Return what is suggested; what was in stock lately stands first."""
    made = []
    for one in outcome.medicines:
        row = found.medicines[one.medicine]
        dose = dose_of(row)
        made.append(Suggested(
            medicine=one.medicine, name=row.get(f"name_{language}") or row["name_en"],
            status=one.status, stock=stock.get(one.medicine, ""),
            dose=_("Dose: not in the table, ask a specialist") if dose == NO_DOSE else "",
            doses=doses_of(found, row), note=note_of(row, language),
            cautions=[
                (str(c.level), _in(found.cautions[c.caution].text, language), c.known)
                for c in one.cautions
            ],
            effects=[
                (e["code"], e[f"label_{language}"], e["urgent"] == "1",
                 f"effect-{one.medicine}-{e['code']}" in posted)
                for e in effects_of(found, one.medicine)
            ],
            taken=f"med-{one.medicine}" in posted, reason=posted.get(f"why-{one.medicine}", ""),
        ))  # fmt: skip
    order = {StockLevel.ALWAYS: 0, StockLevel.SOMETIMES: 1, "": 2, StockLevel.NEVER: 3}
    return sorted(made, key=lambda m: (m.status == "blocked", order.get(m.stock, 2)))


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")
