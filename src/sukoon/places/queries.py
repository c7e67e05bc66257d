"""Everything that can be asked about places. Areas are public; sites follow the permission."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.places.models import Area, AreaAlias, AreaGroup, AreaPopulation, Boundary, Site
from sukoon.places.words import Level


@dataclass(frozen=True, slots=True)
class Place:
    """What a place name stands for: one area, or a group of several."""

    area_ids: tuple[UUID, ...]
    paths: tuple[str, ...]
    group_id: UUID | None = None
    group_code: str = ""


def areas(level: Level | None = None) -> QuerySet[Area]:
    """Areas in the order of their paths, with `population` (latest year) and `population_year`."""
    latest = AreaPopulation.objects.filter(area=OuterRef("pk")).order_by("-year")
    found = Area.objects.annotate(
        population=Subquery(latest.values("total")[:1]),
        population_year=Subquery(latest.values("year")[:1]),
    ).order_by("path")
    return found if level is None else found.filter(level=level)


def area(pcode: str) -> Area | None:
    return areas().select_related("parent").filter(pcode=pcode).first()


def area_at(path: str) -> Area | None:
    """Return the area of this path, without its population."""
    return Area.objects.filter(path=path).first() if path else None


def groups() -> QuerySet[AreaGroup]:
    return AreaGroup.objects.prefetch_related("members__area").order_by("name_en")


def boundaries() -> Mapping[UUID, str]:
    """The borders there are, as ring texts by area id; empty when none were imported."""
    return dict(Boundary.objects.values_list("area_id", "rings"))


def sites(by: Actor) -> QuerySet[Site]:
    """Sites the actor may see: all within reach of SITE_VIEW, for others what is not sensitive."""
    mine = within_reach(by, Permission.SITE_VIEW, owner=None, org=None, area="area__path")
    open_to_all = within_reach(by, Permission.MAP_VIEW, owner=None, org=None, area="area__path")
    public = Site.objects.filter(open_to_all, is_sensitive=False)
    return (Site.objects.filter(mine) | public).select_related("area__parent")


class Gazetteer:
    """Every name of every area and group, read once, to resolve place names row after row."""

    def __init__(self) -> None:
        everything = list(Area.objects.order_by("level", "path"))
        self.by_code = {a.pcode.upper(): a for a in everything}
        self._country = next((a for a in everything if a.level == Level.COUNTRY), None)
        self._names: dict[str, list[Place]] = {}
        self.labels: dict[str, str] = {}
        for a in everything:
            for name in (a.name_en, a.name_ur):
                self._add(name, Place((a.pk,), (a.path,)))
        by_id = {a.pk: a for a in everything}
        members: dict[UUID, list[Area]] = {}
        known_groups = {g.pk: g for g in groups()}
        for g in known_groups.values():
            members[g.pk] = [by_id[m.area_id] for m in g.members.all()]
        for alias in AreaAlias.objects.all():
            if alias.area_id:
                a = by_id[alias.area_id]
                self._add(alias.name, Place((a.pk,), (a.path,)))
            elif alias.group_id:
                inside = members[alias.group_id]
                self._add(
                    alias.name,
                    Place(
                        tuple(m.pk for m in inside),
                        tuple(m.path for m in inside),
                        alias.group_id,
                        known_groups[alias.group_id].code,
                    ),
                )

    @property
    def country(self) -> Place | None:
        """The whole country, which a line without any place means."""
        c = self._country
        return Place((c.pk,), (c.path,)) if c else None

    def by_pcode(self, pcode: str) -> Place | None:
        found = self.by_code.get(pcode.strip().upper())
        return Place((found.pk,), (found.path,)) if found else None

    def find(self, name: str, *, within: str = "", level: int | None = None) -> Place | None:
        """Return what the name stands for below the path `within`; None when it is not one thing.

        `level` prefers areas of that level (a district called as its province is a district);
        a group of areas counts as the level of its members.
        """
        places = [
            p
            for p in self._names.get(name_key(name), [])
            if all(x.startswith(within) for x in p.paths)
        ]
        if level is not None:
            fitting = [p for p in places if p.paths[0].count("/") == level + 1]
            places = fitting or places
        distinct = {frozenset(p.area_ids): p for p in places}
        return next(iter(distinct.values())) if len(distinct) == 1 else None

    def names(self, *, within: str = "", level: int | None = None) -> list[str]:
        """Return every known name below `within`, for suggestions."""
        return [
            self.labels[key]
            for key, places in self._names.items()
            if any(
                p.paths[0].startswith(within)
                and (level is None or p.paths[0].count("/") == level + 1)
                for p in places
            )
        ]

    def _add(self, name: str, place: Place) -> None:
        key = name_key(name)
        if key:
            self._names.setdefault(key, []).append(place)
            self.labels.setdefault(key, name)
