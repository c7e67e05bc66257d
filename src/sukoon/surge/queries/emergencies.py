"""Emergencies and assessments within reach: real ones, and nothing of an exercise among them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from sukoon.core.access import Actor, require_holds, within_reach
from sukoon.core.permissions import Permission
from sukoon.surge.models import (
    Assessment,
    AssessmentArea,
    AssessmentPartner,
    Emergency,
    Paper,
)
from sukoon.surge.rules.flows import around, meet, overlaps
from sukoon.surge.words import AssessmentState, DeploymentState, RequestState

LIVE = (AssessmentState.PLANNED, AssessmentState.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class AssessmentFilters:
    """What the registry is narrowed to. Empty means everything."""

    area_path: str = ""
    sector: str = ""
    state: str = ""
    text: str = ""


def any_emergencies(by: Actor) -> QuerySet[Emergency]:
    """Every emergency within reach of SURGE_VIEW, also those of exercises: for their own pages."""
    seen = within_reach(by, Permission.SURGE_VIEW, owner=None, org=None, area="area_path")
    return Emergency.objects.filter(seen).select_related("area").order_by("-started_on", "-id")


def emergencies(by: Actor) -> QuerySet[Emergency]:
    """Real emergencies within reach."""
    return any_emergencies(by).filter(is_exercise=False)


def writable_emergencies(by: Actor, *, exercises: bool = False) -> QuerySet[Emergency]:
    """Emergencies that the actor keeps: real ones, or also made-up ones."""
    mine = within_reach(by, Permission.SURGE_WRITE, owner=None, org=None, area="area_path")
    return (any_emergencies(by) if exercises else emergencies(by)).filter(mine)


def open_ones(by: Actor) -> QuerySet[Emergency]:
    """Real emergencies that go on, with how many are asked for and are out."""
    asked = Q(requests__state=RequestState.OPEN)
    out = Q(deployments__state=DeploymentState.DEPLOYED)
    return (
        emergencies(by)
        .filter(ended_on=None)
        .annotate(
            asked=Count("requests", filter=asked, distinct=True),
            out=Count("deployments", filter=out, distinct=True),
        )
    )


@dataclass(frozen=True, slots=True)
class DisasterTold:
    """Where disaster mode is on, and since when. `opens`: the reader may see the emergency itself."""

    emergency: Emergency
    opens: bool


def disaster_areas(by: Actor) -> list[DisasterTold]:
    """Return the real emergencies with disaster mode on, told to all who work here.

    Who carries on somewhere else may be asked there tomorrow, so the area narrows nothing; the
    emergency's own page stays within reach of SURGE_VIEW.
    """
    require_holds(by, Permission.SELF)
    on = Emergency.objects.filter(is_exercise=False, disaster_since__isnull=False)
    found = list(on.select_related("area").order_by("-disaster_since", "-id")[:20])
    opens = set(emergencies(by).filter(pk__in=[e.pk for e in found]).values_list("pk", flat=True))
    return [DisasterTold(e, e.pk in opens) for e in found]


def in_disaster_mode(area_path: str) -> bool:
    """Say whether disaster mode is on for a place: for it, or for an area around it.

    Asked by other areas, whoever looks. What is played in an exercise never switches anything.
    """
    return Emergency.objects.filter(
        is_exercise=False, disaster_since__isnull=False, area_path__in=around(area_path)
    ).exists()


def any_assessments(by: Actor) -> QuerySet[Assessment]:
    """Assessments within reach of SURGE_VIEW or of the own organisation, also of exercises."""
    seen = within_reach(by, Permission.SURGE_VIEW, owner=None, org="organisation", area="area_path")
    areas = AssessmentArea.objects.select_related("area").order_by("area__path")
    partners = AssessmentPartner.objects.select_related("organisation")
    return (
        Assessment.objects.filter(seen)
        .select_related("organisation", "emergency")
        .prefetch_related(Prefetch("areas", areas), Prefetch("partners", partners))
        .order_by("-starts_on", "-id")
    )


def assessments(by: Actor) -> QuerySet[Assessment]:
    """Real assessments within reach."""
    return any_assessments(by).filter(is_exercise=False)


def writable_assessments(by: Actor) -> QuerySet[Assessment]:
    mine = within_reach(
        by, Permission.SURGE_WRITE, owner=None, org="organisation", area="area_path"
    )
    return any_assessments(by).filter(mine)


def filtered(by: Actor, filters: AssessmentFilters) -> QuerySet[Assessment]:
    """Return the real assessments that the filters leave: in an area, inside it, or around it."""
    found = assessments(by)
    if filters.sector:
        found = found.filter(sector=filters.sector)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.area_path:
        covering = AssessmentArea.objects.filter(
            Q(area__path__startswith=filters.area_path)
            | Q(area__path__in=around(filters.area_path))
        )
        found = found.filter(pk__in=covering.values("assessment"))
    if filters.text:
        said = filters.text
        found = found.filter(
            Q(title_en__icontains=said) | Q(title_ur__contains=said) | Q(tool__icontains=said)
            | Q(organisation__aliases__key__contains=said.lower())
        ).distinct()  # fmt: skip
    return found


def details(by: Actor) -> QuerySet[Assessment]:
    """Assessments with their findings and papers."""
    papers = Paper.objects.order_by("created_at", "id")
    return any_assessments(by).prefetch_related("findings", Prefetch("papers", papers))


def also_there(by: Actor, assessment: Assessment, *, most: int = 20) -> list[Assessment]:
    """Return who else assesses the same ground at the same time, so that they may go together."""
    paths = [a.area.path for a in assessment.areas.all()]
    end = assessment.ends_on
    found = (any_assessments(by) if assessment.is_exercise else assessments(by)).exclude(
        pk=assessment.pk
    )
    found = found.filter(is_exercise=assessment.is_exercise).exclude(state=AssessmentState.DROPPED)
    near = found.filter(Q(ends_on=None) | Q(ends_on__gte=assessment.starts_on))
    ground = Q(pk__in=[])
    for path in paths:
        ground |= Q(area__path__startswith=path) | Q(area__path__in=around(path))
    near = near.filter(pk__in=AssessmentArea.objects.filter(ground).values("assessment"))
    if end:
        near = near.filter(starts_on__lte=end)
    shared = [
        other for other in near[: most * 5]
        if any(meet(a.area.path, p) for a in other.areas.all() for p in paths)
        and overlaps(assessment.starts_on, end, other.starts_on, other.ends_on)
    ]  # fmt: skip
    return shared[:most]


def running(by: Actor, *, today: date) -> QuerySet[Assessment]:
    """Real assessments that go on or begin."""
    return assessments(by).filter(state__in=LIVE).filter(Q(ends_on=None) | Q(ends_on__gte=today))
