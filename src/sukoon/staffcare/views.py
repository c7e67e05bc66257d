"""The contact's page: who waits for a call."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.staffcare import actions, queries
from sukoon.ui.pages import actor

ON_A_PAGE = 50


@needs(Permission.STAFF_CARE_ANSWER)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """List who waits for a call from this contact, the longest first."""
    found = list(queries.to_make(actor(request))[:ON_A_PAGE])
    names = queries.names(found)
    rows = [{"call": c, "name": names.get(c.asker_id, "")} for c in found]
    return render(request, "staffcare/calls.html", {"rows": rows})


@needs(Permission.STAFF_CARE_ANSWER)
@require_POST
def call_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one will call, or that one has."""
    by = actor(request)
    call = find(queries.visible(by), pk)
    if request.POST.get("do") == "called":
        actions.called(by=by, call=call)
        messages.success(request, _("Kept: you called. It stands here no more."))
    else:
        actions.will_call(by=by, call=call)
        messages.success(request, _("They are told that you will call."))
    return redirect("staffcare:calls")
