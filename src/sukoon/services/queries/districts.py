"""The country, district by district: who is named where, what is not told, where is none.

A line counts where it names (docs/adr/0008). A district that only a line of its province could
cover is not told; one that no line could cover has none reported.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sukoon.core.access import Actor
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services.models import Service, ServiceArea
from sukoon.services.queries.base import Filters, filtered
from sukoon.services.words import Layer

DEPTH = 3  # the codes in a district's path: country, province, district


class Told(StrEnum):
    NAMED = "named"
    NOT_TOLD = "not_told"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class District:
    """What the register says of one district. `per_layer` counts the services of each layer."""

    area: Area
    province: Area | None
    population: int | None
    organisations: int
    services: int
    told: Told
    per_layer: Mapping[int, int]
    targets: int = 0

    @property
    def layers(self) -> frozenset[int]:
        return frozenset(self.per_layer)

    @property
    def measured(self) -> int | None:
        """Organisations, or None where it is not told."""
        return None if self.told is Told.NOT_TOLD else self.organisations


@dataclass(frozen=True, slots=True)
class Country:
    """All districts, with what is told only for a province or the whole country."""

    districts: tuple[District, ...]
    organisations: int
    services: int
    province_lines: Mapping[str, int]
    country_lines: int
    province_layers: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def told(self, told: Told) -> list[District]:
        return [d for d in self.districts if d.told is told]

    def people(self, told: Told) -> int:
        return sum(d.population or 0 for d in self.told(told))

    def told_of(self, district: District, layer: int) -> Told:
        """Say what is told of one layer in a district, which may differ from the whole."""
        if district.per_layer.get(layer):
            return Told.NAMED
        if district.province and self.province_layers.get((district.province.path, layer)):
            return Told.NOT_TOLD
        return Told.NONE


@dataclass(slots=True)
class _Counted:
    """Figures by the path of a district, or of an area above districts."""

    services: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    organisations: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    layers: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    targets: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))


def country(by: Actor, filters: Filters, *, with_targets: bool = False) -> Country:
    """Return every district with its figures under these filters, in at most ten queries."""
    lines = filtered(by, filters)
    districts = places.areas(Level.DISTRICT).filter(valid_to=None)
    chosen = places.area(filters.area) if filters.area else None
    if filters.area and chosen is None:
        return Country((), 0, 0, {}, 0)
    provinces = {a.path: a for a in places.areas(Level.PROVINCE)}
    counted = _count(
        _that_could_cover(by, filters, chosen), list(districts), with_targets=with_targets
    )
    shown = districts.filter(path__startswith=chosen.path) if chosen else districts
    totals = lines.aggregate(
        organisations=Count("organisation_id", distinct=True), services=Count("pk")
    )
    above = {p: n for p, n in counted.services.items() if p.count("/") < DEPTH}
    return Country(
        districts=tuple(
            _district(a, getattr(a, "population", None), provinces, counted) for a in shown
        ),
        organisations=totals["organisations"],
        services=totals["services"],
        province_lines={p: n for p, n in above.items() if p in provinces},
        country_lines=sum(n for p, n in above.items() if p not in provinces),
        province_layers={
            (p, layer): n
            for p, layers in counted.layers.items()
            if p in provinces
            for layer, n in layers.items()
        },
    )


def _that_could_cover(by: Actor, filters: Filters, chosen: Area | None) -> QuerySet[Service]:
    """Return the lines in the area and those of its province and country, which could cover it."""
    if chosen is None:
        return filtered(by, filters)
    codes = chosen.path.strip("/").split("/")
    above = ["/".join(codes[:n]) + "/" for n in range(1, len(codes))]
    here = ServiceArea.objects.filter(
        Q(area__path__startswith=chosen.path) | Q(area__path__in=above)
    )
    return filtered(by, replace(filters, area="")).filter(pk__in=here.values("service"))


def _count(lines: QuerySet[Service], districts: Sequence[Area], *, with_targets: bool) -> _Counted:
    """Count lines by area, then bring areas together under the district they lie in."""
    home = _homes(districts)
    counted = _Counted()
    per_area = lines.values_list("in_areas__area_id").annotate(
        services=Count("pk"), organisations=Count("organisation_id", distinct=True)
    )
    areas_of: dict[str, list[UUID]] = defaultdict(list)
    for area, services, organisations in per_area:
        path = home[area]
        areas_of[path].append(area)
        counted.services[path] = services
        counted.organisations[path] = organisations
    per_layer = lines.values_list("in_areas__area_id", "activity__layer").annotate(n=Count("pk"))
    for area, layer, n in per_layer:
        if layer:
            counted.layers[home[area]][layer] = n
    several = {path: ids for path, ids in areas_of.items() if len(ids) > 1}
    if several:
        _count_once(lines, several, counted)
    if with_targets:
        pairs = lines.filter(targets__isnull=False).values_list(
            "in_areas__area_id", "targets__target_group_id"
        )
        for area, target in pairs.distinct():
            counted.targets[home[area]].add(target)
    return counted


def _count_once(
    lines: QuerySet[Service], several: Mapping[str, list[UUID]], counted: _Counted
) -> None:
    """Count again where a district has lines of several areas: a line in two of them is one."""
    home = {area: path for path, ids in several.items() for area in ids}
    seen: dict[str, dict[UUID, tuple[UUID, int | None]]] = defaultdict(dict)
    rows = lines.filter(in_areas__area__in=home).values_list(
        "in_areas__area_id", "pk", "organisation_id", "activity__layer"
    )
    for area, service, organisation, layer in rows:
        seen[home[area]][service] = organisation, layer
    for path, services in seen.items():
        counted.services[path] = len(services)
        counted.organisations[path] = len({o for o, _ in services.values()})
        layers: dict[int, int] = defaultdict(int)
        for _, layer in services.values():
            if layer:
                layers[layer] += 1
        counted.layers[path] = dict(layers)


def _homes(districts: Sequence[Area]) -> dict[UUID, str]:
    """Return for each area the path it counts under: its district's, or its own above districts.

    In a province of one district, what is told for the province is told for the district.
    """
    below: dict[str, list[str]] = defaultdict(list)
    for district in districts:
        below["/".join(district.path.split("/")[: DEPTH - 1]) + "/"].append(district.path)
    only = {province: paths[0] for province, paths in below.items() if len(paths) == 1}
    return {
        pk: district_path(path) if level >= Level.DISTRICT else only.get(path, path)
        for pk, path, level in Area.objects.order_by().values_list("pk", "path", "level")
    }


def _district(
    area: Area, population: int | None, provinces: Mapping[str, Area], counted: _Counted
) -> District:
    province = provinces.get("/".join(area.path.split("/")[: DEPTH - 1]) + "/")
    services = counted.services.get(area.path, 0)
    if services:
        told = Told.NAMED
    elif province and counted.services.get(province.path):
        told = Told.NOT_TOLD
    else:
        told = Told.NONE
    return District(
        area=area,
        province=province,
        population=population,
        organisations=counted.organisations.get(area.path, 0),
        services=services,
        told=told,
        per_layer=dict(counted.layers.get(area.path, {})),
        targets=len(counted.targets.get(area.path, ())),
    )


def district_path(path: str) -> str:
    """Return the path of the district that an area lies in, or is."""
    return "/".join(path.split("/")[:DEPTH]) + "/"


def layer_counts(by: Actor, filters: Filters) -> dict[int | None, dict[str, int]]:
    """Return per layer how many services and organisations; None is what serves all layers."""
    counted = (
        filtered(by, filters)
        .values("activity__layer")
        .annotate(services=Count("pk"), organisations=Count("organisation_id", distinct=True))
    )
    found: dict[int | None, dict[str, int]] = {
        layer: {"services": 0, "organisations": 0} for layer in [*Layer.values, None]
    }
    for row in counted:
        found[row["activity__layer"]] = {
            "services": row["services"],
            "organisations": row["organisations"],
        }
    return found
