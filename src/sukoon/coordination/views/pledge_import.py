"""Bringing a file of commitments: check it, see every error, then write it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.coordination import pledge_files
from sukoon.coordination.forms.pledges import FileForm
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.files import keep_file
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.places.models import Area
from sukoon.services.fields import areas_of
from sukoon.ui.pages import INVALID, actor, on_disk
from sukoon.ui.tables import Cell, Column, Row, Table

SALT = "coordination.pledge-file"
MOST_SHOWN = 200
MOST_AGE = 3600


@needs(Permission.PLEDGE_WRITE)
@require_http_methods(["GET", "POST"])
def pledges_import(request: HttpRequest) -> HttpResponse:
    """Check a file and show what it would do; write it when that is asked for."""
    if request.method == "POST" and "kept" in request.POST:
        return _accept(request)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with on_disk(upload) as path:
                context |= _review(request, path, upload.name)
        except Problem as problem:
            form.add_error("file", str(problem))
    status = INVALID if form.errors or context.get("errors") else 200
    return render(request, "coordination/pledge_import.html", context, status=status)


def _review(request: HttpRequest, path: Path, name: str) -> dict[str, Any]:
    by = actor(request)
    found = pledge_files.review(path)
    outcome = pledge_files.counted(found, by=by, area=_area(by), today=clock.today())
    kept = (
        signing.dumps([keep_file(path, by_id=by.id), str(by.id)], salt=SALT) if found.plans else ""
    )
    return {
        "outcome": outcome, "file_name": name, "kept": kept, "errors": len(found.errors),
        "table": _errors(found) if found.errors else None,
        "new": list(found.new_organisations.values())[:MOST_SHOWN],
    }  # fmt: skip


def _errors(found: pledge_files.Review) -> Table:
    columns = [Column(_("Row"), numeric=True), Column(_("Column")), Column(_("What is wrong")),
               Column(_("Perhaps"))]  # fmt: skip
    lines = [
        Row([e.row, Cell(e.column, code=True), e.message, e.suggestion], kind="wrong")
        for e in found.errors[:MOST_SHOWN]
    ]
    return Table(_("Rows that need an answer"), columns, lines)


def _accept(request: HttpRequest) -> HttpResponse:
    by = actor(request)
    try:
        name, owner = signing.loads(request.POST["kept"], salt=SALT, max_age=MOST_AGE)
    except signing.BadSignature:
        name, owner = "", ""
    path = Path(settings.UPLOADS) / Path(name).name
    if not name or owner != str(by.id) or not path.is_file():
        messages.error(request, _("The file is no longer kept. Bring it again."))
        return redirect("coordination:pledges_import")
    try:
        outcome = pledge_files.accept(
            pledge_files.review(path), by=by, area=_area(by), today=clock.today(), only_good=True
        )
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("coordination:pledges_import")
    path.unlink(missing_ok=True)
    said = _("%(created)d added, %(changed)d changed, %(unchanged)d as before.")
    messages.success(request, said % {
        "created": outcome.created, "changed": outcome.changed, "unchanged": outcome.unchanged,
    })  # fmt: skip
    return redirect("coordination:pledges")


def _area(by: Actor) -> Area | None:
    """Return the widest area that the actor keeps pledges in."""
    first: Area | None = areas_of(by, Permission.PLEDGE_WRITE).first()
    return first
