"""Walks that were walked on a phone: the risk that a walk tells at once, and the walk when it is done.

What the worker was shown is what is kept, also where this server has a newer pack meanwhile: a walk
is a fact. It is walked here once more, and a risk that either engine sees is followed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sukoon.audit.events import emit
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.words import EntryKind, Source
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.permissions import Permission
from sukoon.pathways.actions.walking import TOLD_LEVEL, _check, _document
from sukoon.pathways.definitions import shelf
from sukoon.pathways.models import Walk
from sukoon.pathways.problems import MedicineBlocked
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.rules.engine import Inputs, Outcome, run
from sukoon.pathways.summaries import entry_values
from sukoon.pathways.telling import outcome_as_dict
from sukoon.pathways.words import WalkStatus
from sukoon.risk import actions as risks
from sukoon.risk.moving import level_of
from sukoon.risk.words import Trigger


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk as a phone tells it. `risks`: what was told at once, by level, and in which operation."""

    pathway: str
    version: str
    checksum: str
    inputs: Inputs
    shown: Outcome
    decisions: Sequence[Decision]
    begun_at: datetime
    risks: Mapping[str, UUID] = field(default_factory=dict)


@transaction.atomic
def tell_risk(
    *, by: Actor, case: Case, pathway: str, level: str, operation_id: UUID, happened_at: datetime
) -> None:
    """Open or feed the case's risk episode for what an answer of a walk told."""
    require(by, Permission.CASE_WRITE, case.scope)
    _raise(by, case, level, happened_at, operation_id)
    emit("walk.told_risk", subject=case.pk, by=by, pathway=pathway[:20])


@transaction.atomic
def take_in(
    *, by: Actor, case: Case, walk_id: UUID, walked: Walked, happened_at: datetime,
    entry_id: UUID | None = None,
) -> Walk:  # fmt: skip
    """Keep a finished walk in the case. What is blocked cannot be taken.

    Raises CaseClosed, HappenedWrong, AdviceNeedsReason, MedicineBlocked, WalkNotOver.
    """
    require(by, Permission.CASE_WRITE, case.scope)
    ours = _ours(walked)
    same = ours is not None and outcome_as_dict(ours) == outcome_as_dict(walked.shown)
    outcome = ours if ours is not None and same else walked.shown
    if same:
        _check(outcome, walked.decisions)
    else:
        _check_shown(outcome, walked.decisions)
    values = entry_values(shelf(), walked.version, walked.inputs, outcome, walked.decisions)
    if not same:
        note = _("Walked on a phone with another version of the guide than the one here now.")
        values["differed"] = "\n".join(filter(None, [note, str(values.get("differed", ""))]))
    entry = cases.record_entry(
        by=by, case=case, kind=EntryKind.WALK, happened_at=happened_at, risk_answered=False,
        values=values, source=Source.PHONE, entry_id=entry_id,
    )  # fmt: skip
    walk = Walk(
        id=walk_id, case=case, pathway=walked.pathway, pathway_version=walked.version,
        checksum=walked.checksum, started_by_id=by.id, status=WalkStatus.FINISHED,
        started_at=min(walked.begun_at, happened_at, clock.now()), finished_at=clock.now(),
        entry_id=entry.pk, body=_document(walked.inputs),
    )  # fmt: skip
    walk.save(force_insert=True)
    _follow(by, case, walked, [o for o in (ours, walked.shown) if o is not None], happened_at)
    emit("walk.finished", subject=walk.pk, by=by, pathway=walk.pathway, entry=str(entry.pk))
    return walk


def _ours(walked: Walked) -> Outcome | None:
    """Walk it here; None where there is no such pathway any more."""
    if walked.pathway not in shelf().definitions:
        return None
    return run(shelf().library, walked.pathway, walked.inputs)


def _check_shown(shown: Outcome, decisions: Sequence[Decision]) -> None:
    """Where the packs differ only what was shown to be blocked can be said to have been."""
    blocked = {m.medicine for m in shown.medicines if m.status == "blocked"}
    for one in decisions:
        if one.taken and one.medicine in blocked:
            raise MedicineBlocked(medicine=one.medicine)


def _follow(
    by: Actor, case: Case, walked: Walked, seen: Sequence[Outcome], happened_at: datetime
) -> None:
    """Follow the gravest risk of either engine; what was told at once is not told twice."""
    levels = [o.risk_level for o in seen if o.risk_level]
    levels += [TOLD_LEVEL for o in seen if "suicide" in o.risk]
    if levels:
        level = max(levels, key=lambda code: level_of(code).rank)
        _raise(by, case, level, happened_at, walked.risks.get(level))


def _raise(
    by: Actor, case: Case, level: str, happened_at: datetime, operation_id: UUID | None
) -> None:
    risks.raise_risk(
        by=by, trigger=Trigger.PATHWAY, level=level, scope=case.scope, case_id=case.pk,
        case_code=case.code, person_id=case.person_id, happened_at=happened_at,
        entry_id=operation_id, synthetic=case.is_synthetic,
    )  # fmt: skip
