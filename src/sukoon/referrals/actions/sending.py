"""Preparing a referral and sending it: with consent, with exactly what it names."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.cases.aliases import new_code
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import StepNotPossible
from sukoon.people import queries as people
from sukoon.people.models import Consent
from sukoon.people.words import Purpose
from sukoon.referrals import sharing
from sukoon.referrals.definitions import book
from sukoon.referrals.models import Referral
from sukoon.referrals.moving import MOST_TEXT, Step, clock_of, locked, move, set_clock, write_step
from sukoon.referrals.problems import (
    CaseNotOpen,
    DraftIncomplete,
    FieldsNotConsented,
    PlanMissing,
)
from sukoon.referrals.recipients import Recipient, consent_key, set_recipient
from sukoon.referrals.words import Side, State, Way

TRIES = 5  # a code that is taken is drawn again
MOST_CONTACT, MOST_WORKER = 300, 120


@dataclass(frozen=True, slots=True)
class Draft:
    """What whoever refers tells: what is needed, how soon, what may be seen, how to come there."""

    to: Recipient
    need: str
    urgency: str
    fields: frozenset[str] = field(default_factory=frozenset)
    ask: str = ""
    transport: str = "none"
    escort: str = "none"
    contact: str = "through_sender"
    contact_note: str = ""
    may_leave_word: bool = False
    plan: str = ""
    review_on: date | None = None
    named_worker: str = ""
    rule: str = ""


@transaction.atomic
def prepare(
    *, by: Actor, case: Case, draft: Draft, referral_id: UUID | None = None
) -> Referral:  # fmt: skip
    """Begin a referral; nothing leaves before it is sent. Raises CaseNotOpen, DraftIncomplete.

    Told again under the same id (a button pressed twice), it is the one that was begun.
    """
    require(by, Permission.REFERRAL_SEND, case.scope)
    case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    if not case.is_open:
        raise CaseNotOpen
    begun = Referral.objects.filter(pk=referral_id, case=case).first() if referral_id else None
    if begun is not None:
        return begun
    now = clock.now()
    referral = _fresh(case, draft, by=by, now=now, referral_id=referral_id)
    _saved(referral)
    write_step(referral, "", Step(by, Side.SENDER, Way.ACCOUNT, now, now))
    emit("referral.prepared", subject=referral.pk, by=by, urgency=draft.urgency)
    return referral


@transaction.atomic
def revise(*, by: Actor, referral: Referral, draft: Draft) -> Referral:
    """Change what is not sent yet. Raises StepNotPossible, DraftIncomplete."""
    require(by, Permission.REFERRAL_SEND, referral.scope)
    referral = locked(referral)
    if referral.state != State.DRAFT:
        raise StepNotPossible(now=referral.state, wanted=State.DRAFT)
    now = clock.now()
    _fill(referral, draft, now=now)
    set_clock(referral, now=now)
    referral.save()
    emit("referral.revised", subject=referral.pk, by=by)
    return referral


@transaction.atomic
def send(*, by: Actor, referral: Referral, sent_at: datetime | None = None) -> Referral:
    """Send it: what the consent names is sealed now, and is all that is ever seen.

    Raises NoConsent, FieldsNotConsented, PlanMissing, CaseNotOpen, StepNotPossible.
    """
    require(by, Permission.REFERRAL_SEND, referral.scope)
    referral, now = locked(referral), clock.now()
    if not referral.case.is_open:
        raise CaseNotOpen
    need = book().needs.get(referral.need)
    told = (str(referral.plan), str(referral.named_worker), referral.review_on)
    if need and need.plan and not all(told):
        raise PlanMissing
    consent = people.require_consent(
        referral.case.person_id, Purpose.REFERRAL, now=now, recipient=consent_key(referral)
    )
    _only_consented(referral, consent)
    referral.consent, referral.sent_at = consent, sent_at or now
    referral.answer_due_at = referral.sent_at + timedelta(hours=clock_of(referral).answer)
    referral.shared = sharing.sealed(referral, consent, now=now)
    move(referral, State.SENT, Step(by, Side.SENDER, Way.ACCOUNT, referral.sent_at, now))
    emit(
        "referral.sent", subject=referral.pk, by=by, urgency=referral.urgency,
        fields=len(referral.fields.split()),
    )  # fmt: skip
    return referral


def _only_consented(referral: Referral, consent: Consent) -> None:
    beyond = set(referral.fields.split()) - consent.fields
    if beyond:
        labels = dict(sharing.shareable())
        raise FieldsNotConsented(fields=", ".join(sorted(labels.get(f, f) for f in beyond)))


def _fresh(
    case: Case, draft: Draft, *, by: Actor, now: datetime, referral_id: UUID | None = None
) -> Referral:
    referral = Referral(
        id=referral_id or new_id(), case=case, sender_id=by.id, from_account_id=case.owner_id,
        from_org_id=case.org_id, area_path=case.area_path, is_synthetic=case.is_synthetic,
        moved_at=now,
    )  # fmt: skip
    _fill(referral, draft, now=now)
    set_clock(referral, now=now)
    return referral


def _fill(referral: Referral, draft: Draft, *, now: datetime) -> None:
    """Write a draft onto a referral. Raises DraftIncomplete, RecipientUnknown."""
    pack = book()
    wrong = [
        name
        for name, known in (
            ("need", draft.need in pack.needs), ("urgency", draft.urgency in pack.urgencies),
            ("transport", draft.transport in pack.lists["transport"]),
            ("escort", draft.escort in pack.lists["escort"]),
            ("contact", draft.contact in pack.lists["contact"]),
            ("fields", draft.fields <= dict(sharing.shareable()).keys()),
        )
        if not known
    ]  # fmt: skip
    if wrong:
        raise DraftIncomplete(where=", ".join(wrong))
    set_recipient(referral, draft.to, now=now)
    for name in ("need", "urgency", "transport", "escort", "contact", "may_leave_word"):
        setattr(referral, name, getattr(draft, name))
    referral.rule = draft.rule if draft.rule in {r.code for r in pack.rules} else ""
    referral.is_protection = pack.needs[draft.need].protection
    referral.fields = " ".join(sorted(draft.fields))
    referral.ask, referral.plan = draft.ask.strip()[:MOST_TEXT], draft.plan.strip()[:MOST_TEXT]
    referral.contact_note = draft.contact_note.strip()[:MOST_CONTACT]
    referral.named_worker = draft.named_worker.strip()[:MOST_WORKER]
    referral.review_on = draft.review_on


def _saved(referral: Referral) -> None:
    """Write a new referral under a code that nobody has."""
    for _try in range(TRIES):
        referral.code = f"R{new_code()}"
        try:
            with transaction.atomic():
                referral.save(force_insert=True)
        except IntegrityError as error:
            if "code" not in str(error):
                raise
        else:
            return
    raise RuntimeError("no code of a referral is free")
