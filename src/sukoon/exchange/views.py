"""Downloads and feeds for everyone; imports for who may."""

import io
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.http import http_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import Actor, holds
from sukoon.core.http import ActorRequest, find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.core.sheets import Column, Sheet, write_csv, write_xlsx
from sukoon.exchange import exporting, importing
from sukoon.exchange.columns import FIELDS, header_key
from sukoon.exchange.forms import UploadForm, narrowed
from sukoon.services import actions, import_queries, queries
from sukoon.services.models import ImportFinding, ImportJob
from sukoon.services.words import ImportStatus

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200
BUSY = (ImportStatus.CHECKING, ImportStatus.WRITING)


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


@needs(Permission.MAP_VIEW)
@require_GET
def services(request: HttpRequest) -> HttpResponseBase:
    """Send the lines that the page's filters leave, as a workbook, CSV or HXL."""
    form = request.GET.get("format", "csv")
    form = form if form in {"csv", "xlsx", "hxl"} else "csv"
    by = actor(request)
    if holds(by, Permission.SERVICE_EXPORT):
        actions.note_export(by=by, form=form, narrowed=request.GET.urlencode())
    sheet = exporting.sheet(by, narrowed(request.GET), today=clock.today(), tagged=form != "csv")
    if form == "xlsx":
        buffer = io.BytesIO()
        write_xlsx(buffer, [sheet], right_to_left=get_language() == "ur")
        return _file(HttpResponse(buffer.getvalue(), content_type=XLSX), "services.xlsx")
    response = StreamingHttpResponse(
        write_csv(sheet, mark=form == "csv"), content_type="text/csv; charset=utf-8"
    )
    return _file(response, "services.csv" if form == "csv" else "services.hxl.csv")


@needs(Permission.MAP_VIEW)
@require_GET
def feed(request: HttpRequest) -> HttpResponseBase:
    """Send every public line, HXL-tagged. The address is the contract: it does not change."""
    by = actor(request)
    sheet = exporting.sheet(by, queries.Filters(status="all"), today=clock.today())
    response = StreamingHttpResponse(write_csv(sheet), content_type="text/csv; charset=utf-8")
    latest = queries.latest_report(by)
    if latest:
        moment = datetime.combine(latest, time(), tzinfo=UTC)
        response.headers["Last-Modified"] = http_date(moment.timestamp())
    return response


@needs(Permission.SERVICE_IMPORT)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Send an empty workbook with our headings and tags, to be filled in."""
    columns = [Column(str(f.label), 20) for f in FIELDS if f.name != "service_id"]
    tags = [f.tags[0] for f in FIELDS if f.name != "service_id"]
    buffer = io.BytesIO()
    write_xlsx(buffer, [Sheet("services", columns, [], tags)], right_to_left=get_language() == "ur")
    return _file(HttpResponse(buffer.getvalue(), content_type=XLSX), "services-template.xlsx")


@needs(Permission.SERVICE_IMPORT)
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file, and say at once when it is no table."""
    form = UploadForm(request.POST or None, request.FILES or None)
    by = actor(request)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix[:8]) as kept:
            for chunk in upload.chunks():
                kept.write(chunk)
            kept.flush()
            try:
                job = importing.begin(by=by, path=Path(kept.name), file_name=upload.name)
            except Problem as problem:
                form.add_error("file", str(problem))
            else:
                return redirect("exchange:review", job.pk)
    context = {"form": form, "jobs": import_queries.jobs(by)[:10]}
    return render(request, "exchange/new.html", context, status=422 if form.errors else 200)


@needs(Permission.SERVICE_IMPORT)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the file would do; keep answers and column choices; nothing is in the register."""
    by = actor(request)
    job = find(import_queries.jobs(by), pk)
    if job.status in BUSY:
        return render(request, "exchange/progress.html", _progress(job))
    if not importing.is_open(job):
        return render(request, "exchange/receipt.html", {"job": job})
    large = importing.is_large(job)
    if request.method == "POST":
        _keep_answers(request, by, job.pk)
    if large and (request.method == "POST" or job.status == ImportStatus.READ):
        actions.ask_check(by=by, job=job)
    if request.method == "POST":
        return redirect("exchange:review", job.pk)
    if job.status in BUSY:
        return render(request, "exchange/progress.html", _progress(job))
    if not large:
        try:
            importing.check(by=by, job=job, today=clock.today())
        except Problem as error:
            job.problem = str(error)
    context = {
        "job": job,
        "problem": job.problem if not job.rows or not large else "",
        "ended": job.problem,
        "findings": list(import_queries.findings(job)[:MOST_SHOWN]),
        "bad_rows": job.refused,
        "good": job.rows - job.refused,
        "new_organisations": list(job.new_organisations.all()[:MOST_SHOWN]),
        "columns": importing.columns_of(by=by, job=job),
        "fields": FIELDS,
        "large": large,
    }
    return render(request, "exchange/review.html", context)


@needs(Permission.SERVICE_IMPORT)
@require_GET
def progress(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Say how far work in the background is: `{busy, rows, said}`."""
    job = find(import_queries.jobs(actor(request)), pk)
    told = _progress(job)
    return JsonResponse({"busy": job.status in BUSY, "rows": told["rows"], "said": told["said"]})


def _progress(job: ImportJob) -> dict[str, Any]:
    rows = importing.rows_so_far(job)
    if not rows:
        said = _("Waiting for its turn.")
    elif job.status == ImportStatus.CHECKING:
        said = ngettext("%(rows)s row checked.", "%(rows)s rows checked.", rows)
    else:
        said = ngettext("%(rows)s row written.", "%(rows)s rows written.", rows)
    return {
        "job": job,
        "rows": rows,
        "said": said % {"rows": number_format(rows)} if rows else said,
    }


@needs(Permission.SERVICE_IMPORT)
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the file, or only its good rows, or stop and keep nothing."""
    by = actor(request)
    job = find(import_queries.jobs(by), pk)
    what = request.POST.get("what", "")
    if what == "stop":
        return _stop(request, by, job)
    if importing.is_large(job):
        actions.ask_write(by=by, job=job, only_good=what == "good")
    else:
        importing.accept(by=by, job=job, today=clock.today(), only_good=what == "good")
    return redirect("exchange:review", job.pk)


def _stop(request: HttpRequest, by: Actor, job: ImportJob) -> HttpResponse:
    """Stop a file for good; one that is being written goes back to its review, unwritten."""
    if job.status == ImportStatus.WRITING:
        importing.ask_to_stop(job)
        messages.success(request, _("Stopping. Nothing of the file will be in the register."))
        return redirect("exchange:review", job.pk)
    actions.stop_import(by=by, job=job)
    importing.forget_file(job)
    messages.success(request, _("Stopped. Nothing of the file was kept."))
    return redirect("exchange:import_new")


@needs(Permission.SERVICE_IMPORT)
@require_GET
def errors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the rows that need an answer as a workbook."""
    job = find(import_queries.jobs(actor(request)), pk)
    columns = [
        Column(_("Row"), 8), Column(_("Column"), 20), Column(_("It says"), 30),
        Column(_("What is wrong"), 50), Column(_("Suggestion"), 30),
    ]  # fmt: skip
    rows = (
        (f.row, f.column, f.value, f.message, f.suggestion)
        for f in import_queries.findings(job).iterator(chunk_size=2000)
    )
    buffer = io.BytesIO()
    write_xlsx(buffer, [Sheet("errors", columns, rows)], right_to_left=get_language() == "ur")
    return _file(HttpResponse(buffer.getvalue(), content_type=XLSX), "errors.xlsx")


def _keep_answers(request: HttpRequest, by: Actor, pk: UUID) -> None:
    job = find(import_queries.jobs(by), pk)
    choices: dict[UUID, str] = {}
    for name, value in request.POST.items():
        if name.startswith("finding-") and value in ImportFinding.Choice.values:
            try:
                choices[UUID(name.removeprefix("finding-"))] = str(value)
            except ValueError:
                continue
    columns = {
        header_key(c.header, c.tag): request.POST[f"column-{c.index}"]
        for c in importing.columns_of(by=by, job=job)
        if f"column-{c.index}" in request.POST
        and request.POST[f"column-{c.index}"] != (c.field or "")
    }
    known = {f.name for f in FIELDS} | {""}
    columns = {key: name for key, name in columns.items() if name in known}
    if columns:
        actions.choose_columns(by=by, job=job, choices=columns)
    if choices and job.status in {ImportStatus.READ, ImportStatus.CHECKED}:
        actions.answer(by=by, job=job, choices=choices)


R = TypeVar("R", bound=HttpResponseBase)


def _file(response: R, name: str) -> R:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
