"""Pages of requests: the queue with clocks, one's own questions, the two views side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.cases import queries as cases
from sukoon.core import clock
from sukoon.core.access import Actor, can, holds
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import queries as people
from sukoon.people.words import Purpose
from sukoon.supervision import actions, meeting, queries, showing
from sukoon.supervision.definitions import book
from sukoon.supervision.forms import AnswerForm, AskForm, typed
from sukoon.supervision.models import Request
from sukoon.supervision.queries.requests import VIEWS, full
from sukoon.supervision.reading import opinion_of
from sukoon.supervision.rows import language, left, named, rows
from sukoon.supervision.rules import Opinion, medicines
from sukoon.supervision.views.base import INVALID, actor, page
from sukoon.supervision.words import RequestStatus, Turn

BESIDE = 8


@dataclass(frozen=True, slots=True)
class Act:
    """Something the actor may do now: its label and address; `primary` one at most."""

    label: str
    name: str
    primary: bool = False
    post: bool = False


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, the nearest deadline first."""
    by, now = actor(request), clock.now()
    known = _views(by)
    view = request.GET.get("view", "")
    view = view if view in known else next(iter(known))
    found = queries.queue(by, view, after=request.GET.get("cursor", ""))
    tabs = [
        {"label": label, "url": f"?view={v}", "current": v == view,
         "count": queries.waiting_count(by, v)}
        for v, label in known.items()
    ]  # fmt: skip
    return render(request, "supervision/queue.html", page(
        request, "queue", tabs=tabs, view=view, rows=rows(found.rows, now=now), next=found.next,
        points=queries.points_of(by),
    ))  # fmt: skip


def _views(by: Actor) -> Mapping[str, str]:
    labels = {
        "mine": _("My turn"), "free": _("Nobody has it"), "team": _("The team"), "all": _("All open"),
    }  # fmt: skip
    needed = {
        "mine": Permission.SUPERVISION_VIEW, "free": Permission.SUPERVISION_ANSWER,
        "team": Permission.SUPERVISION_LEAD, "all": Permission.SUPERVISION_ANSWER,
    }  # fmt: skip
    return {v: labels[v] for v in VIEWS if holds(by, needed[v])}


@needs(Permission.SUPERVISION_ASK)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what one asked, and what became of it."""
    by = actor(request)
    found = queries.mine(by)
    return render(request, "supervision/mine.html", page(
        request, "mine", rows=rows(found, now=clock.now())
    ))  # fmt: skip


@needs(Permission.SUPERVISION_ASK)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask about a case."""
    by = actor(request)
    case = find(cases.with_links(cases.writable(by, Permission.SUPERVISION_ASK)), pk)
    if not can(by, Permission.CASE_VIEW, case.scope):
        raise Http404
    waiting = queries.request_of_case(by, case)
    if waiting is not None and request.method == "GET":
        return redirect("supervision:request", waiting.pk)
    consent = people.consent_for(case.person_id, Purpose.SUPERVISION, now=clock.now())
    allowed = sorted(book().with_consent & (consent.fields if consent else frozenset()))
    form = AskForm(request.POST or None, consented=allowed, initial=_first(by, case))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(
                by=by, case=case, question=form.cleaned_data["question"], opinion=form.opinion(),
                urgency=form.cleaned_data["urgency"],
                fields=form.cleaned_data.get("fields_shared", ()),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Sent. You see here when it is answered."))
            return redirect("supervision:request", made.pk)
    return render(request, "supervision/ask.html", page(
        request, "mine", case=case, form=form, consented=bool(allowed),
    ), status=INVALID if form.errors else 200)  # fmt: skip


def _first(by: Actor, case: Any) -> dict[str, Any]:
    """What the case says already, so that nobody types it twice."""
    told = cases.shared_fields(case, ["diagnosis", "medicine"], now=clock.now())
    diagnosis = told.get("diagnosis")
    listed = told.get("medicine")
    lines = [
        f"{m.get('name', '')}, {m.get('dose', '')}".strip(", ")
        for m in (listed if isinstance(listed, list) else [])
        if m.get("what") in {"prescribed", "given", "changed"}
    ]
    code = str(diagnosis.get("module", "")) if isinstance(diagnosis, Mapping) else ""
    opinion = Opinion(code, "", medicines("\n".join(dict.fromkeys(lines))))
    return {**typed(opinion), "urgency": book().default_urgency}


@needs(Permission.SUPERVISION_VIEW)
@require_GET
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a request: what was shared, both views, what was done, what comes next."""
    by = actor(request)
    found = find(full(queries.visible(by)), pk)
    if _answers_now(by, found):
        return redirect("supervision:answer", found.pk)
    with transaction.atomic():
        actions.note_read(by=by, request=found)
    return render(request, "supervision/request.html", _shown(request, found))


@needs(Permission.SUPERVISION_ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer: the queue, what was shared, and the form, side by side."""
    by = actor(request)
    found = find(full(queries.visible(by)), pk)
    if not can(by, Permission.SUPERVISION_ANSWER, found.scope):
        raise Http404
    if not _answers_now(by, found):
        return redirect("supervision:request", found.pk)
    theirs = opinion_of(str(found.shared.opinion))
    begun = book().templates.get(request.GET.get("template", ""))
    first: dict[str, Any] = typed(theirs)
    if begun is not None:
        first |= {"template": begun.code, "why": begun.why.label(language()),
                  "teaching": begun.teaching.label(language())}  # fmt: skip
    walk = showing.walked(found, request.POST.getlist("steps"), language())
    form = AnswerForm(
        request.POST or None, request.FILES or None, initial=first,
        steps=[(s.code, s.text) for s in walk.steps] if walk else (),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _kept(by, found, form):
        messages.success(request, _("Sent. The trainee sees it at once."))
        return redirect("supervision:request", found.pk)
    if request.method == "GET":
        with transaction.atomic():
            actions.note_read(by=by, request=found)
    beside = queries.queue(by, "mine", most=BESIDE).rows
    return render(request, "supervision/answer.html", _shown(
        request, found, form=form, beside=rows(beside, now=clock.now(), current=found.pk),
        waiting=queries.waiting_count(by, "mine"),
        templates=[(t.code, t.name.label(language())) for t in book().templates.values()],
        walk=walk, guides=showing.guides(language()), marks=True,
    ), status=INVALID if form.errors else 200)  # fmt: skip


def _kept(by: Actor, found: Request, form: AnswerForm) -> bool:
    """Keep the answer and what was spoken, together or not at all."""
    voice = form.cleaned_data.get("voice")
    try:
        with transaction.atomic():
            made = actions.answer(by=by, request=found, draft=form.draft())
            if voice:
                actions.add_voice(by=by, answer=made, data=voice.read(actions.MOST_BYTES + 1))
    except Problem as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _answers_now(by: Actor, found: Request) -> bool:
    mine_or_free = found.supervisor_id == by.id or found.status == RequestStatus.REQUESTED
    turn = found.turn in {Turn.ASSIGN, Turn.ANSWER, Turn.TELL_MORE, Turn.SETTLE}
    allowed = can(by, Permission.SUPERVISION_ANSWER, found.scope) and by.id != found.asked_by_id
    return found.is_open and mine_or_free and turn and allowed


def _shown(request: HttpRequest, found: Request, **more: Any) -> dict[str, Any]:
    by, now = actor(request), clock.now()
    steps = list(queries.steps(by, found))
    names = named([
        found.asked_by_id, found.supervisor_id, found.owner_id, *(s.by_id for s in steps),
        *(s.target_id for s in steps),
    ])  # fmt: skip
    when, late = left(found.due_at, now)
    answers = list(found.answers.all())
    owner = names.get(found.owner_id, "") if found.owner_id else ""
    if "walk" not in more:
        judged = answers[-1].steps.split() if answers else []
        more["walk"] = showing.walked(found, judged, language())
    return page(
        request, "queue", found=found, shared=showing.shared(found, language()), left=when,
        late=late, compared=showing.compared(found, answers[-1] if answers else None, language()),
        answer=answers[-1] if answers else None, earlier=answers[:-1],
        said=showing.said(answers[-1]) if answers else None, stages=showing.stages(found, steps),
        steps=[showing.step(s, names) for s in steps], owner=owner,
        asker=names.get(found.asked_by_id, ""), acts=_acts(by, found),
        supervisor=names.get(found.supervisor_id, "") if found.supervisor_id else "",
        usefulness=getattr(found, "usefulness", None), case_url=_case_seen(by, found),
        can_meet=meeting.is_set_up() and by.id in {found.asked_by_id, found.supervisor_id}
        and found.is_open, **more,
    )  # fmt: skip


def _case_seen(by: Actor, found: Request) -> bool:
    return can(by, Permission.CASE_VIEW, found.case.scope)


def _may_rate(by: Actor, found: Request) -> bool:
    rated = getattr(found, "usefulness", None) is not None
    return by.id == found.asked_by_id and found.answered_at is not None and not rated


def _acts(by: Actor, found: Request) -> Sequence[Act]:
    """What this actor may do with this request now; the first of a state is the button."""
    trainee = by.id == found.asked_by_id or (
        found.case.owner_id == by.id and by.id != found.supervisor_id
    )
    leads = can(by, Permission.SUPERVISION_LEAD, found.scope)
    answers = can(by, Permission.SUPERVISION_ANSWER, found.scope) and not trainee
    status = found.status
    unanswered = status in {RequestStatus.REQUESTED, RequestStatus.ASSIGNED}
    told = [
        (trainee and found.turn == Turn.TELL_MORE, Act(_("Tell more"), "more", primary=True)),
        (trainee and status == "answered", Act(_("I have read it"), "read", primary=True, post=True)),
        (trainee and status == "acknowledged", Act(_("I put it to use"), "use", primary=True)),
        (trainee and status == "acknowledged", Act(_("I do not agree"), "dispute")),
        (_may_rate(by, found), Act(_("Say whether it was useful"), "rate")),
        (answers and status == RequestStatus.REQUESTED, Act(_("Take it"), "take", post=True)),
        (answers and found.supervisor_id == by.id and found.turn == Turn.ANSWER,
         Act(_("Ask for more first"), "more")),
        (leads and unanswered, Act(_("Give it to somebody"), "assign")),
        (trainee and unanswered and by.id == found.asked_by_id, Act(_("Withdraw it"), "close")),
        (status == "applied" and (trainee or leads or found.supervisor_id == by.id),
         Act(_("Close it"), "close")),
        (status == "disputed" and (found.supervisor_id == by.id or (leads and not trainee)),
         Act(_("Close it: settled"), "close")),
    ]  # fmt: skip
    return [act for allowed, act in told if allowed]
