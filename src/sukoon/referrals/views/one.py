"""One referral: where it stands, what may be seen, what can be done next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.core import clock
from sukoon.core.access import can
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.referrals import actions, queries, sharing
from sukoon.referrals.definitions import book
from sukoon.referrals.fields import fields_shown
from sukoon.referrals.forms import PassOnForm, StepForm
from sukoon.referrals.models import Referral
from sukoon.referrals.presenting import (
    left,
    sender_name,
    stages,
    steps_shown,
    told_of,
    urgency_of,
)
from sukoon.referrals.printing import slip_pdf
from sukoon.referrals.queries.reading import open_link_of
from sukoon.referrals.views.base import (
    INVALID,
    actor,
    answering_teams,
    names_of,
    referral_to_see,
    referral_to_step,
)
from sukoon.referrals.words import FINAL, Result, Side, State

# What a button says: a verb. Sending and passing on have pages of their own.
VERBS = {
    State.RECEIVED: gettext_lazy("Say that it was received"), State.ACCEPTED: gettext_lazy("Accept"),
    State.DECLINED: gettext_lazy("Decline"), State.BOOKED: gettext_lazy("Book a time"),
    State.SEEN: gettext_lazy("Say that they were seen"),
    State.NO_SHOW: gettext_lazy("Say that they did not come"),
    State.REPORTED_BACK: gettext_lazy("Report back"), State.CLOSED: gettext_lazy("Close"),
    State.WITHDRAWN: gettext_lazy("Withdraw"),
    State.EXPIRED: gettext_lazy("End it: nobody answered"),
    State.REDIRECTED: gettext_lazy("Pass on to another"), State.SENT: gettext_lazy("Send"),
}  # fmt: skip
FIRST = (State.SENT, State.ACCEPTED, State.BOOKED, State.SEEN, State.REPORTED_BACK, State.CLOSED)


@needs(Permission.REFERRAL_VIEW)
@require_GET
def referral_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a referral. What is shared opens only for the parties; each look of theirs is kept."""
    by, now = actor(request), clock.now()
    referral = referral_to_see(by, pk)
    own = can(by, Permission.REFERRAL_VIEW, referral.scope)
    party, there = queries.is_party(by, referral), queries.seen_by_receiver(by, referral)
    document = sharing.document(referral) if (party and own) or (party and there) else {}
    if document and there:
        actions.note_opened(by=by, referral=referral)
    steps = list(queries.steps(referral))
    words = party or not referral.is_protection
    names = names_of([s.by_id for s in steps])
    context = {
        "referral": referral, "own": own, "party": party, "need": queries.shown_need(by, referral),
        "urgency": urgency_of(referral), "sender": sender_name(referral),
        "stages": stages(referral, steps), "steps": steps_shown(steps, names, words=words),
        "told": told_of(document) if document else [],
        "fields": fields_shown(document["fields"]) if document else [],
        "does": _does(by, referral), "due": _due(referral, now=now), "report": _report(referral, words=words),
        "final": referral.state in FINAL, "result": Result(referral.result).label if referral.result else "",
        "link": open_link_of(referral, now=now) if own else None,
        "may_link": own and _may_link(by, referral), "redirected_to": _next_of(by, referral) if own else None,
    }  # fmt: skip
    return render(request, "referrals/referral.html", context)


def _due(referral: Referral, *, now: Any) -> dict[str, object] | None:
    if referral.due_at is None:
        return None
    return {"said": left(referral.due_at, now=now), "late": referral.due_at < now}


def _report(referral: Referral, *, words: bool) -> dict[str, object] | None:
    """Return what the receiver reported, with the plan where they go back."""
    if not (referral.outcome and words):
        return None
    return {
        "outcome": book().word("outcome", referral.outcome), "plan": str(referral.plan),
        "review_on": referral.review_on, "worker": str(referral.named_worker),
    }  # fmt: skip


def _does(by: Any, referral: Referral) -> list[dict[str, object]]:
    """Return the buttons: the likeliest step first and alone in colour."""
    late = referral.due_at is not None and referral.due_at < clock.now()
    possible = [p for p in queries.may(by, referral) if late or p.state != State.EXPIRED]
    first = next((p.state for s in FIRST for p in possible if p.state == s), None)
    made = [
        {
            "label": VERBS[p.state], "url": _url(referral, p.state), "main": p.state == first,
            "told": p.side == Side.RECEIVER and not referral.answers_here,
        }
        for p in possible
    ]  # fmt: skip
    return sorted(made, key=lambda d: not d["main"])


def _url(referral: Referral, state: State) -> str:
    match state:
        case State.SENT:
            return reverse("referrals:send", args=[referral.pk])
        case State.REDIRECTED:
            return reverse("referrals:pass_on", args=[referral.pk])
        case _:
            return reverse("referrals:step", args=[referral.pk, state.value])


def _may_link(by: Any, referral: Referral) -> bool:
    sends = can(by, Permission.REFERRAL_SEND, referral.scope)
    open_now = referral.state != State.DRAFT and referral.state not in FINAL
    return sends and open_now and not referral.answers_here


def _next_of(by: Any, referral: Referral) -> Referral | None:
    return queries.visible(by).filter(redirected_from=referral).first()


@needs(Permission.REFERRAL_VIEW)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, state: str) -> HttpResponse:
    """Make one step, with what has to be told."""
    by = actor(request)
    if state not in VERBS or state in {State.SENT, State.REDIRECTED}:
        raise Http404
    wanted = State(state)
    referral = referral_to_step(by, pk, wanted)
    form = StepForm(request.POST or None, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_step(
                by=by, referral=referral, wanted=wanted, told=form.told(),
                happened_at=form.cleaned_data["happened_at"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept. The other side sees it."))
            return redirect("referrals:referral", referral.pk)
    context = {
        "form": form, "referral": referral, "title": VERBS[wanted], "button": VERBS[wanted],
    }  # fmt: skip
    return render(request, "referrals/form.html", context, status=INVALID if form.errors else 200)


@needs(Permission.REFERRAL_VIEW)
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pass a referral on: whoever referred asks the person, and sends the new one."""
    by = actor(request)
    referral = referral_to_step(by, pk, State.REDIRECTED)
    form = PassOnForm(request.POST or None, teams=answering_teams())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.redirect(
                by=by, referral=referral, to=form.recipient(), note=told["note"],
                happened_at=told["happened_at"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, _("Passed on. Whoever referred asks the person and sends it.")
            )
            return redirect("referrals:referral", referral.pk)
    context = {
        "form": form, "referral": referral, "title": _("Pass on to another"),
        "button": _("Pass on"),
        "note": _("The person agreed to you seeing this, not to another: they are asked anew."),
    }  # fmt: skip
    return render(request, "referrals/form.html", context, status=INVALID if form.errors else 200)


@needs(Permission.REFERRAL_SEND)
@require_POST
def link_make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link for a receiver without an account; it and its code are shown once."""
    by = actor(request)
    referral = referral_to_see(by, pk)
    if not _may_link(by, referral):
        raise Http404
    made = actions.make_link(by=by, referral=referral)
    link = request.build_absolute_uri(reverse("referrals:outside", args=[made.secret]))
    code = f"{made.code[:4]} {made.code[4:]}"
    context = {"referral": referral, "link": link, "code": code, "secret": made.secret}
    response = render(request, "referrals/link_made.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@needs(Permission.REFERRAL_SEND)
@require_POST
def link_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the link of a referral."""
    by = actor(request)
    referral = referral_to_see(by, pk)
    if not can(by, Permission.REFERRAL_SEND, referral.scope):
        raise Http404
    actions.end_link(by=by, referral=referral)
    messages.success(request, _("The link no longer works."))
    return redirect("referrals:referral", referral.pk)


@needs(Permission.REFERRAL_SEND)
@require_POST
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Print the slip in three copies; with the link just made, its QR stands on the receiver's."""
    by = actor(request)
    referral = referral_to_see(by, pk)
    if not (can(by, Permission.REFERRAL_SEND, referral.scope) and queries.is_party(by, referral)):
        raise Http404
    secret = request.POST.get("secret", "")[:100]
    known = queries.link_of(secret, now=clock.now()) if secret else None
    link = ""
    if known and known.referral_id == referral.pk:
        link = request.build_absolute_uri(reverse("referrals:outside", args=[secret]))
    actions.note_printed(by=by, referral=referral)
    made = slip_pdf(referral, link=link)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{referral.code}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
