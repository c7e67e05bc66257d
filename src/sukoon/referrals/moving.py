"""One way for a referral to go from a state to the next: its step, deadline, owner, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import override

from sukoon.cases import actions as cases
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core.access import SYSTEM, Actor, can, holds
from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed
from sukoon.referrals import rules
from sukoon.referrals.definitions import book
from sukoon.referrals.models import OutsideLink, Referral, ReferralAlarm, ReferralStep
from sukoon.referrals.problems import WhenWrong
from sukoon.referrals.words import FINAL, Result, Side, State, Way

SKEW = timedelta(minutes=15)  # how far the clock of a phone may be ahead
MOST_TEXT = 2000
# In which list of the pack the reasons of a step stand.
REASONS: Mapping[str, str] = {State.DECLINED: "decline", State.WITHDRAWN: "withdraw"}
PROTECTION = "protection"  # all that shows of such a need outside the parties


@dataclass(frozen=True, slots=True)
class Step:
    """Who made a step, from which side, how it came to us, when."""

    by: Actor
    side: Side
    way: Way
    happened_at: datetime
    now: datetime
    reason: str = ""
    note: str = ""


def locked(referral: Referral) -> Referral:
    """Return the referral under a lock, as it is now."""
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("case__person", "service__organisation")
        .get(pk=referral.pk)
    )


def way_of(by: Actor, referral: Referral, side: Side) -> Way:
    """Say how this actor may make a step of this side. Raises NotAllowed when they may not.

    Whoever refers writes down what a receiver without an account told them.
    """
    sends = can(by, Permission.REFERRAL_SEND, referral.scope)
    if side == Side.SENDER and sends:
        return Way.ACCOUNT
    if side == Side.RECEIVER and can(by, Permission.REFERRAL_ANSWER, referral.to_scope):
        return Way.ACCOUNT
    if side == Side.RECEIVER and sends and not referral.answers_here:
        return Way.TOLD
    raise NotAllowed


def move(referral: Referral, wanted: State, step: Step) -> None:
    """Move a locked referral and save it whole. Raises StepNotPossible, WhenWrong."""
    was = State(referral.state)
    rules.REFERRAL_FLOW.check(was, wanted)
    too_early = referral.sent_at is not None and step.happened_at < referral.sent_at - SKEW
    if step.happened_at > step.now + SKEW or too_early:
        raise WhenWrong
    referral.state = wanted
    _marks(referral, was, step)
    set_clock(referral, now=step.now)
    referral.save()
    ReferralAlarm.objects.filter(referral=referral, settled_at=None).update(settled_at=step.now)
    write_step(referral, was, step)
    if wanted in FINAL:
        OutsideLink.objects.filter(referral=referral, ended_at=None).update(ended_at=step.now)
    _tell_case(referral, step)


def write_step(referral: Referral, was: str, step: Step) -> None:
    ReferralStep.objects.create(
        referral=referral, was=was, became=referral.state, happened_at=step.happened_at,
        recorded_at=step.now, by_id=step.by.id, side=step.side, way=step.way, reason=step.reason,
        note=step.note.strip()[:MOST_TEXT],
    )  # fmt: skip


def set_clock(referral: Referral, *, now: datetime) -> None:
    """Set who has the next step, until when, and when it becomes an alarm."""
    state = State(referral.state)
    referral.moved_at = now
    referral.due_at = rules.due_at(
        state, clock=clock_of(referral), moved_at=now, sent_at=referral.sent_at,
        appointment_at=referral.appointment_at,
    )  # fmt: skip
    referral.next_alarm_at = referral.due_at
    there = state in rules.WITH_RECEIVER and referral.answers_here
    referral.owner_id = referral.to_account_id if there else referral.from_account_id
    referral.owner_org_id = referral.to_org_id if there else referral.from_org_id


def clock_of(referral: Referral) -> rules.Clock:
    """Return the clock of its urgency; of the shortest one where the pack lost its code."""
    urgencies = book().urgencies
    found = urgencies.get(referral.urgency) or min(urgencies.values(), key=lambda u: u.clock.answer)
    return found.clock


def _marks(referral: Referral, was: State, step: Step) -> None:
    """Write down the moments that clocks and figures are read from."""
    state = State(referral.state)
    if state in {State.ACCEPTED, State.DECLINED, State.REDIRECTED} and not referral.answered_at:
        referral.answered_at = step.happened_at if was != State.DRAFT else None
    if state == State.SEEN:
        referral.seen_at = step.happened_at
    if state == State.REPORTED_BACK:
        referral.reported_at = step.happened_at
    if state in FINAL:
        referral.ended_at = step.now
        referral.result = rules.result_of(was, state, was_seen=referral.seen_at is not None)


def _tell_case(referral: Referral, step: Step) -> None:
    """Keep the step in the case, codes only, and the sender's task in step with the deadline."""
    document: Mapping[str, object] = {
        "referral": referral.code, "state": referral.state, "to": referral.to_name,
        "need": PROTECTION if referral.is_protection else referral.need, "reason": step.reason,
        "side": step.side, "way": step.way, "result": referral.result, "said": _said(referral, step),
    }  # fmt: skip
    writer = step.by if holds(step.by, Permission.REFERRAL_VIEW) else SYSTEM
    cases.note_made(
        by=writer, case=referral.case, kind=EntryKind.REFERRAL, document=document,
        happened_at=step.happened_at,
    )  # fmt: skip
    cases.keep_task(
        by=SYSTEM, case=referral.case, kind=TaskKind.CHASE_REFERRAL, about_id=referral.pk,
        due_at=referral.due_at,
    )  # fmt: skip


def _said(referral: Referral, step: Step) -> dict[str, str]:
    """Return what a reader of the case sees of a step: where it stands, with whom, why."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            parts = [str(State(referral.state).label), referral.code, referral.to_name]
            name = REASONS.get(State(referral.state), "")
            parts += [book().word(name, step.reason)] if step.reason and name else []
            parts += [str(Result(referral.result).label)] if referral.result else []
        found[language] = " · ".join(parts)
    return found
