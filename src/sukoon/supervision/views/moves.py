"""What is done to a request by a button or a short form."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.supervision import actions, meeting, queries
from sukoon.supervision.definitions import book
from sukoon.supervision.forms import RateForm, TextForm, WhoForm
from sukoon.supervision.models import Request
from sukoon.supervision.views.base import INVALID, actor, page
from sukoon.supervision.voices import read_voice
from sukoon.supervision.words import RequestStatus, Turn

Run = Callable[[Request, str], object]


def _found(request: HttpRequest, pk: UUID) -> Request:
    return find(queries.visible(actor(request)).select_related("case", "usefulness"), pk)


def _done(
    request: HttpRequest, found: Request, run: Callable[[], object], said: str
) -> HttpResponse:
    """Do it, and say what came of it on the request's page."""
    try:
        run()
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    by = actor(request)
    seen = queries.visible(by).filter(pk=found.pk).exists()
    return redirect("supervision:request", found.pk) if seen else redirect("supervision:queue")


@needs(Permission.SUPERVISION_ANSWER)
@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a request that nobody has."""
    found = _found(request, pk)
    by = actor(request)
    return _done(request, found, lambda: actions.take(by=by, request=found), _("It is yours now."))


@needs(Permission.SUPERVISION_VIEW)
@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the answer was read."""
    found, by = _found(request, pk), actor(request)
    return _done(request, found, lambda: actions.acknowledge(by=by, request=found),
                 _("Noted. Say next whether you put it to use."))  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the answer was put to use."""
    by = actor(request)
    return _text(
        request, pk, title=_("I put it to use"), label=_("What you did, in short"), required=False,
        run=lambda found, text: actions.put_to_use(by=by, request=found, note=text),
        button=_("Say it"),
    )  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one does not agree, and why."""
    by = actor(request)
    return _text(
        request, pk, title=_("I do not agree"), label=_("Why not"),
        hint=_("The supervisor answers again, or you talk it over."), button=_("Send it back"),
        run=lambda found, text: actions.dispute(by=by, request=found, why=text),
    )  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close, settle or withdraw a request."""
    by = actor(request)
    found = _found(request, pk)
    settles = found.status == RequestStatus.DISPUTED
    waits = found.status in {RequestStatus.REQUESTED, RequestStatus.ASSIGNED}
    return _text(
        request, pk, title=_("Withdraw the question") if waits else _("Close it"),
        label=_("How it was settled") if settles else _("A word, if you want"), required=settles,
        button=_("Withdraw it") if waits else _("Close it"),
        run=lambda r, text: actions.close(by=by, request=r, note=text),
    )  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def more(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the trainee for more, or tell what was asked."""
    by, found = actor(request), _found(request, pk)
    if found.turn == Turn.TELL_MORE and by.id != found.supervisor_id:
        return _text(
            request, pk, title=_("Tell more"), label=_("What you know"), button=_("Send"),
            hint=_("Names are taken out."),
            run=lambda r, text: actions.tell_more(by=by, request=r, text=text),
        )  # fmt: skip
    if not can(by, Permission.SUPERVISION_ANSWER, found.scope):
        raise Http404
    return _text(
        request, pk, title=_("Ask for more first"), label=_("What you need to know"),
        button=_("Send"), run=lambda r, text: actions.ask_more(by=by, request=r, text=text),
    )  # fmt: skip


def _text(
    request: HttpRequest, pk: UUID, *, title: str, label: str, button: str, run: Run,
    hint: str = "", required: bool = True,
) -> HttpResponse:  # fmt: skip
    """Ask for a few words, then do what they are for."""
    found = _found(request, pk)
    form = TextForm(request.POST or None, label=label, hint=hint, required=required)
    sent = request.method == "POST"
    if sent and not request.POST:
        form = TextForm({"text": ""}, label=label, hint=hint, required=required)
    if sent and form.is_valid():
        try:
            run(found, form.cleaned_data["text"])
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Done."))
            seen = queries.visible(actor(request)).filter(pk=found.pk).exists()
            return (
                redirect("supervision:request", found.pk) if seen else redirect("supervision:queue")
            )
    return render(request, "supervision/text.html", page(
        request, "queue", found=found, form=form, title=title, button=button,
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say in what the answer was useful."""
    by, found = actor(request), _found(request, pk)
    kept = getattr(found, "usefulness", None)
    first = {n: getattr(kept, n) for n in ("assessment", "management", "referral")} if kept else {}
    sent = request.method == "POST"
    form = RateForm(request.POST if sent else None, initial=first)
    if sent and form.is_valid():
        try:
            actions.rate(by=by, request=found, **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Thank you. Your supervisor learns from it."))
            return redirect("supervision:request", found.pk)
    return render(request, "supervision/text.html", page(
        request, "mine", found=found, form=form, title=_("Was the answer useful?"), button=_("Send"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_LEAD)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a request to a supervisor."""
    by = actor(request)
    found = _found(request, pk)
    if not can(by, Permission.SUPERVISION_LEAD, found.scope):
        raise Http404
    people = queries.who_could_answer(by, found, now=clock.now(), today=clock.today())
    form = WhoForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(by=by, request=found, supervisor_id=UUID(form.cleaned_data["who"]),
                           why=form.cleaned_data["why"])  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Given. They see it at once."))
            return redirect("supervision:request", found.pk)
    return render(request, "supervision/text.html", page(
        request, "queue", found=found, form=form, title=_("Give it to somebody"), button=_("Give it"),
    ), status=INVALID if form.errors else 200)  # fmt: skip


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def meet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to the remote meeting. The way there is made now, and kept nowhere."""
    by, found = actor(request), _found(request, pk)
    if by.id not in {found.asked_by_id, found.supervisor_id} or not found.is_open:
        raise Http404
    minutes = book().limits["meeting_minutes"]
    try:
        address = meeting.link(found.pk, by.id, now=clock.now(), minutes=minutes)
        with transaction.atomic():
            actions.note_meeting_opened(by=by, request=found)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("supervision:request", found.pk)
    answer = redirect(address)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def voice(request: HttpRequest, pk: UUID, voice: UUID) -> HttpResponse:
    """Give out a spoken answer to who sees the request."""
    by, found = actor(request), _found(request, pk)
    kept = queries.voice_of(by, found, voice)
    if kept is None:
        raise Http404
    with transaction.atomic():
        actions.note_voice_read(by=by, voice=kept)
    return _sound(request, read_voice(kept), kept.content_type)


PART = re.compile(r"bytes=(\d+)-(\d*)\Z")


def _sound(request: HttpRequest, data: bytes, kind: str) -> HttpResponse:
    """Give out a sound, or the part of it that a player asks for: some play nothing without parts."""
    headers: dict[str, Any] = {
        "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes",
        "Content-Disposition": 'inline; filename="answer"',
    }  # fmt: skip
    asked = PART.match(request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    if asked is None or first >= len(data):
        return HttpResponse(data, content_type=kind, headers=headers)
    last = min(int(asked[2] or len(data)), len(data) - 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return HttpResponse(data[first : last + 1], content_type=kind, headers=headers, status=206)
