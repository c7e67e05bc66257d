"""Every address of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from sukoon.config.api import api
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.ui.views import pieces_page

handler400 = "sukoon.ui.views.bad_request"
handler403 = "sukoon.ui.views.refused"
handler404 = "sukoon.ui.views.not_found"
handler500 = "sukoon.ui.views.broken"


@needs(Permission.MAP_VIEW)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language, and go back to where they were."""
    return set_language(request)


@needs(Permission.MAP_VIEW)
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers (for the process that watches it)."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sukoon.public.urls")),
    path("", include("sukoon.exchange.urls")),
    path("account/", include("sukoon.accounts.urls")),
    path("desk/", include("sukoon.desk.urls")),
    path("people/", include("sukoon.people.urls")),
    path("cases/", include("sukoon.cases.urls")),
    path("risk/", include("sukoon.risk.urls")),
    path("referrals/", include("sukoon.referrals.urls")),
    path("pathways/", include("sukoon.pathways.urls")),
    path("supervision/", include("sukoon.supervision.urls")),
    path("coordination/", include("sukoon.coordination.urls")),
    path("surge/", include("sukoon.surge.urls")),
    path("staff-care/", include("sukoon.staffcare.urls")),
    path("field/", include("sukoon.sync.urls")),
    path("demo/", include("sukoon.demo.urls")),
    path("api/1/", api.urls),
    path("language/", choose_language, name="set_language"),
    path("health/", health, name="health"),
    path("_pieces", needs(Permission.MAP_VIEW)(pieces_page), name="pieces"),
]
