"""What the platform does by itself: the watch over deadlines, nudges, and what follows other areas."""

import logging
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sukoon.accounts.models import User
from sukoon.core import clock
from sukoon.core.access import SYSTEM
from sukoon.core.limits import check_time
from sukoon.risk.channels import ChannelFailed, Notice, by_email
from sukoon.supervision import actions
from sukoon.supervision.models import Absence, Request, Trainee
from sukoon.supervision.queries.alarms import overdue, planned_and_past, quiet_now, unmet
from sukoon.supervision.words import CloseReason, Turn

log = logging.getLogger(__name__)

AT_ONCE = 500  # so many in one round; the next round takes the rest


def watch(now: datetime) -> int:
    """Ask the next one about whatever is past its time; say how many there were."""
    done = 0
    for request in overdue(now=now, most=AT_ONCE):
        check_time()
        if request.turn == Turn.CLOSE:
            actions.close_silently(by=SYSTEM, request=request, reason=CloseReason.DONE)
        else:
            actions.escalate(by=SYSTEM, request=request)
        done += 1
    for session in planned_and_past(now=now, most=AT_ONCE):
        check_time()
        actions.note_missed(by=SYSTEM, session=session)
        done += 1
    return done


def watch_people(now: datetime) -> int:
    """Notice who has not met their supervisor, who fell silent, whose absence began."""
    today = timezone.localtime(now).date()
    done = 0
    for standing in unmet(today=today, most=AT_ONCE):
        actions.note_unmet(by=SYSTEM, standing=standing)
        done += 1
    for stage in (2, 1):
        for trainee in quiet_now(today=today, stage=stage, most=AT_ONCE):
            check_time()
            actions.nudge(by=SYSTEM, trainee=trainee, stage=stage)
            done += 1
    began = Absence.objects.filter(from_on__lte=today, until_on__gte=today, removed_at=None)
    waiting = Request.objects.filter(turn=Turn.ANSWER).values("supervisor_id")
    for account_id in began.filter(account_id__in=waiting).values_list("account_id", flat=True):
        done += actions.hand_over(by=SYSTEM, account_id=account_id)
    return done


def send_nudge(trainee_id: UUID) -> None:
    """Send an e-mail that says nothing about anybody. Without mail, the desk still shows it."""
    trainee = Trainee.objects.filter(pk=trainee_id).first()
    account_id = trainee.account_id if trainee else None
    user = User.objects.filter(pk=account_id, is_active=True).first() if account_id else None
    if user is None or user.is_synthetic:
        return
    with translation.override(user.language):
        text = _("Supervision is there for you. Open Sukoon when you have a minute.")
    try:
        by_email(Notice(email=user.email, phone="", text=text))
    except ChannelFailed as failed:
        log.warning("a nudge was not sent: %s", failed.fault)


def hand_over(account_id: UUID) -> None:
    """Give what waits for somebody who has just said they are away to their cover."""
    today = clock.today()
    gone = Absence.objects.filter(
        Q(from_on__lte=today, until_on__gte=today), account_id=account_id, removed_at=None
    )
    if gone.exists():
        actions.hand_over(by=SYSTEM, account_id=account_id)


def follow_assignment(case_id: UUID) -> None:
    """Hand what waits for a trainee to whoever took their case over."""
    for request in Request.objects.filter(case_id=case_id, due_at__isnull=False):
        actions.follow_the_case(by=SYSTEM, request=request)


def follow_case(case_id: UUID) -> None:
    """Close what was asked about a case that was closed."""
    for request in Request.objects.filter(case_id=case_id, due_at__isnull=False):
        actions.close_silently(by=SYSTEM, request=request, reason=CloseReason.CASE_CLOSED)
