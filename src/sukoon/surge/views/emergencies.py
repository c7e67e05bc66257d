"""Pages of emergencies: what goes on, disaster mode, who is asked for and who is out."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.surge.actions import emergencies as actions
from sukoon.surge.forms.common import keeps_areas
from sukoon.surge.forms.emergencies import (
    CloseForm,
    EmergencyForm,
    ReasonForm,
    initial_of_emergency,
)
from sukoon.surge.models import Emergency
from sukoon.surge.queries import deployments as deployment_queries
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.queries import exercises as exercise_queries
from sukoon.surge.views.common import where
from sukoon.surge.words import ExerciseState
from sukoon.ui.pages import actor, form_page

MOST = 20


@needs(Permission.SURGE_VIEW)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what goes on: emergencies, disaster mode, open requests, assessments. Real ones only."""
    by, today = actor(request), clock.today()
    found = list(queries.open_ones(by)[:MOST])
    planned = (ExerciseState.PLANNED, ExerciseState.RUNNING)
    context = {
        "emergencies": found, "disasters": [e for e in found if e.disaster_since],
        "requests": list(deployment_queries.open_requests(by)[:MOST]),
        "assessments": list(queries.running(by, today=today)[:MOST]),
        "exercises": list(exercise_queries.exercises(by).filter(state__in=planned)[:MOST]),
        "writes": keeps_areas(by), "today": today,
        "over": list(queries.emergencies(by).filter(ended_on__isnull=False)[:MOST]),
    }  # fmt: skip
    return render(request, "surge/home.html", context)


@needs(Permission.SURGE_VIEW)
@require_GET
def emergency(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an emergency; one of an exercise says so on top."""
    by = actor(request)
    row = find(queries.any_emergencies(by), pk)
    context = {
        "e": row, "where": where(), "steps": list(row.steps.all()),
        "requests": list(deployment_queries.any_requests(by).filter(emergency=row)[:MOST * 5]),
        "deployments": list(deployment_queries.deployments(by).filter(emergency=row)[:MOST * 5]),
        "assessments": list(queries.any_assessments(by).filter(emergency=row)[:MOST]),
        "may_write": can(by, Permission.SURGE_WRITE, row.scope),
        "asks": holds(by, Permission.SURGE_WRITE) and row.ended_on is None,
    }  # fmt: skip
    return render(request, "surge/emergency.html", context)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def emergency_new(request: HttpRequest) -> HttpResponse:
    """Open the record of an emergency."""
    if not keeps_areas(actor(request)):
        raise Http404
    return _form(request, None)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def emergency_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct what is told of an emergency."""
    return _form(request, _mine(request, pk))


def _mine(request: HttpRequest, pk: UUID) -> Emergency:
    return find(queries.writable_emergencies(actor(request), exercises=True), pk)


def _form(request: HttpRequest, row: Emergency | None) -> HttpResponse:
    by, today = actor(request), clock.today()
    initial = initial_of_emergency(row) if row else {"started_on": today}
    form = EmergencyForm(request.POST or None, by=by, initial=initial)

    def save(_told: dict[str, Any]) -> str:
        if row:
            kept = actions.change_emergency(by=by, emergency=row, draft=form.draft(), today=today)
        else:
            kept = actions.open_emergency(by=by, draft=form.draft(), today=today)
        return reverse("surge:emergency", args=[kept.pk])

    back = reverse("surge:emergency", args=[row.pk]) if row else reverse("surge:home")
    title = _("Change the emergency") if row else _("Open an emergency")
    return form_page(request, form, save, title=title, back=back, where=where())


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def disaster_mode(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put disaster mode on or off, with a reason."""
    by, row = actor(request), _mine(request, pk)
    on = row.disaster_since is None
    form = ReasonForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.set_disaster_mode(
            by=by, emergency=row, on=on, reason=told["reason"], now=clock.now()
        )

    back = reverse("surge:emergency", args=[row.pk])
    lead = (
        _("Everyone who works here is told on their first page, with the name of %(area)s.")
        if on
        else ""
    )
    return form_page(
        request, form, save, back=back, where=where((row.title, back)),
        title=_("Put disaster mode on") if on else _("End disaster mode"),
        lead=lead % {"area": row.area.name} if lead else "",
        button=_("Put it on") if on else _("End it"),
    )  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def emergency_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an emergency."""
    by, row = actor(request), _mine(request, pk)
    form = CloseForm(request.POST or None, initial={"ended_on": clock.today()})

    def save(told: dict[str, Any]) -> None:
        actions.close_emergency(by=by, emergency=row, today=clock.today(), **told)

    back = reverse("surge:emergency", args=[row.pk])
    return form_page(request, form, save, title=_("Close the emergency"), back=back,
                     where=where((row.title, back)), button=_("Close it"))  # fmt: skip
