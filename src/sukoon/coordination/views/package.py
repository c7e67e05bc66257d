"""Pages of the minimum package: how it stands in an area, and what it costs."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.coordination.actions import package as actions
from sukoon.coordination.actions.exports import note_export
from sukoon.coordination.forms.package import (
    AreaForm,
    CostingForm,
    CostLineForm,
    CostTargetForm,
    NameForm,
    ReviewForm,
)
from sukoon.coordination.models import Costing, CostLine, Scenario
from sukoon.coordination.queries import package as queries
from sukoon.coordination.reports import costing_sheet, package_sheet
from sukoon.coordination.rules.package import Item, amount
from sukoon.coordination.views.downloads import asked_form
from sukoon.coordination.views.groups import where
from sukoon.coordination.words import PackageFinding
from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.ui.pages import actor, form_page, sheet_file
from sukoon.ui.tables import Cell, Column, Row, Table

TAGS = {PackageFinding.GAP: "warn", PackageFinding.LOOK: "warn", PackageFinding.COVERED: "good"}
MOST_ACTORS = 6
PCODE = re.compile(r"[A-Za-z0-9-]{1,20}")
MOST = 100


def area_of(pcode: str) -> Area:
    """Return an area by its code, else 404."""
    found = places.area(pcode) if PCODE.fullmatch(pcode) else None
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest) -> Area | None:
    pcode = request.GET.get("area", "")
    return area_of(pcode) if pcode else places.areas(Level.COUNTRY).first()


@needs(Permission.PLAN_VIEW)
@require_GET
def package(request: HttpRequest) -> HttpResponse:
    """Show how the minimum package stands in an area, with who does what of it."""
    by, area = actor(request), _chosen(request)
    if area is None:
        return render(request, "coordination/package.html", {"where": where()})
    found = queries.in_area(by, area)
    gaps = len(found.gaps)
    query = f"?area={area.pcode}&"
    export = reverse("coordination:package_export")
    context = {
        "area": area, "found": found, "where": where(),
        "form": AreaForm({"area": area.pcode}),
        "title": ngettext(
            "%(n)d of %(all)d activities is a gap in %(area)s",
            "%(n)d of %(all)d activities are gaps in %(area)s", gaps,
        ) % {"n": gaps, "all": len(found.lines), "area": area.name},
        "table": _table(found) if found.lines else None,
        "may_write": can(by, Permission.PLAN_WRITE, area.scope),
        "downloads": [{"label": _("Workbook (XLSX)"), "url": f"{export}{query}format=xlsx"},
                      {"label": _("Table (CSV)"), "url": f"{export}{query}format=csv"}],
    }  # fmt: skip
    return render(request, "coordination/package.html", context)


def _table(found: queries.AreaPackage) -> Table:
    columns = [Column(_("Activity")), Column(_("Core actions")), Column(_("Additional actions")),
               Column(_("Who, by the register")), Column(_("What that means")), Column(_("Priority"))]  # fmt: skip
    lines = []
    for s in found.lines:
        actors = ", ".join(s.actors[:MOST_ACTORS]) or "–"
        more = len(s.actors) - MOST_ACTORS
        lines.append(Row([
            Cell(s.activity.code, s.activity.label, strong=True), s.core.label, s.additional.label,
            Cell(actors, _("and %(n)d more") % {"n": more} if more > 0 else ""),
            Cell(s.finding.label, tag=TAGS.get(s.finding, "plain")),
            Cell(s.priority.label, "" if s.decided else _("suggested")),
        ]))  # fmt: skip
    note = _("Actors have a service under way that names the area or a place inside it.")
    return Table(_("The minimum service package"), columns, lines, note=note)


@needs(Permission.PLAN_VIEW)
@require_GET
def package_export(request: HttpRequest) -> HttpResponseBase:
    """Send the package of an area as a table."""
    area = _chosen(request)
    if area is None:
        raise Http404
    by = actor(request)
    found = queries.in_area(by, area)
    note_export(
        by=by, permission=Permission.PLAN_VIEW, what="package", form=asked_form(request),
        rows=len(found.lines),
    )  # fmt: skip
    return sheet_file(request, [package_sheet(found)], "package")


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def package_review(request: HttpRequest, pcode: str) -> HttpResponse:
    """Say how the package stands in an area."""
    by, area = actor(request), area_of(pcode)
    if not can(by, Permission.PLAN_WRITE, area.scope):
        raise Http404
    found = queries.in_area(by, area)
    initial: dict[str, Any] = {"as_of": clock.today()}
    if found.review:
        said = found.review.statuses.values_list("action_id", "status")
        initial |= {f"a_{pk.hex}": status for pk, status in said}
        decided = found.review.priorities.values_list("activity_id", "priority")
        initial |= {f"p_{pk.hex}": p for pk, p in decided}
    form = ReviewForm(request.POST or None, lines=list(found.lines), initial=initial)

    def save(told: dict[str, Any]) -> None:
        actions.review_package(
            by=by, area=area, as_of=told["as_of"], today=clock.today(), statuses=form.statuses(),
            priorities=form.priorities(), note=told["note"],
        )  # fmt: skip

    back = f"{reverse('coordination:package')}?area={area.pcode}"
    title = _("How the package stands in %(area)s") % {"area": area.name}
    return form_page(request, form, save, title=title, back=back, where=where())


@needs(Permission.PLAN_VIEW)
@require_GET
def costings(request: HttpRequest) -> HttpResponse:
    """List costings."""
    by = actor(request)
    context = {
        "costings": list(queries.costings(by)[:MOST]), "where": where(),
        "writes": holds(by, Permission.PLAN_WRITE),
    }  # fmt: skip
    return render(request, "coordination/costings.html", context)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def costing_new(request: HttpRequest) -> HttpResponse:
    """Begin a costing."""
    by = actor(request)
    form = CostingForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> str:
        kept = actions.record_costing(by=by, **told)
        return reverse("coordination:costing", args=[kept.pk])

    back = reverse("coordination:costings")
    return form_page(request, form, save, title=_("Begin a costing"), back=back, where=where())


@needs(Permission.PLAN_VIEW)
@require_GET
def costing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a costing: each scenario by activity, with unit cost and total."""
    by = actor(request)
    row = find(queries.costings(by), pk)
    blocks = []
    for scenario in row.scenarios.all():
        found = queries.costs_of(scenario)
        lines = [(x, amount(_item(x))) for x in scenario.lines.all()]
        blocks.append((scenario, _costs(row, scenario), sum(c.total for c in found), lines))
    export = reverse("coordination:costing_export", args=[row.pk])
    context = {
        "costing": row, "blocks": blocks, "may_write": can(by, Permission.PLAN_WRITE, row.scope),
        "where": where((_("Costings"), reverse("coordination:costings"))),
        "downloads": [{"label": _("Workbook (XLSX)"), "url": f"{export}?format=xlsx"},
                      {"label": _("Table (CSV)"), "url": f"{export}?format=csv"}],
    }  # fmt: skip
    return render(request, "coordination/costing.html", context)


def _item(line: CostLine) -> Item:
    return Item(line.activity.code, line.ingredient, line.quantity, line.rate, line.periods,
                line.coverage)  # fmt: skip


def _costs(row: Costing, scenario: Scenario) -> Table:
    units = {t.activity.code: t.unit for t in scenario.targets.all()}
    titles = {x.activity.code: x.activity.label for x in scenario.lines.all()}
    titles |= {t.activity.code: t.activity.label for t in scenario.targets.all()}
    columns = [Column(_("Activity")), Column(_("How many"), numeric=True), Column(_("Unit")),
               Column(_("Unit cost"), numeric=True), Column(_("Total"), numeric=True)]  # fmt: skip
    lines = [
        Row([Cell(c.activity, titles.get(c.activity, ""), strong=True), c.quantity,
             units.get(c.activity, "–"), c.unit_cost, c.total])
        for c in queries.costs_of(scenario)
    ]  # fmt: skip
    caption = _("%(scenario)s, in %(currency)s") % {
        "scenario": scenario.name,
        "currency": row.currency,
    }
    return Table(caption, columns, lines)


@needs(Permission.PLAN_VIEW)
@require_GET
def costing_export(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send unit cost and quantity by activity and area, as a humanitarian plan takes them."""
    by = actor(request)
    row = find(queries.costings(by), pk)
    sheets = costing_sheet(row)
    note_export(
        by=by, permission=Permission.PLAN_VIEW, what="costing", form=asked_form(request),
        rows=len(sheets),
    )  # fmt: skip
    return sheet_file(request, sheets, "costing")


def _scenario(request: HttpRequest, pk: UUID, scenario: UUID) -> Scenario:
    row = find(queries.writable_costings(actor(request)), pk)
    for found in row.scenarios.all():
        if found.pk == scenario:
            found.costing = row
            return found
    raise Http404


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def cost_line_new(request: HttpRequest, pk: UUID, scenario: UUID) -> HttpResponse:
    """Add an ingredient."""
    by, kept = actor(request), _scenario(request, pk, scenario)
    form = CostLineForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.add_cost_line(by=by, scenario=kept, **told)

    return _part(request, kept, form, save, _("Add an ingredient"))


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def cost_target(request: HttpRequest, pk: UUID, scenario: UUID) -> HttpResponse:
    """Say how much of an activity is meant."""
    by, kept = actor(request), _scenario(request, pk, scenario)
    form = CostTargetForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.set_cost_target(by=by, scenario=kept, **told)

    return _part(request, kept, form, save, _("How much of an activity"))


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def scenario_copy(request: HttpRequest, pk: UUID, scenario: UUID) -> HttpResponse:
    """Begin another scenario with what this one holds."""
    by, kept = actor(request), _scenario(request, pk, scenario)
    form = NameForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.copy_scenario(by=by, scenario=kept, name=told["name"])

    return _part(request, kept, form, save, _("Copy the scenario"))


def _part(request: HttpRequest, kept: Scenario, form: Any, save: Any, title: str) -> HttpResponse:
    back = reverse("coordination:costing", args=[kept.costing_id])
    steps = where((kept.costing.title, back))
    return form_page(request, form, save, title=title, back=back, where=steps, lead=kept.name)


@needs(Permission.PLAN_WRITE)
@require_POST
def cost_line_remove(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Take an ingredient out."""
    by = actor(request)
    row = find(queries.writable_costings(by), pk)
    for scenario in row.scenarios.all():
        for found in scenario.lines.all():
            if found.pk == line:
                scenario.costing, found.scenario = row, scenario
                actions.remove_cost_line(by=by, line=found)
                messages.success(request, _("Taken out."))
                return redirect("coordination:costing", row.pk)
    raise Http404
