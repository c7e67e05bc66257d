"""The pages that belong to no area: errors, and the page of all pieces for reviewers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sukoon.ui.samples import samples


def pieces_page(request: HttpRequest) -> HttpResponse:
    """Show every piece in every state, in English and in Urdu."""
    return render(request, "ui/pieces.html", samples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what the browser sent and we cannot read."""
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what may not be done (also a form whose token is too old)."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not there, or not there for this reader: both look the same."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something broke on our side: no database, no session, no context is touched."""
    return HttpResponse(render_to_string("500.html"), status=500)
