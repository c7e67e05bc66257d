"""Two indicators of an area: people trained, by training, area and period; programmes running."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sukoon.coordination import training
from sukoon.coordination.models import InterventionUse
from sukoon.coordination.queries import programmes, register
from sukoon.coordination.queries.knowledge import visible_uses
from sukoon.coordination.rules import programmes as rules
from sukoon.coordination.rules.pledges import Line, Wanted
from sukoon.coordination.words import Counts
from sukoon.core.access import Actor
from sukoon.places import queries as places


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted; None: open."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TrainedHere:
    """People of one area who finished a training in a period."""

    training: str
    name: str
    pcode: str
    area: str
    first: date
    last: date
    people: int
    is_synthetic: bool


EVERY = rules.Asked(
    Wanted(frozenset(), frozenset(), None, None), frozenset(), "", is_synthetic=False
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Running:
    """How many programmes are told to run in an area, and how many the register shows."""

    told: int
    running: int


def trained(area_path: str, period: Period) -> list[TrainedHere]:
    """Return who was trained in an area and a period, by training and area.

    Counted over everything: who may see it, the door decides. Invented ones are marked.
    """
    lines = [x for x in training.people_trained_in(area_path) if rules.within(
        x.trained_on, period.since, period.until)]  # fmt: skip
    names = {t.code: t for t in training.trainings()}
    areas = {a.path: a for a in places.areas().filter(path__in={x.area_path for x in lines})}
    found = []
    for (code, path), group in sorted(rules.by_training_and_area(lines).items()):
        where, named = areas.get(path), names.get(code)
        days = [x.trained_on for x in group]
        found.append(TrainedHere(
            code, named.name_en if named else "", where.pcode if where else "",
            where.name_en if where else "", min(days), max(days), sum(x.people for x in group),
            any(x.is_synthetic for x in group),
        ))  # fmt: skip
    return found


def running_in(by: Actor, area_path: str) -> Running:
    """Count programmes in use in an area, and those the register shows under way. Three queries."""
    uses = list(visible_uses(by).filter(area_path__startswith=area_path))
    lines = register.under_way({u.organisation_id for u in uses})
    shown = [
        rules.running(plain, lines[plain.organisation], EVERY)
        for plain in map(programmes.plain_use, uses)
    ]
    return Running(len(uses), shown.count(Counts.YES))


def programme_lines(
    by: Actor, uses: Sequence[InterventionUse], period: Period
) -> list[programmes.ProgrammeLine]:
    """Return for each use whether the register shows it running, and how far it reached."""
    lines = _by_organisation(uses)
    wanted = Wanted(frozenset(), frozenset(), period.since, period.until)
    asked = rules.Asked(wanted, frozenset(), "", is_synthetic=False)
    reached = programmes.returned(
        by, {pk for found in lines.values() for pk, _, _ in found}, wanted
    )
    rows = []
    for use in uses:
        plain = programmes.plain_use(use)
        mine = lines[plain.organisation]
        same = [
            pk for pk, line, areas in mine
            if rules.running(plain, [(line, areas)], asked) == Counts.YES
        ]  # fmt: skip
        counts = rules.running(plain, [(line, areas) for _, line, areas in mine], asked)
        told = [r for pk in same for r in reached[pk]]
        rows.append(programmes.ProgrammeLine(use, counts, len(same), rules.reach(told)))
    return rows


def _by_organisation(
    uses: Iterable[InterventionUse],
) -> dict[str, list[tuple[UUID, Line, set[str]]]]:
    organisations = {u.organisation_id for u in uses}
    lines, areas = register.lines(organisations), register.areas(organisations)
    found: dict[str, list[tuple[UUID, Line, set[str]]]] = defaultdict(list)
    for pk, line in lines.items():
        for organisation in line.organisations:
            found[organisation].append((pk, line, areas[pk]))
    return found
