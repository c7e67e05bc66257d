"""Answering for a risk: acknowledge it, take it over, hand it over."""

from uuid import UUID

from django.db import transaction

from sukoon.accounts import queries as accounts
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, can, require_holds
from sukoon.core.permissions import Permission
from sukoon.risk.models import Alarm, RiskEpisode
from sukoon.risk.moving import (
    alarms_needless,
    ask,
    checked_note,
    keep_care,
    locked,
    move,
    wait_for,
    write_step,
)
from sukoon.risk.problems import AnsweredAlready, CannotBeAsked, EpisodeClosed, WhyMissing
from sukoon.risk.reach import require_reach
from sukoon.risk.rules import Asked
from sukoon.risk.words import AlarmStatus, Channel, EpisodeStatus, Rung, StepKind

UNDER_WAY = (AlarmStatus.WAITING, AlarmStatus.FAILED)


@transaction.atomic
def acknowledge(*, by: Actor, episode: RiskEpisode, note: str = "") -> RiskEpisode:
    """Say by name: I have this. Whoever does owns it. Raises AnsweredAlready, EpisodeClosed."""
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    now, kept = clock.now(), _open(episode)
    if kept.status == EpisodeStatus.ACKNOWLEDGED:
        if kept.acknowledged_by_id != by.id:
            raise AnsweredAlready
        emit("risk.repeated", subject=kept.pk, by=by)  # the same click again
        return kept
    _answer(kept, by=by, note=note)
    emit("risk.acknowledged", subject=kept.pk, by=by, late=int(now > (kept.due_at or now)))
    return kept


@transaction.atomic
def take_over(*, by: Actor, episode: RiskEpisode, why: str) -> RiskEpisode:
    """Own a risk that somebody else acknowledged, with a reason. Raises WhyMissing, EpisodeClosed."""
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    kept = _open(episode)
    if not why.strip():
        raise WhyMissing
    _answer(kept, by=by, note=why)
    emit("risk.acknowledged", subject=kept.pk, by=by, taken_over=1)
    return kept


@transaction.atomic
def hand_over(*, by: Actor, episode: RiskEpisode, to_id: UUID, why: str) -> RiskEpisode:
    """Give a risk to somebody who may act on it; it waits until they acknowledge it.

    Raises WhyMissing, CannotBeAsked, EpisodeClosed.
    """
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    now, kept = clock.now(), _open(episode)
    if not why.strip():
        raise WhyMissing
    found = accounts.owner(to_id, now=now)
    if found is None or to_id == by.id or not can(found[0], Permission.RISK_ACT, kept.scope):
        raise CannotBeAsked
    wait_for(kept, Asked(to_id, Rung.DUTY), now=now)
    step = write_step(
        kept, StepKind.HANDED_OVER, by=by, now=now, note=why, target_id=to_id, rung=Rung.DUTY
    )
    ask(step, now=now)
    keep_care(kept)
    emit("risk.handed_over", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def note_read(*, by: Actor, episode: RiskEpisode) -> None:
    """Say that somebody looked at an episode; what stood on their screen is seen now."""
    require_holds(by, Permission.RISK_VIEW)
    require_reach(by, Permission.RISK_VIEW, episode)
    Alarm.objects.filter(
        step__episode=episode, account_id=by.id, channel=Channel.SCREEN, seen_at=None
    ).update(seen_at=clock.now())
    emit("risk.read", subject=episode.pk, by=by)


def _answer(kept: RiskEpisode, *, by: Actor, note: str) -> None:
    """Let a locked episode be owned and acknowledged by whoever answers."""
    now = clock.now()
    kept.owner_id = kept.acknowledged_by_id = by.id
    kept.acknowledged_at = now
    move(kept, EpisodeStatus.ACKNOWLEDGED, now=now)
    write_step(kept, StepKind.ACKNOWLEDGED, by=by, now=now, note=checked_note(note))
    alarms_needless(kept, UNDER_WAY)
    keep_care(kept)


def _open(episode: RiskEpisode) -> RiskEpisode:
    kept = locked(episode)
    if not kept.is_open:
        raise EpisodeClosed
    return kept
