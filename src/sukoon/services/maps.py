"""The map of a measure by district: with borders where they were imported, else of tiles."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sukoon.places import queries as places
from sukoon.services.queries import Country, District
from sukoon.services.queries.districts import Told
from sukoon.ui.maps import MapPoint, MapShape, choropleth, schematic
from sukoon.ui.pictures import ClassBreak, Picture, class_breaks, class_of

MEASURES = ("organisations", "services", "layers", "targets")


def value_of(district: District, measure: str) -> int | None:
    """Return the measure of a district, or None where it is not told."""
    if district.told is Told.NOT_TOLD:
        return None
    match measure:
        case "services":
            return district.services
        case "layers":
            return len(district.layers)
        case "targets":
            return district.targets
        case _:
            return district.organisations


def said(district: District, measure: str) -> str:
    """Return the district's name and figure in words."""
    value = value_of(district, measure)
    if value is None:
        return _("%(area)s: not told; only its province is named") % {"area": district.area.name}
    if measure == "layers":
        text = ngettext(
            "%(area)s: %(n)d layer of support", "%(area)s: %(n)d layers of support", value
        )
    elif measure == "targets":
        text = ngettext("%(area)s: %(n)d target group", "%(area)s: %(n)d target groups", value)
    elif measure == "services":
        text = ngettext("%(area)s: %(n)d service", "%(area)s: %(n)d services", value)
    else:
        text = ngettext("%(area)s: %(n)d organisation", "%(area)s: %(n)d organisations", value)
    return text % {"area": district.area.name, "n": value}


def legend(found: Country, measure: str) -> list[dict[str, object]]:
    """Return the classes in words, with how many districts each has."""
    breaks = class_breaks([value_of(d, measure) for d in found.districts])
    return [{"css_class": b.css_class, "label": _label(b), "count": b.count} for b in breaks]


def draw(
    found: Country, measure: str, *, title: str, description: str
) -> tuple[Picture | None, bool]:
    """Return the map and whether it is of tiles; None when there is no place to draw."""
    borders = places.boundaries()
    placed = [d for d in found.districts if d.area.lat is not None]
    if borders and any(d.area.pk in borders for d in found.districts):
        shapes = _shapes(found.districts, borders, measure)
        return choropleth(shapes, title=title, description=description, name="districts"), False
    if not placed:
        return None, True
    points = [
        MapPoint(
            code=d.area.pcode,
            label=d.area.name,
            css_class=class_of(value_of(d, measure)),
            title_text=said(d, measure),
            href=reverse("public:area", args=[d.area.pcode]),
            lon=d.area.lon or 0.0,
            lat=d.area.lat or 0.0,
            population=d.population or 0,
            group=d.province.pcode if d.province else "",
            group_label=d.province.name if d.province else "",
        )
        for d in placed
    ]
    return schematic(points, title=title, description=description, name="districts"), True


def _shapes(
    districts: Sequence[District], borders: Mapping[UUID, str], measure: str
) -> list[MapShape]:
    return [
        MapShape(
            code=d.area.pcode,
            label=d.area.name,
            css_class=class_of(value_of(d, measure)),
            title_text=said(d, measure),
            href=reverse("public:area", args=[d.area.pcode]),
            rings=_rings(borders[d.area.pk]),
        )
        for d in districts
        if d.area.pk in borders
    ]


def _rings(text: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(
        tuple((float(p.split(" ")[0]), float(p.split(" ")[1])) for p in ring.split(","))
        for ring in text.split(";")
    )


def _label(b: ClassBreak) -> str:
    if b.low is None:
        return _("Not told: only the province is named")
    if b.high is None:
        return _("%(low)d or more") % {"low": b.low}
    if b.low == b.high:
        return _("None reported") if b.low == 0 else str(b.low)
    return _("%(low)d to %(high)d") % {"low": b.low, "high": b.high}
