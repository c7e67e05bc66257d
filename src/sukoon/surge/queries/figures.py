"""What coordination counts of surge. Real ones only: every query here begins from `is_exercise=False`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from sukoon.core.access import Actor
from sukoon.surge.models import Assessment, Deployment, Exercise
from sukoon.surge.queries.emergencies import assessments, emergencies
from sukoon.surge.queries.roster import experts
from sukoon.surge.rules.flows import SENT, TAKES_ADVICE
from sukoon.surge.words import DeploymentState, ExpertStatus


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    """What an organisation gives to surge, as far as the reader may see."""

    experts: int
    deployed: int
    assessments: list[Assessment]


@dataclass(frozen=True, slots=True)
class OfArea:
    """How surge stands in an area."""

    emergencies: int
    disaster: bool
    out: int
    assessments: int


def emergencies_with_deployments(
    organisations: Iterable[UUID], *, since: date | None = None, until: date | None = None
) -> set[UUID]:
    """Return the emergencies to which these organisations sent, hosted or paid for experts.

    Counted over everything, whoever looks.
    """
    ids = list(organisations)
    sent = Deployment.objects.filter(is_exercise=False, state__in=SENT).filter(
        Q(org_id__in=ids) | Q(hosted_by__in=ids) | Q(funded_by__in=ids)
    )
    if since:
        sent = sent.filter(ends_on__gte=since)
    if until:
        sent = sent.filter(starts_on__lte=until)
    return set(sent.values_list("emergency_id", flat=True))


def exercises_held(organisations: Iterable[UUID]) -> int:
    """Count the exercises that these organisations led to their end. They are real; what was
    played in them is not."""
    held = Exercise.objects.filter(organisation__in=list(organisations), state__in=TAKES_ADVICE)
    return held.count()


def of_organisation(by: Actor, organisation_id: UUID, *, most: int = 10) -> OfOrganisation:
    """Return what an organisation gives to surge."""
    roster = experts(by).filter(organisation=organisation_id, status=ExpertStatus.ACTIVE)
    out = Deployment.objects.filter(
        is_exercise=False, expert__in=roster.order_by().values("pk"),
        state=DeploymentState.DEPLOYED,
    )  # fmt: skip
    mine = assessments(by).filter(
        Q(organisation=organisation_id) | Q(partners__organisation=organisation_id)
    )
    return OfOrganisation(roster.order_by().count(), out.count(), list(mine.distinct()[:most]))


def of_area(by: Actor, area_path: str) -> OfArea:
    """Return how surge stands in an area, in figures that anyone may see who sees the area."""
    found = emergencies(by).filter(area_path__startswith=area_path, ended_on=None)
    told: Mapping[str, int] = found.order_by().aggregate(
        n=Count("pk"), disaster=Count("pk", filter=Q(disaster_since__isnull=False))
    )
    out = Deployment.objects.filter(
        is_exercise=False, emergency__in=found.order_by().values("pk"),
        state=DeploymentState.DEPLOYED,
    )  # fmt: skip
    live = assessments(by).filter(area_path__startswith=area_path, state="under_way")
    return OfArea(told["n"], bool(told["disaster"]), out.count(), live.order_by().count())
