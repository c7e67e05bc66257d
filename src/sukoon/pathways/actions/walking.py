"""Walking a pathway for a case: begin, answer, go back, finish. A risk is raised at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.problems import CaseClosed
from sukoon.cases.words import EntryKind
from sukoon.core import clock
from sukoon.core.access import Actor, holds, require
from sukoon.core.permissions import Permission
from sukoon.core.problems import ChangedMeanwhile
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.kept import document, inputs_of
from sukoon.pathways.levels import TOLD_LEVEL
from sukoon.pathways.models import Walk
from sukoon.pathways.problems import (
    AdviceNeedsReason,
    AnswerRefused,
    MedicineBlocked,
    NotAskedNow,
    OverrideRefused,
    WalkNotOver,
    WalkOver,
)
from sukoon.pathways.rules.back import gone_back
from sukoon.pathways.rules.decisions import Decision, Fault, refused
from sukoon.pathways.rules.engine import Inputs, Outcome, Status, run
from sukoon.pathways.summaries import entry_values
from sukoon.pathways.telling import read_inputs
from sukoon.pathways.words import WalkStatus
from sukoon.risk import actions as risks
from sukoon.risk.words import Trigger


@transaction.atomic
def begin(*, by: Actor, case: Case, pathway: str, facts: Mapping[str, Any], text: str = "") -> Walk:
    """Begin a walk with what is known. Risk words in the complaint raise a risk at once."""
    require(by, Permission.CASE_WRITE, case.scope)
    if not case.is_open:
        raise CaseClosed
    told = definition(pathway)
    inputs = read_inputs({"facts": dict(facts), "text": text.strip()[:2000]})
    walk = Walk(
        case=case, pathway=pathway, pathway_version=told.version, checksum=told.checksum,
        started_by_id=by.id, started_at=clock.now(), body=document(inputs),
    )  # fmt: skip
    walk.save(force_insert=True)
    _follow_risk(by, walk, None, run(shelf().library, pathway, inputs))
    emit("walk.begun", subject=walk.pk, by=by, pathway=pathway)
    return walk


@transaction.atomic
def answer(
    *, by: Actor, walk: Walk, question: str, value: object, version: int, to: str = "",
    reason: str = "",
) -> Outcome:  # fmt: skip
    """Answer the question that is asked; `to` goes another way than the pack, for a reason.

    Raises AnswerRefused, NotAskedNow, OverrideRefused, WalkOver, ChangedMeanwhile.
    """
    require(by, Permission.CASE_WRITE, walk.scope)
    walk = _locked(walk, version)
    before = inputs_of(walk)
    was = run(shelf().library, walk.pathway, before)
    if was.asking != question:
        raise NotAskedNow
    routes = {**before.routes, question: (to, reason)} if to else before.routes
    inputs = Inputs(before.facts, {**before.answers, question: value}, routes, before.texts)
    outcome = run(shelf().library, walk.pathway, inputs)
    if outcome.status is Status.REFUSED:
        raise OverrideRefused if to else AnswerRefused
    _keep(walk, inputs)
    _follow_risk(by, walk, was, outcome)
    emit("walk.answered", subject=walk.pk, by=by, question=question)
    return outcome


@transaction.atomic
def go_back(*, by: Actor, walk: Walk, version: int, to: str = "") -> Outcome:
    """Take back the last answer, or all from one question on; what was known of that is asked then.

    A raised risk stays raised.
    """
    require(by, Permission.CASE_WRITE, walk.scope)
    walk = _locked(walk, version)
    inputs = inputs_of(walk)
    less = gone_back(run(shelf().library, walk.pathway, inputs), inputs, to)
    _keep(walk, less)
    emit("walk.gone_back", subject=walk.pk, by=by)
    return run(shelf().library, walk.pathway, less)


@transaction.atomic
def finish(
    *, by: Actor, walk: Walk, version: int, decisions: Sequence[Decision], happened_at: datetime,
    question: str = "",
) -> Walk:  # fmt: skip
    """Write what came of the walk into the case; with a question it goes to the supervisor as well.

    What is blocked cannot be taken.

    Raises WalkNotOver, AdviceNeedsReason, MedicineBlocked.
    """
    require(by, Permission.CASE_WRITE, walk.scope)
    walk = _locked(walk, version)
    inputs = inputs_of(walk)
    outcome = run(shelf().library, walk.pathway, inputs)
    _check(outcome, decisions)
    entry = cases.record_entry(
        by=by, case=walk.case, kind=EntryKind.WALK, happened_at=happened_at, risk_answered=False,
        values=entry_values(shelf(), walk.pathway_version, inputs, outcome, decisions),
    )  # fmt: skip
    walk.status, walk.entry_id, walk.finished_at = WalkStatus.FINISHED, entry.pk, clock.now()
    if question.strip() and holds(by, Permission.SUPERVISION_ASK):
        walk.question, walk.asked_by_id = question.strip()[:4000], by.id
    _keep(walk, inputs)
    emit("walk.finished", subject=walk.pk, by=by, pathway=walk.pathway, entry=str(entry.pk))
    return walk


@transaction.atomic
def leave(*, by: Actor, walk: Walk, version: int) -> Walk:
    """Leave a walk that will not be finished; its answers are emptied, a raised risk stays."""
    require(by, Permission.CASE_WRITE, walk.scope)
    walk = _locked(walk, version)
    walk.status, walk.finished_at = WalkStatus.LEFT, clock.now()
    _keep(walk, Inputs())
    emit("walk.left", subject=walk.pk, by=by)
    return walk


def _locked(walk: Walk, version: int) -> Walk:
    locked = Walk.objects.select_for_update().select_related("case").get(pk=walk.pk)
    if not locked.under_way:
        raise WalkOver
    if locked.version != version:
        raise ChangedMeanwhile
    locked.version += 1
    told = definition(locked.pathway)  # a pack changed meanwhile: the walk goes on in what is now
    locked.pathway_version, locked.checksum = told.version, told.checksum
    return locked


def _keep(walk: Walk, inputs: Inputs) -> None:
    walk.body = document(inputs)
    walk.save()


def _follow_risk(by: Actor, walk: Walk, was: Outcome | None, now: Outcome) -> None:
    """Open or feed the case's risk episode as soon as an answer tells of a risk to life."""
    before = (was.risk, was.risk_level) if was else ((), "")
    told = "suicide" in now.risk and "suicide" not in before[0]
    if now.risk_level and now.risk_level != before[1]:
        level: str = now.risk_level
    elif told:
        level = TOLD_LEVEL
    else:
        return
    case = walk.case
    risks.raise_risk(
        by=by, trigger=Trigger.PATHWAY, level=level, scope=case.scope, case_id=case.pk,
        case_code=case.code, person_id=case.person_id, happened_at=clock.now(),
        synthetic=case.is_synthetic,
    )  # fmt: skip


def _check(outcome: Outcome, decisions: Sequence[Decision]) -> None:
    for wrong in refused(shelf().library, outcome, decisions):
        if wrong.fault is Fault.NOT_ENDED:
            raise WalkNotOver
        if wrong.fault is Fault.BLOCKED:
            raise MedicineBlocked(medicine=wrong.about)
        raise AdviceNeedsReason(about=wrong.about)
