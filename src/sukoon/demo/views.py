"""Signing in as a role, in the demonstration, from this machine only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sukoon.accounts import queries
from sukoon.core.http import needs
from sukoon.core.permissions import Permission

LOOPBACK = frozenset({"127.0.0.1", "::1"})
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@needs(Permission.MAP_VIEW)
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the synthetic account of a role. Anywhere but in the demo this page is not."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META
    if not settings.DEMO or address not in LOOPBACK or forwarded:
        raise Http404
    user = queries.demo_account(str(request.POST.get("role", ""))[:40])
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)
