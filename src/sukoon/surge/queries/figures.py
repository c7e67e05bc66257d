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


@dataclass(frozen=True, slots=True)
class Sent:
    """An expert sent into an emergency: who sent, hosted or paid, and from when until when."""

    emergency_id: UUID
    organisations: frozenset[str]
    starts_on: date
    ends_on: date


def deployments_of(organisations: Iterable[UUID]) -> list[Sent]:
    """Return the deployments that these organisations sent, hosted or paid for. One query.

    Counted over everything, whoever looks.
    """
    ids = list(organisations)
    sent = Deployment.objects.filter(is_exercise=False, state__in=SENT).filter(
        Q(org_id__in=ids) | Q(hosted_by__in=ids) | Q(funded_by__in=ids)
    )
    columns = ("emergency_id", "org_id", "hosted_by_id", "funded_by_id", "starts_on", "ends_on")
    return [
        Sent(emergency, frozenset(str(o) for o in (org, host, payer) if o), start, end)
        for emergency, org, host, payer, start, end in sent.values_list(*columns)
    ]


def exercises_held(organisations: Iterable[UUID]) -> Mapping[UUID, int]:
    """Count the exercises that each of these organisations led to their end. They are real; what
    was played in them is not."""
    held = Exercise.objects.filter(organisation__in=list(organisations), state__in=TAKES_ADVICE)
    rows = held.order_by().values_list("organisation_id").annotate(n=Count("pk"))
    return dict(rows)


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
