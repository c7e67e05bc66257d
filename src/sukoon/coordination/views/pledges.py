"""Pages of pledges: the list, one commitment with said and seen, updates, decisions, matches."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.coordination import reports
from sukoon.coordination.actions import files as file_actions
from sukoon.coordination.actions import pledges as actions
from sukoon.coordination.forms.pledges import (
    CommitmentForm,
    DecideForm,
    FilterForm,
    MatchForm,
    PledgeForm,
    UpdateForm,
    initial_of_commitment,
    initial_of_pledge,
)
from sukoon.coordination.models import Commitment, CommitmentUpdate, Document, Pledge
from sukoon.coordination.pictures import said_and_seen
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.groups import next_meeting
from sukoon.coordination.queries.programmes import behind
from sukoon.coordination.queries.progress import candidates, seen
from sukoon.coordination.views import pledge_evidence
from sukoon.coordination.views import pledge_tables as tables
from sukoon.coordination.words import Counts, Measure, Stage
from sukoon.core import clock
from sukoon.core.access import Actor, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.services import queries as services
from sukoon.ui.pages import (
    ON_A_PAGE,
    actor,
    document_file,
    form_page,
    next_url,
    on_disk,
    sheet_file,
)

LIST = "coordination:pledges"


def _where(*more: tuple[str, str]) -> list[dict[str, str]]:
    steps = [(_("Pledges"), reverse(LIST)), *more]
    return [{"label": label, "url": url} for label, url in steps]


@needs(Permission.PLEDGE_VIEW)
@require_GET
def pledges(request: HttpRequest) -> HttpResponse:
    """List commitments with what was promised, said and seen, and who is late or silent."""
    by, today = actor(request), clock.today()
    form = FilterForm(request.GET, by=by)
    found = queries.filtered(by, form.filters(), today=today)
    rows, cursor = queries.page(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    told = queries.summary(found, today=today)
    downloads = [
        {
            "label": label,
            "url": f"{reverse('coordination:pledges_export')}?{_narrowed(request)}{form_}",
        }
        for label, form_ in (
            (_("Workbook (XLSX)"), "format=xlsx"),
            (_("Table (CSV)"), "format=csv"),
        )
    ]
    context = {
        "form": form, "summary": told, "title": tables.finding(told), "rows": rows,
        "table": tables.commitments(rows, seen(rows), today=today),
        "totals": tables.totals(told), "next_url": next_url(request, cursor),
        "downloads": downloads, "writes": holds(by, Permission.PLEDGE_WRITE),
        "bundles": list(queries.pledges(by)[:ON_A_PAGE]),
    }  # fmt: skip
    return render(request, "coordination/pledges.html", context)


def _narrowed(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("cursor", None)
    return f"{kept.urlencode()}&" if kept else ""


@needs(Permission.PLEDGE_VIEW)
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the commitments that the filters leave, as an import reads them back."""
    by, today = actor(request), clock.today()
    found = queries.filtered(by, FilterForm(request.GET, by=by).filters(), today=today)
    form = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    actions.note_pledge_export(by=by, form=form, rows=found.count())
    return sheet_file(request, [reports.pledge_sheet(found, today=today)], "pledges")


@needs(Permission.PLEDGE_VIEW)
@require_GET
def commitment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one commitment: said and seen side by side, what counts, what was told."""
    by, today = actor(request), clock.today()
    row = find(queries.details(by), pk)
    shown = seen([row]).get(row.pk)
    likely = candidates(by, row) if row.measure in {Measure.SERVICES, Measure.PLACES} else []
    signs = queries.reportable(by).filter(commitment=row.pk)
    context = {
        "commitment": row, "title": tables.title(row, shown), "seen": shown,
        "standing": queries.standing_of(row, today=today),
        "silent": (today - (row.told_on or row.known_since)).days,
        "picture": _picture(row, shown),
        "difference": tables.difference(row, shown),
        "candidates": likely, "counts": Counts,
        "updates": tables.updates(row), "may_report": signs.exists(),
        "may_write": can(by, Permission.PLEDGE_WRITE, row.scope),
        "where": _where((row.pledge.title, reverse("coordination:pledge", args=[row.pledge_id]))),
        "next_meeting": next_meeting(by, today=today, area_path=row.area_path),
        **pledge_evidence.context(row, behind(by, row), today=today),
    }  # fmt: skip
    return render(request, "coordination/commitment.html", context)


def _picture(row: Commitment, shown: int | None) -> object:
    if row.target_value is None and row.reported_value is None and shown is None:
        return None
    day = date_format(row.told_on, "j F Y", use_l10n=False) if row.told_on else ""
    today = date_format(clock.today(), "j F Y", use_l10n=False)
    rtl = get_language() == "ur"
    return said_and_seen(row, shown, said_on=day, seen_on=today, rtl=rtl)


@needs(Permission.PLEDGE_UPDATE)
@require_http_methods(["GET", "POST"])
def update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Report on a commitment, or amend what was reported."""
    by = actor(request)
    row = find(queries.details(by), pk)
    signatures = list(queries.reportable(by).filter(commitment=row.pk))
    if not signatures:
        raise Http404
    amends = _amended(row, request.GET.get("amends", ""), {e.organisation_id for e in signatures})
    initial: dict[str, Any] = {"happened_on": clock.today()}
    if amends:
        initial = {n: getattr(amends, n) for n in ("stage", "value", "narrative", "happened_on")}
        signatures = [e for e in signatures if e.organisation_id == amends.organisation_id]
    form = UpdateForm(
        request.POST or None, request.FILES or None, signatures=signatures, initial=initial
    )

    def save(told: dict[str, Any]) -> None:
        organisation = next(
            e.organisation for e in signatures if str(e.organisation_id) == told["organisation"]
        )
        actions.add_update(
            by=by, commitment=row, organisation=organisation, stage=Stage(told["stage"]),
            happened_on=told["happened_on"], today=clock.today(), value=told["value"],
            narrative=told["narrative"], amends=amends,
            evidence=_evidence(by, row, organisation.pk, told),
        )  # fmt: skip

    back = reverse("coordination:commitment", args=[row.pk])
    return form_page(
        request, form, save, title=_("Amend what was said") if amends else _("Say how far it is"),
        back=back, where=_where((row.code, back)), lead=row.said,
        button=_("Send the update"), done=_("Sent. It stands beside what our records show."),
    )  # fmt: skip


def _amended(row: Commitment, text: str, mine: set[UUID]) -> CommitmentUpdate | None:
    if not text:
        return None
    for told in row.updates.all():
        if str(told.pk) == text and told.organisation_id in mine:
            return told
    raise Http404


def _evidence(by: Actor, row: Commitment, org_id: UUID, told: dict[str, Any]) -> Document | None:
    common: dict[str, Any] = {
        "by": by, "permission": Permission.PLEDGE_UPDATE, "org_id": org_id,
        "area_path": row.area_path,
    }  # fmt: skip
    if told["link"]:
        return file_actions.keep_document(title=told["link"], link=told["link"], **common)
    if told["file"]:
        with on_disk(told["file"]) as path:
            name = told["file"].name
            return file_actions.keep_document(title=name, file_name=name, path=path, **common)
    return None


@needs(Permission.PLEDGE_VIEW)
@require_GET
def evidence(request: HttpRequest, pk: UUID, told: UUID) -> HttpResponseBase:
    """Send the evidence of an update."""
    row = find(queries.details(actor(request)), pk)
    for said in row.updates.all():
        if said.pk == told and said.evidence:
            return document_file(said.evidence)
    raise Http404


@needs(Permission.PLEDGE_WRITE)
@require_POST
def decide(request: HttpRequest, pk: UUID, service: UUID) -> HttpResponse:
    """Decide whether a service counts towards a commitment."""
    by = actor(request)
    row = find(queries.writable(by), pk)
    form = DecideForm(request.POST)
    if form.is_valid():
        actions.decide_service(
            by=by, commitment=row, service=find(services.visible(by), service),
            counts=Counts(form.cleaned_data["counts"]), reason=form.cleaned_data["reason"],
        )  # fmt: skip
        messages.success(request, _("Decided. The computed figure follows."))
    return redirect("coordination:commitment", row.pk)


@needs(Permission.PLEDGE_WRITE)
@require_http_methods(["GET", "POST"])
def commitment_new(request: HttpRequest) -> HttpResponse:
    """Add a commitment."""
    return _commitment_form(request, None)


@needs(Permission.PLEDGE_WRITE)
@require_http_methods(["GET", "POST"])
def commitment_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a commitment."""
    by = actor(request)
    return _commitment_form(request, find(queries.with_parts(queries.writable(by)), pk))


def _commitment_form(request: HttpRequest, row: Commitment | None) -> HttpResponse:
    by = actor(request)
    form = CommitmentForm(
        request.POST or None, by=by, initial=initial_of_commitment(row) if row else None
    )

    def save(told: dict[str, Any]) -> str:
        version = told["version"] if row else None
        kept = actions.record_commitment(by=by, draft=form.draft(), commitment=row, version=version)
        return reverse("coordination:commitment", args=[kept.pk])

    back = reverse("coordination:commitment", args=[row.pk]) if row else reverse(LIST)
    title = _("Change the commitment") if row else _("Add a commitment")
    return form_page(request, form, save, title=title, back=back, where=_where())


@needs(Permission.PLEDGE_VIEW)
@require_GET
def pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a bundle of commitments: its totals, and whether everyone may see it."""
    by, today = actor(request), clock.today()
    row = find(queries.pledges(by), pk)
    found = queries.filtered(by, queries.Filters(pledge=row.code), today=today)
    rows, cursor = queries.page(found, request.GET.get("cursor", ""), size=ON_A_PAGE)
    told = queries.summary(found, today=today)
    context = {
        "pledge": row, "summary": told, "totals": tables.totals(told), "where": _where(),
        "table": tables.commitments(rows, seen(rows), today=today), "rows": rows,
        "next_url": next_url(request, cursor),
        "may_write": can(by, Permission.PLEDGE_WRITE, row.scope),
    }  # fmt: skip
    return render(request, "coordination/pledge.html", context)


@needs(Permission.PLEDGE_WRITE)
@require_http_methods(["GET", "POST"])
def pledge_new(request: HttpRequest) -> HttpResponse:
    """Add a pledge."""
    return _pledge_form(request, None)


@needs(Permission.PLEDGE_WRITE)
@require_http_methods(["GET", "POST"])
def pledge_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a pledge."""
    return _pledge_form(request, find(queries.writable_pledges(actor(request)), pk))


def _pledge_form(request: HttpRequest, row: Pledge | None) -> HttpResponse:
    by = actor(request)
    form = PledgeForm(request.POST or None, by=by, initial=initial_of_pledge(row) if row else None)

    def save(told: dict[str, Any]) -> str:
        source = row.source_code if row else ""
        kept = actions.record_pledge(by=by, pledge=row, source_code=source, **told)
        return reverse("coordination:pledge", args=[kept.pk])

    back = reverse("coordination:pledge", args=[row.pk]) if row else reverse(LIST)
    title = _("Change the pledge") if row else _("Add a pledge")
    return form_page(request, form, save, title=title, back=back, where=_where())


@needs(Permission.PLEDGE_WRITE)
@require_POST
def pledge_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a pledge's page to everyone, or close it."""
    by = actor(request)
    row = find(queries.writable_pledges(by), pk)
    opens = request.POST.get("what") == "publish"
    actions.publish(by=by, pledge=row, now=clock.now() if opens else None)
    messages.success(
        request, _("Everyone can read it now.") if opens else _("It is no longer public.")
    )
    return redirect("coordination:pledge", row.pk)


@needs(Permission.PLEDGE_VIEW)
@require_GET
def matches(request: HttpRequest) -> HttpResponse:
    """Show which commitments serve one aim."""
    by = actor(request)
    found = list(queries.matches(by)[:100])
    title = ngettext("%(n)d aim that commitments share", "%(n)d aims that commitments share",
                     len(found)) % {"n": len(found)}  # fmt: skip
    context = {
        "title": title, "matches": [(m, tables.match_kinds(m)) for m in found],
        "where": _where(), "writes": holds(by, Permission.PLEDGE_WRITE),
    }  # fmt: skip
    return render(request, "coordination/matches.html", context)


@needs(Permission.PLEDGE_WRITE)
@require_http_methods(["GET", "POST"])
def match_new(request: HttpRequest) -> HttpResponse:
    """Say which commitments serve one aim."""
    by = actor(request)
    form = MatchForm(request.POST or None, by=by)

    def save(told: dict[str, Any]) -> None:
        actions.record_match(
            by=by, title_en=told["title_en"], title_ur=told["title_ur"], area=told["area"],
            commitments=told["codes"],
        )  # fmt: skip

    back = reverse("coordination:matches")
    return form_page(request, form, save, title=_("Match commitments"), back=back, where=_where())
