"""Pages of the registry of assessments."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.core import clock
from sukoon.core.access import can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.sheets import Sheet
from sukoon.surge.actions import assessments as actions
from sukoon.surge.forms.emergencies import (
    AssessmentFilter,
    AssessmentForm,
    AssessmentMoveForm,
    FindingForm,
    PaperForm,
    initial_of_assessment,
)
from sukoon.surge.models import Assessment
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.reports import assessment_sheet
from sukoon.surge.rules.flows import ASSESSMENT_FLOW
from sukoon.surge.views.common import where
from sukoon.surge.words import AssessmentState, Domain
from sukoon.ui.pages import (
    ON_A_PAGE,
    actor,
    document_file,
    form_page,
    on_disk,
    sheet_file,
)
from sukoon.ui.tables import Cell, Column, Row, Table


def _steps(*more: tuple[str, str]) -> list[dict[str, str]]:
    return where((_("Assessments"), reverse("surge:assessments")), *more)


@needs(Permission.SURGE_VIEW)
@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    """Show who assesses what, where and when. Nothing of an exercise is in it."""
    by = actor(request)
    form = AssessmentFilter(request.GET)
    found = queries.filtered(by, form.filters())
    rows = list(found[: ON_A_PAGE * 2])
    context = {
        "form": form, "where": where(), "n": found.count(), "rows": rows, "table": _table(rows),
        "writes": holds(by, Permission.SURGE_WRITE),
        "downloads": [
            {"label": label, "url": f"{reverse('surge:assessments_export')}?{request.GET.urlencode()}&format={kind}"}
            for label, kind in ((_("Workbook (XLSX)"), "xlsx"), (_("Table (CSV)"), "csv"))
        ],
    }  # fmt: skip
    return render(request, "surge/assessments.html", context)


def _day(value: date | None) -> str:
    return str(date_format(value, "j F Y", use_l10n=False)) if value else ""


def _table(rows: list[Assessment]) -> Table:
    columns = [Column(label) for label in (
        _("Assessment"), _("Who leads it"), _("Where"), _("Sector"), _("Tool"), _("When"), _("State"))]  # fmt: skip
    lines = [
        Row([
            Cell(a.title, url=reverse("surge:assessment", args=[a.pk])), a.organisation.shown_name,
            ", ".join(x.area.name for x in a.areas.all()), str(a.get_sector_display()),
            Cell(a.tool, a.tool_version), Cell(_day(a.starts_on), _day(a.ends_on)),
            Cell(str(a.get_state_display()), tag="good" if a.state == "shared" else "plain"),
        ])
        for a in rows
    ]  # fmt: skip
    return Table(_("Registry of assessments"), columns, lines)


@needs(Permission.SURGE_VIEW)
@require_GET
def assessments_export(request: HttpRequest) -> HttpResponseBase:
    """Send the registry as the filters leave it."""
    by = actor(request)
    found = queries.filtered(by, AssessmentFilter(request.GET).filters())
    sheet: Sheet = assessment_sheet(found)
    return sheet_file(request, [sheet], "assessments")


@needs(Permission.SURGE_VIEW)
@require_GET
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one assessment: how, where, what was found, and who else is there."""
    by = actor(request)
    row = find(queries.details(by), pk)
    findings = list(row.findings.all())
    context = {
        "a": row, "where": _steps(), "also": queries.also_there(by, row),
        "by_domain": [
            (d, [f for f in findings if f.domain == d])
            for d in Domain if any(f.domain == d for f in findings)
        ],
        "may_write": can(by, Permission.SURGE_WRITE, row.scope),
        "movable": bool(ASSESSMENT_FLOW.steps[AssessmentState(row.state)]),
    }  # fmt: skip
    return render(request, "surge/assessment.html", context)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def assessment_new(request: HttpRequest) -> HttpResponse:
    """Add an assessment to the registry."""
    return _form(request, None)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def assessment_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an assessment."""
    return _form(request, find(queries.writable_assessments(actor(request)), pk))


def _form(request: HttpRequest, row: Assessment | None) -> HttpResponse:
    by = actor(request)
    initial = initial_of_assessment(row) if row else {"starts_on": clock.today()}
    form = AssessmentForm(request.POST or None, by=by, initial=initial)

    def save(_told: dict[str, Any]) -> str:
        kept = actions.record_assessment(by=by, draft=form.draft(), assessment=row)
        return reverse("surge:assessment", args=[kept.pk])

    back = reverse("surge:assessment", args=[row.pk]) if row else reverse("surge:assessments")
    title = _("Change the assessment") if row else _("Add an assessment")
    return form_page(request, form, save, title=title, back=back, where=_steps())


def _part(request: HttpRequest, pk: UUID) -> tuple[Assessment, str, list[dict[str, str]]]:
    row = find(queries.writable_assessments(actor(request)), pk)
    back = reverse("surge:assessment", args=[row.pk])
    return row, back, _steps((row.title, back))


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def assessment_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how far an assessment is."""
    by = actor(request)
    row, back, steps = _part(request, pk)
    form = AssessmentMoveForm(request.POST or None, initial={"state": row.state})

    def save(told: dict[str, Any]) -> None:
        actions.move_assessment(
            by=by, assessment=row, to=AssessmentState(told["state"]), today=clock.today()
        )

    return form_page(request, form, save, title=_("How far it is"), back=back, where=steps)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def finding_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a finding."""
    by = actor(request)
    row, back, steps = _part(request, pk)
    form = FindingForm(request.POST or None)

    def save(told: dict[str, Any]) -> None:
        actions.add_finding(by=by, assessment=row, **told)

    return form_page(request, form, save, title=_("Add a finding"), back=back, where=steps)


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a file or a link with an assessment."""
    by = actor(request)
    row, back, steps = _part(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None)

    def save(told: dict[str, Any]) -> None:
        upload = told["file"]
        if not upload:
            actions.keep_paper(by=by, assessment=row, title=told["title"], link=told["link"])
            return
        with on_disk(upload) as path:
            actions.keep_paper(
                by=by, assessment=row, title=told["title"], path=path, file_name=upload.name or ""
            )

    return form_page(request, form, save, title=_("Keep a file"), back=back, where=steps)


@needs(Permission.SURGE_VIEW)
@require_GET
def paper(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponseBase:
    """Send a file that is kept with an assessment."""
    row = find(queries.details(actor(request)), pk)
    for kept in row.papers.all():
        if kept.pk == paper:
            return document_file(kept)
    raise Http404
