"""How the minimum package stands in an area, who does what of it, and what it costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Prefetch, QuerySet

from sukoon.coordination.models import (
    Costing,
    CostLine,
    CostTarget,
    MspAction,
    MspActivity,
    MspReview,
    Scenario,
)
from sukoon.coordination.rules.package import Cost, Item, costs, finding, suggested, together
from sukoon.coordination.rules.pledges import covers_code
from sukoon.coordination.words import PackageFinding, PackageKind, PackageStatus, Priority
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services import queries as services


@dataclass(frozen=True, slots=True)
class Standing:
    """One activity in one area: what is said of it, who does it, and what that means."""

    activity: MspActivity
    core: PackageStatus
    additional: PackageStatus
    actors: Sequence[str]
    services: int
    finding: PackageFinding
    priority: Priority
    decided: bool  # the priority was decided by somebody, not suggested


@dataclass(frozen=True, slots=True)
class AreaPackage:
    area: Area
    review: MspReview | None
    lines: Sequence[Standing]

    @property
    def gaps(self) -> list[Standing]:
        return [line for line in self.lines if line.finding == PackageFinding.GAP]


def activities() -> QuerySet[MspActivity]:
    """The activities of the latest version, with their actions."""
    latest = MspActivity.objects.aggregate(v=Max("version"))["v"]
    actions = MspAction.objects.order_by("kind", "number")
    found = MspActivity.objects.filter(version=latest).order_by("sort")
    return found.prefetch_related(Prefetch("actions", actions))


def reviews(by: Actor) -> QuerySet[MspReview]:
    """Reviews of the package within reach of PLAN_VIEW."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org=None, area="area_path")
    return MspReview.objects.filter(seen).select_related("area").order_by("-as_of", "-id")


def in_area(by: Actor, area: Area, *, on: date | None = None) -> AreaPackage:
    """Return the package in an area: the latest review (up to a day), and the register now.

    Actors are organisations with a service under way that names the area or a place inside it. A
    fixed number of queries.
    """
    found = reviews(by).filter(area=area)
    review = (found.filter(as_of__lte=on) if on else found).first()
    said: dict[UUID, str] = {}
    decided: dict[UUID, str] = {}
    if review is not None:
        said = dict(review.statuses.values_list("action_id", "status"))
        decided = dict(review.priorities.values_list("activity_id", "priority"))
    doing: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for code, organisation, n in _doing(by, area):
        doing[code][organisation] += n
    return AreaPackage(area, review, [_standing(a, said, decided, doing) for a in activities()])


def _doing(by: Actor, area: Area) -> list[tuple[str, str, int]]:
    """Count services under way by code and organisation. Every line lies in the country."""
    inside = "" if area.level == Level.COUNTRY else area.pcode
    lines = services.filtered(by, services.Filters(area=inside)).order_by()
    # Words instead of identifiers: making thousands of those costs more than the counting.
    return list(lines.values_list("activity__code", "organisation__name").annotate(n=Count("pk")))


def _standing(
    activity: MspActivity, said: dict[UUID, str], decided: dict[UUID, str],
    doing: dict[str, dict[str, int]],
) -> Standing:  # fmt: skip
    actors: dict[str, int] = defaultdict(int)
    for code, organisations in doing.items():
        if covers_code(activity.fourws, code):
            for name, n in organisations.items():
                actors[name] += n
    core, additional = (
        together(
            said.get(a.pk, PackageStatus.NOT_TOLD) for a in activity.actions.all() if a.kind == kind
        )
        for kind in (PackageKind.CORE, PackageKind.ADDITIONAL)
    )
    found = finding(core, len(actors))
    priority = decided.get(activity.pk)
    return Standing(
        activity, core, additional, sorted(actors), sum(actors.values()), found,
        Priority(priority) if priority else suggested(found, core), bool(priority),
    )  # fmt: skip


def costings(by: Actor) -> QuerySet[Costing]:
    """Costings within reach of PLAN_VIEW."""
    seen = within_reach(by, Permission.PLAN_VIEW, owner=None, org=None, area="area_path")
    lines = CostLine.objects.select_related("activity").order_by("activity__sort", "created_at")
    targets = CostTarget.objects.select_related("activity").order_by("activity__sort")
    return (
        Costing.objects.filter(seen)
        .select_related("area")
        .prefetch_related(
            Prefetch("scenarios__lines", lines), Prefetch("scenarios__targets", targets)
        )
        .order_by("-created_at", "-id")
    )


def writable_costings(by: Actor) -> QuerySet[Costing]:
    mine = within_reach(by, Permission.PLAN_WRITE, owner=None, org=None, area="area_path")
    return costings(by).filter(mine)


def costs_of(scenario: Scenario) -> list[Cost]:
    """Return what each activity of a scenario costs. It must come with lines and targets."""
    items = [
        Item(x.activity.code, x.ingredient, x.quantity, x.rate, x.periods, x.coverage)
        for x in scenario.lines.all()
    ]
    return costs(items, {t.activity.code: t.quantity for t in scenario.targets.all()})
