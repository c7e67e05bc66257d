"""How an episode moves: a step is a row; the episode is a copy, changed under a lock. For actions."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sukoon.core.access import Actor, Scope
from sukoon.risk import rules
from sukoon.risk.definitions import book
from sukoon.risk.ladder import Asked, ladder
from sukoon.risk.models import RiskEpisode, RiskStep
from sukoon.risk.problems import NoteTooLong
from sukoon.risk.rules import Level, State
from sukoon.risk.words import EpisodeStatus, Rung, StepKind

MOST_NOTE = 10_000


def locked(episode: RiskEpisode) -> RiskEpisode:
    """Return the episode as it is now, and let nobody else change it until we are done."""
    return RiskEpisode.objects.select_for_update().get(pk=episode.pk)


def level_of(code: str) -> Level:
    return rules.level_of(book().levels, code)


def write_step(
    episode: RiskEpisode, kind: StepKind, *, by: Actor, now: datetime,
    happened_at: datetime | None = None, note: str = "", **told: object,
) -> RiskStep:  # fmt: skip
    """Keep one step, as the episode is after it."""
    if len(note) > MOST_NOTE:
        raise NoteTooLong(most=MOST_NOTE)
    return RiskStep.objects.create(
        episode=episode, kind=kind, by_id=by.id, at=now, happened_at=happened_at or now,
        status=episode.status, level=episode.level, note=note.strip(), **told,
    )  # fmt: skip


def state_of(episode: RiskEpisode) -> State:
    return State(
        status=EpisodeStatus(episode.status), raised_at=episode.raised_at,
        happened_at=episode.happened_at,
        asked_at=episode.asked_at, contacted_at=episode.contacted_at,
        planned_at=episode.planned_at,
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


def first_asked(
    scope: Scope, *, now: datetime, raiser_id: UUID, known_id: UUID | None = None
) -> Asked:
    """Return who owns a risk: on duty, or leading; nobody there, who raised it.

    `known_id` knows the person already, and stays the owner while they can be asked at all. A
    coordinator sees codes only and never owns a person's risk.
    """
    found = clinicians(ladder(scope, now=now))
    found.sort(key=lambda a: a.account_id != known_id)
    return found[0] if found else Asked(raiser_id, Rung.RAISER)


def clinicians(found: Iterable[Asked]) -> list[Asked]:
    return [a for a in found if a.rung != Rung.COORDINATOR]
