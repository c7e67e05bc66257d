"""A new referral on one page: what is needed, who can give it, what they may see, and sending it.

The page is one form. Without script its buttons draw it again: with other services, or with a rule.
Nothing of it stands in an address: a need says too much.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.cases import actions as case_actions
from sukoon.cases import queries as cases
from sukoon.cases.aliases import alias_shown
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import Actor, can
from sukoon.core.http import find, needs
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import Problem
from sukoon.people import queries as person_queries
from sukoon.people.words import Purpose, SharedField
from sukoon.places import queries as places
from sukoon.referrals import actions, queries, sharing
from sukoon.referrals.actions import Draft
from sukoon.referrals.definitions import Rule, book
from sukoon.referrals.fields import fields_shown
from sukoon.referrals.forms import AskForm, ConsentForm, DraftForm, typed
from sukoon.referrals.models import Referral
from sukoon.referrals.presenting import ahead
from sukoon.referrals.problems import NotAgreed
from sukoon.referrals.queries.saying import LANGUAGES
from sukoon.referrals.recipients import consent_key
from sukoon.referrals.views.base import (
    INVALID,
    actor,
    answering_teams,
    colleagues,
    keep_consent,
)
from sukoon.referrals.words import AgeGroup, State
from sukoon.risk import queries as risks
from sukoon.services import queries as services
from sukoon.services.choices import area_rows
from sukoon.services.models import Service

CHILD, ADULT, OLDER = 12, 18, 60
LOCAL = 3  # parts of a path below which places are not shown in the list
FIRST = 4  # suggestions that stand open; the others open on a tap
EMERGENCY = "emergency"
SHOW, KEEP, SEND = "show", "keep", "send"


@needs(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what is needed, see who gives it and why, choose what they see; read it out, send it."""
    by = actor(request)
    found = _case(by, case)
    told = _told(request.POST) if request.method == "POST" else None
    does = told.get("do", SHOW) if told is not None else ""
    ask = AskForm(told, areas=area_rows(), initial=_first(found))
    match = queries.match(by, ask.ask(), now=clock.now()) if ask.is_valid() else None
    draft = _draft_form(by, told, does, match)
    consent = ConsentForm(told if does == SEND else None, initial=_typed(ConsentForm, told))
    if does in {KEEP, SEND} and draft.is_valid() and ask.is_valid():
        made = _made(by, found, ask, draft, consent if does == SEND else None)
        if made is not None:
            _say(request, sent=does == SEND)
            return redirect("referrals:referral", made.pk)
    case_actions.note_read(by=by, case=found)
    rows = _rows(found, draft)
    context = _about(found, ask) | {
        "match": match, "form": ask, "draft": draft, "consent": consent,
        "to": str(draft["to"].value() or ""), "rows": rows, "unrecorded": _unrecorded(rows), "groups": _groups(match),
        "key": (_key(told.get("key", "")) if told is not None else None) or new_id(),
    }  # fmt: skip
    bad = any(f.is_bound and f.errors for f in (ask, draft, consent))
    response = render(request, "referrals/new.html", context, status=INVALID if bad else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _case(by: Actor, pk: UUID) -> Case:
    case = find(cases.with_links(cases.writable(by, Permission.REFERRAL_SEND)), pk)
    if not can(by, Permission.REFERRAL_SEND, case.scope) or not case.is_open:
        raise Http404
    return case


def _told(posted: QueryDict) -> QueryDict:
    """Return what was typed; a rule that was chosen fills in its need and how soon."""
    told = posted.copy()
    chosen = next((r for r in book().rules if r.code == told.get("use_rule")), None)
    if chosen is not None:
        told["need"], told["urgency"], told["rule"] = chosen.need, chosen.urgency, chosen.code
        told["do"] = SHOW
    return told


def _typed(form: type[forms.Form], told: QueryDict | None) -> dict[str, Any] | None:
    return None if told is None else typed(form, told)


def _draft_form(
    by: Actor, told: QueryDict | None, does: str, match: queries.Match | None
) -> DraftForm:
    """Return the form of the draft: judged when it is kept or sent, else as it was typed."""
    offered = [s.service for s in match.suggestions] if match else []
    chosen = _service(by, told.get("to", "") if told is not None else "")
    if chosen is not None and chosen.pk not in {s.pk for s in offered}:
        offered.append(chosen)
    return DraftForm(
        told if does in {KEEP, SEND} else None, initial=_typed(DraftForm, told),
        services={str(s.pk): s for s in offered}, teams=answering_teams(), workers=colleagues(by),
        need=told.get("need", "") if told is not None else "",
    )  # fmt: skip


def _service(by: Actor, key: str) -> Service | None:
    pk = _key(key)
    return services.details(by).filter(pk=pk).first() if pk else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _made(
    by: Actor, case: Case, ask: AskForm, form: DraftForm, consent: ConsentForm | None
) -> Referral | None:
    """Prepare it and, with what the person said, send it; None where something is wrong."""
    wish = ask.cleaned_data
    rule = ask.data.get("rule", "")
    draft = form.draft(need=wish["need"], urgency=wish["urgency"], rule=rule)
    try:
        with transaction.atomic():
            referral = _begun(by, case, draft, _key(form.data.get("key", "")))
            if consent is not None and referral.state == State.DRAFT:
                _agreed(by, referral, consent)
                referral = actions.send(by=by, referral=referral)
    except NotAgreed:
        return None  # the form of consent says what is missing
    except Problem as problem:
        form.add_error(None, str(problem))
        return None
    return referral


def _begun(by: Actor, case: Case, draft: Draft, key: UUID | None) -> Referral:
    """Begin it, or go on with the draft that this page has kept before, as it is told now."""
    kept = queries.visible(by).filter(pk=key, case=case, state=State.DRAFT).first() if key else None
    if kept is not None:
        return actions.revise(by=by, referral=kept, draft=draft)
    return actions.prepare(by=by, case=case, draft=draft, referral_id=key)


def _agreed(by: Actor, referral: Referral, form: ConsentForm) -> None:
    """Keep what the person said, unless what they said before covers it. Raises NotAgreed."""
    stands = person_queries.consent_for(
        referral.case.person_id, Purpose.REFERRAL, now=clock.now(), recipient=consent_key(referral)
    )
    if form.is_valid():
        keep_consent(by, referral, form.cleaned_data)
    elif stands is None or not set(referral.fields.split()) <= stands.fields:
        raise NotAgreed


def _say(request: HttpRequest, *, sent: bool) -> None:
    said = (
        _("Sent. It becomes an alarm if nobody answers in time.")
        if sent
        else _("Kept as a draft. Nothing has left.")
    )
    messages.success(request, said)


def _groups(match: queries.Match | None) -> list[tuple[str, Sequence[queries.Suggestion]]]:
    """Return the suggestions that stand open, and those that open on a tap."""
    found = match.suggestions if match else []
    return [("", found[:FIRST]), ("more", found[FIRST:])]


def _about(case: Case, ask: AskForm) -> dict[str, object]:
    """Return what stands around the form: whose case, what is wished, what comes, whom to call."""
    language = get_language() or "en"
    urgency = str(ask["urgency"].value() or "")
    rule = str(ask.data.get("rule", ""))
    known = ask.is_bound and ask.is_valid()
    return {
        "case": case, "alias": alias_shown(case.alias, language), "rule": rule,
        "rules": _rules(case, rule), "stages": ahead(urgency), "wished": ask.wished() if known else "",
        "emergency": urgency == EMERGENCY or bool(case.risk_level),
        "numbers": [(n.label(language), n.number) for n in risks.emergency_numbers(case.area_path)],
        "need": dict(ask.fields["need"].choices).get(str(ask["need"].value() or ""), ""),  # type: ignore[attr-defined]
        "urgency": dict(ask.fields["urgency"].choices).get(urgency, ""),  # type: ignore[attr-defined]
    }  # fmt: skip


def _first(case: Case) -> dict[str, str]:
    """Return what is known already: where they live, about how old they are, what they speak."""
    district = "/".join(case.area_path.split("/")[:LOCAL]) + "/"
    area = places.area_at(district) or places.area_at(case.area_path)
    age = person_queries.age_on(case.person, clock.today())
    group = ""
    if age is not None:
        groups = ((CHILD, AgeGroup.CHILD), (ADULT, AgeGroup.ADOLESCENT), (OLDER, AgeGroup.ADULT))
        group = next((g for most, g in groups if age < most), AgeGroup.OLDER)
    spoken = [row.code for row in case.person.languages.all() if row.code in LANGUAGES]
    return {
        "area": area.pcode if area else "", "age": group, "urgency": "normal",
        "language": spoken[0] if spoken else "",
    }  # fmt: skip


def _rules(case: Case, chosen: str) -> list[tuple[Rule, bool]]:
    """Return the rules that may help from this tier, and which is chosen. They decide nothing."""
    return [(r, r.code == chosen) for r in book().rules if r.from_tier in {0, case.tier}]


def _rows(case: Case, draft: DraftForm) -> Sequence[Mapping[str, object]]:
    """Return what can be shared, as they would see it now, and what of it is ticked.

    What is not recorded cannot be shared, but for the guardian: they are named with the consent.
    """
    codes = [code for code, _label in sharing.shareable()]
    ticked = set(draft["fields_shared"].value() or ())
    shown = fields_shown(sharing.values(case, codes, None, now=clock.now()))
    return [
        {"field": f, "ticked": f.code in ticked, "later": f.code == SharedField.GUARDIAN}
        for f in shown
        if not f.empty or f.code in ticked or _needs_guardian(case, f.code)
    ]


def _needs_guardian(case: Case, code: str) -> bool:
    age = person_queries.age_on(case.person, clock.today())
    return code == SharedField.GUARDIAN and age is not None and age < ADULT


def _unrecorded(rows: Sequence[Mapping[str, object]]) -> Sequence[str]:
    """Return what could be shared if it were recorded."""
    there = {getattr(row["field"], "code", "") for row in rows}
    return [label for code, label in sharing.shareable() if code not in there]
