"""Pages of one's own account that allauth does not have."""

from django.http import Http404, HttpRequest, HttpResponse


def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: accounts are made by people who may. The page is not there."""
    raise Http404
