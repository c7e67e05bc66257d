"""From what is recorded to the chain that cannot be dropped."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sukoon.audit.events import emit
from sukoon.cases.actions.writing import When, _touched, _write
from sukoon.cases.models import Case, Entry, Task
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core.access import Actor, require_system
from sukoon.risk import actions as risk
from sukoon.risk import queries as risks
from sukoon.risk.definitions import book
from sukoon.risk.models import RiskEpisode, RiskStep
from sukoon.risk.rules import level_of
from sukoon.risk.words import StepKind, Trigger

# A word of risk that nobody has answered for is asked again within this.
ASK_WITHIN = timedelta(hours=4)
REACHED = "reached"


def _raise(case: Case, entry: Entry, *, trigger: Trigger, by: Actor, level: str = "") -> None:
    """Open or feed the case's risk episode, in the transaction of what told of it."""
    episode = risk.raise_risk(
        by=by, trigger=trigger, level=level or book().triggers[trigger], scope=case.scope,
        case_id=case.pk, case_code=case.code, person_id=case.person_id, entry_id=entry.pk,
        happened_at=entry.happened_at, synthetic=case.is_synthetic,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(risk_level=episode.level)
    case.risk_level = episode.level


def _risk_of_entry(case: Case, entry: Entry, values: Mapping[str, object], *, by: Actor) -> None:
    """Follow a risk that a worker told of."""
    if entry.kind == EntryKind.RISK and values.get("level") not in {None, "none"}:
        _raise(case, entry, trigger=Trigger.WORKER, level=str(values["level"]), by=by)


def _look_for_risk(
    case: Case, entry: Entry, texts: Sequence[str], *, answered: bool | None, by: Actor
) -> None:
    """Follow words of risk: with a yes an episode, without an answer a task that asks."""
    if answered:
        _raise(case, entry, trigger=Trigger.WORDS, by=by)
    elif answered is None and any(risks.words_of_risk(text) for text in texts):
        Task.objects.create(
            case=case, kind=TaskKind.RISK_QUESTION, what="", owner_id=case.owner_id,
            due_at=entry.recorded_at + ASK_WITHIN, about_id=entry.pk,
        )  # fmt: skip
        _touched(case)


# What is done about a risk and belongs into the record of care, too. No word of its notes goes along.
TOLD = (
    StepKind.ACKNOWLEDGED, StepKind.HANDED_OVER, StepKind.CONTACT, StepKind.PLANNED,
    StepKind.LEVEL_RAISED, StepKind.LOWERED, StepKind.CLOSED,
)  # fmt: skip


@transaction.atomic
def note_risk(*, by: Actor, episode_id: UUID) -> int:
    """Keep in a case what was done about its risk, each step once; say how many were new.

    An entry bears the id, the author and the time of its step. One that reached the person is a
    contact of the case.
    """
    require_system(by)
    episode = RiskEpisode.objects.filter(pk=episode_id).exclude(case_id=None).first()
    case = (
        Case.objects.select_for_update().filter(pk=str(episode.case_id)).first()
        if episode
        else None
    )
    if episode is None or case is None:
        return 0
    steps = list(episode.steps.filter(kind__in=TOLD))
    known = set(Entry.objects.filter(pk__in=[s.pk for s in steps]).values_list("pk", flat=True))
    fresh = [s for s in steps if s.pk not in known]
    for step in fresh:
        kind = EntryKind.SAFETY_PLAN if step.kind == StepKind.PLANNED else EntryKind.RISK
        document = {"said": _said(step), "episode": str(episode.pk)}
        when = When(step.happened_at, step.at)
        _write(case, kind, document, when, by=Actor(step.by_id, "risk"), entry_id=step.pk)
        reached = step.kind == StepKind.CONTACT and step.item == REACHED
        _touched(case, contact_at=step.happened_at if reached else None)
    emit("case.risk_noted", subject=case.pk, by=by, entries=len(fresh))
    return len(fresh)


def _said(step: RiskStep) -> dict[str, str]:
    """Return what a step is called in each language, with its level where that moved."""
    found = {}
    for language in ("en", "ur"):
        with override(language):
            told = str(step.get_kind_display())
            if step.kind == StepKind.CONTACT:
                told += ": " + (_("reached") if step.item == REACHED else _("not reached"))
            elif step.kind in {StepKind.LOWERED, StepKind.LEVEL_RAISED}:
                told += ": " + level_of(book().levels, step.level).label(language)
        found[language] = told
    return found


@transaction.atomic
def follow_risk(*, by: Actor, episode_id: UUID) -> None:
    """Copy the level of a case's open risk to the case, after the episode moved."""
    require_system(by)
    episode = RiskEpisode.objects.filter(pk=episode_id).exclude(case_id=None).first()
    if episode is None:
        return
    case = Case.objects.select_for_update().filter(pk=str(episode.case_id)).first()
    if case is None:
        return
    found = risks.open_for_case(case.pk)
    level = found.level if found and case.is_open else ""
    if case.risk_level != level:
        Case.objects.filter(pk=case.pk).update(risk_level=level)
        emit("case.risk_followed", subject=case.pk, by=by)
