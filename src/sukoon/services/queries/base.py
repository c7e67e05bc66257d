"""What the actor may see of the register, and the filters that every picture shares."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.content import content_path
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.places.models import Area, AreaAlias
from sukoon.services.models import (
    Activity,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceTarget,
)
from sukoon.services.rules import Clocks
from sukoon.services.words import ProviderGender, ServiceStatus
from sukoon.workforce.models import OrganisationAlias

ANY = "all"
MOST_WORDS = 5


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
    fee: str = ""
    language: str = ""
    provider_gender: str = ""


@cache
def clocks() -> Clocks:
    """Return how long things may take, from `content/clocks/clocks.toml`; other areas' stand beside."""
    raw = tomllib.loads((content_path() / "clocks" / "clocks.toml").read_text(encoding="utf-8"))
    return Clocks(**{f.name: raw[f.name] for f in fields(Clocks)})


def writable(by: Actor) -> QuerySet[Service]:
    """Services the actor may change."""
    reach = within_reach(
        by, Permission.SERVICE_WRITE, owner=None, org="organisation", area="area_path"
    )
    return Service.objects.filter(reach)


def visible(by: Actor) -> QuerySet[Service]:
    """Services within reach of SERVICE_VIEW; to everyone else those that are not sensitive."""
    mine, open_to = (
        within_reach(by, permission, owner=None, org="organisation", area="area_path")
        for permission in (Permission.SERVICE_VIEW, Permission.MAP_VIEW)
    )
    public = open_to & Q(is_sensitive=False)
    return Service.objects.filter(mine | public)


def filtered(by: Actor, filters: Filters) -> QuerySet[Service]:
    """Return the visible services that the filters leave."""
    found = visible(by)
    found = found.filter(pk__in=_in_area(filters.area)) if filters.area else found
    if filters.status and filters.status != ANY:
        found = found.filter(status=filters.status)
    if filters.layer is not None:
        found = found.filter(activity__layer=filters.layer)
    if filters.activity:
        column = "activity__code" if "." in filters.activity else "activity__main_code"
        found = found.filter(**{column: filters.activity})
    if filters.target:
        targets = ServiceTarget.objects.filter(target_group__code=filters.target)
        found = found.filter(pk__in=targets.values("service"))
    for column in ("organisation", "modality", "fee"):
        if chosen := getattr(filters, column):
            found = found.filter(**{column: chosen})
    if filters.language:
        spoken = ServiceLanguage.objects.filter(language=filters.language)
        found = found.filter(pk__in=spoken.values("service"))
    if filters.provider_gender:
        either = {filters.provider_gender, ProviderGender.BOTH}
        found = found.filter(provider_gender__in=either)
    if filters.text:
        found = found.filter(_says(filters.text))
    return found


def latest_report(by: Actor) -> date | None:
    """Return the day of the latest report on any visible service."""
    day: date | None = visible(by).aggregate(day=Max("reported_on"))["day"]
    return day


def _in_area(pcode: str) -> QuerySet[ServiceArea, UUID]:
    """Return the services that name this area or one inside it."""
    path = Area.objects.filter(pcode=pcode).values_list("path", flat=True).first()
    rows = ServiceArea.objects.filter(area__path__startswith=path) if path else _NOWHERE
    return rows.values_list("service", flat=True)


_NOWHERE = ServiceArea.objects.none()


def _says(text: str) -> Q:
    """Return services whose organisation, place, activity or description says the words.

    The words are looked up in the short lists first; only descriptions are read line by line.
    """
    said = Q()
    for word in name_key(text).split()[:MOST_WORDS]:
        called = Q(name_en__icontains=word) | Q(name_ur__contains=word)
        named = OrganisationAlias.objects.filter(key__contains=word)
        known = AreaAlias.objects.filter(key__contains=word)
        around = Area.objects.filter(called).values("pk")
        placed = ServiceArea.objects.filter(
            Q(area__in=around)
            | Q(area__parent__in=around)
            | Q(area__in=known.filter(group=None).values("area"))
            | Q(area__in_groups__group__in=known.filter(area=None).values("group"))
        )
        meant = Activity.objects.filter(
            Q(label_en__icontains=word) | Q(label_ur__contains=word) | Q(code=word)
        )
        said &= (
            Q(organisation__in=named.values("organisation"))
            | Q(pk__in=placed.values("service"))
            | Q(activity__in=meant.values("pk"))
            | Q(description__icontains=word)
            | Q(locality__icontains=word)
            | Q(opening_hours__icontains=word)
        )
    return said
