"""The picture of an area, for the inside and for everyone, on a page and in print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sukoon.coordination.brief import brief_pdf
from sukoon.coordination.queries.picture import picture
from sukoon.coordination.views import pledge_tables
from sukoon.coordination.views.groups import where
from sukoon.coordination.views.package import area_of
from sukoon.coordination.words import PackageFinding
from sukoon.core import clock
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.services.maps import draw, legend
from sukoon.services.words import Layer
from sukoon.ui.pages import actor, pdf_file
from sukoon.ui.words import SCHEMATIC_NOTE, UNMAP_DISCLAIMER


@needs(Permission.PLEDGE_VIEW)
@require_GET
def area_picture(request: HttpRequest, pcode: str) -> HttpResponse:
    """Show one area on one page, as far as one may see it."""
    return _page(request, pcode, public=False)


@needs(Permission.MAP_VIEW)
@require_GET
def open_picture(request: HttpRequest, pcode: str) -> HttpResponse:
    """Show one area on one page to everyone: small counts are hidden."""
    return _page(request, pcode, public=True)


def _page(request: HttpRequest, pcode: str, *, public: bool) -> HttpResponse:
    by, area = actor(request), area_of(pcode)
    found = picture(by, area, today=clock.today(), public=public)
    about = _("Organisations and services by district")
    drawn, tiles = draw(
        found.country, "organisations", title=about,
        description=_("The directory of the area holds the same figures."),
    )  # fmt: skip
    context = {
        "picture": drawn if found.districts > 1 else None,
        "legend": legend(found.country, "organisations"), "disclaimer": UNMAP_DISCLAIMER,
        "tiles_note": SCHEMATIC_NOTE if tiles else "",
        "p": found, "public": public, "where": [] if public else where(),
        "gaps": sum(s.finding == PackageFinding.GAP for s in found.package),
        "findings": [(f, sum(s.finding == f for s in found.package)) for f in PackageFinding],
        "layers": [(Layer(v).label if v else _("serves all layers"), n) for v, n in found.layers.items()],
        "tiers": [(t, n) for t, n in found.workers.items()],
        "totals": pledge_tables.totals(found.pledges), "as_of": clock.today(),
    }  # fmt: skip
    return render(request, "coordination/picture.html", context)


@needs(Permission.PLEDGE_VIEW)
@require_GET
def brief(request: HttpRequest, pcode: str) -> HttpResponse:
    """Send the brief of an area."""
    return _brief(request, pcode, public=False)


@needs(Permission.MAP_VIEW)
@require_GET
def open_brief(request: HttpRequest, pcode: str) -> HttpResponse:
    """Send the public brief of an area."""
    return _brief(request, pcode, public=True)


def _brief(request: HttpRequest, pcode: str, *, public: bool) -> HttpResponse:
    by, area = actor(request), area_of(pcode)
    language = "ur" if request.GET.get("language", get_language()) == "ur" else "en"
    with translation.override(language):  # names come in the language of the paper
        found = picture(by, area, today=clock.today(), public=public)
    data = brief_pdf(found, language=language, now=clock.now(), public=public)
    return pdf_file(data, f"brief-{area.pcode}-{language}")
