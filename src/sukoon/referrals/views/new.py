"""A new referral: what is needed, who can give it, what they may see, and sending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.cases import queries as cases
from sukoon.cases.aliases import alias_shown
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import Actor, can
from sukoon.core.http import find, needs
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import actions as people
from sukoon.people import queries as person_queries
from sukoon.people.models import Consent
from sukoon.people.words import GivenBy, Manner, Purpose
from sukoon.places import queries as places
from sukoon.referrals import actions, queries, sharing
from sukoon.referrals.definitions import Rule, book
from sukoon.referrals.forms import AskForm, ConsentForm, DraftForm
from sukoon.referrals.models import Referral
from sukoon.referrals.presenting import ahead, fields_shown, told_of, urgency_of
from sukoon.referrals.recipients import consent_key
from sukoon.referrals.views.base import (
    INVALID,
    actor,
    answering_teams,
    colleagues,
    referral_to_step,
)
from sukoon.referrals.words import AgeGroup, State
from sukoon.risk import queries as risks
from sukoon.services import queries as services
from sukoon.services.choices import area_rows

CHILD, ADULT, OLDER = 12, 18, 60
LOCAL = 3  # parts of a path below which places are not shown in the list


def _case(by: Actor, pk: UUID) -> Case:
    case = find(cases.with_links(cases.writable(by, Permission.REFERRAL_SEND)), pk)
    if not can(by, Permission.REFERRAL_SEND, case.scope) or not case.is_open:
        raise Http404
    return case


@needs(Permission.REFERRAL_SEND)
@require_http_methods(["GET"])
def choose(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what is needed; see which services answer it, and why."""
    by, now = actor(request), clock.now()
    found = _case(by, case)
    told = {**_first(found), **request.GET.dict()} if request.GET else None
    form = AskForm(told, areas=area_rows(), initial=_first(found))
    match = None
    if told is not None and form.is_valid():
        match = queries.match(by, form.ask(), now=now)
    chosen = {k: request.GET.get(k, "") for k in ("need", "urgency", "rule")}
    context = {
        "case": found, "alias": alias_shown(found.alias, get_language() or "en"), "form": form,
        "match": match, "rules": _rules(found, chosen), "chosen": chosen,
        "emergency": request.GET.get("urgency") == "emergency" or bool(found.risk_level),
        "numbers": [(n.label(get_language() or "en"), n.number)
                    for n in risks.emergency_numbers(found.area_path)],
        "details_url": reverse("referrals:details", args=[found.pk]),
        "wished": form.wished() if match is not None else "",
        "stages": ahead(form["urgency"].value()) if match is not None else [],
    }  # fmt: skip
    status = INVALID if form.errors else 200
    return render(request, "referrals/choose.html", context, status=status)


def _first(case: Case) -> dict[str, str]:
    """Return what is known already: where the person lives, and about how old they are."""
    district = "/".join(case.area_path.split("/")[:LOCAL]) + "/"
    area = places.area_at(district) or places.area_at(case.area_path)
    age = person_queries.age_on(case.person, clock.today())
    group = ""
    if age is not None:
        groups = ((CHILD, AgeGroup.CHILD), (ADULT, AgeGroup.ADOLESCENT), (OLDER, AgeGroup.ADULT))
        group = next((g for most, g in groups if age < most), AgeGroup.OLDER)
    return {"area": area.pcode if area else "", "age": group, "urgency": "normal"}


def _rules(case: Case, chosen: dict[str, str]) -> list[tuple[Rule, bool]]:
    """Return the rules that may help from this tier, and which is chosen. They decide nothing."""
    fits = [r for r in book().rules if r.from_tier in {0, case.tier}]
    return [(r, r.code == chosen["rule"]) for r in fits]


@needs(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say to whom, what is asked, what they may see, how to come there and be reached."""
    by = actor(request)
    found = _case(by, case)
    service = _service(by, request.GET.get("service", ""))
    form = DraftForm(
        request.POST or None, service=service, teams=answering_teams(), workers=colleagues(by),
        initial={k: request.GET.get(k, "") for k in ("need", "urgency", "rule")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            referral = actions.prepare(by=by, case=found, draft=form.draft())
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("referrals:send", referral.pk)
    context = {
        "case": found, "alias": alias_shown(found.alias, get_language() or "en"), "form": form,
        "service": service,
    }  # fmt: skip
    return render(
        request, "referrals/details.html", context, status=INVALID if form.errors else 200
    )


def _service(by: Actor, key: str) -> Any:
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return services.details(by).filter(pk=pk).first()


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
                    _consented(by, referral, form.cleaned_data)
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
    values = sharing.values(referral, chosen, consent, now=now)
    kept = [label for code, label in sharing.shareable() if code not in chosen]
    return {
        "referral": referral, "told": told_of(sharing.preview(referral)),
        "fields": fields_shown(values), "kept": kept, "urgency": urgency_of(referral),
        "alias": alias_shown(referral.case.alias, get_language() or "en"),
    }  # fmt: skip


def _consented(by: Actor, referral: Referral, told: dict[str, Any]) -> None:
    people.record_consent(
        by=by, person=referral.case.person, purpose=Purpose.REFERRAL,
        given_by=GivenBy(told["given_by"]), manner=Manner(told["manner"]),
        language=get_language() or "en", given_at=clock.now(), recipient=consent_key(referral),
        fields=referral.fields.split(), guardian=told["guardian"],
        reason=told["reason"],
    )  # fmt: skip
