"""What persons ask about their data, and its answer: copies, erasure, legal holds."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.accounts.step_up import step_up
from sukoon.core import clock
from sukoon.core.access import can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.core.subjects import Part
from sukoon.people import actions, queries
from sukoon.people.forms import AnswerForm, HoldForm, RequestForm
from sukoon.people.models import SubjectRequest
from sukoon.people.views.common import INVALID, actor, writable_person
from sukoon.people.words import RequestKind, RequestStatus
from sukoon.ui.printing import pdf

ON_A_PAGE = 50
TAKES_AWAY = frozenset({RequestKind.ERASURE, RequestKind.ANONYMISATION})


@needs(Permission.SUBJECT_ANSWER)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """List the requests that wait for an answer, by their clock; no names."""
    rows = queries.waiting(actor(request))[:ON_A_PAGE]
    return render(request, "people/requests.html", {"rows": rows, "today": clock.today()})


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what a person asks about their data."""
    by, person = actor(request), writable_person(request, pk)
    form = RequestForm(request.POST or None, initial={"asked_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.record_request(
                by=by, person=person, kind=RequestKind(told["kind"]), said=told["said"],
                asked_on=told["asked_on"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept. The data-protection officer answers it."))
            return redirect("people:request", made.pk)
    context = {"form": form, "person": person, "name": queries.shown_name(by, person)}
    status = INVALID if form.errors else 200
    return render(request, "people/request_form.html", context, status=status)


@needs(Permission.SELF)
@require_GET
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a request: to whoever answers it, and to whoever keeps the person's record."""
    return _page(request, find(queries.requests(actor(request)), pk), AnswerForm())


@needs(Permission.SUBJECT_ANSWER)
@step_up
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer, decline or carry out a request."""
    by = actor(request)
    asked = find(queries.answerable(by), pk)
    if request.method == "GET":  # back from being asked for the password
        return redirect("people:request", asked.pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form)
    said, what = form.cleaned_data["said"], request.POST.get("what", "")
    try:
        if what == "decline":
            actions.decline_request(by=by, request=asked, said=said)
        elif what == "erase" and asked.kind in TAKES_AWAY:
            actions.erase_person(by=by, request=asked, said=said)
        else:
            actions.answer_request(by=by, request=asked, said=said)
    except Problem as problem:
        form.add_error("said", str(problem))
        return _page(request, asked, form)
    messages.success(request, _("Answered."))
    return redirect("people:request", asked.pk)


@needs(Permission.PERSON_WRITE)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the person no longer asks."""
    by = actor(request)
    asked = find(queries.requests(by), pk)
    actions.withdraw_request(by=by, request=asked)
    messages.success(request, _("Taken back."))
    return redirect("people:request", asked.pk)


def _page(request: HttpRequest, asked: SubjectRequest, form: AnswerForm) -> HttpResponse:
    by = actor(request)
    answers = can(by, Permission.SUBJECT_ANSWER, asked.person.scope)
    sees = can(by, Permission.PERSON_VIEW, asked.person.scope)
    context = {
        "asked": asked, "form": form, "answers": answers,
        "name": queries.shown_name(by, asked.person) if sees else "",
        "sees": sees, "writes": can(by, Permission.PERSON_WRITE, asked.person.scope),
        "is_open": asked.status == RequestStatus.OPEN, "takes_away": asked.kind in TAKES_AWAY,
        "is_copy": asked.kind == RequestKind.COPY, "today": clock.today(),
        "held": queries.held(asked) if answers else [], "steps": asked.steps.all(),
        "holds": queries.holds(by, asked.person), "hold_form": HoldForm(),
    }  # fmt: skip
    return render(request, "people/request.html", context, status=INVALID if form.errors else 200)


@needs(Permission.SUBJECT_ANSWER)
@step_up
@require_GET
def copy_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out all that is held, as JSON."""
    by = actor(request)
    asked = find(queries.answerable(by), pk)
    parts = actions.copy_held(by=by, request=asked)
    told = {
        "made_at": clock.now().isoformat(), "request": str(asked.pk),
        "parts": [{"title": p.title, "model": p.model, "rows": list(p.rows)} for p in parts],
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    return _file(text.encode(), "application/json", f"{asked.pk}.json")


@needs(Permission.SUBJECT_ANSWER)
@step_up
@require_GET
def copy_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out all that is held, as a PDF in the reader's language."""
    by = actor(request)
    asked = find(queries.answerable(by), pk)
    parts = actions.copy_held(by=by, request=asked)
    made = pdf("people/print/copy.typ", _printed(parts))
    return _file(made, "application/pdf", f"{asked.pk}.pdf")


def _printed(parts: list[Part]) -> dict[str, Any]:
    day = date_format(clock.today(), "j F Y", use_l10n=False)
    return {
        "language": get_language() or "en", "title": _("What is held about you"),
        "foot": _("Made on %(day)s. It holds what is private: keep it where only you can reach it.")
        % {"day": day},
        "parts": [
            {"title": p.title, "rows": [_cells(row) for row in p.rows]} for p in parts
        ],
    }  # fmt: skip


def _cells(row: Any) -> list[list[str]]:
    """Return a row as words and values; what is blank is left out."""
    return [[str(k), _value(v)] for k, v in row.items() if v not in (None, "")]


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@needs(Permission.SUBJECT_ANSWER)
@step_up
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forbid that the person of a request is erased."""
    by = actor(request)
    asked = find(queries.answerable(by), pk)
    if request.method == "POST":
        form = HoldForm(request.POST)
        if form.is_valid():
            actions.place_hold(by=by, person=asked.person, reason=form.cleaned_data["reason"])
            messages.success(request, _("The hold is placed. Nothing can be erased."))
        else:
            messages.error(request, _("Write down why nothing may be erased."))
    return redirect("people:request", asked.pk)


@needs(Permission.SUBJECT_ANSWER)
@step_up
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lift a legal hold."""
    by = actor(request)
    found = find(queries.liftable(by), pk)
    if request.method == "POST":
        actions.lift_hold(by=by, hold=found)
        messages.success(request, _("The hold is lifted."))
    return redirect("people:requests")
