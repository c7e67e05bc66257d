"""Lowering a level and closing: one asks, another, senior one signs. Never the same person."""

from datetime import datetime

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require_holds
from sukoon.core.permissions import Permission
from sukoon.risk import rules
from sukoon.risk.definitions import Reason, book
from sukoon.risk.models import RiskContact, RiskEpisode, SignOff
from sukoon.risk.moving import (
    alarms_needless,
    checked_note,
    keep_care,
    level_of,
    locked,
    move,
    write_step,
)
from sukoon.risk.problems import (
    ContactMissing,
    EpisodeClosed,
    LevelTooHigh,
    NotAcknowledgedYet,
    NotLower,
    PlanMissing,
    ReasonUnknown,
    SignedByTheSame,
    SignOffAnswered,
    SignOffOpen,
    WhyMissing,
)
from sukoon.risk.reach import require_reach
from sukoon.risk.words import (
    AlarmStatus,
    EpisodeStatus,
    SignOffKind,
    SignOffStatus,
    StepKind,
)


@transaction.atomic
def ask_to_lower(*, by: Actor, episode: RiskEpisode, level: str, why: str) -> SignOff:
    """Ask for a lower level. Raises NotLower, WhyMissing, SignOffOpen, NotAcknowledgedYet."""
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    now, kept = clock.now(), _acknowledged(episode)
    if not why.strip():
        raise WhyMissing
    if level not in book().levels or level_of(level).rank >= level_of(kept.level).rank:
        raise NotLower
    asked = SignOff.objects.create(
        episode=kept, kind=SignOffKind.LOWER, from_level=kept.level, to_level=level,
        asked_by_id=by.id, asked_at=now, why=checked_note(why),
    )  # fmt: skip
    write_step(kept, StepKind.LOWER_ASKED, by=by, now=now, note=why, item=level)
    emit("risk.lowering_asked", subject=kept.pk, by=by)
    return asked


@transaction.atomic
def ask_to_close(*, by: Actor, episode: RiskEpisode, reason: str, why: str) -> SignOff:
    """Ask to close, for a reason and on a documented contact.

    Raises ReasonUnknown, WhyMissing, LevelTooHigh, PlanMissing, ContactMissing, SignOffOpen.
    """
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    now, kept = clock.now(), _acknowledged(episode)
    told = book().reasons.get(reason)
    if told is None:
        raise ReasonUnknown
    if not why.strip():
        raise WhyMissing
    asked = SignOff.objects.create(
        episode=kept, kind=SignOffKind.CLOSE, from_level=kept.level, reason=reason,
        contact=_contact_for(kept, told, now=now), asked_by_id=by.id, asked_at=now,
        why=checked_note(why),
    )  # fmt: skip
    write_step(kept, StepKind.CLOSE_ASKED, by=by, now=now, note=why, item=reason)
    emit("risk.closing_asked", subject=kept.pk, by=by)
    return asked


@transaction.atomic
def sign(*, by: Actor, sign_off: SignOff, answer: str = "") -> RiskEpisode:
    """Agree by name: the level is lowered, or the episode closed.

    Raises SignedByTheSame, SignOffAnswered, and what closing needs.
    """
    require_holds(by, Permission.RISK_LOWER)
    require_reach(by, Permission.RISK_LOWER, sign_off.episode)
    now = clock.now()
    kept, asked = _to_answer(sign_off, by=by)
    _answered(asked, SignOffStatus.SIGNED, by=by, now=now, answer=answer)
    if asked.kind == SignOffKind.LOWER:
        kept.level = asked.to_level
        move(kept, EpisodeStatus.ACKNOWLEDGED, now=now)
        write_step(kept, StepKind.LOWERED, by=by, now=now, note=answer, item=asked.to_level)
        keep_care(kept)
        emit("risk.lowered", subject=kept.pk, by=by)
        return kept
    _contact_for(kept, book().reasons[asked.reason], now=now)
    _close(kept, asked, by=by, now=now, answer=answer)
    emit("risk.closed", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def refuse(*, by: Actor, sign_off: SignOff, answer: str) -> RiskEpisode:
    """Do not sign, and say why. Raises WhyMissing, SignedByTheSame, SignOffAnswered."""
    require_holds(by, Permission.RISK_LOWER)
    require_reach(by, Permission.RISK_LOWER, sign_off.episode)
    now = clock.now()
    if not answer.strip():
        raise WhyMissing
    kept, asked = _to_answer(sign_off, by=by)
    _answered(asked, SignOffStatus.REFUSED, by=by, now=now, answer=answer)
    write_step(kept, StepKind.REFUSED, by=by, now=now, note=answer)
    emit("risk.sign_off_refused", subject=kept.pk, by=by)
    return kept


def _acknowledged(episode: RiskEpisode) -> RiskEpisode:
    """Return, locked, an episode in somebody's hands about which nothing waits to be signed."""
    kept = locked(episode)
    if not kept.is_open:
        raise EpisodeClosed
    if kept.status != EpisodeStatus.ACKNOWLEDGED:
        raise NotAcknowledgedYet
    if kept.sign_offs.filter(status=SignOffStatus.ASKED).exists():
        raise SignOffOpen
    return kept


def _contact_for(kept: RiskEpisode, reason: Reason, *, now: datetime) -> RiskContact:
    """Return the documented contact on which it may be closed. Raises what is missing."""
    if not reason.any_level and kept.level not in book().close_from:
        raise LevelTooHigh
    if reason.needs_plan and book().needs_plan and kept.planned_at is None:
        raise PlanMissing
    contact = kept.contacts.filter(
        reached=True, whom__in=reason.reached, happened_at__gte=kept.happened_at,
        at__gte=now - book().contact_within,
    ).last()  # fmt: skip
    if contact is None:
        raise ContactMissing
    return contact


def _to_answer(sign_off: SignOff, *, by: Actor) -> tuple[RiskEpisode, SignOff]:
    """Return, locked, what is to be signed; it still stands, and another person asked for it."""
    kept = locked(sign_off.episode)
    asked = SignOff.objects.select_for_update().get(pk=sign_off.pk)
    if asked.status != SignOffStatus.ASKED or kept.status != EpisodeStatus.ACKNOWLEDGED:
        raise SignOffAnswered
    if asked.asked_by_id == by.id:
        raise SignedByTheSame
    return kept, asked


def _answered(
    asked: SignOff, status: SignOffStatus, *, by: Actor, now: datetime, answer: str
) -> None:
    asked.status, asked.answered_by_id, asked.answered_at = status, by.id, now
    asked.answer = checked_note(answer)
    asked.save()


def _close(kept: RiskEpisode, asked: SignOff, *, by: Actor, now: datetime, answer: str) -> None:
    rules.FLOW.check(EpisodeStatus(kept.status), EpisodeStatus.CLOSED)
    kept.status, kept.closed_at, kept.close_reason = EpisodeStatus.CLOSED, now, asked.reason
    kept.next_step, kept.due_at, kept.watch_at = "", None, None
    kept.save()
    write_step(kept, StepKind.CLOSED, by=by, now=now, note=answer, item=asked.reason)
    alarms_needless(kept, (AlarmStatus.WAITING, AlarmStatus.FAILED))
    keep_care(kept)
