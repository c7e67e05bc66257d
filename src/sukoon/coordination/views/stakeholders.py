"""Pages of stakeholders: the list in figures, and one organisation from everything kept of it."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from sukoon.coordination.actions.exports import note_export
from sukoon.coordination.forms.knowledge import StakeholderFilter
from sukoon.coordination.knowledge_reports import stakeholder_sheet
from sukoon.coordination.queries import stakeholders as queries
from sukoon.coordination.queries.progress import seen
from sukoon.coordination.rules.groups import is_late
from sukoon.coordination.views import pledge_tables as tables
from sukoon.coordination.views.downloads import asked_form, downloads
from sukoon.coordination.views.groups import where
from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.services.words import Layer
from sukoon.ui.pages import ON_A_PAGE, actor, next_url, sheet_file
from sukoon.ui.tables import Cell, Column, Row, Table
from sukoon.workforce import queries as workforce
from sukoon.workforce.models import Organisation


@needs(Permission.PLEDGE_VIEW)
@require_GET
def stakeholders(request: HttpRequest) -> HttpResponse:
    """List organisations with what they do, promised and said."""
    by = actor(request)
    form = StakeholderFilter(request.GET)
    found = _chosen(request, form)
    rows, cursor = queries.page(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    context = {
        "form": form, "where": where(), "n": found.count(), "rows": rows,
        "table": _table(queries.lines(by, rows)), "next_url": next_url(request, cursor),
        "downloads": downloads(request, "coordination:stakeholders_export"),
    }  # fmt: skip
    return render(request, "coordination/stakeholders.html", context)


def _chosen(request: HttpRequest, form: StakeholderFilter) -> QuerySet[Organisation]:
    told = form.cleaned_data if form.is_valid() else {}
    return queries.organisations(actor(request), text=told.get("q", ""), kind=told.get("type", ""))


@needs(Permission.PLEDGE_VIEW)
@require_GET
def stakeholders_export(request: HttpRequest) -> HttpResponseBase:
    """Send the organisations that the filters leave, in figures."""
    by, found = actor(request), _chosen(request, StakeholderFilter(request.GET))
    note_export(
        by=by, permission=Permission.PLEDGE_VIEW, what="stakeholders", form=asked_form(request),
        rows=found.count(),
    )  # fmt: skip
    return sheet_file(request, [stakeholder_sheet(by, found)], "stakeholders")


def _table(lines: list[queries.Line]) -> Table:
    columns = [
        Column(_("Organisation")), Column(_("Type")), Column(_("Services"), numeric=True),
        Column(_("Workers"), numeric=True), Column(_("Commitments"), numeric=True),
        Column(_("Statements"), numeric=True), Column(_("Plans"), numeric=True),
        Column(_("Last word")),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(x.organisation.shown_name, x.organisation.acronym,
                 url=reverse("coordination:stakeholder", args=[x.organisation.pk])),
            str(x.organisation.get_type_display()), x.services, x.workers, x.commitments,
            x.statements, x.plans, _heard(x.last_word) or Cell(_("never heard"), tag="warn"),
        ])
        for x in lines
    ]  # fmt: skip
    note = _("Only what you may see is counted.")
    return Table(_("Organisations in figures"), columns, rows, note)


def _heard(day: date | None) -> str:
    return str(date_format(day, "j F Y", use_l10n=False)) if day else ""


@needs(Permission.PLEDGE_VIEW)
@require_GET
def stakeholder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one organisation: services, workers, pledges, meetings, plans, money, what is unknown."""
    by, today = actor(request), clock.today()
    row = find(workforce.organisations(by), pk)
    p = queries.profile(by, row, today=today)
    context = {
        "p": p, "where": where((_("Stakeholders"), reverse("coordination:stakeholders"))),
        "title": _finding(p),
        "layers": [(Layer(v).label if v else _("serves all layers"), n)
                   for v, n in sorted(p.layers.items(), key=lambda x: x[0] or 9)],
        "districts": p.districts,
        "commitments": tables.commitments(p.commitments, seen(p.commitments), today=today),
        "points": [(x, is_late(state=x.state, due_on=x.due_on, today=today)) for x in p.points],
        "silent": (today - p.last_word).days if p.last_word else None,
        "sees_meetings": holds(by, Permission.MEETING_VIEW),
        "sees_plans": holds(by, Permission.PLAN_VIEW),
        "workers": None if p.workers is None else sum(p.workers.values()),
    }  # fmt: skip
    return render(request, "coordination/stakeholder.html", context)


def _finding(p: queries.Profile) -> str:
    services = ngettext("%(n)d service", "%(n)d services", p.services) % {"n": p.services}
    districts = ngettext("%(n)d district", "%(n)d districts", len(p.districts)) % {
        "n": len(p.districts)
    }
    told = {"name": p.organisation.shown_name, "services": services, "districts": districts}
    return _("%(name)s: %(services)s in %(districts)s") % told
