"""Services near a worker, to refer to without a signal. Nothing hidden from the public is here."""

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import override

from sukoon.accounts import queries as accounts
from sukoon.core.access import Actor
from sukoon.services import queries as services
from sukoon.services.models import Service
from sukoon.services.words import ServiceStatus

MOST = 60  # what somebody can look through, and a slow line can carry
LANGUAGES = ("en", "ur")


def services_near(by: Actor) -> list[Service]:
    """Return services that are under way around the worker, the nearest first."""
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
    places = shown.values_list("pk", "area_path")
    ranked = sorted((-max(_shared(at, h) for h in homes), str(pk), pk) for pk, at in places)
    near = [pk for _steps, _text, pk in ranked[:MOST]]
    found = {s.pk: s for s in services.with_parts(services.visible(by)).filter(pk__in=near)}
    return [found[pk] for pk in near if pk in found]


def listed(by: Actor) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield the directory of a phone."""
    homes = accounts.area_paths(by.id)
    for service in services_near(by):
        near = max(_shared(service.area_path, home) for home in homes)
        yield "service", service.pk, {**_told(service), "near": near}


def _told(service: Service) -> Mapping[str, object]:
    """Return what one needs to send somebody there; what is not known is left out."""
    places = [p.area for p in service.in_areas.all()]
    told = {
        "name": _both(lambda: str(service.organisation.shown_name)),
        "receiver": str(service.organisation_id),  # whom a consent to refer there names
        "what": _both(lambda: str(service.activity)),
        "where": _both(lambda: ", ".join(a.name for a in places[:3]) + ("…" if places[3:] else "")),
        "at": service.site.name if service.site else service.locality,
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
