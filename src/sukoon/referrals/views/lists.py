"""What waits for one's own side, what one sent, what is late, and what a coordinator watches."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.referrals import queries
from sukoon.referrals.presenting import left, rows
from sukoon.referrals.views.base import actor

ON_A_PAGE = 25


@needs(Permission.REFERRAL_VIEW)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List what came to one's side, what waits longest first."""
    return _list(request, "inbox")


@needs(Permission.REFERRAL_VIEW)
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """List what one's side sent, the nearest deadline first."""
    return _list(request, "sent")


@needs(Permission.REFERRAL_VIEW)
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """List what is past its clock, on either side."""
    return _list(request, "late")


@needs(Permission.REFERRAL_WATCH)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """Show which referrals of an area stand still: codes only."""
    now = clock.now()
    found = [(a, left(a.due_at, now=now)) for a in queries.alarms_watched(actor(request))]
    return render(request, "referrals/alarms.html", {"found": found})


def _list(request: HttpRequest, name: str) -> HttpResponse:
    by, now = actor(request), clock.now()
    found = {
        "inbox": queries.received(by), "sent": queries.sent(by), "late": queries.late(by, now=now)
    }[name]  # fmt: skip
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "title": _title(name), "tabs": _tabs(by, name), "page": page,
        "rows": rows(by, page.object_list, now=now), "name": name,
    }  # fmt: skip
    return render(request, "referrals/list.html", context)


def _title(name: str) -> str:
    return {
        "inbox": _("Referrals that came to you"), "sent": _("Referrals you sent"),
        "late": _("Referrals past their clock"),
    }[name]  # fmt: skip


def _tabs(by: Actor, current: str) -> list[dict[str, object]]:
    now = clock.now()
    counted = (
        ("inbox", _("Came to you"), queries.inbox(by).count()), ("sent", _("Sent"), None),
        ("late", _("Late"), queries.late(by, now=now).count()),
    )  # fmt: skip
    return [
        {"label": label, "url": reverse(f"referrals:{name}"), "count": count,
         "current": name == current}
        for name, label, count in counted
    ]  # fmt: skip
