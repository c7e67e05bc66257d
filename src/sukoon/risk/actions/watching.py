"""What the platform itself does when nobody answered in time. Only on its own timer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core.access import Actor, Scope, require_system
from sukoon.people.same import ever_one
from sukoon.risk import rules
from sukoon.risk.definitions import book
from sukoon.risk.ladder import active, ladder
from sukoon.risk.models import OPEN, RiskEpisode
from sukoon.risk.moving import (
    ask,
    clinicians,
    first_asked,
    keep_care,
    level_of,
    wait_for,
    write_step,
)
from sukoon.risk.rules import Asked
from sukoon.risk.words import EpisodeStatus, NextStep, Rung, StepKind


@transaction.atomic
def watch_one(*, by: Actor, episode_id: UUID, now: datetime) -> bool:
    """Ask the next one about an episode whose moment has come; say whether anything was done.

    It looks at the locked row: whoever answered meanwhile is not passed over.
    """
    require_system(by)
    kept = RiskEpisode.objects.select_for_update().filter(pk=episode_id).first()
    if kept is None or not kept.is_open:
        return False
    if _owner_left(kept, by=by, now=now):
        keep_care(kept)
        emit("risk.escalated", subject=kept.pk, by=by, owner_left=1)
        return True
    if _clock_jumped(kept, by=by, now=now):
        keep_care(kept)
        emit("risk.clock_set", subject=kept.pk, by=by)
    if kept.watch_at is None or kept.watch_at > now:
        return False
    count = kept.escalations
    _escalate(kept, by=by, now=now)
    keep_care(kept)
    emit("risk.escalated", subject=kept.pk, by=by, time=count + 1)
    return True


@transaction.atomic
def follow_case(*, by: Actor, case_id: UUID, scope: Scope, now: datetime) -> None:
    """Let the open risk of a case go where its case went: a new carer, another team.

    Another team must acknowledge it by name: nothing is dropped between two teams.
    """
    require_system(by)
    kept = RiskEpisode.objects.select_for_update().filter(OPEN, case_id=case_id).first()
    if kept is None or (kept.carer_id, kept.org_id) == (scope.owner_id, scope.org_id):
        emit("risk.case_followed", subject=case_id, by=by, changed=0)
        return
    moved = kept.org_id != scope.org_id
    kept.carer_id, kept.org_id, kept.area_path = scope.owner_id, scope.org_id, scope.area_path
    kept.save()
    if moved:
        _ask_the_team(kept, by=by, now=now)
        keep_care(kept)
    emit("risk.case_followed", subject=kept.pk, by=by, changed=1)


@transaction.atomic
def follow_person(*, by: Actor, person_id: UUID) -> int:
    """Follow two records that were found to be one person, or taken apart again; say how many risks.

    Who answers for a risk sees every record of its person. Each chain goes on as it is: nothing of
    it is joined, lowered or ended by a merge.
    """
    require_system(by)
    found = RiskEpisode.objects.select_for_update().filter(OPEN, person_id__in=ever_one(person_id))
    for episode in found:
        keep_care(episode)
    emit("risk.person_followed", subject=person_id, by=by, open=len(found))
    return len(found)


def _ask_the_team(kept: RiskEpisode, *, by: Actor, now: datetime) -> None:
    owner_id, kept.owner_id = kept.owner_id, None
    first = first_asked(kept, now=now, raiser_id=owner_id or kept.raised_by_id)
    wait_for(kept, first, now=now)
    step = write_step(
        kept, StepKind.HANDED_OVER, by=by, now=now, target_id=first.account_id, rung=first.rung
    )
    ask(step, now=now)


def _owner_left(kept: RiskEpisode, *, by: Actor, now: datetime) -> bool:
    """Let an episode wait for the next one when its owner's account was closed."""
    if kept.owner_id is None or active([kept.owner_id]):
        return False
    found = clinicians(ladder(kept.scope, now=now))
    if not found:
        return False  # there is nobody to own it: its clock goes on, and reaches the coordinator
    wait_for(kept, found[0], now=now)
    step = write_step(
        kept, StepKind.OWNER_LEFT, by=by, now=now, target_id=found[0].account_id,
        rung=found[0].rung,
    )  # fmt: skip
    ask(step, now=now)
    return True


def _clock_jumped(kept: RiskEpisode, *, by: Actor, now: datetime) -> bool:
    """Pull back a deadline that lies further ahead than it can."""
    if kept.due_at is None or kept.watch_at is None:
        return False
    right = rules.put_right(
        NextStep(kept.next_step), level_of(kept.level),
        due_at=kept.due_at, watch_at=kept.watch_at, now=now,
    )  # fmt: skip
    if right is None:
        return False
    kept.due_at, kept.watch_at = right
    # What a jumped clock wrote as past or present lies ahead now; later clocks begin here.
    kept.raised_at, kept.asked_at = min(kept.raised_at, now), min(kept.asked_at, now)
    kept.happened_at = min(kept.happened_at, now)
    kept.contacted_at = min(kept.contacted_at, now) if kept.contacted_at else None
    kept.save()
    write_step(kept, StepKind.CLOCK_SET, by=by, now=now)
    return True


def _escalate(kept: RiskEpisode, *, by: Actor, now: datetime) -> None:
    """Ask the next one, and set when the one after is asked."""
    found = _ladder(kept, now=now)
    chosen = rules.ask_next(
        found, asked=_asked_already(kept), escalations=kept.escalations,
        most=book().coordinator_after,
    )  # fmt: skip
    step = NextStep(kept.next_step)
    fresh = clinicians(chosen)
    if step == NextStep.ACKNOWLEDGE and len(chosen) == 1 and fresh:
        kept.owner_id = fresh[0].account_id
    kept.escalations = min(kept.escalations + 1, 32_000)
    kept.watch_at = now + rules.pause(step, level_of(kept.level))
    kept.save()
    for asked in chosen or [Asked(kept.owner_id or kept.raised_by_id, Rung.RAISER)]:
        told = write_step(
            kept, StepKind.ESCALATED, by=by, now=now, target_id=asked.account_id, rung=asked.rung
        )
        ask(told, now=now)


def _ladder(kept: RiskEpisode, *, now: datetime) -> list[Asked]:
    """Return who can be asked; of a step that is late, first whoever has acknowledged it."""
    found = ladder(kept.scope, now=now)
    if kept.status != EpisodeStatus.ACKNOWLEDGED or kept.owner_id is None:
        return found
    if not active([kept.owner_id]):
        return found
    rest = [a for a in found if a.account_id != kept.owner_id]
    return [Asked(kept.owner_id, Rung.DUTY), *rest]


def _asked_already(kept: RiskEpisode) -> frozenset[UUID]:
    """Return who was asked in this round: since it waits, or since the step is late."""
    since = kept.asked_at if kept.status == EpisodeStatus.WAITING else kept.due_at
    found = kept.steps.filter(at__gte=since).values_list("target_id", flat=True)
    return frozenset(pk for pk in found if pk)
