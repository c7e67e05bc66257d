"""The country, district by district: who is named where, what is not told, where is none.

A line counts where it names (docs/adr/0008). A district that only a line of its province could
cover is not told; one that no line could cover has none reported.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, QuerySet

from sukoon.core.access import Actor
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services.models import ServiceArea
from sukoon.services.queries.base import Filters, filtered
from sukoon.services.words import Layer

DEPTH = 3  # the codes in a district's path: country, province, district


class Told(StrEnum):
    NAMED = "named"
    NOT_TOLD = "not_told"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class District:
    """What the register says of one district."""

    area: Area
    province: Area | None
    population: int | None
    organisations: int
    services: int
    layers: frozenset[int]
    told: Told

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

    def told(self, told: Told) -> list[District]:
        return [d for d in self.districts if d.told is told]

    def people(self, told: Told) -> int:
        return sum(d.population or 0 for d in self.told(told))


def country(by: Actor, filters: Filters) -> Country:
    """Return every district with its figures under these filters, in six queries."""
    lines = filtered(by, filters)
    inside = ServiceArea.objects.filter(service__in=lines.values("pk"))
    tally = _Tally()
    named = inside.filter(area__level__gte=Level.DISTRICT)
    for path, organisation, count in named.values_list(
        "area__path", "service__organisation_id"
    ).annotate(n=Count("service_id")):
        tally.organisations[district_path(path)].add(organisation)
        tally.services[district_path(path)] += count
    for path, layer in named.values_list("area__path", "service__activity__layer").distinct():
        if layer:
            tally.layers[district_path(path)].add(layer)
    above = dict(
        inside.filter(area__level__lt=Level.DISTRICT)
        .values_list("area__path")
        .annotate(n=Count("service_id", distinct=True))
        .values_list("area__path", "n")
    )
    provinces = {a.path: a for a in places.areas(Level.PROVINCE)}
    wanted = places.areas(Level.DISTRICT).filter(valid_to=None)
    only = _only_districts(wanted)
    if filters.area:
        chosen = places.area(filters.area)
        wanted = wanted.filter(path__startswith=chosen.path) if chosen else wanted.none()
    for province_path, area_path in only.items():
        # A province of one district: what is told for the province is told for the district.
        if above.pop(province_path, 0):
            _roll_down(tally, inside.filter(area__path=province_path), area_path)
    found = [
        _district(area, provinces.get("/".join(area.path.split("/")[:2]) + "/"), tally, above)
        for area in wanted
    ]
    totals = lines.aggregate(
        organisations=Count("organisation_id", distinct=True), services=Count("pk")
    )
    return Country(
        districts=tuple(found),
        organisations=totals["organisations"],
        services=totals["services"],
        province_lines={p: n for p, n in above.items() if p in provinces},
        country_lines=sum(n for p, n in above.items() if p not in provinces),
    )


@dataclass(slots=True)
class _Tally:
    """What is counted for each district, by its path."""

    organisations: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    services: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    layers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def _roll_down(tally: _Tally, alone: QuerySet[ServiceArea], area_path: str) -> None:
    rows = alone.values_list("service__organisation_id", "service__activity__layer")
    for organisation, layer in rows:
        tally.organisations[area_path].add(organisation)
        tally.services[area_path] += 1
        if layer:
            tally.layers[area_path].add(layer)


def _district(
    area: Area, province: Area | None, tally: _Tally, above: Mapping[str, int]
) -> District:
    count = tally.services.get(area.path, 0)
    if count:
        told = Told.NAMED
    else:
        told = Told.NOT_TOLD if province and above.get(province.path) else Told.NONE
    return District(
        area=area,
        province=province,
        population=getattr(area, "population", None),  # annotated by places.areas
        organisations=len(tally.organisations.get(area.path, ())),
        services=count,
        layers=frozenset(tally.layers.get(area.path, ())),
        told=told,
    )


def _only_districts(districts: QuerySet[Area]) -> dict[str, str]:
    """Return the district's path by its province's, for provinces of one district."""
    below: dict[str, list[str]] = defaultdict(list)
    for path in districts.values_list("path", flat=True):
        below["/".join(path.split("/")[:2]) + "/"].append(path)
    return {province: paths[0] for province, paths in below.items() if len(paths) == 1}


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
