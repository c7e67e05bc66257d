"""The open pages: who does what, where, for whom; what is missing. No sign-in."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import ActorRequest, find, needs
from sukoon.core.permissions import Permission
from sukoon.places import queries as places
from sukoon.public import tables
from sukoon.public.forms import PCODE, FilterForm, cursor
from sukoon.public.labels import helpline
from sukoon.services import queries
from sukoon.services.maps import MEASURES, draw, legend
from sukoon.services.queries.districts import Told
from sukoon.services.queries.staleness import after_last, stale_services
from sukoon.services.words import Layer
from sukoon.ui.pictures import Layer as PyramidLayer
from sukoon.ui.pictures import pyramid as draw_pyramid
from sukoon.ui.words import SCHEMATIC_NOTE, UNMAP_DISCLAIMER
from sukoon.workforce import queries as workforce

Page = Callable[..., HttpResponse]
ON_A_PAGE = 25
FIRST_DISTRICTS = 12
MOST_CROWDED = 1000  # places, activities and groups that the overlaps page looks at


def open_page(view: Page) -> Page:
    """Mark a page that anyone may read."""
    return needs(Permission.MAP_VIEW)(require_GET(view))


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def measure_of(request: HttpRequest) -> str:
    """Return what the map is coloured by."""
    measure = request.GET.get("measure", "")
    return measure if measure in MEASURES else "organisations"


@open_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the national picture: the finding, the door to help, the map and its table."""
    form = FilterForm(request.GET, show=("area", "layer", "target", "status", "measure"))
    filters = form.filters()
    by = actor(request)
    measure = measure_of(request)
    found = queries.country(by, filters, with_targets=measure == "targets")
    everything = bool(request.GET.get("all"))
    none, not_told = found.told(Told.NONE), found.told(Told.NOT_TOLD)
    title = tables.finding(found, filters)
    description = _("The table beside the map holds the same figures.")
    picture, tiles = draw(found, measure, title=_("Organisations and services by district"),
                          description=description)  # fmt: skip
    order = request.GET.get("order", "")
    context = {
        "form": form,
        "found": found,
        "title": title,
        "lead": tables.lead(found),
        "as_of": queries.latest_report(by),
        "named": len(found.told(Told.NAMED)),
        "districts": len(found.districts),
        "none": len(none),
        "not_told": len(not_told),
        "picture": picture,
        "legend": legend(found, measure),
        "disclaimer": UNMAP_DISCLAIMER,
        "tiles_note": SCHEMATIC_NOTE if tiles else "",
        "table": tables.districts(found, measure, request.GET, order=order,
                                  most=None if everything else FIRST_DISTRICTS),
        "shown": len(found.districts) if everything else min(FIRST_DISTRICTS, len(found.districts)),
        "everything": everything,
        "downloads": tables.downloads(request.GET),
        "provinces": tables.provinces(found),
        "helpline": helpline(),
    }  # fmt: skip
    return render(request, "public/home.html", context)


@open_page
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map large, with every district in the table below it."""
    form = FilterForm(
        request.GET, show=("area", "layer", "activity", "target", "status", "modality", "measure")
    )
    filters = form.filters()
    measure = measure_of(request)
    found = queries.country(actor(request), filters, with_targets=measure == "targets")
    title = tables.finding(found, filters)
    picture, tiles = draw(found, measure, title=title, description=tables.lead(found))
    context = {
        "form": form,
        "found": found,
        "title": title,
        "lead": tables.lead(found),
        "as_of": queries.latest_report(actor(request)),
        "picture": picture,
        "legend": legend(found, measure),
        "disclaimer": UNMAP_DISCLAIMER,
        "tiles_note": SCHEMATIC_NOTE if tiles else "",
        "table": tables.districts(
            found, measure, request.GET, order=request.GET.get("order", ""), most=None
        ),
        "provinces": tables.provinces(found),
        "downloads": tables.downloads(request.GET),
    }
    return render(request, "public/map.html", context)


@open_page
def matrix(request: HttpRequest) -> HttpResponse:
    """Show organisations by activity, a page of organisations at a time."""
    form = FilterForm(request.GET, show=("area", "layer", "target", "status"))
    group = request.GET.get("group", "")
    number = int(group) if group.isdecimal() and len(group) < 3 else None  # noqa: PLR2004
    after = request.GET.get("cursor", "")[:300]
    found = queries.matrix(actor(request), form.filters(), group=number, after=after)
    title = ngettext(
        "%(n)d organisation, by what it does", "%(n)d organisations, by what they do",
        found.organisations,
    ) % {"n": found.organisations}  # fmt: skip
    context = {
        "form": form,
        "title": title,
        "found": found,
        "table": tables.matrix(found, request.GET, group=number),
        "group": number,
        "next_url": tables.with_cursor(request.GET, found.next_after) if found.next_after else "",
        "downloads": tables.downloads(request.GET),
        "as_of": queries.latest_report(actor(request)),
    }
    return render(request, "public/matrix.html", context)


@open_page
def pyramid(request: HttpRequest) -> HttpResponse:
    """Show the four layers of support, and how much of each there is."""
    form = FilterForm(request.GET, show=("area", "target", "status"))
    filters = form.filters()
    by = actor(request)
    counts = queries.layer_counts(by, filters)
    found = queries.country(by, filters)
    reached = {v: sum(v in d.layers for d in found.districts) for v in Layer.values}
    layers = [
        PyramidLayer(
            label=f"{layer.value} {layer.label}",
            said=ngettext("%(n)d service", "%(n)d services", counts[layer.value]["services"])
            % {"n": counts[layer.value]["services"]},
            css_class=f"c{layer.value + 1}",
            href=f"{reverse('public:directory')}?layer={layer.value}",
        )
        for layer in reversed(Layer)
    ]
    title = tables.pyramid_finding(counts)
    context = {
        "form": form,
        "title": title,
        "picture": draw_pyramid(layers, title=_("Services by layer"), description=title),
        "table": tables.layers(counts, reached),
        "cross": counts[None]["services"],
        "as_of": queries.latest_report(by),
        "downloads": tables.downloads(request.GET),
    }
    return render(request, "public/pyramid.html", context)


@open_page
def gaps(request: HttpRequest) -> HttpResponse:
    """Rank districts without a service of a layer by the people who live there."""
    told = request.GET.copy()
    told.setdefault("layer", str(Layer.FOCUSED.value))  # the page is always about one layer
    form = FilterForm(told, show=("layer", "area", "target", "few"))
    form.fields["layer"].choices = form.fields["layer"].choices[1:]  # type: ignore[attr-defined]
    filters = form.filters()
    layer = filters.layer or Layer.FOCUSED.value
    at_most = {"1": 1, "2": 2}.get(request.GET.get("few", ""), 0)
    found, not_told, whole = queries.gaps(actor(request), filters, layer=layer, at_most=at_most)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    people = sum(g.district.population or 0 for g in found)
    context = {
        "form": form,
        "title": tables.gap_title(len(found), layer, at_most),
        "people": people,
        "layer": layer,
        "layer_label": Layer(layer).label,
        "page": page,
        "table": tables.gaps(list(page.object_list), first=page.start_index(), whole=whole),
        "not_told": len(not_told),
        "not_told_people": sum(d.population or 0 for d in not_told),
        "untold": tables.not_told(not_told, whole, layer=layer),
        "tabs": tables.tabs("gaps", len(found)),
        "previous_url": tables.with_page(request.GET, page.number - 1)
        if page.has_previous()
        else "",
        "next_url": tables.with_page(request.GET, page.number + 1) if page.has_next() else "",
        "downloads": tables.downloads(request.GET),
        "as_of": queries.latest_report(actor(request)),
    }
    return render(request, "public/gaps.html", context)


@open_page
def overlaps(request: HttpRequest) -> HttpResponse:
    """Show services that look alike."""
    form = FilterForm(request.GET, show=("area", "target", "status"))
    found, more = queries.most_crowded(actor(request), form.filters(), most=MOST_CROWDED)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "form": form,
        "title": tables.overlap_title(len(found)),
        "page": page,
        "more": more,
        "table": tables.overlaps(list(page.object_list)),
        "tabs": tables.tabs("overlaps", len(found)),
        "previous_url": tables.with_page(request.GET, page.number - 1)
        if page.has_previous()
        else "",
        "next_url": tables.with_page(request.GET, page.number + 1) if page.has_next() else "",
        "downloads": tables.downloads(request.GET),
        "as_of": queries.latest_report(actor(request)),
    }
    return render(request, "public/overlaps.html", context)


@open_page
def staleness(request: HttpRequest) -> HttpResponse:
    """Show services nobody reported on for long."""
    form = FilterForm(request.GET, show=("area", "status"))
    found = stale_services(actor(request), form.filters(), today=clock.today())
    number = found.count()
    rows = list(after_last(found, request.GET.get("cursor", "")[:60])[: ON_A_PAGE + 1])
    more = len(rows) > ON_A_PAGE
    rows = rows[:ON_A_PAGE]
    context = {
        "form": form,
        "title": tables.stale_title(number, queries.clocks().stale_days),
        "rows": rows,
        "number": number,
        "table": tables.stale(rows, today=clock.today()),
        "tabs": tables.tabs("staleness", number),
        "days": queries.clocks().stale_days,
        "next_url": tables.with_cursor(request.GET, f"{rows[-1].reported_on}|{rows[-1].pk}")
        if more
        else "",
        "downloads": tables.downloads(request.GET),
    }
    return render(request, "public/staleness.html", context)


@open_page
def directory(request: HttpRequest) -> HttpResponse:
    """Search services by words, place and need."""
    form = FilterForm(
        request.GET,
        show=(
            "q",
            "area",
            "layer",
            "activity",
            "target",
            "language",
            "provider_gender",
            "fee",
            "modality",
            "status",
        ),
    )
    filters = form.filters()
    after = cursor(request.GET.get("cursor", ""))
    found = list(queries.directory(actor(request), filters, after=after)[: ON_A_PAGE + 1])
    more = len(found) > ON_A_PAGE
    context = {
        "form": form,
        "services": found[:ON_A_PAGE],
        "text": filters.text,
        "next_url": tables.with_cursor(request.GET, str(found[ON_A_PAGE - 1].pk)) if more else "",
        "suggestion": tables.suggestion(filters.text) if not found and filters.text else "",
        "downloads": tables.downloads(request.GET),
        "narrowed": bool(request.GET),
    }
    return render(request, "public/directory.html", context)


@open_page
def service(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one service, as far as it is public."""
    line = find(queries.details(actor(request)), pk)
    return render(request, "public/service.html", {"service": line})


@open_page
def organisations(request: HttpRequest) -> HttpResponse:
    """List organisations, found by any name."""
    text = request.GET.get("q", "")[:100]
    found = workforce.search_organisations(actor(request), text)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "page": page,
        "text": text,
        "table": tables.organisations(list(page.object_list)),
        "previous_url": tables.with_page(request.GET, page.number - 1)
        if page.has_previous()
        else "",
        "next_url": tables.with_page(request.GET, page.number + 1) if page.has_next() else "",
    }
    return render(request, "public/organisations.html", context)


@open_page
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what one organisation does and takes part in."""
    by = actor(request)
    row = find(workforce.organisations(by), pk)
    lines = list(queries.organisation_lines(by, row.pk)[:200])
    context: dict[str, Any] = {
        "organisation": row,
        "own": [s for s in lines if s.organisation_id == row.pk],
        "taking_part": [s for s in lines if s.organisation_id != row.pk],
    }
    return render(request, "public/organisation.html", context)


@open_page
def area(request: HttpRequest, pcode: str) -> HttpResponse:
    """Show what is told of one area, and what is not."""
    place = places.area(pcode) if PCODE.fullmatch(pcode) else None
    if place is None:
        raise Http404
    by = actor(request)
    filters = queries.Filters(area=place.pcode)
    found = queries.country(by, filters)
    lines = list(
        queries.directory(by, queries.Filters(area=place.pcode, status="all"))[: ON_A_PAGE + 1]
    )
    here = next((d for d in found.districts if d.area.pk == place.pk), None)
    context = {
        "area": place,
        "found": found,
        "district": here,
        "layers": tables.area_layers(here, found),
        "services": lines[:ON_A_PAGE],
        "more": len(lines) > ON_A_PAGE,
        "untold": found.province_lines.get(here.province.path, 0) if here and here.province else 0,
        "table": tables.districts(found, "organisations", request.GET, order="", most=None)
        if here is None
        else None,
    }
    return render(request, "public/area.html", context)


@open_page
def about(request: HttpRequest) -> HttpResponse:
    """Say how the figures are made, what is held, and whom to ask."""
    by = actor(request)
    context = {
        "disclaimer": UNMAP_DISCLAIMER,
        "as_of": queries.latest_report(by),
        "stale_days": queries.clocks().stale_days,
    }
    return render(request, "public/about.html", context)
