"""From what is recorded to the chain that cannot be dropped."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases.actions.writing import _touched
from sukoon.cases.models import Case, Entry, Task
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core.access import Actor, require_system
from sukoon.risk import actions as risk
from sukoon.risk import queries as risks
from sukoon.risk.definitions import book
from sukoon.risk.models import RiskEpisode
from sukoon.risk.words import Trigger

# A word of risk that nobody has answered for is asked again within this.
ASK_WITHIN = timedelta(hours=4)


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
