"""How an episode moves: a step is a row; the episode is a copy, changed under a lock. For actions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sukoon.accounts import actions as accounts
from sukoon.core.access import SYSTEM, Actor
from sukoon.people.same import one_person
from sukoon.risk import rules
from sukoon.risk.definitions import book
from sukoon.risk.ladder import ladder
from sukoon.risk.models import Alarm, RiskEpisode, RiskStep, SignOff
from sukoon.risk.problems import NoteTooLong
from sukoon.risk.rules import Asked, Level, State
from sukoon.risk.words import (
    AlarmStatus,
    Channel,
    EpisodeStatus,
    Rung,
    SignOffStatus,
    StepKind,
)

MOST_NOTE = 10_000


def locked(episode: RiskEpisode) -> RiskEpisode:
    """Return the episode as it is now, and let nobody else change it until we are done."""
    return RiskEpisode.objects.select_for_update().get(pk=episode.pk)


def level_of(code: str) -> Level:
    return rules.level_of(book().levels, code)


def checked_note(note: str) -> str:
    """Return a note as it is kept. Raises NoteTooLong."""
    if len(note) > MOST_NOTE:
        raise NoteTooLong(most=MOST_NOTE)
    return note.strip()


def write_step(
    episode: RiskEpisode, kind: StepKind, *, by: Actor, now: datetime,
    happened_at: datetime | None = None, note: str = "", **told: object,
) -> RiskStep:  # fmt: skip
    """Keep one step, as the episode is after it."""
    return RiskStep.objects.create(
        episode=episode, kind=kind, by_id=by.id, at=now, happened_at=happened_at or now,
        status=episode.status, level=episode.level, note=checked_note(note), **told,
    )  # fmt: skip


def ask(step: RiskStep, *, now: datetime) -> None:
    """Tell whom a step asks, by every channel of the pack: one row an attempt."""
    if step.target_id is None:
        return
    Alarm.objects.bulk_create(
        Alarm(
            step=step, account_id=step.target_id, rung=step.rung, channel=channel, due_at=now,
            # The screen needs no sending: it stands there until somebody answers.
            status=AlarmStatus.SENT if channel == Channel.SCREEN else AlarmStatus.WAITING,
            sent_at=now if channel == Channel.SCREEN else None,
        )
        for channel in book().channels
    )  # fmt: skip


def state_of(episode: RiskEpisode) -> State:
    return State(
        status=EpisodeStatus(episode.status), raised_at=episode.raised_at,
        happened_at=episode.happened_at, asked_at=episode.asked_at,
        contacted_at=episode.contacted_at, planned_at=episode.planned_at,
    )  # fmt: skip


def move(episode: RiskEpisode, wanted: EpisodeStatus, *, now: datetime) -> None:
    """Set the status and the next deadline of a locked episode, and save it.

    Another step begins a new round of asking. A deadline that is already past is acted on at once.
    """
    rules.FLOW.check(EpisodeStatus(episode.status), wanted)
    was = episode.status, episode.next_step
    episode.status = wanted
    step, due_at = rules.next_due(state_of(episode), level_of(episode.level))
    episode.next_step, episode.due_at = step, due_at
    episode.watch_at = max(due_at, now)
    if was != (wanted, step):
        episode.escalations = 0
    episode.save()


def wait_for(episode: RiskEpisode, asked: Asked, *, now: datetime) -> None:
    """Let a locked episode wait for somebody: they own it from now on, and must acknowledge it."""
    episode.owner_id, episode.asked_at = asked.account_id, now
    episode.escalations = 0
    move(episode, EpisodeStatus.WAITING, now=now)


def keep_care(episode: RiskEpisode) -> None:
    """Let those who are to answer for a risk see whom it is about, as long as they are to; no longer.

    Called last by every action that changes who that is: a risk without the record is dangerous.
    """
    records = one_person(episode.person_id) if episode.person_id else frozenset[UUID]()
    accounts.keep_care(
        by=SYSTEM, about_id=episode.pk, record_ids=records, account_ids=in_charge(episode)
    )


def in_charge(episode: RiskEpisode) -> frozenset[UUID]:
    """Return who is to answer for an episode now: its owner, and whoever was asked in this round.

    Coordinators are told a code and are never among them.
    """
    if not episode.is_open:
        return frozenset()
    waiting = episode.status == EpisodeStatus.WAITING
    since = episode.asked_at if waiting else episode.due_at
    asked = episode.steps.filter(at__gte=since).exclude(rung__in=["", Rung.COORDINATOR])
    found = set(asked.values_list("target_id", flat=True)) | {episode.owner_id}
    return frozenset(pk for pk in found if pk)


def first_asked(episode: RiskEpisode, *, now: datetime, raiser_id: UUID) -> Asked:
    """Return who owns a risk that was just raised: on duty, or leading; nobody there, who raised it.

    Whoever owns it already knows the person, and stays the owner while they can be asked at all.
    A coordinator sees codes only and never owns a person's risk.
    """
    found = clinicians(ladder(episode.scope, now=now))
    found.sort(key=lambda a: a.account_id != episode.owner_id)
    return found[0] if found else Asked(raiser_id, Rung.RAISER)


def clinicians(found: Iterable[Asked]) -> list[Asked]:
    return [a for a in found if a.rung != Rung.COORDINATOR]


def alarms_needless(episode: RiskEpisode, among: Sequence[AlarmStatus]) -> None:
    """Stop attempts that are under way once somebody has answered: nobody is told for nothing."""
    Alarm.objects.filter(step__episode=episode, status__in=among).update(
        status=AlarmStatus.NEEDLESS
    )


def sign_offs_fall(episode: RiskEpisode) -> None:
    """What was asked to be signed falls when the risk is raised again: it was another risk then."""
    SignOff.objects.filter(episode=episode, status=SignOffStatus.ASKED).update(
        status=SignOffStatus.FALLEN
    )
