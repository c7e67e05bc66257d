"""Walks that were walked on a phone: the risk that a walk tells at once, itself when it is paused, and done.

What the worker was shown is what is kept, also where this server has a newer pack meanwhile: a walk
is a fact. It is walked here once more, and a risk that either engine sees is followed. A walk may be
gone on with here and there: each says what it went on from, and where somebody else went on from the
same, both are kept, each as a walk of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from sukoon.audit.events import emit
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.problems import CaseClosed
from sukoon.cases.words import EntryKind, Source
from sukoon.core import clock
from sukoon.core.access import Actor, require
from sukoon.core.permissions import Permission
from sukoon.pathways.actions.walking import _check
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.kept import document, edition_of, inputs_of
from sukoon.pathways.levels import TOLD_LEVEL, level_so_far
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
    """A walk as a phone tells it. `risks`: what was told at once, by level, and in which operation.

    `base`: the edition that the phone went on from; empty where it began the walk itself.
    """

    pathway: str
    version: str
    checksum: str
    inputs: Inputs
    shown: Outcome
    decisions: Sequence[Decision]
    begun_at: datetime
    risks: Mapping[str, UUID] = field(default_factory=dict)
    base: str = ""


@dataclass(frozen=True, slots=True)
class Paused:
    """A walk that was left for later on a phone."""

    pathway: str
    inputs: Inputs
    begun_at: datetime
    risks: Mapping[str, UUID] = field(default_factory=dict)
    base: str = ""


@transaction.atomic
def tell_risk(
    *, by: Actor, case: Case, pathway: str, level: str, operation_id: UUID, happened_at: datetime
) -> None:
    """Open or feed the case's risk episode for what an answer of a walk told."""
    require(by, Permission.CASE_WRITE, case.scope)
    _raise(by, case, level, happened_at, operation_id)
    emit("walk.told_risk", subject=case.pk, by=by, pathway=pathway[:20])


@transaction.atomic
def pause(
    *, by: Actor, case: Case, walk_id: UUID, paused: Paused, happened_at: datetime,
    operation_id: UUID,
) -> Walk:  # fmt: skip
    """Keep a walk as far as it was walked on a phone, to go on with here or there.

    Raises CaseClosed.
    """
    require(by, Permission.CASE_WRITE, case.scope)
    if not case.is_open:
        raise CaseClosed
    told = definition(paused.pathway)
    walk = _same(by, case, walk_id, paused.base)
    new, before = walk is None, _level_of(walk)
    if walk is None:
        walk = Walk(
            id=_free(by, walk_id, operation_id), case=case, pathway=paused.pathway,
            started_by_id=by.id, started_at=min(paused.begun_at, happened_at, clock.now()),
        )  # fmt: skip
    else:
        walk.version += 1
    walk.pathway_version, walk.checksum = told.version, told.checksum
    walk.body = document(paused.inputs, str(operation_id))
    walk.save(force_insert=new)
    ours = run(shelf().library, walk.pathway, paused.inputs)
    _follow(by, case, paused.risks, [ours], happened_at, before)
    emit("walk.paused", subject=walk.pk, by=by, pathway=walk.pathway)
    return walk


@transaction.atomic
def leave_paused(*, by: Actor, case: Case, walk_id: UUID, base: str) -> bool:
    """Leave a walk that a phone will not finish. What somebody else went on with stays; says which."""
    require(by, Permission.CASE_WRITE, case.scope)
    walk = _same(by, case, walk_id, base)
    if walk is not None:
        walk.status, walk.finished_at, walk.version = WalkStatus.LEFT, clock.now(), walk.version + 1
        walk.body = document(Inputs())
        walk.save()
    emit("walk.left", subject=walk_id, by=by)
    return walk is not None


def _same(by: Actor, case: Case, walk_id: UUID, base: str) -> Walk | None:
    """Return the walk under way that is still what a phone went on from: itself, or the one that
    stands beside it since two went on from the same."""
    for pk in (walk_id, _beside(walk_id, by.id)):
        walk = Walk.objects.select_for_update().filter(pk=pk, case=case).first()
        if walk is not None and walk.under_way and edition_of(walk) == base:
            return walk
    return None


def _beside(walk_id: UUID, account_id: UUID) -> UUID:
    """Return the id of the walk that one worker's phone keeps beside another's going on."""
    return uuid5(walk_id, str(account_id))


def _free(by: Actor, walk_id: UUID, operation_id: UUID) -> UUID:
    """Return the first id under which nothing is kept yet: nobody's walk is written over."""
    wanted = (walk_id, _beside(walk_id, by.id))
    taken = set(Walk.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return next((pk for pk in wanted if pk not in taken), operation_id)


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
    walk = _same(by, case, walk_id, walked.base)
    new, before = walk is None, _level_of(walk)
    if walk is None:
        walk = Walk(
            id=_free(by, walk_id, entry.pk), case=case, pathway=walked.pathway, started_by_id=by.id,
            started_at=min(walked.begun_at, happened_at, clock.now()),
        )  # fmt: skip
    walk.status, walk.entry_id, walk.finished_at = WalkStatus.FINISHED, entry.pk, clock.now()
    walk.pathway_version, walk.checksum = walked.version, walked.checksum
    walk.body, walk.version = document(walked.inputs), walk.version + (0 if new else 1)
    walk.save(force_insert=new)
    seen = [o for o in (ours, walked.shown) if o is not None]
    _follow(by, case, walked.risks, seen, happened_at, before)
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


def _level_of(walk: Walk | None) -> str:
    """Return the level that a walk under way told already, wherever it was walked so far."""
    known = walk is not None and walk.pathway in shelf().definitions
    return level_so_far(walk.pathway, inputs_of(walk)) if walk is not None and known else ""


def _follow(
    by: Actor, case: Case, told: Mapping[str, UUID], seen: Sequence[Outcome],
    happened_at: datetime, before: str,
) -> None:  # fmt: skip
    """Follow the gravest risk of either engine; what was told at once, or `before`, is not told twice."""
    levels = [o.risk_level for o in seen if o.risk_level]
    levels += [TOLD_LEVEL for o in seen if "suicide" in o.risk]
    if not levels:
        return
    level = max(levels, key=lambda code: level_of(code).rank)
    if level != before:
        _raise(by, case, level, happened_at, told.get(level))


def _raise(
    by: Actor, case: Case, level: str, happened_at: datetime, operation_id: UUID | None
) -> None:
    risks.raise_risk(
        by=by, trigger=Trigger.PATHWAY, level=level, scope=case.scope, case_id=case.pk,
        case_code=case.code, person_id=case.person_id, happened_at=happened_at,
        entry_id=operation_id, synthetic=case.is_synthetic,
    )  # fmt: skip
