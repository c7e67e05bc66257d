"""What the platform does by itself: alarms, stopping after a withdrawn consent, keeping in step."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sukoon.accounts import queries as accounts
from sukoon.accounts.models import BrokenGlass
from sukoon.audit.events import emit
from sukoon.cases import actions as case_actions
from sukoon.cases.models import Case
from sukoon.cases.words import TaskKind
from sukoon.core import clock, ledger
from sukoon.core.access import Actor, require_system
from sukoon.people import queries as people
from sukoon.people.words import Purpose
from sukoon.referrals import rules
from sukoon.referrals.models import Referral, ReferralAlarm
from sukoon.referrals.moving import Step, clock_of, locked, move, set_clock
from sukoon.referrals.recipients import consent_key
from sukoon.referrals.words import FINAL, Audience, Side, State, Way

BATCH = 500
LOOK_WITHIN = timedelta(hours=72)


@transaction.atomic
def raise_alarms(*, by: Actor, now: datetime) -> int:
    """Tell sender, receiver and coordinator of each referral whose clock ran out; return how many.

    One row each; a referral that still stands still is told of again after its clock's `again`.
    """
    require_system(by)
    late = list(
        Referral.objects.select_for_update(skip_locked=True)
        .filter(next_alarm_at__lte=now)
        .order_by("next_alarm_at")[:BATCH]
    )
    rows = [row for referral in late for row in _alarms(referral, now)]
    ReferralAlarm.objects.bulk_create(rows)
    with ledger.together():
        for referral in late:
            again = now + timedelta(hours=clock_of(referral).again)
            Referral.objects.filter(pk=referral.pk).update(next_alarm_at=again)
            emit("referral.alarmed", subject=referral.pk, by=by, state=referral.state)
    return len(late)


@transaction.atomic
def stop_for_consent(*, by: Actor, person_id: UUID) -> int:
    """Stop what rests on a consent that was withdrawn; return how many stopped.

    Nothing of it is shown to the receiver any more. What they saw before cannot be unseen: the
    step says whether it was opened.
    """
    require_system(by)
    now = clock.now()
    open_ones = Referral.objects.filter(case__person_id=person_id, sent_at__isnull=False)
    stopped = 0
    for found in open_ones.filter(stopped_at=None).order_by("pk"):
        referral = locked(found)
        stands = people.consent_for(
            person_id, Purpose.REFERRAL, now=now, recipient=consent_key(referral)
        )
        if stands is not None:
            continue
        _stop(referral, by=by, now=now)
        stopped += 1
        emit(
            "referral.stopped", subject=referral.pk, by=by,
            was_opened=int(referral.opened_at is not None),
        )  # fmt: skip
    emit("referral.consents_checked", subject=person_id, by=by, stopped=stopped)
    return stopped


@transaction.atomic
def stop_for_erasure(*, by: Actor, person_id: UUID) -> int:
    """Stop every referral of somebody who was erased, and empty what names or leads to them."""
    require_system(by)
    now, found = clock.now(), Referral.objects.filter(case__person_id=person_id)
    for one in found.order_by("pk"):
        referral = locked(one)
        referral.shared = referral.contact_note = ""
        if referral.stopped_at is None:
            _stop(referral, by=by, now=now)
        else:
            referral.save()
    emit("referral.erasure_followed", subject=person_id, by=by, stopped=len(found))
    return len(found)


def _stop(referral: Referral, *, by: Actor, now: datetime) -> None:
    """Show nothing of a locked referral any more; one that can still be withdrawn is."""
    referral.stopped_at = now
    if referral.state in FINAL or State.WITHDRAWN not in rules.REFERRAL_FLOW.steps[
        State(referral.state)
    ]:  # fmt: skip
        referral.save()
        return
    step = Step(by, Side.PLATFORM, Way.PLATFORM, now, now, reason="consent")
    move(referral, State.WITHDRAWN, step)


@transaction.atomic
def follow_case(*, by: Actor, case: Case) -> None:
    """Give the open referrals of a case to its lead and team of now."""
    require_system(by)
    for found in Referral.objects.filter(case=case).exclude(state__in=FINAL).order_by("pk"):
        referral = locked(found)
        referral.from_account_id, referral.from_org_id = case.owner_id, case.org_id
        due_at, alarm_at, moved_at = referral.due_at, referral.next_alarm_at, referral.moved_at
        set_clock(referral, now=moved_at)
        referral.due_at, referral.next_alarm_at = due_at, alarm_at
        referral.save()
    emit("referral.followed", subject=case.pk, by=by)


@transaction.atomic
def tell_of_glass(*, by: Actor, record_id: UUID) -> int:
    """Tell the lead of each open case of a person that somebody looked through broken glass."""
    require_system(by)
    glass = BrokenGlass.objects.filter(record_id=record_id).order_by("-started_at").first()
    told = 0
    for case in Case.objects.filter(person_id=record_id) if glass else ():
        if case.is_open and glass and case.owner_id != glass.user_id:
            _look_at(case, glass, by=by)
            told += 1
    emit("glass.told", subject=record_id, by=by, cases=told)
    return told


def _look_at(case: Case, glass: BrokenGlass, *, by: Actor) -> None:
    """Give the lead of a case a task, in the language they read."""
    lead = accounts.owner(case.owner_id, now=glass.started_at)
    with override(lead[1] if lead else "en"):
        what = _(
            "Somebody out of reach looked at this person through broken glass. The "
            "data-protection officer reviews it; tell them if it surprises you."
        )
    case_actions.keep_task(
        by=by, case=case, kind=TaskKind.OTHER, about_id=glass.pk, what=what,
        due_at=glass.started_at + LOOK_WITHIN,
    )  # fmt: skip


def _alarms(referral: Referral, now: datetime) -> list[ReferralAlarm]:
    """Return whom to tell: of a draft only whoever prepares it, nothing has left yet."""
    audiences = [Audience.SENDER]
    if referral.state != State.DRAFT:
        audiences += [Audience.RECEIVER] * referral.answers_here + [Audience.COORDINATOR]
    return [
        ReferralAlarm(
            referral=referral, audience=audience, state=referral.state,
            due_at=referral.due_at or now, raised_at=now,
        )
        for audience in audiences
    ]  # fmt: skip
