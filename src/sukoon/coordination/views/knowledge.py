"""Pages of the catalogue of interventions, and of the log of gaps and lessons."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.coordination.actions import knowledge as actions
from sukoon.coordination.actions.exports import note_export
from sukoon.coordination.forms.knowledge import (
    AlignmentForm,
    InterventionForm,
    LogFilterForm,
    LogForm,
    LogMoveForm,
    UseForm,
    initial_of_intervention,
    initial_of_log,
)
from sukoon.coordination.knowledge_reports import intervention_sheets, log_sheet
from sukoon.coordination.models import Intervention, LogEntry
from sukoon.coordination.queries import knowledge as queries
from sukoon.coordination.rules.knowledge import is_overdue
from sukoon.coordination.views.downloads import asked_form, downloads
from sukoon.coordination.views.groups import where
from sukoon.coordination.words import Alignment, LogState, PolicyState
from sukoon.core import clock
from sukoon.core.access import Actor, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.services.choices import language_name
from sukoon.ui.pages import ON_A_PAGE, actor, form_page, next_url, sheet_file
from sukoon.ui.tables import Cell, Column, Row, Table

TAGS = {
    Alignment.ALIGNED: "good", Alignment.PARTLY: "accent", Alignment.NOT: "warn",
    PolicyState.ENDORSED: "good", PolicyState.IN_FORCE: "good", PolicyState.PENDING: "warn",
}  # fmt: skip


def _steps(*more: tuple[str, str]) -> list[dict[str, str]]:
    return where((_("Interventions"), reverse("coordination:interventions")), *more)


def _country(by: Actor) -> Area | None:
    """Return the country if the actor keeps its plans: only then the catalogue is theirs to change."""
    found = places.areas(Level.COUNTRY).first()
    return found if found and can(by, Permission.PLAN_WRITE, found.scope) else None


def _keeper(by: Actor) -> Area:
    found = _country(by)
    if found is None:
        raise Http404
    return found


@needs(Permission.PLAN_VIEW)
@require_GET
def interventions(request: HttpRequest) -> HttpResponse:
    """Show the catalogue: whose, for whom, how well tested, endorsed or not."""
    by = actor(request)
    found = list(queries.interventions(by))
    context = {
        "table": _catalogue(found), "where": where(), "n": len(found), "rows": found,
        "judged": sum(i.alignment != Alignment.NOT_JUDGED for i in found),
        "writes": _country(by) is not None,
        "downloads": downloads(request, "coordination:interventions_export"),
    }  # fmt: skip
    return render(request, "coordination/interventions.html", context)


@needs(Permission.PLAN_VIEW)
@require_GET
def interventions_export(request: HttpRequest) -> HttpResponseBase:
    """Send the catalogue, its endorsements, and who uses what where."""
    by = actor(request)
    found = list(queries.interventions(by))
    note_export(
        by=by, permission=Permission.PLAN_VIEW, what="interventions", form=asked_form(request),
        rows=len(found),
    )  # fmt: skip
    return sheet_file(request, intervention_sheets(found), "interventions")


def _catalogue(found: list[Intervention]) -> Table:
    columns = [Column(label) for label in (
        _("Intervention"), _("Whose it is"), _("Tiers"), _("Languages"), _("Evidence"),
        _("National model"), _("Endorsement"))]  # fmt: skip
    rows = []
    for i in found:
        state = queries.endorsed(i)
        told = str(state.label) if state else _("not asked for")
        rows.append(Row([
            Cell(str(i), i.format, url=reverse("coordination:intervention", args=[i.pk])),
            i.owner or None, ", ".join(str(t.tier) for t in i.tiers.all()) or None,
            ", ".join(language_name(x.language) for x in i.languages.all()) or None,
            str(i.get_evidence_display()),
            Cell(str(i.get_alignment_display()), tag=TAGS.get(Alignment(i.alignment), "plain")),
            Cell(told, tag=TAGS.get(state, "plain") if state else "plain"),
        ]))  # fmt: skip
    return Table(_("Catalogue of interventions"), columns, rows,
                 _("A dash: not told in any source we have."))  # fmt: skip


@needs(Permission.PLAN_VIEW)
@require_GET
def intervention(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one intervention: what it is, how it stands here, who uses it where."""
    by = actor(request)
    row = find(queries.interventions(by), pk)
    context = {
        "i": row, "where": _steps(), "writes": _country(by) is not None,
        "tells": holds(by, Permission.PLEDGE_UPDATE), "endorsed": queries.endorsed(row),
        "languages": [language_name(x.language) for x in row.languages.all()],
        "log": list(queries.log(by).filter(intervention=row)[:ON_A_PAGE]),
    }  # fmt: skip
    return render(request, "coordination/intervention.html", context)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def intervention_new(request: HttpRequest) -> HttpResponse:
    """Add an intervention."""
    return _intervention_form(request, None)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def intervention_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an intervention."""
    return _intervention_form(request, find(queries.interventions(actor(request)), pk))


def _intervention_form(request: HttpRequest, row: Intervention | None) -> HttpResponse:
    by = actor(request)
    country = _keeper(by)
    form = InterventionForm(
        request.POST or None, initial=initial_of_intervention(row) if row else None
    )

    def save(_told: dict[str, Any]) -> str:
        kept = actions.record_intervention(
            by=by, country=country, draft=form.draft(), intervention=row
        )
        return reverse("coordination:intervention", args=[kept.pk])

    name = "coordination:intervention"
    back = reverse(name, args=[row.pk]) if row else reverse("coordination:interventions")
    title = _("Change the intervention") if row else _("Add an intervention")
    return form_page(request, form, save, title=title, back=back, where=_steps())


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def intervention_judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how far an intervention agrees with the national model."""
    by = actor(request)
    country, row = _keeper(by), find(queries.interventions(by), pk)
    form = AlignmentForm(request.POST or None, by=by, initial={"alignment": row.alignment})

    def save(told: dict[str, Any]) -> None:
        actions.judge_alignment(
            by=by, country=country, intervention=row, today=clock.today(), **told
        )

    back = reverse("coordination:intervention", args=[row.pk])
    return form_page(request, form, save, title=_("Agrees with the national model?"), back=back,
                     where=_steps((str(row), back)))  # fmt: skip


@needs(Permission.PLEDGE_UPDATE)
@require_http_methods(["GET", "POST"])
def intervention_use(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who uses an intervention where."""
    by = actor(request)
    row = find(queries.interventions(by), pk)
    form = UseForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.record_use(by=by, intervention=row, **told)

    back = reverse("coordination:intervention", args=[row.pk])
    return form_page(request, form, save, title=_("Who uses it where"), back=back,
                     where=_steps((str(row), back)))  # fmt: skip


@needs(Permission.PLAN_VIEW)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show gaps in policy and lessons, and which indicators they touch."""
    by, today = actor(request), clock.today()
    form = LogFilterForm(request.GET)
    found = queries.filtered_log(by, form.filters())
    rows, cursor = queries.page_of_log(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    mine = set(
        queries.writable_log(by).filter(pk__in=[e.pk for e in rows]).values_list("pk", flat=True)
    )
    names = queries.indicators()
    context = {
        "form": form, "where": where(), "next_url": next_url(request, cursor),
        "entries": [
            (e, is_overdue(state=e.state, due_on=e.due_on, today=today), e.pk in mine,
             [names[i.code] for i in e.indicators.all() if i.code in names])
            for e in rows
        ],
        "by_indicator": queries.by_indicator(by), "writes": holds(by, Permission.PLAN_WRITE),
        "downloads": downloads(request, "coordination:log_export"),
    }  # fmt: skip
    return render(request, "coordination/log.html", context)


@needs(Permission.PLAN_VIEW)
@require_GET
def log_export(request: HttpRequest) -> HttpResponseBase:
    """Send the gaps and lessons that the filters leave."""
    by = actor(request)
    found = queries.filtered_log(by, LogFilterForm(request.GET).filters())
    note_export(
        by=by, permission=Permission.PLAN_VIEW, what="log", form=asked_form(request),
        rows=found.count(),
    )  # fmt: skip
    return sheet_file(request, [log_sheet(found)], "gaps-and-lessons")


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def log_new(request: HttpRequest) -> HttpResponse:
    """Note a gap or a lesson."""
    return _log_form(request, None)


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def log_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a gap or a lesson."""
    return _log_form(request, find(queries.writable_log(actor(request)), pk))


def _log_form(request: HttpRequest, row: LogEntry | None) -> HttpResponse:
    by = actor(request)
    initial = initial_of_log(row) if row else {"noted_on": clock.today()}
    form = LogForm(request.POST or None, by=by, initial=initial)

    def save(_told: dict[str, Any]) -> None:
        actions.record_log_entry(by=by, draft=form.draft(), today=clock.today(), entry=row)

    title = _("Correct it") if row else _("Note a gap or a lesson")
    back = reverse("coordination:log")
    return form_page(
        request, form, save, title=title, back=back, where=where((_("Gaps and lessons"), back))
    )


@needs(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def log_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a gap or a lesson up, settle or drop it."""
    by = actor(request)
    row = find(queries.writable_log(by), pk)
    form = LogMoveForm(request.POST or None, initial={"state": row.state})

    def save(told: dict[str, Any]) -> None:
        actions.move_log_entry(by=by, entry=row, to=LogState(told["state"]), note=told["note"])

    back = reverse("coordination:log")
    return form_page(
        request, form, save, title=str(row), back=back, where=where((_("Gaps and lessons"), back))
    )
