"""Services near a worker, to refer to without a signal. Nothing hidden from the public is here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from sukoon.accounts import queries as accounts
from sukoon.core.access import Actor
from sukoon.places import queries as areas
from sukoon.places.rules import distance_km
from sukoon.places.words import Level
from sukoon.referrals.queries.matching import told_of_places
from sukoon.services import queries as services
from sukoon.services.models import Service
from sukoon.services.words import ServiceStatus
from sukoon.sync.rules import far
from sukoon.workforce import queries as workforce

MOST = 60  # what somebody can look through, and a slow line can carry
LANGUAGES = ("en", "ur")
Point = tuple[float, float]


def services_near(by: Actor) -> list[tuple[Service, int | None, int]]:
    """Return services that are under way around the worker, the nearest first.

    With each how many km it is from where the worker works (None: a point is not known), and how
    far it counts as in the order.
    """
    homes = accounts.area_paths(by.id)
    around = {_wider(path) for path in homes}
    if not around:
        return []
    meets = Q()
    for path in around:
        meets |= Q(area_path__startswith=path) | Q(area_path__in=_above(path))
    shown = services.visible(by).filter(
        meets, status=ServiceStatus.UNDER_WAY, is_sensitive=False
    )  # fmt: skip
    ranked = sorted(_ranked(shown, homes, _point_of(by, homes)), key=lambda r: (r[0], str(r[1])))
    near = {pk: (km, far) for far, pk, km in ranked[:MOST]}
    found = {s.pk: s for s in services.with_parts(services.visible(by)).filter(pk__in=list(near))}
    return [(found[pk], *told) for pk, told in near.items() if pk in found]


def _ranked(
    shown: QuerySet[Service], homes: Sequence[str], here: Point | None
) -> Iterator[tuple[int, UUID, int | None]]:
    """Yield how far each counts as, its id, and its km where both points are known."""
    points = _points_of_areas()
    columns = ("pk", "area_path", "site__lat", "site__lon", "site__is_sensitive")
    for pk, path, lat, lon, hidden in shown.order_by().values_list(*columns):
        there = points.get(path) if lat is None or lon is None or hidden else (lat, lon)
        # Two centres of one district say nothing of the way between two places in it.
        known = here is not None and there is not None and here != there
        km = distance_km(cast(Point, here), cast(Point, there)) if known else None
        yield far(km, max(_shared(path, h) for h in homes)), pk, None if km is None else round(km)


def _points_of_areas() -> dict[str, Point]:
    found = areas.areas().filter(level__gte=Level.DISTRICT).values_list("path", "lat", "lon")
    return {path: (lat, lon) for path, lat, lon in found if lat is not None and lon is not None}


def _point_of(by: Actor, homes: Sequence[str]) -> Point | None:
    """Return where the worker works: the area of their record as staff, else of their role."""
    worker = workforce.worker_of(by.id)
    own = [worker.area.path] if worker and worker.area else []
    points = _points_of_areas()
    return next((points[path] for path in [*own, *homes] if path in points), None)


def listed(by: Actor, *, now: datetime) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield the directory of a phone."""
    near = services_near(by)
    places = told_of_places([s.pk for s, _km, _far in near], timezone.localdate(now))
    for service, km, count in near:
        told = {**_told(service), "near": -count}
        if km is not None:
            told["km"] = km
        free, waiting, on = places.get(service.pk, (None, None, None))
        if on is not None:
            told |= {"places": free, "waiting_days": waiting, "told_on": on.isoformat()}
        yield "service", service.pk, {k: v for k, v in told.items() if v is not None}


def _told(service: Service) -> Mapping[str, object]:
    """Return what one needs to send somebody there; what is not known is left out."""
    places = [p.area for p in service.in_areas.all()]
    told = {
        "name": _both(lambda: str(service.organisation.shown_name)),
        "receiver": str(service.organisation_id),  # whom a consent to refer there names
        "what": _both(lambda: str(service.activity)),
        "where": _both(lambda: ", ".join(a.name for a in places[:3]) + ("…" if places[3:] else "")),
        "at": service.site.name
        if service.site and not service.site.is_sensitive
        else service.locality,
        "hours": service.opening_hours,
        "phone": service.public_phone,
        "fee": service.fee,
        "gender": _both(lambda: str(service.get_provider_gender_display()))
        if service.provider_gender
        else None,
        "languages": sorted(spoken.language for spoken in service.languages.all()),
        "modality": service.modality,
        "reported_on": service.reported_on.isoformat(),
    }
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def _both(say: Callable[[], str]) -> Mapping[str, str]:
    """Return a text in each language that phones speak."""
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = say()
    return told


def _wider(path: str) -> str:
    """Return the province of a district; of anything wider, itself."""
    parts = path.strip("/").split("/")
    return "/".join(parts[:2]) + "/"


def _above(path: str) -> list[str]:
    """Return the paths of everything that an area lies in: what is offered there is offered here."""
    parts = path.strip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts))]


def _shared(one: str, other: str) -> int:
    """Return how many steps of two paths are the same: the more, the nearer."""
    count = 0
    for mine, theirs in zip(one.strip("/").split("/"), other.strip("/").split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count
