"""Overlaps: services that look alike in one place. A likeness is a question, not a fault."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count

from sukoon.core.access import Actor
from sukoon.core.text import name_key
from sukoon.places.models import Area
from sukoon.services.models import Activity, Service, ServiceArea, ServicePartner, TargetGroup
from sukoon.services.queries.base import Filters, filtered
from sukoon.services.rules import Line, overlap_class
from sukoon.services.words import OverlapClass

MOST_TOGETHER = 200  # lines of one activity, place and group that are compared pair by pair


@dataclass(frozen=True, slots=True)
class Overlap:
    """Lines of one activity in one area for one target group that look alike in one way."""

    area: Area
    activity: Activity
    target: TargetGroup | None
    kind: OverlapClass
    organisations: tuple[str, ...]
    services: tuple[UUID, ...]


def overlaps(by: Actor, filters: Filters) -> list[Overlap]:
    """Return the likenesses, two organisations first, in the order of classes and places.

    Only places, activities and groups with more than one line are looked at.
    """
    lines = filtered(by, filters)
    inside = ServiceArea.objects.filter(service__in=lines.values("pk"))
    keys = ("area_id", "service__activity_id", "service__targets__target_group_id")
    crowded = {
        (row[0], row[1], row[2])
        for row in inside.values_list(*keys).annotate(n=Count("service_id")).filter(n__gt=1)
    }
    if not crowded:
        return []
    together: dict[tuple[UUID, UUID, UUID | None], list[UUID]] = defaultdict(list)
    narrowed = inside.filter(
        area_id__in={k[0] for k in crowded}, service__activity_id__in={k[1] for k in crowded}
    ).values_list(*keys, "service_id")
    for area, activity, target, service in narrowed.iterator(chunk_size=2000):
        if (area, activity, target) in crowded:
            together[(area, activity, target)].append(service)
    facts = _facts({s for group in together.values() for s in group})
    return _named(list(_alike(together, facts)))


_Found = tuple[tuple[UUID, UUID, UUID | None], OverlapClass, tuple[str, ...], tuple[UUID, ...]]


def _alike(
    together: dict[tuple[UUID, UUID, UUID | None], list[UUID]],
    facts: dict[UUID, tuple[Line, str]],
) -> Iterator[_Found]:
    for key, services in together.items():
        kinds: dict[OverlapClass, set[UUID]] = defaultdict(set)
        for a, b in combinations(services[:MOST_TOGETHER], 2):
            kind = overlap_class(facts[a][0], facts[b][0])
            if kind:
                kinds[kind] |= {a, b}
        for kind, alike in kinds.items():
            names = sorted({facts[s][1] for s in alike})
            yield key, kind, tuple(names), tuple(sorted(alike))


def _facts(ids: set[UUID]) -> dict[UUID, tuple[Line, str]]:
    """Return what the overlap rule looks at, and the organisation's name, by service."""
    donors: dict[UUID, set[str]] = defaultdict(set)
    paid = ServicePartner.objects.filter(service_id__in=ids, role=ServicePartner.Role.DONOR)
    for service, organisation in paid.values_list("service_id", "organisation_id"):
        donors[service].add(str(organisation))
    rows = Service.objects.filter(pk__in=ids).values_list(
        "pk", "organisation_id", "organisation__name", "description", "start_on", "end_on"
    )
    return {
        pk: (
            Line(
                str(pk), str(organisation), frozenset(donors[pk]), name_key(description), start, end
            ),
            name,
        )
        for pk, organisation, name, description, start, end in rows
    }


def _named(found: list[_Found]) -> list[Overlap]:
    areas = Area.objects.select_related("parent").in_bulk({k[0] for k, *_ in found})
    activities = Activity.objects.in_bulk({k[1] for k, *_ in found})
    targets = TargetGroup.objects.in_bulk({k[2] for k, *_ in found if k[2]})
    order = list(OverlapClass)
    named = [
        Overlap(
            area=areas[area],
            activity=activities[activity],
            target=targets[target] if target else None,
            kind=kind,
            organisations=names,
            services=services,
        )
        for (area, activity, target), kind, names, services in found
    ]
    named.sort(key=lambda o: (order.index(o.kind), o.area.path, o.activity.sort))
    return named
