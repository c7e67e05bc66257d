"""Pages around the phone: its app, connecting it, one's phones, what was kept."""

from typing import cast
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.accounts import actions as accounts
from sukoon.accounts.device_queries import visible_devices
from sukoon.accounts.models import User, WhyRevoked
from sukoon.core.access import Actor, holds
from sukoon.core.http import ActorRequest, find, needs
from sukoon.core.permissions import Permission
from sukoon.sync import actions, queries, shell

ON_A_PAGE = 50
POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "media-src blob:", "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'",
    "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
])  # fmt: skip


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


@needs(Permission.MAP_VIEW)
@require_GET
def app(request: HttpRequest, name: str = "index.html") -> HttpResponse:
    """Give a file of the phone's app. The app holds nobody's data: that comes by the protocol."""
    if not shell.is_built():
        return render(request, "sync/not_built.html", status=503)
    found = shell.app_file(name)
    if found is None:
        raise Http404
    packed = found.packed and "gzip" in request.headers.get("Accept-Encoding", "")
    response: HttpResponse
    if request.headers.get("If-None-Match") == f'"{found.etag}"':
        response = HttpResponseNotModified()  # with every header: the browser keeps the newest
    else:
        content = found.packed if packed else found.content
        response = HttpResponse(content, content_type=found.type)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = f'"{found.etag}"'
    response.headers["Cache-Control"] = (
        f"public, max-age={shell.ONE_YEAR}, immutable" if found.for_ever else "no-cache"
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


@needs(Permission.FIELD_USE)
@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Connect this phone, or show a code for another. This phone's browser is signed out."""
    if request.method == "GET":
        return render(request, "sync/connect.html")
    code = accounts.make_device_code(by=actor(request), user=cast(User, request.user))
    if request.POST.get("where") == "other":
        address = request.build_absolute_uri(reverse("sync:app"))
        picture = segno.make(f"{address}#connect={code}", error="m")
        return render(request, "sync/code.html", {
            "code": code, "address": address, "picture": picture.svg_data_uri(scale=5, border=2),
        })  # fmt: skip
    # Behind the #, the code is never sent to a server, nor kept in a log.
    logout(request)
    return redirect(f"{reverse('sync:app')}#connect={code}")


@needs(Permission.SELF)
@require_GET
def phones(request: HttpRequest) -> HttpResponse:
    """List one's phones, and those one manages."""
    found = visible_devices(actor(request))[:ON_A_PAGE]
    may_connect = holds(actor(request), Permission.FIELD_USE)
    return render(request, "sync/phones.html", {"phones": found, "sees_field": may_connect})


@needs(Permission.SELF)
@require_http_methods(["GET", "POST"])
def phone_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a phone, after asking once more."""
    by = actor(request)
    phone = find(visible_devices(by), pk)
    if request.method == "POST":
        told = request.POST.get("why", "")
        why = WhyRevoked(told) if told in WhyRevoked.values else WhyRevoked.LOST
        accounts.revoke_device(by=by, device=phone, why=why)
        messages.success(
            request, _("Nothing more goes to this phone. It empties itself at its next contact.")
        )
        return redirect("sync:phones")
    reasons = [w for w in WhyRevoked if w not in {WhyRevoked.CLOSED, WhyRevoked.SIGNED_OFF}]
    return render(request, "sync/revoke.html", {"phone": phone, "reasons": reasons})


@needs(Permission.DEVICE_MANAGE)
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """List what phones sent and could not be taken in: that it is there, and why; not its words."""
    found = queries.waiting_kept(actor(request))[:ON_A_PAGE]
    return render(request, "sync/kept.html", {"kept": found})


@needs(Permission.DEVICE_MANAGE)
@require_POST
def kept_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try again to take in what was kept, or set it aside."""
    by = actor(request)
    row = find(queries.kept(by), pk)
    if request.POST.get("do") == "set_aside":
        actions.set_aside(by=by, kept=row)
        messages.success(request, _("Set aside. It stays readable."))
        return redirect("sync:kept")
    answer = actions.take_in(by=by, kept=row)
    if answer.kept:
        messages.warning(request, _("It still cannot be taken in: %(why)s") % {"why": answer.said})
    else:
        messages.success(request, _("Taken in, in the worker's own name."))
    return redirect("sync:kept")
