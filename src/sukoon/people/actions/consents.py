"""Recording what a person consents to, and taking it back."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.people import rules
from sukoon.people.models import Consent, Person
from sukoon.people.problems import (
    ConsentEnded,
    ConsentNamesNothing,
    FieldCodeInvalid,
    GuardianNeeded,
    InTheFuture,
    OutOfOrder,
    ReasonNeeded,
)
from sukoon.people.words import SHARING, Answer, EndReason, GivenBy, Manner, Purpose

SKEW = timedelta(minutes=15)  # how far the clock of a phone may be ahead
MOST_RECIPIENT, MOST_GUARDIAN, MOST_REASON = 120, 200, 2000
ALONE = frozenset({GivenBy.GUARDIAN, GivenBy.CHILD})
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


@transaction.atomic
def record_consent(
    *,
    by: Actor,
    person: Person,
    purpose: Purpose,
    given_by: GivenBy,
    manner: Manner,
    language: str,
    given_at: datetime,
    answer: Answer = Answer.YES,
    recipient: str = "",
    fields: Collection[str] = (),
    expires_at: datetime | None = None,
    guardian: str = "",
    reason: str = "",
    notice: str = "",
    consent_id: UUID | None = None,
) -> Consent:
    """Keep what a person answered; it takes the place of what they said before about the same.

    A no after a yes is also a withdrawal: what rests on the yes stops.

    An answer that comes late (a phone was away) and is older than a later word is kept as replaced.
    Raises InTheFuture, OutOfOrder, GuardianNeeded, ReasonNeeded, ConsentNamesNothing.
    """
    require(by, Permission.PERSON_WRITE, person.scope)
    now = clock.now()
    _check_when(given_at, expires_at, now)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _check_who(person, given_by, guardian, reason, given_at)
    kept = Consent(
        id=consent_id or new_id(), person=person, purpose=purpose, given_by=given_by, answer=answer,
        manner=manner, language=language[:10], given_at=given_at, expires_at=expires_at,
        recipient=recipient.strip()[:MOST_RECIPIENT], shared=_shared(purpose, answer, fields),
        guardian=guardian.strip()[:MOST_GUARDIAN], reason=reason.strip()[:MOST_REASON],
        notice=notice[:40], recorded_by_id=by.id,
    )  # fmt: skip
    replaced = _replace_earlier(kept, by)
    kept.save(force_insert=True)
    event = "consent.given" if answer == Answer.YES else "consent.refused"
    emit(event, subject=person.pk, by=by, purpose=purpose, consent=str(kept.pk), given_by=given_by)
    for yes in replaced if answer == Answer.NO else ():
        emit("consent.withdrawn", subject=person.pk, by=by, purpose=purpose, consent=str(yes.pk))
    return kept


@transaction.atomic
def withdraw_consent(*, by: Actor, consent: Consent, withdrawn_at: datetime) -> Consent:
    """End a consent; what rests on it stops. Raises ConsentEnded, InTheFuture, OutOfOrder."""
    require(by, Permission.PERSON_WRITE, consent.person.scope)
    if withdrawn_at > clock.now() + SKEW:
        raise InTheFuture
    kept = Consent.objects.select_for_update().get(pk=consent.pk)
    if kept.ended_at is not None:
        raise ConsentEnded
    if withdrawn_at < kept.given_at:
        raise OutOfOrder
    _end(kept, at=withdrawn_at, reason=EndReason.WITHDRAWN, by=by)
    kept.save()
    emit(
        "consent.withdrawn", subject=kept.person_id, by=by, purpose=kept.purpose,
        consent=str(kept.pk),
    )  # fmt: skip
    return kept


def _check_when(given_at: datetime, expires_at: datetime | None, now: datetime) -> None:
    if given_at > now + SKEW:
        raise InTheFuture
    if expires_at is not None and expires_at <= given_at:
        raise OutOfOrder


def _check_who(person: Person, given_by: str, guardian: str, reason: str, at: datetime) -> None:
    """Stop unless this is who may answer, and what must be written down is there."""
    ages = rules.age_between(person.birth, at.date())
    if not rules.may_answer(given_by, ages):
        raise GuardianNeeded
    if given_by in ALONE and not reason.strip():
        raise ReasonNeeded
    if given_by in {GivenBy.GUARDIAN, GivenBy.GUARDIAN_AND_CHILD} and not guardian.strip():
        raise GuardianNeeded


def _shared(purpose: str, answer: str, fields: Collection[str]) -> str:
    codes = sorted(set(fields))
    if any(not CODE.match(code) for code in codes):
        raise FieldCodeInvalid
    if purpose not in SHARING:
        return ""
    if answer == Answer.YES and not codes:
        raise ConsentNamesNothing
    return " ".join(codes)


def _replace_earlier(kept: Consent, by: Actor) -> list[Consent]:
    """End the word that stood; or end the new one, when a later word was kept already.

    Returns the yeses that were ended.
    """
    same = Consent.objects.select_for_update().filter(
        person=kept.person_id, purpose=kept.purpose, recipient=kept.recipient
    )
    later = [c.word.last_at for c in same if c.word.last_at > kept.given_at]
    if later:
        _end(kept, at=min(later), reason=EndReason.REPLACED, by=by)
        return []
    stood = [c for c in same if c.ended_at is None]
    for earlier in stood:
        _end(earlier, at=kept.given_at, reason=EndReason.REPLACED, by=by)
        earlier.save()
    return [c for c in stood if c.answer == Answer.YES]


def _end(consent: Consent, *, at: datetime, reason: str, by: Actor) -> None:
    consent.ended_at, consent.end_reason, consent.ended_by_id = at, reason, by.id
