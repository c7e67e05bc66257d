"""The registry's pages: organisations, workers, teams, sites, areas, and work that was given up."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.audit import queries as audit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, can, holds
from sukoon.core.http import ActorRequest, find, needs
from sukoon.core.pages import Page, page_by_name
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.desk.registry_forms import (
    MergeForm,
    OrganisationForm,
    RegistryForm,
    SiteForm,
    TeamForm,
    WorkerForm,
    initial_of_organisation,
    initial_of_site,
    initial_of_team,
    initial_of_worker,
)
from sukoon.places import actions as place_actions
from sukoon.places import queries as places
from sukoon.places.words import Level
from sukoon.ui.tables import Cell, Column, Row, Table
from sukoon.workforce import actions, queries

ON_A_PAGE = 50
MOST_TEXT = 100
MOST_DEAD = 200
INVALID = 422
CHANGE, SHOW = "desk:organisation_change", "public:organisation"
Save = Callable[[dict[str, Any]], object]


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:MOST_TEXT].strip()


def _list(
    request: HttpRequest, *, title: str, page: Page[Any], table: Table, empty: str,
    new_url: str = "", new_label: str = "",
) -> HttpResponse:  # fmt: skip
    """Show one page of a list with its search and the way to add to it."""
    after = request.GET.copy()
    after["cursor"] = page.next
    context = {
        "title": title, "table": table, "text": _text(request), "empty": empty,
        "rows": page.rows, "new_url": new_url, "new_label": new_label,
        "next_url": f"?{after.urlencode()}" if page.next else "",
    }  # fmt: skip
    return render(request, "desk/registry/list.html", context)


def _form(
    request: HttpRequest, form: RegistryForm, save: Save, *, title: str, back: str,
    more: Sequence[tuple[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    """Show a form; keep what was typed by the action, and say what is wrong with it beside it."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.told())  # type: ignore[attr-defined]
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "title": title, "back_url": reverse(back), "more": more}
    status = INVALID if form.errors else 200
    return render(request, "desk/registry/form.html", context, status=status)


@needs(Permission.ORGANISATION_VIEW)
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """List organisations, found by any of their names."""
    by = actor(request)
    page = page_by_name(
        queries.search_organisations(by, _text(request)),
        request.GET.get("cursor", ""), size=ON_A_PAGE,
    )  # fmt: skip
    mine = set()
    if holds(by, Permission.ORGANISATION_WRITE):
        reached = queries.writable_organisations(by, Permission.ORGANISATION_WRITE)
        mine = set(reached.filter(pk__in=[o.pk for o in page.rows]).values_list("pk", flat=True))
    rows = [
        Row(
            [
                Cell(o.shown_name, url=reverse(CHANGE if o.pk in mine else SHOW, args=[o.pk])),
                o.acronym,
                o.get_type_display(),
            ]
        )
        for o in page.rows
    ]
    title = _("Organisations")
    columns = [Column(_("Name"), sorted="ascending"), Column(_("Short name")), Column(_("Kind"))]
    return _list(
        request, title=title, page=page, table=Table(title, columns, rows, caption_hidden=True),
        empty=_("No organisation has this name."),
        new_url=reverse("desk:organisation_new")
        if can(by, Permission.ORGANISATION_WRITE, NOWHERE)
        else "",
        new_label=_("Add an organisation"),
    )  # fmt: skip


@needs(Permission.ORGANISATION_WRITE)
@require_http_methods(["GET", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation. Who may only change their own does not find this page."""
    by = actor(request)
    if not can(by, Permission.ORGANISATION_WRITE, NOWHERE):
        raise Http404
    form = OrganisationForm(request.POST or None, by=by)
    return _form(request, form, lambda told: actions.record_organisation(by=by, **told),
                 title=_("Add an organisation"), back="desk:organisations")  # fmt: skip


@needs(Permission.ORGANISATION_WRITE)
@require_http_methods(["GET", "POST"])
def organisation_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an organisation."""
    by = actor(request)
    kept = find(queries.writable_organisations(by, Permission.ORGANISATION_WRITE), pk)
    form = OrganisationForm(request.POST or None, by=by, initial=initial_of_organisation(kept))
    more = [(reverse("public:organisation", args=[pk]), _("Its services"))]
    if holds(by, Permission.ORGANISATION_MERGE):
        more.append((reverse("desk:organisation_merge", args=[pk]), _("Merge it into another")))
    return _form(
        request, form, lambda told: actions.record_organisation(by=by, organisation=kept, **told),
        title=kept.shown_name, back="desk:organisations", more=more,
    )  # fmt: skip


@needs(Permission.ORGANISATION_MERGE)
@require_http_methods(["GET", "POST"])
def organisation_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let one organisation go on as another, after saying what will happen."""
    by = actor(request)
    source = find(queries.organisations(by), pk)
    form = MergeForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            actions.merge_organisations(by=by, source=source, into=into)
        except Problem as problem:
            form.add_error("into", str(problem))
        else:
            messages.success(request, _("Merged. Every name of it finds %(name)s from now on.")
                             % {"name": into.shown_name})  # fmt: skip
            return redirect("public:organisation", into.pk)
    context = {
        "form": form,
        "title": _("Merge %(name)s into another organisation?") % {"name": source.shown_name},
        "back_url": reverse("desk:organisation_change", args=[pk]),
    }
    status = INVALID if form.errors else 200
    return render(request, "desk/registry/merge.html", context, status=status)


@needs(Permission.WORKER_VIEW)
@require_GET
def workers(request: HttpRequest) -> HttpResponse:
    """List the workers within reach."""
    by = actor(request)
    found = queries.workers(by)
    if _text(request):
        found = found.filter(name__icontains=_text(request))
    page = page_by_name(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    writes = holds(by, Permission.WORKER_WRITE)
    rows = [
        Row([
            Cell(w.name, url=reverse("desk:worker_change", args=[w.pk])) if writes else w.name,
            w.get_cadre_display(), w.tier or "",
            Cell(w.organisation.shown_name, small=w.area.name if w.area else ""),
            w.get_status_display(),
        ])
        for w in page.rows
    ]  # fmt: skip
    title = _("Workers")
    columns = [Column(_("Name"), sorted="ascending"), Column(_("Cadre")),
               Column(_("Tier"), numeric=True), Column(_("Organisation")),
               Column(_("Status"))]  # fmt: skip
    return _list(
        request, title=title, page=page, table=Table(title, columns, rows, caption_hidden=True),
        empty=_("No worker is found within your reach."),
        new_url=reverse("desk:worker_new") if writes else "", new_label=_("Add a worker"),
    )  # fmt: skip


@needs(Permission.WORKER_WRITE)
@require_http_methods(["GET", "POST"])
def worker_new(request: HttpRequest) -> HttpResponse:
    """Add a worker."""
    by = actor(request)
    form = WorkerForm(request.POST or None, by=by)
    return _form(request, form, lambda told: actions.record_worker(by=by, **told),
                 title=_("Add a worker"), back="desk:workers")  # fmt: skip


@needs(Permission.WORKER_WRITE)
@require_http_methods(["GET", "POST"])
def worker_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a worker."""
    by = actor(request)
    kept = find(queries.workers(by), pk)
    form = WorkerForm(request.POST or None, by=by, initial=initial_of_worker(kept))
    return _form(
        request, form,
        lambda told: actions.record_worker(by=by, worker=kept, account=kept.account, **told),
        title=kept.name, back="desk:workers",
    )  # fmt: skip


@needs(Permission.WORKER_VIEW)
@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """List the teams within reach."""
    by = actor(request)
    found = queries.teams(by)
    if _text(request):
        found = found.filter(name__icontains=_text(request))
    page = page_by_name(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    writes = holds(by, Permission.WORKER_WRITE)
    rows = [
        Row([
            Cell(t.name, url=reverse("desk:team_change", args=[t.pk])) if writes else t.name,
            t.organisation.shown_name, t.area.name if t.area else "",
            sum(m.left_on is None for m in t.members.all()),
        ])
        for t in page.rows
    ]  # fmt: skip
    title = _("Teams")
    columns = [Column(_("Name"), sorted="ascending"), Column(_("Organisation")),
               Column(_("Area")), Column(_("Members"), numeric=True)]  # fmt: skip
    return _list(
        request, title=title, page=page, table=Table(title, columns, rows, caption_hidden=True),
        empty=_("No team is found within your reach."),
        new_url=reverse("desk:team_new") if writes else "", new_label=_("Add a team"),
    )  # fmt: skip


@needs(Permission.WORKER_WRITE)
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    by = actor(request)
    form = TeamForm(request.POST or None, by=by)
    return _form(
        request, form, lambda told: actions.record_team(by=by, today=clock.today(), **told),
        title=_("Add a team"), back="desk:teams",
    )  # fmt: skip


@needs(Permission.WORKER_WRITE)
@require_http_methods(["GET", "POST"])
def team_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a team and who is in it."""
    by = actor(request)
    kept = find(queries.teams(by), pk)
    form = TeamForm(request.POST or None, by=by, initial=initial_of_team(kept))
    return _form(
        request, form,
        lambda told: actions.record_team(by=by, team=kept, today=clock.today(), **told),
        title=kept.name, back="desk:teams",
    )  # fmt: skip


@needs(Permission.SITE_VIEW)
@require_GET
def sites(request: HttpRequest) -> HttpResponse:
    """List the sites within reach."""
    by = actor(request)
    found = places.sites(by)
    if _text(request):
        found = found.filter(name__icontains=_text(request))
    page = page_by_name(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    writes = holds(by, Permission.SITE_WRITE)
    rows = [
        Row([
            Cell(s.name, url=reverse("desk:site_change", args=[s.pk])) if writes else s.name,
            s.get_kind_display(), Cell(s.area.name, small=s.locality),
            Cell(_("Kept safe"), tag="warn") if s.is_sensitive else _("Open"),
        ])
        for s in page.rows
    ]  # fmt: skip
    title = _("Sites")
    columns = [Column(_("Name"), sorted="ascending"), Column(_("Kind")), Column(_("Area")),
               Column(_("Shown to the public"))]  # fmt: skip
    return _list(
        request, title=title, page=page, table=Table(title, columns, rows, caption_hidden=True),
        empty=_("No site is found within your reach."),
        new_url=reverse("desk:site_new") if writes else "", new_label=_("Add a site"),
    )  # fmt: skip


@needs(Permission.SITE_WRITE)
@require_http_methods(["GET", "POST"])
def site_new(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    by = actor(request)
    form = SiteForm(request.POST or None, by=by)
    return _form(request, form, lambda told: place_actions.record_site(by=by, **told),
                 title=_("Add a site"), back="desk:sites")  # fmt: skip


@needs(Permission.SITE_WRITE)
@require_http_methods(["GET", "POST"])
def site_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a site."""
    by = actor(request)
    kept = find(places.sites(by), pk)
    form = SiteForm(request.POST or None, by=by, initial=initial_of_site(kept))
    return _form(request, form, lambda told: place_actions.record_site(by=by, site=kept, **told),
                 title=kept.name, back="desk:sites")  # fmt: skip


@needs(Permission.SITE_VIEW)
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """List provinces and districts with their codes, names and people."""
    found = places.areas().filter(level__gte=Level.PROVINCE).select_related("parent")
    if _text(request):
        found = found.filter(name_en__icontains=_text(request)) | found.filter(
            name_ur__icontains=_text(request)
        )
    page = _areas_page(found, request.GET.get("cursor", ""))
    rows = [
        Row([
            Cell(a.name_en, url=reverse("public:area", args=[a.pcode])), a.name_ur,
            Cell(a.pcode, code=True), a.parent.name if a.parent else "",
            getattr(a, "population", None),
        ])
        for a in page.rows
    ]  # fmt: skip
    title = _("Areas")
    columns = [Column(_("Name")), Column(_("Name in Urdu")), Column(_("Code")),
               Column(_("Part of")), Column(_("People"), numeric=True)]  # fmt: skip
    return _list(request, title=title, page=page, empty=_("No area has this name."),
                 table=Table(title, columns, rows, caption_hidden=True))  # fmt: skip


def _areas_page(found: Any, cursor: str) -> Page[Any]:
    """Return a page of areas in the order of their paths."""
    rows = list(found.filter(path__gt=cursor[:200]).order_by("path")[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    return Page(shown, shown[-1].path if len(rows) > ON_A_PAGE else "")


@needs(Permission.OUTBOX_VIEW)
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Show work that waits, and work that was given up after too many tries."""
    by = actor(request)
    dead = list(audit.given_up(by)[:MOST_DEAD])
    rows = [
        Row([Cell(m.handler, code=True), Cell(m.event, code=True), m.attempts,
             Cell(m.last_error, code=True), Cell(str(m.subject_id), code=True)])
        for m in dead
    ]  # fmt: skip
    columns = [Column(_("Work")), Column(_("After")), Column(_("Tries"), numeric=True),
               Column(_("Last error")), Column(_("About"))]  # fmt: skip
    table = Table(_("Given up"), columns, rows) if dead else None
    return render(request, "desk/registry/outbox.html",
                  {"backlog": audit.backlog(by), "table": table})  # fmt: skip
