"""Asking: what the trainee sends is frozen as they saw it, without what the person is known by."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.cases import queries as cases
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.pathways import sharing as pathways
from sukoon.people import queries as people
from sukoon.people.models import Consent, Person
from sukoon.people.problems import NoConsent
from sukoon.people.words import Answer as Said
from sukoon.people.words import Purpose
from sukoon.places.models import Area
from sukoon.supervision import rules, supervisors
from sukoon.supervision.actions.moving import (
    When,
    _given_to,
    _locked,
    _step,
    _turn,
    _waits_for_a_supervisor,
    _when,
    _words,
)
from sukoon.supervision.actions.trainees import _sent_a_case
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Request, Shared
from sukoon.supervision.problems import (
    AlreadyAsked,
    CaseNotOpen,
    ChoiceUnknown,
    NoQuestion,
    NotConsented,
    NotYourTurn,
    SupervisionRefused,
)
from sukoon.supervision.reading import check_opinion, opinion_json
from sukoon.supervision.rules import Opinion
from sukoon.supervision.words import StepKind, Turn

# No vowels, no letters that look like digits: a code that says nothing and is read out easily.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 7


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What of the case goes along, and under which consent."""

    snapshot: Mapping[str, Any]
    fields: frozenset[str]
    consent: Consent | None
    taken_out: int


@transaction.atomic
def ask(
    *,
    by: Actor,
    case: Case,
    question: str,
    opinion: Opinion,
    urgency: str = "",
    fields: Collection[str] = (),
    happened_at: datetime | None = None,
    request_id: UUID | None = None,
) -> Request:
    """Ask for supervision of a case. The same `request_id` again changes nothing.

    `fields` names what of the person goes along beyond what is shared without being known by it: the
    person's consent for supervision must name it too. Raises NoQuestion, AlreadyAsked, CaseNotOpen,
    NoConsent, NotConsented, SupervisionRefused, ChoiceUnknown, DatesWrong.
    """
    require(by, Permission.SUPERVISION_ASK, case.scope)
    require(by, Permission.CASE_VIEW, case.scope)
    when = _when(happened_at, clock.now())
    case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    known = Request.objects.filter(pk=request_id).first() if request_id else None
    if known is not None:
        emit("supervision.repeated", subject=known.pk, by=by)
        return known
    if not case.is_open:
        raise CaseNotOpen
    if not _words(question):
        raise NoQuestion
    if urgency and urgency not in book().urgencies:
        raise ChoiceUnknown(field=urgency[:20])
    check_opinion(opinion)
    frozen = _frozen(case, frozenset(fields), when.at)
    request = _made(case, by, opinion, urgency or book().default_urgency, when, request_id)
    told, more = rules.without_names(_words(question), _names(case.person))
    Shared.objects.create(
        request=request, fields=" ".join(sorted(frozen.fields)),
        consent_id=frozen.consent.pk if frozen.consent else None,
        taken_out=frozen.taken_out + more, question=told,
        snapshot=json.dumps(frozen.snapshot, ensure_ascii=False, sort_keys=True),
        opinion=opinion_json(opinion),
    )  # fmt: skip
    _sent_a_case(case, request, by=by)
    emit("supervision.requested", subject=request.pk, by=by, urgency=request.urgency,
         first=int(request.is_first))  # fmt: skip
    return request


@transaction.atomic
def tell_more(
    *, by: Actor, request: Request, text: str, happened_at: datetime | None = None
) -> Request:
    """Answer what the supervisor asked back. Raises NotYourTurn, NoQuestion."""
    require(by, Permission.SUPERVISION_VIEW, request.scope)
    request = _locked(request)
    if request.turn != Turn.TELL_MORE or by.id not in {request.owner_id, request.asked_by_id}:
        raise NotYourTurn
    if not _words(text):
        raise NoQuestion
    when = _when(happened_at, clock.now())
    told, _found = rules.without_names(_words(text), _names(request.case.person))
    request.asked_more_at = None
    _turn(request, Turn.ANSWER, request.supervisor_id, when)
    request.save()
    _step(request, StepKind.TOLD_MORE, when, by=by, note=told)
    emit("supervision.told_more", subject=request.pk, by=by)
    return request


def _made(
    case: Case, by: Actor, opinion: Opinion, urgency: str, when: When, request_id: UUID | None
) -> Request:
    """Make the request, with somebody who owns it and a deadline from its first moment."""
    scope = Scope(by.id, case.org_id, case.area_path)
    supervisor, standing = supervisors.chosen(
        scope, now=when.at, today=when.at.date(), without=[by.id]
    )
    first = not Request.objects.filter(asked_by_id=by.id).exists()
    request = Request(
        id=request_id or new_id(), code=_code(), case=case, case_code=case.code,
        asked_by_id=by.id, org_id=case.org_id, area_path=case.area_path,
        open_area_path=case.area_path, urgency=urgency, standing=standing, is_first=first,
        asked_at=when.happened_at, diagnosis=opinion.diagnosis, is_synthetic=case.is_synthetic,
    )  # fmt: skip
    _waits_for_a_supervisor(request, when)
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAsked from error
    _step(request, StepKind.REQUESTED, when, by=by)
    if supervisor is not None:
        _given_to(request, supervisor, when)
        request.save()
        _step(request, StepKind.ASSIGNED, when, by=by, target_id=supervisor)
    return request


def _code() -> str:
    return f"S-{''.join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS))}"


def _frozen(case: Case, wanted: frozenset[str], now: datetime) -> _Frozen:
    """Freeze what the trainee sees. What names the person goes only where their consent names it."""
    pack, person = book(), case.person
    consent = _consent(person, wanted & pack.with_consent, now)
    fields = pack.always | (wanted & pack.with_consent)
    snapshot: dict[str, Any] = dict(cases.shared_fields(case, fields, now=now))
    walk, taken_out = pathways.last_walk(case), 0
    if "name" not in fields:
        snapshot, taken_out = _blanked(snapshot, _names(person))
        if walk:  # what was typed and what was written; the rest are words and codes of the packs
            walk["differed"], more = rules.without_names(walk["differed"], _names(person))
            taken_out += more
    if walk:
        snapshot["walk"] = walk
    snapshot["person"] = _person(person, fields, now)
    return _Frozen(snapshot, fields, consent, taken_out)


def _consent(person: Person, wanted: frozenset[str], now: datetime) -> Consent | None:
    said = Consent.objects.filter(person=person, purpose=Purpose.SUPERVISION, ended_at=None)
    if said.filter(answer=Said.NO).exists():
        raise SupervisionRefused
    if not wanted:
        return people.consent_for(person.pk, Purpose.SUPERVISION, now=now)
    try:
        consent = people.require_consent(person.pk, Purpose.SUPERVISION, now=now)
    except NoConsent:
        raise NotConsented(fields=", ".join(sorted(wanted))) from None
    if left := wanted - consent.fields:
        raise NotConsented(fields=", ".join(sorted(left)))
    return consent


DAYS = frozenset({"on", "due_on"})  # the platform's own days: no number that somebody told


def _names(person: Person) -> list[str]:
    return [*(str(n.text) for n in person.names.all()), str(person.alias)]


def _blanked(value: Any, names: list[str]) -> tuple[Any, int]:
    """Take names and numbers out of every text of a plain structure."""
    if isinstance(value, str):
        return rules.without_names(value, names)
    if isinstance(value, Mapping):
        pairs = {k: (v, 0) if k in DAYS else _blanked(v, names) for k, v in value.items()}
        return {k: v for k, (v, _n) in pairs.items()}, sum(n for _v, n in pairs.values())
    if isinstance(value, list | tuple):
        found = [_blanked(v, names) for v in value]
        return [v for v, _n in found], sum(n for _v, n in found)
    return value, 0


def _person(person: Person, fields: frozenset[str], now: datetime) -> dict[str, Any]:
    told: dict[str, Any] = {
        "age_band": rules.age_band(people.age_on(person, now.date())), "sex": person.sex,
    }  # fmt: skip
    if "name" in fields:
        told["name"] = next(iter(_names(person)), "")
    if "phone" in fields:
        told["phone"] = [str(p.text) for p in person.phones.all()]
    if "area" in fields:
        area = Area.objects.filter(path=person.area_path).first()
        told["area"] = area.pcode if area else ""
    if "disability" in fields:
        told["disability"] = person.disability
    return told
