"""Overlaps: services that look alike in one place. A likeness is a question, not a fault."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, QuerySet

from sukoon.core.access import Actor
from sukoon.core.text import name_key
from sukoon.places.models import Area
from sukoon.services.models import Activity, Service, ServicePartner, TargetGroup
from sukoon.services.queries.base import Filters, filtered
from sukoon.services.rules import Line, overlap_class
from sukoon.services.words import OverlapClass

_Key = tuple[UUID, UUID, UUID | None]
_Found = tuple[_Key, OverlapClass, tuple[str, ...], tuple[UUID, ...]]
KEYS = ("in_areas__area_id", "activity_id", "targets__target_group_id")
AT_ONCE = 1000  # places, activities and groups whose lines are fetched together
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
    """Return every likeness, two organisations first, in the order of classes and places."""
    return most_crowded(by, filters, most=None)[0]


def most_crowded(by: Actor, filters: Filters, *, most: int | None) -> tuple[list[Overlap], bool]:
    """Return the likenesses of the most crowded places, and whether there is more to look at.

    Only places, activities and groups with more than one line are looked at, `most` of them.
    """
    lines = filtered(by, filters)
    crowded = lines.values_list(*KEYS).annotate(n=Count("pk")).filter(n__gt=1).order_by("-n", *KEYS)
    keys: list[_Key] = [
        (row[0], row[1], row[2]) for row in (crowded[: most + 1] if most else crowded)
    ]
    more = most is not None and len(keys) > most
    keys = sorted(keys[:most], key=lambda k: (k[0].int, k[1].int))
    found: list[_Found] = []
    for start in range(0, len(keys), AT_ONCE):
        found += _likenesses(lines, set(keys[start : start + AT_ONCE]))
    return _named(found), more


def _likenesses(lines: QuerySet[Service], crowded: set[_Key]) -> list[_Found]:
    together: dict[_Key, list[UUID]] = defaultdict(list)
    inside = lines.filter(
        in_areas__area_id__in={k[0] for k in crowded}, activity_id__in={k[1] for k in crowded}
    ).values_list(*KEYS, "pk")
    for area, activity, target, service in inside.order_by("pk").iterator(chunk_size=2000):
        key = (area, activity, target)
        if key in crowded and len(together[key]) < MOST_TOGETHER:
            together[key].append(service)
    return list(_alike(together, _facts({s for group in together.values() for s in group})))


def _alike(
    together: dict[_Key, list[UUID]],
    facts: dict[UUID, tuple[Line, str]],
) -> Iterator[_Found]:
    for key, services in together.items():
        kinds: dict[OverlapClass, set[UUID]] = defaultdict(set)
        for a, b in combinations(services, 2):
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
