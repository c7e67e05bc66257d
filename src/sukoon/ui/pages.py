"""What pages of several areas share: forms, lists, files."""

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.access import Actor
from sukoon.core.documents import KeptDocument, stored
from sukoon.core.http import ActorRequest
from sukoon.core.problems import Problem
from sukoon.core.sheets import Sheet, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INVALID = 422
ON_A_PAGE = 25
MOST_TEXT = 100
Step = dict[str, str]


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def words(request: HttpRequest, name: str = "q") -> str:
    return request.GET.get(name, "")[:MOST_TEXT].replace("\x00", "").strip()


def next_url(request: HttpRequest, cursor: str) -> str:
    """Return the address of the next page of a list, or nothing on the last one."""
    after = request.GET.copy()
    after["cursor"] = cursor
    return f"?{after.urlencode()}" if cursor else ""


def form_page(
    request: HttpRequest, form: forms.Form, save: Callable[[dict[str, Any]], object], *,
    title: str, back: str, where: Sequence[Step] = (), lead: str = "", button: str = "",
    done: str = "",
) -> HttpResponse:  # fmt: skip
    """Show a form; keep what was typed by an action, and say what is wrong with it beside it.

    `save` returns where to go next, or nothing: then it is back to where one came from.
    """
    if request.method == "POST" and form.is_valid():
        try:
            went = save(form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done or _("Saved."))
            return redirect(went if isinstance(went, str) else back)
    context = {
        "form": form, "title": title, "back_url": back, "where": where, "lead": lead,
        "button": button or _("Save"), "has_file": form.is_multipart(),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=INVALID if form.errors else 200)


def sheet_file(request: HttpRequest, sheets: Sequence[Sheet], name: str) -> HttpResponseBase:
    """Send sheets as a workbook, or the first as CSV, as the address asks."""
    if request.GET.get("format") == "xlsx":
        buffer = io.BytesIO()
        write_xlsx(buffer, sheets, right_to_left=get_language() == "ur")
        return attached(HttpResponse(buffer.getvalue(), content_type=XLSX), f"{name}.xlsx")
    response = StreamingHttpResponse(
        write_csv(sheets[0], mark=True), content_type="text/csv; charset=utf-8"
    )
    return attached(response, f"{name}.csv")


def pdf_file(data: bytes, name: str) -> HttpResponse:
    return cast(
        HttpResponse, attached(HttpResponse(data, content_type="application/pdf"), f"{name}.pdf")
    )


def attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def document_file(document: KeptDocument) -> HttpResponseBase:
    """Send a kept file as a download, never to be shown in place; a link leads away."""
    if document.link:
        return redirect(document.link)
    path = stored(document)
    name = document.file_name or "document"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=document.content_type
    )


@contextmanager
def on_disk(upload: "UploadedFile[Any]") -> Iterator[Path]:
    """Lay an upload on the disk while it is read."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:8]) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)
