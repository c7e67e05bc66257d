"""Saying that a life is at risk. Any area calls this in the transaction in which it found out."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require, require_holds
from sukoon.core.permissions import Permission
from sukoon.risk import rules
from sukoon.risk.models import OPEN, RiskEpisode, RiskStep
from sukoon.risk.moving import (
    ask,
    checked_note,
    first_asked,
    keep_care,
    level_of,
    locked,
    move,
    sign_offs_fall,
    wait_for,
    write_step,
)
from sukoon.risk.problems import EpisodeClosed, NotHigher
from sukoon.risk.reach import require_reach
from sukoon.risk.words import EpisodeStatus, NextStep, RiskLevel, Rung, StepKind, Trigger

# No vowels, no letters that look like digits: a code that says nothing and is read out easily.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 7


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told us, and when."""

    by: Actor
    now: datetime
    trigger: Trigger
    entry_id: UUID | None
    happened_at: datetime
    note: str


@transaction.atomic
def raise_risk(
    *,
    by: Actor,
    trigger: Trigger,
    level: RiskLevel | str,
    scope: Scope,
    case_id: UUID | None = None,
    case_code: str = "",
    person_id: UUID | None = None,
    entry_id: UUID | None = None,
    happened_at: datetime,
    note: str = "",
    synthetic: bool = False,
) -> RiskEpisode:
    """Open a risk episode, or feed the open one of the same case or person. It never lowers.

    `scope` is the case's (or caller's): who keeps it, in which organisation, in which area. The
    same `entry_id` with the same trigger again changes nothing. A level that the pack does not
    know counts as its highest.
    """
    require(by, Permission.RISK_RAISE, scope)
    now = clock.now()
    if entry_id and (known := _of_step(entry_id, trigger)):
        emit("risk.repeated", subject=known.pk, by=by)
        return known
    fresh = RiskEpisode(
        case_id=case_id, case_code=case_code, person_id=person_id, org_id=scope.org_id,
        area_path=scope.area_path, carer_id=scope.owner_id, raised_by_id=by.id,
        level=level_of(level).code, is_synthetic=synthetic,
    )  # fmt: skip
    told = Told(by, now, Trigger(trigger), entry_id, min(happened_at, now), checked_note(note))
    episode = _open_one(fresh, entry_id)
    if episode is None and _opened(fresh, told):
        emit("risk.raised", subject=fresh.pk, by=by, trigger=trigger)
        return fresh
    episode = episode or _open_one(fresh, entry_id)
    if episode is None:
        raise RuntimeError("an episode was opened and closed in one moment")
    _feed(episode, fresh, told)
    emit("risk.raised", subject=episode.pk, by=by, trigger=trigger, again=1)
    return episode


@transaction.atomic
def raise_level(*, by: Actor, episode: RiskEpisode, level: str, note: str = "") -> RiskEpisode:
    """Say that an open risk is higher than it was thought. Raises EpisodeClosed, NotHigher."""
    require_holds(by, Permission.RISK_RAISE)
    require_reach(by, Permission.RISK_RAISE, episode)
    now, kept = clock.now(), locked(episode)
    if not kept.is_open:
        raise EpisodeClosed
    if level_of(level).rank <= level_of(kept.level).rank:
        raise NotHigher
    fresh = RiskEpisode(level=level_of(level).code)
    _feed(kept, fresh, Told(by, now, Trigger.WORKER, None, now, checked_note(note)))
    emit("risk.raised", subject=kept.pk, by=by, trigger=Trigger.WORKER, again=1)
    return kept


def _of_step(entry_id: UUID, trigger: Trigger) -> RiskEpisode | None:
    """Return the episode that already heard this from this entry."""
    return RiskEpisode.objects.filter(steps__entry_id=entry_id, steps__trigger=trigger).first()


def _open_one(fresh: RiskEpisode, entry_id: UUID | None) -> RiskEpisode | None:
    """Return, locked, the open episode of the same entry, case, or person in the same organisation."""
    still = RiskEpisode.objects.select_for_update().filter(OPEN).order_by("raised_at")
    found = None
    if entry_id:
        ids = RiskStep.objects.filter(entry_id=entry_id).values("episode_id")
        found = still.filter(pk__in=ids).first()
    if found is None and fresh.case_id:
        found = still.filter(case_id=fresh.case_id).first()
    if found is None and fresh.person_id:
        same = still.filter(person_id=fresh.person_id, org_id=fresh.org_id)
        # A person's other case has a chain of its own; what had no case joins this one.
        found = (same.filter(case_id=None) if fresh.case_id else same).first()
    return found


def _opened(fresh: RiskEpisode, told: Told) -> bool:
    """Open the episode, with an owner and a deadline from its first moment; False: there is one."""
    asked = first_asked(fresh, now=told.now, raiser_id=told.by.id)
    fresh.code = f"R-{''.join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS))}"
    fresh.owner_id = asked.account_id
    fresh.raised_at = fresh.asked_at = told.now
    fresh.happened_at = told.happened_at
    fresh.next_step = NextStep.ACKNOWLEDGE
    fresh.due_at = fresh.watch_at = told.now + level_of(fresh.level).acknowledge
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return False
    _step(fresh, StepKind.RAISED, told, target_id=asked.account_id, rung=asked.rung)
    if asked.rung == Rung.RAISER:  # there is nobody else to ask: do not wait before saying so
        fresh.watch_at = told.now
        fresh.save(update_fields=["watch_at", "updated_at"])
    keep_care(fresh)
    return True


def _feed(episode: RiskEpisode, fresh: RiskEpisode, told: Told) -> None:
    """Add a sign to an open episode: a higher level counts; whoever did not know is asked again."""
    was, now_told = level_of(episode.level), level_of(fresh.level)
    higher = now_told.rank > was.rank
    waits = rules.waits_again(
        was=was, told=now_told, by_owner=told.by.id == episode.acknowledged_by_id
    )
    if higher:
        episode.level = now_told.code
    if fresh.case_id and episode.case_id is None:
        episode.case_id, episode.case_code = fresh.case_id, fresh.case_code
    episode.person_id = episode.person_id or fresh.person_id
    episode.carer_id = fresh.carer_id or episode.carer_id
    _begin_again(episode, told, higher=higher)
    sign_offs_fall(episode)
    asked: dict[str, object] = {}
    if episode.status == EpisodeStatus.WAITING:
        move(episode, EpisodeStatus.WAITING, now=told.now)
    elif waits:
        first = first_asked(episode, now=told.now, raiser_id=told.by.id)
        wait_for(episode, first, now=told.now)
        asked = {"target_id": first.account_id, "rung": first.rung}
    else:
        episode.asked_at = told.now
        move(episode, EpisodeStatus.ACKNOWLEDGED, now=told.now)
    _step(episode, StepKind.LEVEL_RAISED if higher else StepKind.FED, told, **asked)
    keep_care(episode)


def _begin_again(episode: RiskEpisode, told: Told, *, higher: bool) -> None:
    """Let the clock of contact run for a new sign, never later than for one that still waits.

    What a phone brings late may have happened before a contact: that contact stands for it.
    """
    if episode.contacted_at is None:
        episode.happened_at = min(episode.happened_at, told.happened_at)
    elif higher or told.happened_at > episode.contacted_at:
        episode.happened_at, episode.contacted_at = told.happened_at, None


def _step(episode: RiskEpisode, kind: StepKind, told: Told, **asked: object) -> None:
    step = write_step(
        episode, kind, by=told.by, now=told.now, happened_at=told.happened_at, note=told.note,
        trigger=told.trigger, entry_id=told.entry_id, **asked,
    )  # fmt: skip
    ask(step, now=told.now)
