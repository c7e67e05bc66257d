"""Pages of requests, matching, deployments and their reports."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.core import clock
from sukoon.core.access import Scope, can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.services.choices import language_name
from sukoon.surge.actions import deployments as actions
from sukoon.surge.forms.deployments import (
    DeploymentMoveForm,
    OfferForm,
    ReportForm,
    RequestForm,
    RequestMoveForm,
)
from sukoon.surge.forms.emergencies import PaperForm
from sukoon.surge.models import Deployment, Request
from sukoon.surge.queries import deployments as queries
from sukoon.surge.queries import emergencies as emergency_queries
from sukoon.surge.queries import roster
from sukoon.surge.queries.skills import skill_name
from sukoon.surge.rules.flows import DEPLOYMENT_FLOW, REQUEST_FLOW
from sukoon.surge.rules.matching import Fit
from sukoon.surge.views.common import where
from sukoon.surge.words import DeploymentState, RequestState
from sukoon.ui.pages import actor, document_file, form_page, on_disk


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for experts in an emergency."""
    by = actor(request)
    row = find(emergency_queries.any_emergencies(by), pk)
    initial = {"area": row.area, "starts_on": clock.today()}
    form = RequestForm(request.POST or None, by=by, initial=initial)

    def save(_told: dict[str, Any]) -> str:
        kept = actions.ask_for_experts(by=by, emergency=row, draft=form.draft())
        return reverse("surge:request", args=[kept.pk])

    back = reverse("surge:emergency", args=[row.pk])
    return form_page(request, form, save, title=_("Ask for experts"), back=back,
                     where=where((row.title, back)), button=_("Ask for them"))  # fmt: skip


def _way(row: Request) -> list[dict[str, str]]:
    return where((row.emergency.title, reverse("surge:emergency", args=[row.emergency_id])))


@needs(Permission.SURGE_VIEW)
@require_GET
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a request: what is asked for, who was asked, and who of the roster fits, with reasons."""
    by = actor(request)
    row = find(queries.any_requests(by), pk)
    fills = can(by, Permission.SURGE_WRITE, Scope(area_path=row.area_path))
    open_ = row.state == RequestState.OPEN
    context = {
        "r": row, "where": _way(row), "fills": fills and open_,
        "needed": [skill_name(s.skill) for s in row.skills.all() if s.needed],
        "wished": [skill_name(s.skill) for s in row.skills.all() if not s.needed],
        "languages": [language_name(x.language) for x in row.languages.all()],
        "matches": [(e, f, _reasons(f)) for e, f in roster.matching(by, row)] if fills and open_ else [],
        "moves": can(by, Permission.SURGE_WRITE, row.scope) and bool(REQUEST_FLOW.steps[RequestState(row.state)]),
    }  # fmt: skip
    return render(request, "surge/request.html", context)


def _reasons(f: Fit) -> list[tuple[str, str]]:
    """Say why somebody fits or not: a kind of tag and a text."""
    said = [("good", skill_name(s)) for s in f.has]
    said += [("warn", _("lacks: %(skill)s") % {"skill": skill_name(s)}) for s in f.lacks]
    said += [("plain", skill_name(s)) for s in f.wished]
    said += [("good", language_name(c)) for c in f.speaks]
    if f.not_spoken and not f.speaks:
        said.append(("warn", _("speaks none of the languages")))
    free = {"all": "good", "busy": "warn", "no": "warn"}
    said.append((free.get(f.free, "plain"), str(f.free.label)))
    if f.near:
        said.append(("plain", _("from the province")))
    if f.remote_refused:
        said.append(("warn", _("not at a distance")))
    return said


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def request_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a request, withdraw it, or open it again."""
    by = actor(request)
    row = find(queries.writable_requests(by), pk)
    form = RequestMoveForm(request.POST or None, initial={"state": row.state})

    def save(told: dict[str, Any]) -> None:
        actions.move_request(by=by, request=row, to=RequestState(told["state"]))

    back = reverse("surge:request", args=[row.pk])
    return form_page(request, form, save, title=row.role, back=back, where=_way(row))


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: UUID, expert: UUID) -> HttpResponse:
    """Ask an expert for a request."""
    by = actor(request)
    row = find(queries.fillable_requests(by), pk)
    chosen = find(roster.experts(by), expert)
    form = OfferForm(
        request.POST or None, by=by, initial={"starts_on": row.starts_on, "ends_on": row.ends_on}
    )

    def save(told: dict[str, Any]) -> str:
        kept = actions.offer(by=by, request=row, expert=chosen, now=clock.now(), **told)
        return reverse("surge:deployment", args=[kept.pk])

    back = reverse("surge:request", args=[row.pk])
    title = _("Ask %(expert)s") % {"expert": chosen.code}
    return form_page(request, form, save, title=title, back=back, where=_way(row),
                     lead=row.role, button=_("Ask"))  # fmt: skip


def _of(row: Deployment) -> list[dict[str, str]]:
    e = row.emergency
    return where(
        (e.title, reverse("surge:emergency", args=[e.pk])),
        (row.request.role, reverse("surge:request", args=[row.request_id])),
    )


@needs(Permission.SURGE_VIEW)
@require_GET
def deployment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a deployment: who, where, its steps, and its report."""
    by = actor(request)
    row = find(queries.deployments(by), pk)
    writes = can(by, Permission.SURGE_WRITE, row.scope)
    context = {
        "d": row, "where": _of(row), "report": getattr(row, "report", None), "writes": writes,
        "name": roster.named(by, [row.expert_id]).get(row.expert_id, ""),
        "movable": writes and bool(DEPLOYMENT_FLOW.steps[DeploymentState(row.state)]),
        "returned": row.state == DeploymentState.RETURNED,
    }  # fmt: skip
    return render(request, "surge/deployment.html", context)


def _mine(request: HttpRequest, pk: UUID) -> tuple[Deployment, str]:
    row = find(queries.writable_deployments(actor(request)), pk)
    return row, reverse("surge:deployment", args=[row.pk])


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def deployment_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept, decline, send, bring back or cancel."""
    row, back = _mine(request, pk)
    form = DeploymentMoveForm(request.POST or None, initial={"state": row.state})

    def save(told: dict[str, Any]) -> None:
        actions.move_deployment(
            by=actor(request), deployment=row, to=DeploymentState(told["state"]), note=told["note"],
            now=clock.now(), today=clock.today(),
        )  # fmt: skip

    title = _("What became of it: %(expert)s") % {"expert": row.expert.code}
    return form_page(request, form, save, title=title, back=back, where=_of(row))


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def deployment_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the report after a deployment."""
    row, back = _mine(request, pk)
    report = getattr(row, "report", None)
    initial = (
        {n: getattr(report, n) for n in ReportForm.base_fields} if report
        else {"told_on": clock.today()}
    )  # fmt: skip
    form = ReportForm(request.POST or None, initial=initial)

    def save(_told: dict[str, Any]) -> None:
        actions.report_deployment(
            by=actor(request), deployment=row, draft=form.draft(), today=clock.today()
        )

    return form_page(request, form, save, title=_("Report after the deployment"), back=back,
                     where=_of(row), button=_("Keep the report"))  # fmt: skip


@needs(Permission.SURGE_WRITE)
@require_http_methods(["GET", "POST"])
def deployment_paper_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a file with a deployment."""
    by = actor(request)
    row, back = _mine(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None)

    def save(told: dict[str, Any]) -> None:
        upload = told["file"]
        if not upload:
            actions.keep_paper_of_deployment(
                by=by, deployment=row, title=told["title"], link=told["link"]
            )
            return
        with on_disk(upload) as path:
            actions.keep_paper_of_deployment(
                by=by, deployment=row, title=told["title"], path=path, file_name=upload.name or ""
            )

    return form_page(request, form, save, title=_("Keep a file"), back=back, where=_of(row))


@needs(Permission.SURGE_VIEW)
@require_GET
def deployment_paper(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponseBase:
    """Send a file that is kept with a deployment."""
    row = find(queries.deployments(actor(request)), pk)
    for kept in row.papers.all():
        if kept.pk == paper:
            return document_file(kept)
    raise Http404
