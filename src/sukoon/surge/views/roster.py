"""Pages of the roster. Lists show codes; a name is shown to who keeps it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.services.choices import language_name
from sukoon.surge.actions import roster as actions
from sukoon.surge.forms.deployments import (
    AvailabilityForm,
    ExpertForm,
    RosterFilter,
    initial_of_expert,
)
from sukoon.surge.models import Expert
from sukoon.surge.queries import deployments as deployment_queries
from sukoon.surge.queries import roster as queries
from sukoon.surge.queries.skills import skill_name
from sukoon.surge.views.common import where
from sukoon.ui.pages import ON_A_PAGE, actor, form_page, next_url
from sukoon.ui.tables import Cell, Column, Row, Table


def _steps(*more: tuple[str, str]) -> list[dict[str, str]]:
    return where((_("Roster"), reverse("surge:roster")), *more)


@needs(Permission.SURGE_VIEW)
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """Show who can be sent: skills, languages, when."""
    by = actor(request)
    form = RosterFilter(request.GET)
    told = form.told()
    found = queries.filtered(
        by, skill=told.get("skill", ""), language=told.get("language", ""), on=told.get("on"),
        status=told.get("status", ""),
    )  # fmt: skip
    rows, cursor = queries.page(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    context = {
        "form": form, "where": where(), "n": found.count(), "rows": rows, "table": _table(rows),
        "next_url": next_url(request, cursor), "writes": holds(by, Permission.SURGE_WRITE),
    }  # fmt: skip
    return render(request, "surge/roster.html", context)


def _table(rows: list[Expert]) -> Table:
    columns = [Column(label) for label in (
        _("Expert"), _("Organisation"), _("Skills"), _("Languages"), _("Where they live"),
        _("Free"))]  # fmt: skip
    today = clock.today()
    lines = []
    for e in rows:
        free = [a for a in e.availabilities.all() if a.ends_on >= today]
        lines.append(Row([
            Cell(e.code, str(e.get_cadre_display()), url=reverse("surge:expert", args=[e.pk]), code=True),
            e.organisation.shown_name, ", ".join(skill_name(s.skill) for s in e.skills.all()),
            ", ".join(language_name(x.language) for x in e.languages.all()),
            e.base.name if e.base else None,
            f"{free[0].starts_on} – {free[0].ends_on}" if free else None,
        ]))  # fmt: skip
    return Table(_("Experts on the roster"), columns, lines, _("A dash: not told."))


@needs(Permission.SURGE_VIEW)
@require_GET
def expert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one expert; the name only to who keeps the roster of them."""
    by = actor(request)
    row = find(queries.experts(by), pk)
    keeps = can(by, Permission.SURGE_WRITE, row.scope)
    sent = deployment_queries.deployments(by).filter(expert=row)
    context = {
        "x": row, "where": _steps(), "keeps": keeps,
        "name": row.name if keeps else "", "contact": row.contact if keeps else "",
        "skills": [skill_name(s.skill) for s in row.skills.all()],
        "languages": [language_name(s.language) for s in row.languages.all()],
        "deployments": list(sent.filter(is_exercise=False)[:ON_A_PAGE]), "today": clock.today(),
    }  # fmt: skip
    return render(request, "surge/expert.html", context)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def expert_new(request: HttpRequest) -> HttpResponse:
    """Add an expert."""
    return _form(request, None)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def expert_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is told of an expert."""
    return _form(request, find(queries.writable_experts(actor(request)), pk))


def _form(request: HttpRequest, row: Expert | None) -> HttpResponse:
    by = actor(request)
    form = ExpertForm(request.POST or None, by=by, initial=initial_of_expert(row) if row else None)

    def save(_told: dict[str, Any]) -> str:
        kept = actions.record_expert(by=by, draft=form.draft(), expert=row)
        return reverse("surge:expert", args=[kept.pk])

    back = reverse("surge:expert", args=[row.pk]) if row else reverse("surge:roster")
    title = _("Change the expert") if row else _("Add an expert")
    return form_page(request, form, save, title=title, back=back, where=_steps())


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def availability_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say when an expert can be sent."""
    by = actor(request)
    row = find(queries.writable_experts(by), pk)
    form = AvailabilityForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.tell_availability(by=by, expert=row, **told)

    back = reverse("surge:expert", args=[row.pk])
    return form_page(request, form, save, title=_("When they can be sent"), back=back,
                     where=_steps((row.code, back)))  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_POST
def availability_remove(request: HttpRequest, pk: UUID, told: UUID) -> HttpResponse:
    """Take back a time."""
    by = actor(request)
    row = find(queries.writable_experts(by), pk)
    for kept in row.availabilities.all():
        if kept.pk == told:
            actions.forget_availability(by=by, availability=kept)
            return redirect("surge:expert", pk)
    raise Http404
