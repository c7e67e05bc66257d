"""One episode in detail: its history with every attempt, its checklist, its plan, its people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.roles import roles
from sukoon.core.access import SYSTEM, Actor
from sukoon.core.permissions import Permission
from sukoon.risk.definitions import Item, book
from sukoon.risk.models import Alarm, RiskEpisode, RiskStep, SafetyPlan
from sukoon.risk.rules import level_of
from sukoon.risk.words import StepKind


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words: what, by whom, about whom, and what became of each attempt to tell them."""

    step: RiskStep
    by: str
    target: str
    about: str
    alarms: Sequence[Alarm]


def names(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return what accounts are called. Staff only: no person in care has an account."""
    wanted = {pk for pk in ids if pk}
    return {u.pk: str(u) for u in User.objects.filter(pk__in=wanted)}


def history(episode: RiskEpisode) -> list[Line]:
    """Return everything that was done, the latest first. Two queries, and one for the names."""
    steps = list(episode.steps.prefetch_related("alarms"))[::-1]
    known = names([s.by_id for s in steps] + [s.target_id for s in steps])
    return [
        Line(
            step,
            "" if step.by_id == SYSTEM.id else known.get(step.by_id, ""),
            known.get(step.target_id, "") if step.target_id else "",
            _about(step, get_language() or "en"),
            list(step.alarms.all()),
        )
        for step in steps
    ]


def _about(step: RiskStep, language: str) -> str:
    """Return what a step's code is called: an action, a level, a reason, whether one was reached."""
    here, kind = book(), StepKind(step.kind)
    if kind in {StepKind.CHECKED, StepKind.UNCHECKED} and step.item in here.items:
        return here.items[step.item].label(language)
    if kind in {StepKind.LOWER_ASKED, StepKind.LOWERED} and step.item in here.levels:
        return here.levels[step.item].label(language)
    if kind in {StepKind.RAISED, StepKind.FED, StepKind.LEVEL_RAISED}:
        return level_of(here.levels, step.level).label(language)
    if kind in {StepKind.CLOSE_ASKED, StepKind.CLOSED} and step.item in here.reasons:
        return here.reasons[step.item].label(language)
    if kind == StepKind.CONTACT:
        return _("reached") if step.item == "reached" else _("not reached")
    return ""


def checklist(episode: RiskEpisode, lines: Iterable[Line]) -> list[tuple[Item, Line | None]]:
    """Return the immediate actions of the level, each with the tick that stands, if any."""
    ticks: dict[str, Line | None] = {}
    for line in lines:  # the latest first: it decides
        if line.step.kind in {StepKind.CHECKED, StepKind.UNCHECKED}:
            done = line.step.kind == StepKind.CHECKED
            ticks.setdefault(line.step.item, line if done else None)
    here = book()
    asked = level_of(here.levels, episode.level).checklist
    also = [code for code, tick in ticks.items() if tick and code not in asked]
    return [(here.items[c], ticks.get(c)) for c in (*asked, *also) if c in here.items]


def latest_plan(episode: RiskEpisode) -> SafetyPlan | None:
    """Return the plan in force with its parts."""
    return episode.plans.prefetch_related("parts").first()


def who_can_take(by: Actor, episode: RiskEpisode) -> list[User]:
    """Return who could take an episode over: those of its team who may act on a risk."""
    codes = [c for c, role in roles().items() if Permission.RISK_ACT in role.permissions]
    held = RoleAssignment.objects.filter(role__in=codes, org_id=episode.org_id)
    found = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return list(found.exclude(pk=by.id).order_by("full_name", "email"))
