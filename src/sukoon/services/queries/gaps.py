"""Gaps: people, and no service of a layer named where they live."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sukoon.core.access import Actor
from sukoon.places import queries as places
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
    """Return the gaps of a layer, most people first; districts not told; and the whole country.

    A district whose province reported the layer without naming districts is not told: it is no
    gap, and no service either. The nearest service may lie outside the chosen area.
    """
    whole = country(by, replace(filters, layer=None, area=""))
    inside = _inside(whole, filters.area)
    found = _of_layer(whole, inside, layer, at_most)
    return found, [d for d in inside if whole.told_of(d, layer) is Told.NOT_TOLD], whole


def every_gap(by: Actor, filters: Filters, *, at_most: int = 0) -> list[Gap]:
    """Return the gaps of every layer, most people first (for the report)."""
    whole = country(by, replace(filters, layer=None, area=""))
    inside = _inside(whole, filters.area)
    layers = [filters.layer] if filters.layer else Layer.values
    found = [g for layer in layers for g in _of_layer(whole, inside, layer, at_most)]
    found.sort(key=lambda g: (-(g.district.population or 0), g.district.area.path, g.layer))
    return found


def _inside(whole: Country, pcode: str) -> list[District]:
    """Return the districts of an area; none when there is no such area."""
    if not pcode:
        return list(whole.districts)
    chosen = places.area(pcode)
    path = chosen.path if chosen else None
    return [d for d in whole.districts if path and d.area.path.startswith(path)]


def _of_layer(whole: Country, inside: Sequence[District], layer: int, at_most: int) -> list[Gap]:
    """Return districts where people live and no more than so many services are named."""
    served = [d for d in whole.districts if d.per_layer.get(layer, 0) > at_most]
    missing = [
        d
        for d in inside
        if d.population
        and d.per_layer.get(layer, 0) <= at_most
        and whole.told_of(d, layer) is not Told.NOT_TOLD
    ]
    missing.sort(key=lambda d: (-(d.population or 0), d.area.path))
    return [_gap(d, layer, served) for d in missing]


def _gap(district: District, layer: int, served: Sequence[District]) -> Gap:
    services = district.per_layer.get(layer, 0)
    here = _point(district)
    reach = [(distance_km(here, p), d) for d in served if here and (p := _point(d))] if here else []
    if not reach:
        return Gap(district, layer, services, "", None)
    km, nearest = min(reach, key=lambda pair: (pair[0], pair[1].area.path))
    rounded = max(NEAR, round(km / NEAR) * NEAR)
    return Gap(district, layer, services, nearest.area.name, rounded)


def _point(district: District) -> tuple[float, float] | None:
    lat, lon = district.area.lat, district.area.lon
    return (lat, lon) if lat is not None and lon is not None else None
