"""The open pages: who does what, where, for whom; what is missing. No sign-in."""

from collections.abc import Callable
from dataclasses import replace
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
from sukoon.public.forms import FilterForm, cursor
from sukoon.public.maps import MEASURES, draw, legend
from sukoon.services import queries
from sukoon.services.queries.districts import Told
from sukoon.services.queries.staleness import stale_services
from sukoon.services.words import Layer
from sukoon.ui.pictures import Layer as PyramidLayer
from sukoon.ui.pictures import pyramid as draw_pyramid
from sukoon.ui.words import SCHEMATIC_NOTE, UNMAP_DISCLAIMER
from sukoon.workforce import queries as workforce

Page = Callable[..., HttpResponse]
ON_A_PAGE = 25
FIRST_DISTRICTS = 12


def open_page(view: Page) -> Page:
    """Mark a page that anyone may read."""
    return needs(Permission.MAP_VIEW)(require_GET(view))


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


@open_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the national picture: the finding, the door to help, the map and its table."""
    form = FilterForm(request.GET, show=("area", "layer", "target", "status", "measure"))
    filters = form.filters()
    by = actor(request)
    found = queries.country(by, filters)
    measure = request.GET.get("measure", "")
    measure = measure if measure in MEASURES else "organisations"
    everything = bool(request.GET.get("all"))
    none, not_told = found.told(Told.NONE), found.told(Told.NOT_TOLD)
    title = tables.finding(found)
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
    }  # fmt: skip
    return render(request, "public/home.html", context)


@open_page
def matrix(request: HttpRequest) -> HttpResponse:
    """Show organisations by activity, a page of organisations at a time."""
    form = FilterForm(request.GET, show=("area", "layer", "target", "status"))
    group = request.GET.get("group", "")
    number = int(group) if group.isdigit() and len(group) < 3 else None  # noqa: PLR2004
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
    form = FilterForm(request.GET, show=("layer", "area", "target"))
    filters = form.filters()
    layer = filters.layer or Layer.FOCUSED.value
    found, not_told, country = queries.gaps(actor(request), filters, layer=layer)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    people = sum(g.district.population or 0 for g in found)
    whole = queries.country(actor(request), replace(filters, layer=None))
    context = {
        "form": form,
        "title": tables.gap_title(len(found), layer),
        "people": people,
        "layer": layer,
        "layer_label": Layer(layer).label,
        "page": page,
        "table": tables.gaps(list(page.object_list), first=page.start_index(), whole=whole),
        "not_told": len(not_told),
        "not_told_people": sum(d.population or 0 for d in not_told),
        "districts": len(country.districts),
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
    found = queries.overlaps(actor(request), form.filters())
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "form": form,
        "title": tables.overlap_title(len(found)),
        "page": page,
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
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "form": form,
        "title": tables.stale_title(page.paginator.count, queries.clocks().stale_days),
        "page": page,
        "table": tables.stale(list(page.object_list), today=clock.today()),
        "tabs": tables.tabs("staleness", page.paginator.count),
        "days": queries.clocks().stale_days,
        "previous_url": tables.with_page(request.GET, page.number - 1)
        if page.has_previous()
        else "",
        "next_url": tables.with_page(request.GET, page.number + 1) if page.has_next() else "",
        "downloads": tables.downloads(request.GET),
    }
    return render(request, "public/staleness.html", context)


@open_page
def directory(request: HttpRequest) -> HttpResponse:
    """Search services by words, place and need."""
    form = FilterForm(
        request.GET, show=("q", "area", "layer", "activity", "target", "modality", "status")
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
    place = places.area(pcode[:20])
    if place is None:
        raise Http404
    by = actor(request)
    filters = queries.Filters(area=place.pcode)
    found = queries.country(by, filters)
    lines = list(queries.directory(by, queries.Filters(area=place.pcode, status="all"))[:100])
    here = next((d for d in found.districts if d.area.pk == place.pk), None)
    context = {
        "area": place,
        "found": found,
        "district": here,
        "layers": tables.area_layers(here, found),
        "services": lines,
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
