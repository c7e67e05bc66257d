"""People trained and programmes running: what records of trainings, catalogue and register show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from sukoon.coordination import training
from sukoon.coordination.models import Commitment, InterventionUse
from sukoon.coordination.queries import register
from sukoon.coordination.queries.knowledge import visible_uses
from sukoon.coordination.rules import disclosure
from sukoon.coordination.rules import programmes as rules
from sukoon.coordination.rules.pledges import Line, Wanted, overlaps
from sukoon.coordination.words import Counts, Measure
from sukoon.core.access import Actor, can
from sukoon.core.permissions import Permission
from sukoon.places import queries as places
from sukoon.services import return_queries as returns
from sukoon.services.words import ReturnStatus

ACCEPTED = (ReturnStatus.ACCEPTED, ReturnStatus.LOCKED)
MOST_LINES = 60
Lines = dict[UUID, tuple[Line, set[str]]]


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """People of one area who finished a training. None: too few to be told to the reader."""

    training: training.Training | None
    area: str
    first: date
    last: date
    people: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """An intervention in use, whether the register shows it running, and how far it reached."""

    use: InterventionUse
    counts: Counts
    services: int
    reach: rules.Reach


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure was computed from, as far as the reader may see it."""

    as_of: date | None
    trainings: Sequence[TrainingLine] = ()
    programmes: Sequence[ProgrammeLine] = ()
    left_out: int = 0


def asked_of(commitment: Commitment) -> rules.Asked:
    """Return what a commitment asks. It must come with its entities, codes and programmes."""
    return rules.Asked(
        register.wanted(commitment), frozenset(p.code for p in commitment.programmes.all()),
        commitment.area_path, commitment.is_synthetic,
    )  # fmt: skip


def trained(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count people trained, where they stand. A query for many commitments."""
    told = training.how_many_count([asked_of(c) for c in commitments])
    return {c.pk: n for c, n in zip(commitments, told, strict=True)}


def running(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count interventions in use that the register shows running, by organisation and area."""
    asked = {c.pk: asked_of(c) for c in commitments}
    organisations = _organisations(asked.values())
    lines = register.under_way(organisations)
    columns = ("intervention__code", "organisation_id", "area_path", "intervention__codes")
    found = InterventionUse.objects.filter(organisation__in=organisations).values_list(*columns)
    uses = [rules.Use(code, str(org), path, _codes(codes)) for code, org, path, codes in found]
    return {
        pk: sum(
            rules.running(u, lines[u.organisation], a) == Counts.YES
            for u in uses if rules.is_asked(u, a)
        )
        for pk, a in asked.items()
    }  # fmt: skip


def behind(by: Actor, commitment: Commitment) -> Shown | None:
    """Return what a commitment's figure is computed from; None for other measures."""
    if commitment.measure == Measure.TRAINED:
        return _behind_trained(by, commitment)
    if commitment.measure == Measure.PROGRAMMES:
        return _behind_running(by, commitment)
    return None


def _trained(asked: Iterable[rules.Asked]) -> list[rules.Trained]:
    every = list(asked)
    codes = {p for a in every for p in a.programmes}
    return training.people_trained(codes, _organisations(every))


def _organisations(asked: Iterable[rules.Asked]) -> set[UUID]:
    return {UUID(o) for a in asked for o in a.wanted.organisations}


def _register(organisations: Iterable[UUID]) -> Lines:
    asked = set(organisations)
    lines, areas = register.lines(asked), register.areas(asked)
    return {pk: (line, areas[pk]) for pk, line in lines.items()}


def _behind_trained(by: Actor, commitment: Commitment) -> Shown:
    asked = asked_of(commitment)
    counted = [x for x in _trained([asked]) if rules.counts_as_trained(x, asked)]
    groups = rules.by_training_and_area(counted)
    told: dict[str, int | None] = {
        "\n".join(key): sum(x.people for x in lines) for key, lines in groups.items()
    }
    if not can(by, Permission.WORKER_VIEW, commitment.scope):
        told, _whole = disclosure.shown({k: n or 0 for k, n in told.items()})
    names = {t.code: t for t in training.trainings()}
    areas = {a.path: a.name for a in places.areas().filter(path__in={path for _, path in groups})}
    rows = [
        TrainingLine(
            names.get(code), areas.get(path, ""), min(x.trained_on for x in lines),
            max(x.trained_on for x in lines), told["\n".join((code, path))],
        )
        for (code, path), lines in sorted(groups.items())
    ]  # fmt: skip
    latest = max((r.last for r in rows), default=None)
    return Shown(latest, rows[:MOST_LINES], left_out=max(len(rows) - MOST_LINES, 0))


def _behind_running(by: Actor, commitment: Commitment) -> Shown:
    asked = asked_of(commitment)
    organisations = _organisations([asked])
    lines = _register(organisations)
    rows = []
    uses = [
        u for u in visible_uses(by).filter(organisation__in=organisations)
        if rules.is_asked(plain_use(u), asked)
    ]  # fmt: skip
    reached = returned(by, lines, register.wanted(commitment))
    for use in uses[:MOST_LINES]:
        plain = plain_use(use)
        same = [
            pk for pk, line in lines.items() if rules.running(plain, [line], asked) == Counts.YES
        ]
        counts = rules.running(plain, lines.values(), asked)
        told = [r for pk in same for r in reached[pk]]
        rows.append(ProgrammeLine(use, counts, len(same), rules.reach(told)))
    days = [u.told_on for u in uses if u.told_on] + [r.reach.latest for r in rows if r.reach.latest]
    return Shown(max(days, default=None), programmes=rows, left_out=max(len(uses) - MOST_LINES, 0))


def plain_use(use: InterventionUse) -> rules.Use:
    told = use.intervention
    return rules.Use(told.code, str(use.organisation_id), use.area_path, _codes(told.codes))


def _codes(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split("|")))


def returned(by: Actor, services: Iterable[UUID], wanted: Wanted) -> dict[UUID, list[rules.Told]]:
    """Return accepted returns of these services in this time, as far as the reader may see them."""
    found: dict[UUID, list[rules.Told]] = defaultdict(list)
    rows = returns.reports(by).filter(service__in=list(services), status__in=ACCEPTED)
    latest = rows.filter(versions__number=F("version")).values_list(
        "service_id", "period_start", "period_end", "versions__basis", "versions__total"
    )
    for service, start, end, basis, total in latest.order_by():
        if overlaps(start, end, wanted):
            found[service].append(rules.Told(basis, total, end))
    return found
