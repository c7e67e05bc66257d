"""The two doors of sign-in from outside: to the issuer, and back."""

import logging

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sukoon.accounts import actions, oidc, queries
from sukoon.core.access import SYSTEM
from sukoon.core.outgoing import AddressRefused, ServerSilent

KEPT = "oidc"
MOST = 2000
log = logging.getLogger(__name__)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send somebody to the issuer."""
    if not oidc.is_set_up():
        raise Http404
    after = request.GET.get("next", "")[:MOST]
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = ""
    try:
        where, asked = oidc.ask(_callback(request), after)
    except (oidc.NotProven, AddressRefused, ServerSilent) as problem:
        return _refused(request, problem)
    request.session[KEPT] = asked.as_dict()
    return redirect(where)


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Sign in the account whose address the issuer verified, if there is one and it is open.

    Whatever is missing, the words are the same: nobody learns here who has an account.
    """
    if not oidc.is_set_up():
        raise Http404
    kept = request.session.pop(KEPT, None)
    if not kept:
        return _refused(request, oidc.NotProven("session"))
    asked = oidc.Asked(**kept)
    try:
        code, state = (request.GET.get(name, "")[:MOST] for name in ("code", "state"))
        address = oidc.proven_address(code, state, asked, _callback(request))
    except (oidc.NotProven, AddressRefused, ServerSilent) as problem:
        return _refused(request, problem)
    user = queries.open_account(address)
    if user is None:
        return _refused(request, oidc.NotProven("account"))
    user.backend = BACKEND
    answer: HttpResponse = perform_login(
        request, user, email_verification="none",
        redirect_url=asked.next or settings.LOGIN_REDIRECT_URL,
    )  # fmt: skip
    return answer


def _refused(request: HttpRequest, problem: Exception) -> HttpResponse:
    # Codes of our own only: what the issuer said may name somebody.
    why = str(problem) if isinstance(problem, oidc.NotProven) else type(problem).__name__
    log.warning("sign-in from outside refused: %s", why)
    actions.note_refused_sign_in(by=SYSTEM, user_id=None, how="oidc")
    messages.error(request, _(
        "This sign-in did not work. Use your password, or ask your administrator whether you have "
        "an account here."
    ))  # fmt: skip
    return redirect("account_login")


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("oidc_back"))
