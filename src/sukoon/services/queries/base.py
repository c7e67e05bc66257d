"""What the actor may see of the register, and the filters that every picture shares."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.content import content_path
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.places.models import Area
from sukoon.services.models import Service, ServiceArea, ServiceTarget
from sukoon.services.rules import Clocks
from sukoon.services.words import ServiceStatus
from sukoon.workforce.models import OrganisationAlias

ANY = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a picture is narrowed to. Empty means everything; the status is under way by default."""

    area: str = ""
    layer: int | None = None
    activity: str = ""
    target: str = ""
    organisation: UUID | None = None
    status: str = ServiceStatus.UNDER_WAY
    modality: str = ""
    text: str = ""


@cache
def clocks() -> Clocks:
    """Return how long things may take, from `content/codes/clocks.toml`."""
    raw = tomllib.loads((content_path() / "codes" / "clocks.toml").read_text(encoding="utf-8"))
    return Clocks(**raw)


def visible(by: Actor) -> QuerySet[Service]:
    """Services within reach of SERVICE_VIEW; to everyone else those that are not sensitive."""
    columns = {"owner": None, "org": "organisation", "area": "area_path"}
    mine = within_reach(by, Permission.SERVICE_VIEW, **columns)
    public = within_reach(by, Permission.MAP_VIEW, **columns) & Q(is_sensitive=False)
    return Service.objects.filter(mine | public)


def filtered(by: Actor, filters: Filters) -> QuerySet[Service]:
    """Return the visible services that the filters leave."""
    found = visible(by)
    if filters.status and filters.status != ANY:
        found = found.filter(status=filters.status)
    if filters.area:
        found = found.filter(Exists(_in_area(filters.area)))
    if filters.layer is not None:
        found = found.filter(activity__layer=filters.layer)
    if filters.activity:
        column = "activity__code" if "." in filters.activity else "activity__main_code"
        found = found.filter(**{column: filters.activity})
    if filters.target:
        targets = ServiceTarget.objects.filter(
            service=OuterRef("pk"), target_group__code=filters.target
        )
        found = found.filter(Exists(targets))
    if filters.organisation:
        found = found.filter(organisation=filters.organisation)
    if filters.modality:
        found = found.filter(modality=filters.modality)
    if filters.text:
        found = found.filter(_says(filters.text))
    return found


def latest_report(by: Actor) -> date | None:
    """Return the day of the latest report on any visible service."""
    day: date | None = visible(by).aggregate(day=Max("reported_on"))["day"]
    return day


def _in_area(pcode: str) -> QuerySet[ServiceArea]:
    path = Area.objects.filter(pcode=pcode).values_list("path", flat=True).first()
    rows = ServiceArea.objects.filter(service=OuterRef("pk"))
    return rows.filter(area__path__startswith=path) if path else rows.none()


def _says(text: str) -> Q:
    """Return services whose organisation, place, activity or description says the words."""
    said = Q()
    for word in name_key(text).split()[:8]:
        named = OrganisationAlias.objects.filter(
            organisation=OuterRef("organisation"), key__contains=word
        )
        placed = ServiceArea.objects.filter(service=OuterRef("pk")).filter(
            Q(area__name_en__icontains=word)
            | Q(area__name_ur__contains=word)
            | Q(area__aliases__key__contains=word)
            | Q(area__parent__name_en__icontains=word)
        )
        said &= (
            Q(Exists(named))
            | Q(Exists(placed))
            | Q(activity__label_en__icontains=word)
            | Q(activity__label_ur__contains=word)
            | Q(description__icontains=word)
            | Q(locality__icontains=word)
        )
    return said
