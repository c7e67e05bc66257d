"""Everything that can be done to areas, groups, names, borders and sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.places.models import (
    Area,
    AreaAlias,
    AreaGroup,
    AreaGroupMember,
    AreaPopulation,
    Boundary,
    Site,
)
from sukoon.places.problems import AreaParentUnknown
from sukoon.places.words import AliasKind, SiteKind


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a file tells it. Populations: (year, total, male, female, source)."""

    row: int
    pcode: str
    level: int
    name_en: str
    name_ur: str = ""
    parent: str = ""
    lat: float | None = None
    lon: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    provisional: bool = False
    source_note: str = ""
    populations: tuple[tuple[int, int, int | None, int | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AliasRow:
    name: str
    kind: str
    pcode: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    code: str
    name_en: str
    name_ur: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new, changed and as they were."""

    created: int
    changed: int
    unchanged: int


AREA_FIELDS = (
    "level", "name_en", "name_ur", "lat", "lon", "valid_from", "valid_to", "provisional",
    "source_note",
)  # fmt: skip


@transaction.atomic
def load_areas(*, by: Actor, rows: Sequence[AreaRow]) -> Loaded:
    """Make or update areas with their parents and populations. Raises AreaParentUnknown.

    What a file does not tell (a blank Urdu name, say) is left as it was.
    """
    require(by, Permission.AREA_WRITE, NOWHERE)
    known = {area.pcode: area for area in Area.objects.all()}
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    for row in sorted(rows, key=lambda r: r.level):
        outcome = _load_area(row, known)
        populated = _load_populations(known[row.pcode], row)
        counts["changed" if outcome == "unchanged" and populated else outcome] += 1
    emit("areas.loaded", subject=new_id(), by=by, **counts)
    return Loaded(**counts)


@transaction.atomic
def load_names(*, by: Actor, groups: Sequence[GroupRow], aliases: Sequence[AliasRow]) -> Loaded:
    """Make the groups of areas and the other names under which areas and groups are known."""
    require(by, Permission.AREA_WRITE, NOWHERE)
    areas = {a.pcode: a for a in Area.objects.all()}
    created = unchanged = 0
    known_groups: dict[str, AreaGroup] = {}
    for row in groups:
        group, made = AreaGroup.objects.update_or_create(
            code=row.code, defaults={"name_en": row.name_en, "name_ur": row.name_ur}
        )
        known_groups[row.code] = group
        created += made
        unchanged += not made
        for pcode in row.members:
            AreaGroupMember.objects.get_or_create(group=group, area=areas[pcode])
        for name, kind in ((row.name_en, AliasKind.SPELLING), (row.name_ur, AliasKind.URDU)):
            if name:
                AreaAlias.objects.get_or_create(
                    key=name_key(name),
                    area=None,
                    group=group,
                    defaults={"name": name, "kind": kind},
                )
    for alias in aliases:
        _, made = AreaAlias.objects.get_or_create(
            key=name_key(alias.name),
            area=areas[alias.pcode] if alias.pcode else None,
            group=known_groups[alias.group] if alias.group else None,
            defaults={"name": alias.name, "kind": alias.kind},
        )
        created += made
        unchanged += not made
    emit("area_names.loaded", subject=new_id(), by=by, created=created)
    return Loaded(created, 0, unchanged)


@transaction.atomic
def load_boundaries(*, by: Actor, rings: dict[str, str], source: str) -> Loaded:
    """Keep the borders of areas, by p-code; codes we do not know are left out and counted."""
    require(by, Permission.AREA_WRITE, NOWHERE)
    areas = {a.pcode: a for a in Area.objects.filter(pcode__in=rings)}
    created = changed = unchanged = 0
    for pcode, text in rings.items():
        if pcode not in areas:
            continue
        boundary, made = Boundary.objects.get_or_create(
            area=areas[pcode], defaults={"rings": text, "source": source}
        )
        if made:
            created += 1
        elif boundary.rings == text:
            unchanged += 1
        else:
            boundary.rings, boundary.source = text, source
            boundary.save(update_fields=["rings", "source", "updated_at"])
            changed += 1
    emit("boundaries.loaded", subject=new_id(), by=by, created=created, changed=changed)
    return Loaded(created, changed, unchanged)


@transaction.atomic
def record_site(
    *,
    by: Actor,
    name: str,
    kind: SiteKind,
    area: Area,
    site: Site | None = None,
    name_ur: str = "",
    locality: str = "",
    lat: float | None = None,
    lon: float | None = None,
    is_sensitive: bool = False,
    closed_on: date | None = None,
) -> Site:
    """Add a site, or change one. A safe space is always sensitive."""
    require(by, Permission.SITE_WRITE, area.scope)
    if site is not None:
        require(by, Permission.SITE_WRITE, site.scope)
    kept = site or Site()
    kept.name, kept.name_ur, kept.kind, kept.area = name, name_ur, kind, area
    kept.locality, kept.lat, kept.lon, kept.closed_on = locality, lat, lon, closed_on
    kept.is_sensitive = is_sensitive or kind == SiteKind.SAFE_SPACE
    kept.save()
    emit("site.changed" if site else "site.added", subject=kept.pk, by=by, kind=kind)
    return kept


def _load_area(row: AreaRow, known: dict[str, Area]) -> str:
    """Make or change one area; say which. `known` gains it."""
    parent = known.get(row.parent) if row.parent else None
    if row.parent and parent is None:
        raise AreaParentUnknown(row=row.row, parent=row.parent)
    path = (parent.path if parent else "") + row.pcode.upper() + "/"
    area = known.get(row.pcode)
    outcome = "unchanged" if area else "created"
    if area is None:
        area = Area(pcode=row.pcode, path=path, parent=parent)
    if area.path != path:
        area.path, area.parent, outcome = path, parent, "changed"
    for field in AREA_FIELDS:
        value = getattr(row, field)
        told = value not in {None, ""}
        if told and getattr(area, field) != value:
            setattr(area, field, value)
            outcome = "created" if outcome == "created" else "changed"
    if outcome != "unchanged":
        area.save()
    known[row.pcode] = area
    return outcome


def _load_populations(area: Area, row: AreaRow) -> bool:
    """Keep the populations told for an area; say whether any was new or other."""
    anything = False
    for year, total, male, female, source in row.populations:
        kept = AreaPopulation.objects.filter(area=area, year=year).first()
        if kept and (kept.total, kept.male, kept.female) == (total, male, female):
            continue
        AreaPopulation.objects.update_or_create(
            area=area,
            year=year,
            defaults={"total": total, "male": male, "female": female, "source": source},
        )
        anything = True
    return anything
