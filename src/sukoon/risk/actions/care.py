"""What is done with the person: immediate actions, contacts, the safety plan."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require_holds
from sukoon.core.permissions import Permission
from sukoon.risk.definitions import book
from sukoon.risk.models import RiskContact, RiskEpisode, RiskStep, SafetyPlan, SafetyPlanPart
from sukoon.risk.moving import checked_note, keep_care, locked, move, write_step
from sukoon.risk.problems import (
    EpisodeClosed,
    ItemNeedsWords,
    ItemUnknown,
    PlanEmpty,
    SectionUnknown,
)
from sukoon.risk.reach import require_reach
from sukoon.risk.words import ContactChannel, ContactWith, EpisodeStatus, StepKind


@transaction.atomic
def check_item(*, by: Actor, episode: RiskEpisode, item: str, said: str = "") -> RiskStep:
    """Tick an immediate action, with who or what where the pack asks for it.

    Whoever raised the risk may be with the person: they can tick too.
    """
    require_holds(by, Permission.RISK_RAISE)
    require_reach(by, Permission.RISK_RAISE, episode)
    now, kept = clock.now(), _open(episode)
    asked = book().items.get(item)
    if asked is None:
        raise ItemUnknown
    if asked.needs and not said.strip():
        raise ItemNeedsWords
    step = write_step(kept, StepKind.CHECKED, by=by, now=now, item=item, note=said)
    emit("risk.item_checked", subject=kept.pk, by=by)
    return step


@transaction.atomic
def uncheck_item(*, by: Actor, episode: RiskEpisode, item: str) -> RiskStep:
    """Take a tick back; both stay in the history."""
    require_holds(by, Permission.RISK_RAISE)
    require_reach(by, Permission.RISK_RAISE, episode)
    now, kept = clock.now(), _open(episode)
    if item not in book().items:
        raise ItemUnknown
    step = write_step(kept, StepKind.UNCHECKED, by=by, now=now, item=item)
    emit("risk.item_unchecked", subject=kept.pk, by=by)
    return step


@transaction.atomic
def record_contact(
    *,
    by: Actor,
    episode: RiskEpisode,
    channel: ContactChannel,
    whom: ContactWith,
    reached: bool,
    happened_at: datetime,
    has_concern: bool = False,
    note: str = "",
) -> RiskContact:
    """Keep a contact, or a try at one. One that reached somebody who counts stops the clock.

    A contact before the last sign of risk stops nothing. Raises EpisodeClosed.
    """
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    now, kept = clock.now(), _open(episode)
    happened_at = min(happened_at, now)
    contact = RiskContact.objects.create(
        episode=kept, happened_at=happened_at, at=now, by_id=by.id, channel=channel, whom=whom,
        reached=reached, has_concern=has_concern, note=checked_note(note),
    )  # fmt: skip
    counts = reached and whom in book().contact_counts and happened_at >= kept.happened_at
    if counts:
        kept.contacted_at = max(kept.contacted_at or happened_at, happened_at)
    move(kept, EpisodeStatus(kept.status), now=now)
    write_step(
        kept, StepKind.CONTACT, by=by, now=now, happened_at=happened_at, note=note,
        item="reached" if reached else "not_reached",
    )  # fmt: skip
    keep_care(kept)
    emit("risk.contact_recorded", subject=kept.pk, by=by, reached=int(reached))
    return contact


@transaction.atomic
def keep_plan(
    *,
    by: Actor,
    episode: RiskEpisode,
    language: str,
    parts: Mapping[str, str],
    copy_given: bool = False,
) -> SafetyPlan:
    """Keep a new version of the safety plan. Raises SectionUnknown, PlanEmpty, EpisodeClosed."""
    require_holds(by, Permission.RISK_ACT)
    require_reach(by, Permission.RISK_ACT, episode)
    now, kept = clock.now(), _open(episode)
    if parts.keys() - book().sections.keys():
        raise SectionUnknown
    told = {section: checked_note(text) for section, text in parts.items() if text.strip()}
    if not told:
        raise PlanEmpty
    plan = SafetyPlan.objects.create(
        episode=kept, at=now, by_id=by.id, language=language, copy_given=copy_given
    )
    for section, text in told.items():
        SafetyPlanPart.objects.create(plan=plan, section=section, text=text)
    kept.planned_at = now
    move(kept, EpisodeStatus(kept.status), now=now)
    write_step(kept, StepKind.PLANNED, by=by, now=now)
    keep_care(kept)
    emit("risk.plan_kept", subject=kept.pk, by=by, parts=len(told))
    return plan


@transaction.atomic
def note_plan_printed(*, by: Actor, plan: SafetyPlan) -> None:
    """Say that a plan left the platform on paper."""
    require_holds(by, Permission.RISK_VIEW)
    require_reach(by, Permission.RISK_VIEW, plan.episode)
    write_step(plan.episode, StepKind.PRINTED, by=by, now=clock.now())
    emit("risk.plan_printed", subject=plan.episode_id, by=by)


def _open(episode: RiskEpisode) -> RiskEpisode:
    kept = locked(episode)
    if not kept.is_open:
        raise EpisodeClosed
    return kept
