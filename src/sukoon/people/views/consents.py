"""Asking for consent, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sukoon.core import clock
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import actions, outside, queries
from sukoon.people.forms import ConsentForm
from sukoon.people.notices import notice
from sukoon.people.rules import OF_AGE
from sukoon.people.views.common import INVALID, actor, writable_person
from sukoon.people.words import Answer, GivenBy, Manner, Purpose

SHOWN_AT = {
    "people.guardian_needed": "given_by", "people.reason_needed": "reason",
    "people.consent_names_nothing": "fields_shared", "people.in_the_future": "given_on",
    "people.out_of_order": "expires_on",
}  # fmt: skip


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record what a person answered about one purpose."""
    by, person = actor(request), writable_person(request, pk)
    age = queries.age_on(person, clock.today())
    young = age is not None and age < OF_AGE
    form = ConsentForm(request.POST or None, by=by, initial={
        "answer": Answer.YES, "manner": Manner.SPOKEN, "given_on": clock.today(),
        "given_by": GivenBy.GUARDIAN_AND_CHILD if young else GivenBy.SELF,
        "language": person.languages.values_list("code", flat=True).first() or get_language(),
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_consent(by=by, person=person, **form.told())
        except Problem as problem:
            form.add_error(SHOWN_AT.get(problem.code), str(problem))
        else:
            messages.success(request, _("Kept. It counts from now on."))
            return redirect("people:person", person.pk)
    context = {
        "form": form, "person": person, "name": queries.shown_name(by, person), "age": age,
        "young": young, "notice": notice(),
    }  # fmt: skip
    status = INVALID if form.errors else 200
    return render(request, "people/consent_form.html", context, status=status)


@needs(Permission.PERSON_WRITE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a consent back, after saying what that stops."""
    by = actor(request)
    consent = find(queries.writable_consent(by), pk)
    if request.method == "POST":
        actions.withdraw_consent(by=by, consent=consent, withdrawn_at=clock.now())
        messages.success(request, _("Withdrawn. Nothing more is done on it from now on."))
        return redirect("people:person", consent.person_id)
    context = {
        "consent": consent, "name": queries.shown_name(by, consent.person),
        "to": outside.recipient_label(by, consent.recipient),
        "said": _what_stops(consent.purpose),
    }  # fmt: skip
    return render(request, "people/consent_withdraw.html", context)


def _what_stops(purpose: str) -> str:
    return {
        Purpose.CARE: _("No new care is given on it. What was recorded stays as long as the law asks."),
        Purpose.CONTACT: _("Nobody calls or writes any more; messages that wait are stopped."),
        Purpose.REFERRAL: _("Referrals that are under way stop, and the receiver is told so."),
        Purpose.SUPERVISION: _("The case is no longer shown to a supervisor."),
        Purpose.RESEARCH: _("The record is left out of research from now on."),
        Purpose.RECORDING: _("Nothing more is recorded as voice or picture."),
    }.get(Purpose(purpose), "")  # fmt: skip


@needs(Permission.MAP_VIEW)
@require_GET
def notice_page(request: HttpRequest) -> HttpResponse:
    """Show what is said to a person about their data, to read out or print."""
    return render(request, "people/notice.html", {"notice": notice()})
