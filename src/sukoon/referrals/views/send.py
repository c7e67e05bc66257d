"""Sending a draft that was kept, or passed on: exactly what they will see, read out once more."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.cases.aliases import alias_shown
from sukoon.core import clock
from sukoon.core.http import needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import queries as person_queries
from sukoon.people.models import Consent
from sukoon.people.words import Purpose
from sukoon.referrals import actions, sharing
from sukoon.referrals.fields import fields_shown
from sukoon.referrals.forms import ConsentForm
from sukoon.referrals.models import Referral
from sukoon.referrals.presenting import told_of, urgency_of
from sukoon.referrals.recipients import consent_key
from sukoon.referrals.views.base import INVALID, actor, keep_consent, referral_to_step
from sukoon.referrals.words import State


@needs(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show exactly what they will see; ask the person; send it."""
    by, now = actor(request), clock.now()
    referral = referral_to_step(by, pk, State.SENT)
    consent = person_queries.consent_for(
        referral.case.person_id, Purpose.REFERRAL, now=now, recipient=consent_key(referral)
    )
    wanted = set(referral.fields.split())
    stands = consent is not None and wanted <= consent.fields
    form = ConsentForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and (stands or form.is_valid()):
        try:
            with transaction.atomic():
                if not stands:
                    keep_consent(by, referral, form.cleaned_data)
                actions.send(by=by, referral=referral)
        except Problem as said:
            problem = str(said)
        else:
            messages.success(request, _("Sent. It becomes an alarm if nobody answers in time."))
            return redirect("referrals:referral", referral.pk)
    context = _preview(referral, consent) | {
        "form": None if stands else form, "consent": consent if stands else None,
        "problem": problem,
    }  # fmt: skip
    bad = bool(problem) or (request.method == "POST" and not stands and bool(form.errors))
    return render(request, "referrals/send.html", context, status=INVALID if bad else 200)


def _preview(referral: Referral, consent: Consent | None) -> dict[str, object]:
    """Return what would be sealed now, and what stays here."""
    now = clock.now()
    chosen = referral.fields.split()
    values = sharing.values(referral.case, chosen, consent, now=now)
    kept = [label for code, label in sharing.shareable() if code not in chosen]
    return {
        "referral": referral, "told": told_of(sharing.preview(referral)),
        "fields": fields_shown(values), "kept": kept, "urgency": urgency_of(referral),
        "alias": alias_shown(referral.case.alias, get_language() or "en"),
    }  # fmt: skip
