"""Gaps: people, and no service of a layer named where they live."""

from dataclasses import dataclass, replace

from sukoon.core.access import Actor
from sukoon.places.rules import distance_km
from sukoon.services.queries.base import Filters
from sukoon.services.queries.districts import Country, District, Told, country
from sukoon.services.words import Layer

NEAR = 10  # distances are straight lines, rounded to this many km


@dataclass(frozen=True, slots=True)
class Gap:
    """A district without (or with too few) services of a layer, and where the nearest is."""

    district: District
    layer: int
    services: int
    nearest: str
    nearest_km: int | None


def gaps(
    by: Actor, filters: Filters, *, layer: int, at_most: int = 0
) -> tuple[list[Gap], list[District], Country]:
    """Return the gaps of a layer, most people first; districts not told; and all districts.

    A district whose province reported the layer without naming districts is not told: it is no
    gap, and no service either.
    """
    here = country(by, replace(filters, layer=layer))
    everywhere = country(by, replace(filters, layer=layer, area="")) if filters.area else here
    served = [d for d in everywhere.districts if d.told is Told.NAMED and d.services > at_most]
    missing = [
        d
        for d in here.districts
        if d.told is Told.NONE or (d.told is Told.NAMED and d.services <= at_most)
    ]
    missing.sort(key=lambda d: (-(d.population or 0), d.area.path))
    found = [_gap(d, layer, served) for d in missing]
    return found, here.told(Told.NOT_TOLD), here


def every_gap(by: Actor, filters: Filters) -> list[Gap]:
    """Return the gaps of every layer, most people first (for the report)."""
    found = [g for layer in Layer.values for g in gaps(by, filters, layer=layer)[0]]
    found.sort(key=lambda g: (-(g.district.population or 0), g.district.area.path, g.layer))
    return found


def _gap(district: District, layer: int, served: list[District]) -> Gap:
    here = _point(district)
    reach = [(distance_km(here, p), d) for d in served if here and (p := _point(d))] if here else []
    if not reach:
        return Gap(district, layer, district.services, "", None)
    km, nearest = min(reach, key=lambda pair: (pair[0], pair[1].area.path))
    rounded = max(NEAR, round(km / NEAR) * NEAR)
    return Gap(district, layer, district.services, nearest.area.name, rounded)


def _point(district: District) -> tuple[float, float] | None:
    lat, lon = district.area.lat, district.area.lon
    return (lat, lon) if lat is not None and lon is not None else None
