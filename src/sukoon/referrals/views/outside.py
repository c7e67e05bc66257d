"""The pages for somebody without an account: a link that says nothing, a code, an answer.

No name stands in the address or on the page before the code. Nothing is kept by the browser, and
no other page learns where the reader came from.
"""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.core import clock
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.referrals import actions, passes, queries, rules
from sukoon.referrals.actions.outside import ANSWERS
from sukoon.referrals.fields import fields_shown
from sukoon.referrals.forms import CodeForm, OutsideForm
from sukoon.referrals.presenting import told_of
from sukoon.referrals.problems import LinkOver, TooManyTries
from sukoon.referrals.views.base import INVALID, actor
from sukoon.referrals.words import State

MOST_FROM_ONE_PLACE, WITHIN = 20, timedelta(minutes=10)


@needs(Permission.MAP_VIEW)
@require_http_methods(["GET", "POST"])
def outside(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the code; show what is shared, once; take an answer."""
    if queries.link_of(secret, now=clock.now()) is None:
        raise LinkOver
    if request.method == "GET":
        return _closed_to_others(
            render(request, "referrals/outside_code.html", {"form": CodeForm()})
        )
    _throttle(request)
    if request.POST.get("answer_pass"):
        return _answer(request, secret)
    form = CodeForm(request.POST)
    if form.is_valid():
        opened = actions.open_link(by=actor(request), secret=secret, code=form.cleaned_data["code"])
        if opened.right:
            return _show(request, opened)
        if opened.left < 1:
            raise LinkOver
        form.add_error("code", _("This is not the code of this link. Tries left: %(n)s.") % {
            "n": opened.left})  # fmt: skip
    return _closed_to_others(
        render(request, "referrals/outside_code.html", {"form": form}, status=INVALID)
    )


def _show(request: HttpRequest, opened: actions.Opened) -> HttpResponse:
    shared = opened.shared
    form = OutsideForm(None, offered=_offered(opened.state))
    context = {
        "told": told_of(shared) if shared else [], "code": opened.code,
        "fields": fields_shown(shared["fields"]) if shared else [], "first": shared is not None,
        "answer_pass": opened.answer_pass, "form": form, "state": opened.state.label,
    }  # fmt: skip
    return _closed_to_others(render(request, "referrals/outside.html", context))


def _offered(state: State) -> list[State]:
    following = rules.REFERRAL_FLOW.steps[state]
    return [s for s in ANSWERS if s in following]


def _answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Take an answer; say what can still be told."""
    told_pass = request.POST["answer_pass"][:300]
    link = queries.link_of(secret, now=clock.now())
    if link is None or not passes.fits(link, told_pass):
        raise LinkOver
    state = State(link.referral.state)
    form = OutsideForm(request.POST, offered=_offered(state))
    done = ""
    if form.is_valid():
        wanted = State(form.cleaned_data["wanted"])
        try:
            referral = actions.answer_link(
                by=actor(request), secret=secret, answer_pass=told_pass, wanted=wanted,
                told=form.told(), happened_at=clock.now(),
            )  # fmt: skip
        except LinkOver:
            raise
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            done, state = str(wanted.label), State(referral.state)
            form = OutsideForm(None, offered=_offered(state))
    context = {
        "answer_pass": told_pass, "form": form, "state": state.label, "done": done,
        "first": False, "told": [], "fields": [], "code": "",
    }  # fmt: skip
    status = INVALID if form.is_bound and form.errors else 200
    return _closed_to_others(render(request, "referrals/outside.html", context, status=status))


def _throttle(request: HttpRequest) -> None:
    """Count what comes from one address. Raises TooManyTries beyond twenty in ten minutes."""
    key = f"referrals.link/{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, WITHIN.total_seconds())
    if cache.incr(key) > MOST_FROM_ONE_PLACE:
        raise TooManyTries


def _closed_to_others(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    # Without the path; “no-referrer” would hide our own origin too, and the form be refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
