"""What the open pages show, as tables and sentences. No query is made here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sukoon.core.text import nearest
from sukoon.places.queries import Gazetteer
from sukoon.places.words import Level
from sukoon.services.maps import value_of
from sukoon.services.models import Service
from sukoon.services.queries import Country, District, Filters, Gap, Matrix, Overlap
from sukoon.services.queries.districts import Told
from sukoon.services.words import Layer, OverlapClass
from sukoon.ui.pictures import class_of
from sukoon.ui.tables import Cell, Column, Row, Table
from sukoon.workforce.models import Organisation

MILLION = 1_000_000
TEN = 10
DROPPED = ("cursor", "page", "all", "csrfmiddlewaretoken")


def people(n: int) -> str:
    """Return a number of people in words: 182 million, or grouped digits."""
    if n >= MILLION:
        millions = n / MILLION
        shown = f"{millions:.0f}" if millions >= TEN else f"{millions:.1f}".removesuffix(".0")
        return _("%(n)s million") % {"n": shown}
    return f"{n:,}"


def finding(found: Country, filters: Filters | None = None) -> str:
    """Return the one sentence the national picture says; a narrowed one says that it is."""
    none = found.told(Told.NONE)
    narrowed = filters is not None and replace(filters, area="") != Filters()
    if not found.services:
        return _("No service fits these filters") if narrowed else _("No service is on the map yet")
    if not none:
        return _("No district is wholly without a service that could be there")
    if narrowed:
        text = _(
            "%(none)d of %(all)d districts, home to %(people)s people, have no service on the map "
            "that fits these filters"
        )
    else:
        text = _(
            "%(none)d of %(all)d districts, home to %(people)s people, have no service on the map"
        )
    return text % {
        "none": len(none),
        "all": len(found.districts),
        "people": people(found.people(Told.NONE)),
    }


def lead(found: Country) -> str:
    """Return what the finding does not say: how much is not told."""
    not_told = found.told(Told.NOT_TOLD)
    return _(
        "For %(n)d more districts, home to %(people)s people, only the province is named, so we "
        "cannot say. The map shows who told us they work where, and is only as full as the reports."
    ) % {"n": len(not_told), "people": people(found.people(Told.NOT_TOLD))}


def pyramid_finding(counts: Mapping[int | None, Mapping[str, int]]) -> str:
    empty = [str(Layer(v).label) for v in Layer.values if not counts[v]["services"]]
    if len(empty) == len(Layer):
        return _("No service is on the map yet")
    if empty:
        return _("No service under way is told for: %(layers)s") % {"layers": "; ".join(empty)}
    return _("Services are told for all four layers")


def gap_title(n: int, layer: int, at_most: int = 0) -> str:
    if at_most:
        return ngettext(
            "%(n)d district has at most %(few)d of the services of the layer “%(layer)s”",
            "%(n)d districts have at most %(few)d of the services of the layer “%(layer)s”",
            n,
        ) % {"n": n, "few": at_most, "layer": Layer(layer).label}
    return ngettext(
        "%(n)d district has no service of the layer “%(layer)s”",
        "%(n)d districts have no service of the layer “%(layer)s”",
        n,
    ) % {"n": n, "layer": Layer(layer).label}


def overlap_title(n: int) -> str:
    if not n:
        return _("No two services look alike")
    return ngettext(
        "%(n)d likeness between services: is it one work told or done twice?",
        "%(n)d likenesses between services: is it one work told or done twice?",
        n,
    ) % {"n": n}


def stale_title(n: int, days: int) -> str:
    if not n:
        return _("Every service was reported on in the last %(days)d days") % {"days": days}
    return ngettext(
        "%(n)d service was not reported on for more than %(days)d days",
        "%(n)d services were not reported on for more than %(days)d days",
        n,
    ) % {"n": n, "days": days}


def tabs(current: str, count: int) -> list[dict[str, object]]:
    names = {"gaps": _("Gaps"), "overlaps": _("Overlaps"), "staleness": _("Old information")}
    return [
        {
            "label": label,
            "url": reverse(f"public:{name}"),
            "current": name == current,
            "count": count if name == current else "",
        }
        for name, label in names.items()
    ]


def query(get: QueryDict, **changes: str) -> str:
    """Return the address's filters with some changed, without its place in the list."""
    kept = get.copy()
    for name in DROPPED:
        kept.pop(name, None)
    for name, value in changes.items():
        kept[name] = value
    return f"?{kept.urlencode()}"


def with_cursor(get: QueryDict, after: str) -> str:
    return query(get, cursor=after)


def with_page(get: QueryDict, number: int) -> str:
    return query(get, page=str(number))


def downloads(get: QueryDict) -> list[dict[str, str]]:
    base = reverse("exchange:services")
    return [
        {"label": label, "url": base + query(get, format=name), "note": note}
        for name, label, note in (
            ("xlsx", _("Workbook (XLSX)"), _("to read, edit and bring back")),
            ("csv", "CSV", _("plain table")),
            ("hxl", "HXL", _("with humanitarian tags")),
        )
    ]


ORDERS = {
    "people": lambda d: (-(d.population or 0), d.area.path),
    "organisations": lambda d: (-d.organisations, -(d.population or 0), d.area.path),
    "name": lambda d: (d.area.name, d.area.path),
}
TOLD_ORDER = {Told.NONE: 0, Told.NOT_TOLD: 1, Told.NAMED: 2}


def districts(
    found: Country, measure: str, get: QueryDict, *, order: str, most: int | None
) -> Table:
    """Return the table that holds the map's figures: without a service first, largest first."""
    rows = sorted(
        found.districts,
        key=ORDERS.get(order, lambda d: (TOLD_ORDER[d.told], -(d.population or 0), d.area.path)),
    )
    label = {
        "services": _("Services"),
        "layers": _("Layers of support"),
        "targets": _("Target groups"),
    }.get(measure, _("Organisations"))
    if order == "organisations":  # by what the map shows
        rows.sort(key=lambda d: (-(value_of(d, measure) or 0), -(d.population or 0), d.area.path))
    columns = [
        Column(_("District"), url=query(get, order="name"),
               sorted="ascending" if order == "name" else ""),
        Column(_("People"), numeric=True, url=query(get, order="people"),
               sorted="descending" if order == "people" else ""),
        Column(label, url=query(get, order="organisations"),
               sorted="descending" if order == "organisations" else ""),
    ]  # fmt: skip
    caption = _("Districts") if order in ORDERS else _("Districts, largest without a service first")
    return Table(
        caption,
        columns,
        [_district_row(d, measure) for d in rows[:most]],
        note=_("People: census 2023. A district counts where a report names it."),
    )


def _district_row(d: District, measure: str) -> Row:
    value = value_of(d, measure)
    shown = _("Not told") if value is None else value
    return Row(
        [
            Cell(d.area.name, small=d.province.name if d.province else "",
                 url=reverse("public:area", args=[d.area.pcode])),
            d.population,
            Cell(shown, key=class_of(value)),
        ]
    )  # fmt: skip


def provinces(found: Country) -> Table:
    """Return what is told for provinces and the country without naming districts."""
    names: dict[str, Any] = {d.province.path: d.province for d in found.districts if d.province}
    named: dict[str, int] = dict.fromkeys(names, 0)
    for d in found.districts:
        if d.province and d.told is Told.NAMED:
            named[d.province.path] += 1
    rows = [
        Row(
            [
                Cell(a.name, url=reverse("public:area", args=[a.pcode])),
                named[path],
                found.province_lines.get(path, 0),
            ]
        )
        for path, a in sorted(names.items())
    ]
    if found.country_lines:
        rows.append(Row([_("Whole country"), "", found.country_lines]))
    columns = [
        Column(_("Province")),
        Column(_("Districts named"), numeric=True),
        Column(_("Services told for the province only"), numeric=True),
    ]
    return Table(
        _("What is told without naming districts"), columns, rows,
        note=_("Ask these organisations which districts they mean."),
    )  # fmt: skip


def matrix(found: Matrix, get: QueryDict, *, group: int | None) -> Table:
    """Return the matrix; a figure leads to its services in the directory."""
    columns = [Column(_("Organisation"))]
    for activity in found.columns:
        url = "" if group else query(get, group=activity.code)
        columns.append(Column(f"{activity.code} {activity.label}", numeric=True, url=url))
    columns.append(Column(_("All"), numeric=True))
    base = reverse("public:directory")
    kept = get.copy()
    for name in (*DROPPED, "group"):
        kept.pop(name, None)
    rows = []
    for row in found.rows:
        cells: list[object] = [
            Cell(row.organisation.shown_name,
                 url=reverse("public:organisation", args=[row.organisation.pk]))
        ]  # fmt: skip
        for activity, n in zip(found.columns, row.cells, strict=True):
            kept["organisation"] = str(row.organisation.pk)
            kept["activity"] = activity.code
            cells.append(Cell(n, url=f"{base}?{kept.urlencode()}") if n else "")
        rows.append(Row([*cells, row.total]))
    rows.append(Row([Cell(_("All organisations"), strong=True), *found.totals, sum(found.totals)]))
    return Table(
        _("Services by organisation and activity"), columns, rows,
        note=_("Basis: lines in the register. One line is one activity of one organisation in "
               "one place or named set of places."),
    )  # fmt: skip


def layers(counts: Mapping[int | None, Mapping[str, int]], reached: Mapping[int, int]) -> Table:
    rows = [
        Row(
            [
                Cell(f"{layer.value} {layer.label}",
                     url=f"{reverse('public:directory')}?layer={layer.value}"),
                counts[layer.value]["services"],
                counts[layer.value]["organisations"],
                reached[layer.value],
            ]
        )
        for layer in reversed(Layer)
    ]  # fmt: skip
    rows.append(
        Row([_("Serves all layers (training, coordination, assessment)"),
             counts[None]["services"], counts[None]["organisations"], ""])
    )  # fmt: skip
    columns = [
        Column(_("Layer")),
        Column(_("Services"), numeric=True),
        Column(_("Organisations"), numeric=True),
        Column(_("Districts named"), numeric=True),
    ]
    return Table(
        _("The four layers of support"), columns, rows,
        note=_("An organisation in two layers is counted in each: do not add the column."),
    )  # fmt: skip


def gaps(found: Sequence[Gap], *, first: int, whole: Country) -> Table:
    """Return the gaps with what each district has of the other layers."""
    columns = [
        Column(_("District")),
        Column(_("People"), numeric=True, sorted="descending"),
        *(Column(f"{v} {Layer(v).label}") for v in Layer.values),
        Column(_("Nearest service of this layer")),
    ]
    rows = [
        Row(
            [
                Cell(f"{n}. {g.district.area.name}",
                     small=g.district.province.name if g.district.province else "",
                     url=reverse("public:area", args=[g.district.area.pcode])),
                g.district.population,
                *(_layer_cell(g, v, whole) for v in Layer.values),
                _("%(area)s, %(km)d km") % {"area": g.nearest, "km": g.nearest_km}
                if g.nearest_km is not None
                else _("None is told anywhere"),
            ]
        )
        for n, g in enumerate(found, first)
    ]  # fmt: skip
    return Table(
        _("Largest population first"), columns, rows,
        note=_("People: census 2023. Distances are in a straight line, rounded."),
    )  # fmt: skip


def _layer_cell(gap: Gap, layer: int, whole: Country) -> Cell:
    if layer == gap.layer:
        return Cell(_("None") if not gap.services else gap.services, strong=True)
    told = {Told.NAMED: _("Yes"), Told.NOT_TOLD: _("Not told"), Told.NONE: _("None")}
    return Cell(told[whole.told_of(gap.district, layer)])


def not_told(found: Sequence[District], whole: Country, *, layer: int) -> Table:
    """Return the provinces that told a layer without naming districts: no gap, and no service."""
    inside: dict[str, list[District]] = {}
    for d in found:
        if d.province:
            inside.setdefault(d.province.path, []).append(d)
    base = reverse("public:directory")
    rows = []
    for path, districts in sorted(inside.items()):
        province = districts[0].province
        assert province is not None  # noqa: S101 - for the type checker
        rows.append(
            Row(
                [
                    Cell(province.name, url=f"{base}?area={province.pcode}&layer={layer}"),
                    len(districts),
                    sum(d.population or 0 for d in districts),
                    whole.province_layers.get((path, layer), 0),
                ]
            )
        )
    columns = [
        Column(_("Province")),
        Column(_("Districts not told"), numeric=True),
        Column(_("People"), numeric=True),
        Column(_("Services told for the province only"), numeric=True),
    ]
    return Table(_("Told for a province, not for its districts"), columns, rows)


def overlaps(found: Sequence[Overlap]) -> Table:
    columns = [
        Column(_("Where and what")),
        Column(_("Who")),
        Column(_("For whom")),
        Column(_("Why it is here")),
        Column(_("Possible step")),
    ]
    steps = {
        OverlapClass.TWO_ORGANISATIONS: _("Ask both whether they mean the same people"),
        OverlapClass.TWO_DONORS: _("Ask whether it is one service told twice"),
        OverlapClass.TWO_DESCRIPTIONS: _("May be right: look at the descriptions"),
        OverlapClass.SAME_LINE_TWICE: _("Keep one of the lines"),
    }
    base = reverse("public:directory")
    rows = [
        Row(
            [
                Cell(o.area.name, small=str(o.activity),
                     url=f"{base}?area={o.area.pcode}&activity={o.activity.code}"),
                "; ".join(o.organisations),
                o.target.label if o.target else _("Not told"),
                o.kind.label,
                steps[o.kind],
            ]
        )
        for o in found
    ]  # fmt: skip
    return Table(
        _("Same activity, place, people and time"), columns, rows,
        note=_("A likeness is a question, not a fault."),
    )  # fmt: skip


def stale(found: Sequence[Service], *, today: date) -> Table:
    columns = [
        Column(_("Organisation")),
        Column(_("Activity")),
        Column(_("Last report")),
        Column(_("Days ago"), numeric=True, sorted="descending"),
    ]
    rows = [
        Row(
            [
                Cell(s.organisation.shown_name, url=reverse("public:service", args=[s.pk])),
                str(s.activity),
                date_format(s.reported_on, "j F Y", use_l10n=False),
                (today - s.reported_on).days,
            ]
        )
        for s in found
    ]
    return Table(_("The oldest information first"), columns, rows)


def organisations(found: Sequence[Organisation]) -> Table:
    columns = [Column(_("Organisation")), Column(_("Type"))]
    rows = [
        Row(
            [
                Cell(o.shown_name, small=o.acronym,
                     url=reverse("public:organisation", args=[o.pk])),
                o.get_type_display(),
            ]
        )
        for o in found
    ]  # fmt: skip
    return Table(_("Organisations"), columns, rows, caption_hidden=True)


def area_layers(here: District | None, found: Country) -> list[dict[str, object]]:
    """Return for each layer whether an area has it: yes, none reported, or not told."""
    reached: frozenset[int] = (
        here.layers if here else frozenset(v for d in found.districts for v in d.layers)
    )
    return [
        {
            "label": f"{layer.value} {layer.label}",
            "said": _("Yes") if layer.value in reached
            else _("Not told")
            if here and found.told_of(here, layer.value) is Told.NOT_TOLD
            else _("None reported"),
            "there": layer.value in reached,
        }
        for layer in reversed(Layer)
    ]  # fmt: skip


def suggestion(text: str) -> str:
    """Return a place whose name is like the words, for a search that found nothing."""
    return nearest(text, Gazetteer().names(level=Level.DISTRICT)) or ""
