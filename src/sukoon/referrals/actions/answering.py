"""What becomes of a referral: each step by the side that may make it, with its own time."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require, require_holds
from sukoon.core.permissions import Permission
from sukoon.core.problems import StepNotPossible
from sukoon.referrals import rules
from sukoon.referrals.actions.sending import Draft, _fresh, _saved
from sukoon.referrals.definitions import book
from sukoon.referrals.models import Referral
from sukoon.referrals.moving import MOST_TEXT, REASONS, Step, locked, move, way_of, write_step
from sukoon.referrals.problems import (
    DraftIncomplete,
    NotYetLate,
    PlanMissing,
    ReasonMissing,
    WhenMissing,
)
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import State

OWN_ACTIONS = frozenset({State.DRAFT, State.SENT, State.REDIRECTED})
GOES_BACK = "back"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told with a step: which of it is needed depends on the step."""

    reason: str = ""
    note: str = ""
    appointment_at: datetime | None = None
    outcome: str = ""
    plan: str = ""
    review_on: date | None = None
    named_worker: str = ""


@transaction.atomic
def take_step(
    *, by: Actor, referral: Referral, wanted: State, happened_at: datetime, told: Told | None = None
) -> Referral:
    """Make the next step of a referral, as the side whose step it is.

    Raises NotAllowed, StepNotPossible, ReasonMissing, WhenMissing, PlanMissing, NotYetLate.
    """
    require_holds(by, Permission.REFERRAL_VIEW)
    referral, now = locked(referral), clock.now()
    if wanted in OWN_ACTIONS:
        raise StepNotPossible(now=referral.state, wanted=wanted)
    side = rules.makes(State(referral.state), wanted)
    way = way_of(by, referral, side)
    rules.REFERRAL_FLOW.check(State(referral.state), wanted)
    _made(referral, wanted, told or Told(), Step(by, side, way, happened_at, now))
    emit(f"referral.{wanted}", subject=referral.pk, by=by, way=way)
    return referral


@transaction.atomic
def redirect(
    *, by: Actor, referral: Referral, to: Recipient, happened_at: datetime, note: str = "",
    referral_id: UUID | None = None,
) -> Referral:  # fmt: skip
    """Pass a referral on: this one ends, and whoever referred has a new one to send.

    It is a draft of theirs: the person is asked anew, because a consent names its receiver.
    """
    require_holds(by, Permission.REFERRAL_VIEW)
    referral, now = locked(referral), clock.now()
    side = rules.makes(State(referral.state), State.REDIRECTED)
    way = way_of(by, referral, side)
    move(referral, State.REDIRECTED, Step(by, side, way, happened_at, now, note=note))
    draft = Draft(
        to=to, need=referral.need, urgency=referral.urgency,
        fields=frozenset(referral.fields.split()), ask=str(referral.ask),
        transport=referral.transport, escort=referral.escort, contact=referral.contact,
        contact_note=str(referral.contact_note), may_leave_word=referral.may_leave_word,
        plan=str(referral.plan), review_on=referral.review_on,
        named_worker=str(referral.named_worker), rule=referral.rule,
    )  # fmt: skip
    following = _fresh(referral.case, draft, by=by, now=now, referral_id=referral_id)
    following.sender_id, following.redirected_from = referral.sender_id, referral
    _saved(following)
    write_step(following, "", Step(by, side, way, happened_at, now))
    emit("referral.redirected", subject=referral.pk, by=by, to=str(following.pk))
    return following


@transaction.atomic
def note_opened(*, by: Actor, referral: Referral) -> None:
    """Say that somebody of the receiver's looked at what is shared; remember the first time."""
    require(by, Permission.REFERRAL_VIEW, referral.to_scope)
    Referral.objects.filter(pk=referral.pk, opened_at=None).update(opened_at=clock.now())
    emit("referral.read", subject=referral.pk, by=by)


@transaction.atomic
def note_printed(*, by: Actor, referral: Referral) -> None:
    """Say that the slip of a referral was printed."""
    require(by, Permission.REFERRAL_SEND, referral.scope)
    emit("referral.printed", subject=referral.pk, by=by)


def _made(referral: Referral, wanted: State, told: Told, step: Step) -> None:
    """Check what a step must tell, keep it, and move."""
    reason = _reason(wanted, told.reason)
    if wanted == State.EXPIRED and (referral.due_at is None or referral.due_at > step.now):
        raise NotYetLate
    if wanted == State.BOOKED:
        if told.appointment_at is None:
            raise WhenMissing
        referral.appointment_at = told.appointment_at
    if wanted == State.REPORTED_BACK:
        _report(referral, told)
    move(referral, wanted, replace(step, reason=reason, note=told.note))


def _reason(wanted: State, reason: str) -> str:
    if wanted not in REASONS:
        return ""
    if reason not in book().lists[REASONS[wanted]]:
        raise ReasonMissing
    return reason


def _report(referral: Referral, told: Told) -> None:
    """Keep what the receiver reports; going back needs the plan in writing, a date, a name."""
    if told.outcome not in book().lists["outcome"]:
        raise DraftIncomplete(where="outcome")
    if told.outcome == GOES_BACK:
        if not (told.plan.strip() and told.review_on and told.named_worker.strip()):
            raise PlanMissing
        referral.plan, referral.review_on = told.plan.strip()[:MOST_TEXT], told.review_on
        referral.named_worker = told.named_worker.strip()[:120]
    referral.outcome = told.outcome
    # A person who was not reached was not seen, whatever else is reported.
    if referral.state == State.NO_SHOW:
        referral.seen_at = None
