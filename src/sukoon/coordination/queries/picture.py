"""One area on one page: services, workforce, pledges, plans, package, gaps, the next meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from sukoon.coordination import training
from sukoon.coordination.models import Meeting
from sukoon.coordination.queries import groups, indicators, package, plans, pledges
from sukoon.coordination.queries.package import Standing
from sukoon.coordination.queries.plans import PhaseStand
from sukoon.coordination.rules import disclosure
from sukoon.core.access import Actor, can, holds
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services import queries as services
from sukoon.services.queries.districts import Told
from sukoon.surge.queries.figures import OfArea, of_area
from sukoon.workforce.models import Worker
from sukoon.workforce.words import WorkerStatus

TIERS = ("1", "2", "3", "4", "")
MOST_GAPS = 5
MOST_PLANS = 4


@dataclass(frozen=True, slots=True)
class GapLine:
    name: str
    people: int | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    title: str
    organisation: str
    phases: Sequence[PhaseStand]


@dataclass(frozen=True, slots=True)
class Picture:
    """What one page shows of an area. Counts of people are never added to counts of lines."""

    area: Area
    country: services.Country  # the districts of the area
    people: int | None
    organisations: int
    services: int
    layers: Mapping[int | None, int]
    districts: int
    silent_districts: int  # named by nobody, and not hidden behind a province
    not_told: int
    gaps: Sequence[GapLine]
    workers: Mapping[str, int | None]  # by tier; None: hidden, or not shown
    workers_total: int | None
    pledges: pledges.Summary
    package: Sequence[Standing]
    package_on: date | None
    plans: Sequence[PlanLine]
    next_meeting: Meeting | None
    trained: int | None = None  # real people; None: hidden
    running: indicators.Running | None = None  # None: not shown
    surge: OfArea | None = None  # None: not shown


def picture(by: Actor, area: Area, *, today: date, public: bool = False) -> Picture:
    """Return the picture of an area as the actor sees it; `public` hides small counts of people."""
    # Every line lies in the country: asking for it again would only cost time.
    filters = services.Filters(area="" if area.level == Level.COUNTRY else area.pcode)
    country = services.country(by, filters)
    inside = [d for d in country.districts if d.area.path.startswith(area.path)]
    none = sorted((d for d in inside if d.told is Told.NONE), key=lambda d: -(d.population or 0))
    layers = services.layer_counts(by, filters)
    tiers, total = _workers(area, hides=public or not can(by, Permission.WORKER_VIEW, area.scope))
    stood = package.in_area(by, area)
    shown = (
        [] if public else list(plans.plans(by).filter(area_path__startswith=area.path)[:MOST_PLANS])
    )
    return Picture(
        area=area, country=replace(country, districts=tuple(inside)), people=_people(area, inside), organisations=country.organisations,
        services=country.services, layers={k: v["services"] for k, v in layers.items()},
        districts=len(inside), silent_districts=len(none),
        not_told=sum(d.told is Told.NOT_TOLD for d in inside),
        gaps=[GapLine(d.area.name, d.population) for d in none[:MOST_GAPS]],
        workers=tiers, workers_total=total,
        pledges=_pledges(by, area, today, public=public),
        package=stood.lines, package_on=stood.review.as_of if stood.review else None,
        plans=[PlanLine(p.title, p.organisation.acronym or p.organisation.shown_name, plans.phases(p, today=today)) for p in shown],
        next_meeting=None if public else groups.next_meeting(by, today=today, area_path=area.path),
        trained=_trained(area, hides=public or not can(by, Permission.WORKER_VIEW, area.scope)),
        running=None if public else indicators.running_in(by, area.path),
        surge=None if public or not holds(by, Permission.SURGE_VIEW) else of_area(by, area.path),
    )  # fmt: skip


def _people(area: Area, inside: Sequence[services.District]) -> int | None:
    told = getattr(area, "population", None)
    if told is not None:
        return int(told)
    known = [d.population for d in inside if d.population]
    return sum(known) if known else None


def _trained(area: Area, *, hides: bool) -> int | None:
    n = training.how_many_trained_in(area.path)
    return None if hides and 0 < n < disclosure.LEAST else n


def _workers(area: Area, *, hides: bool) -> tuple[dict[str, int | None], int | None]:
    """Count active workers of an area by tier; small counts are for those who may see the workers.

    Those of an invented account are nobody: they stand beside real services and are not counted.
    """
    counts = dict.fromkeys(TIERS, 0)
    rows = Worker.objects.filter(area__path__startswith=area.path, status=WorkerStatus.ACTIVE)
    rows = rows.exclude(account__is_synthetic=True)
    for tier, n in rows.order_by().values_list("tier").annotate(n=Count("pk")):
        counts[str(tier or "")] += n
    if hides:
        return disclosure.shown(counts)
    told: dict[str, int | None] = dict(counts)
    return told, sum(counts.values())


def _pledges(by: Actor, area: Area, today: date, *, public: bool) -> pledges.Summary:
    """Sum up the commitments followed in the area, or, for everyone, the published ones."""
    if public:
        codes = pledges.published(by).values_list("pk", flat=True)
        found = pledges.of_pledges(list(codes))
    else:
        found = pledges.visible(by)
    return pledges.summary(found.filter(area_path__startswith=area.path), today=today)
