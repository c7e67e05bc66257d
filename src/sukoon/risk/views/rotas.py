"""The duty rotas: who is asked when, where nobody is, where two are first."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.risk import actions, queries
from sukoon.risk.forms import RotaForm, ShiftForm
from sukoon.risk.views.showing import INVALID, actor, form_page

AHEAD = timedelta(days=14)


@needs(Permission.ROTA_WRITE)
@require_GET
def rotas(request: HttpRequest) -> HttpResponse:
    """List the rotas that the reader keeps, with who is on duty now and the next gap."""
    by, now = actor(request), clock.now()
    rows = []
    for rota in queries.rotas(by):
        shifts = queries.shifts_of(rota, since=now, until=now + AHEAD)
        gaps, _overlaps = queries.coverage_of(shifts, since=now, until=now + AHEAD)
        on_now = [s.worker.name for s in shifts if s.starts_at <= now < s.ends_at]
        rows.append({"rota": rota, "on_now": on_now, "gap": gaps[0] if gaps else None})
    return render(request, "risk/rotas.html", {"rows": rows})


@needs(Permission.ROTA_WRITE)
@require_http_methods(["GET", "POST"])
def rota_new(request: HttpRequest) -> HttpResponse:
    """Begin a rota."""
    by = actor(request)
    form = RotaForm(request.POST or None, places=queries.places_for_rotas(by))
    return form_page(
        request, form,
        lambda: actions.record_rota(
            by=by, name=form.cleaned_data["name"], org_id=form.org_id(), area_path=form.area_path()
        ),
        title=_("Begin a rota"), button=_("Begin"), done=_("Begun. Add the first shift."),
        back=reverse("risk:rotas"), where=(reverse("risk:rotas"), _("Duty rotas")),
    )  # fmt: skip


@needs(Permission.ROTA_WRITE)
@require_http_methods(["GET", "POST"])
def rota(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the next two weeks of a rota, its gaps and overlaps; add a shift."""
    by, now = actor(request), clock.now()
    found = find(queries.rotas(by), pk)
    begins = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    form = ShiftForm(
        request.POST or None, workers=queries.workers_for(found, now=now),
        initial={"starts_at": begins, "ends_at": begins + timedelta(hours=12), "order": 1},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_shift(by=by, rota=found, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Added."))
            return redirect("risk:rota", pk)
    shifts = queries.shifts_of(found, since=now, until=now + AHEAD)
    gaps, overlaps = queries.coverage_of(shifts, since=now, until=now + AHEAD)
    context = {
        "rota": found, "form": form, "shifts": shifts, "gaps": gaps, "overlaps": overlaps,
        "now": now, "until": now + AHEAD,
    }  # fmt: skip
    return render(request, "risk/rota.html", context, status=INVALID if form.errors else 200)


@needs(Permission.ROTA_WRITE)
@require_POST
def shift_remove(request: HttpRequest, pk: UUID, shift: UUID) -> HttpResponse:
    """Take a shift off a rota."""
    by = actor(request)
    found = find(queries.rotas(by), pk)
    kept = found.shifts.filter(pk=shift, removed_at=None).first()
    if kept is None:
        raise Http404
    actions.remove_shift(by=by, shift=kept)
    messages.success(request, _("Taken off. Look whether a gap has opened."))
    return redirect("risk:rota", pk)


@needs(Permission.ROTA_WRITE)
@require_POST
def rota_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a rota."""
    by = actor(request)
    actions.end_rota(by=by, rota=find(queries.rotas(by), pk))
    messages.success(request, _("Ended. Nobody is asked by it any more."))
    return redirect("risk:rotas")
