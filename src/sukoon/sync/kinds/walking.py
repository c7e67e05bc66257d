"""Walks of guided pathways, as operations: the risk they tell at once, paused, done; the stock seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from ninja import Field

from sukoon.core.access import Actor
from sukoon.core.operations import Kind
from sukoon.core.problems import InputInvalid
from sukoon.pathways import actions
from sukoon.pathways.definitions import shelf
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.telling import InputsWrong, read_inputs, read_outcome
from sukoon.pathways.words import StockLevel
from sukoon.sync.kinds.base import OperationPayload, Part, case_of, kind, said

MOST = 200


class WalkRisk(OperationPayload):
    case: UUID
    level: str = Field(max_length=20)
    pathway: str = Field("", max_length=20)


def tell_risk(by: Actor, told: WalkRisk) -> str:
    """Open or feed the case's risk episode for what an answer told."""
    actions.tell_risk(
        by=by, case=case_of(by, told.case), pathway=told.pathway, level=told.level,
        operation_id=told.operation_id, happened_at=told.happened_at,
    )  # fmt: skip
    return said(case=str(told.case))


class DecisionIn(Part):
    taken: bool
    step: str = Field("", max_length=60)
    medicine: str = Field("", max_length=60)
    reason: str = Field("", max_length=500)
    effects: list[str] = Field([], max_length=40)


class WalkDone(OperationPayload):
    case: UUID
    walk: UUID
    pathway: str = Field(max_length=20)
    version: str = Field(max_length=40)
    checksum: str = Field(max_length=64)
    inputs: dict[str, Any]
    shown: dict[str, Any]
    decisions: list[DecisionIn] = Field([], max_length=MOST)
    begun_at: datetime
    risks: dict[str, UUID] = {}
    base: str = Field("", max_length=40)


def keep_walk(by: Actor, told: WalkDone) -> str:
    """Keep a finished walk in its case."""
    try:
        walked = actions.Walked(
            pathway=told.pathway, version=told.version, checksum=told.checksum,
            inputs=read_inputs({"facts": {}, **told.inputs}), shown=read_outcome(told.shown),
            decisions=[Decision(d.taken, d.step, d.medicine, d.reason, tuple(d.effects)) for d in told.decisions],
            begun_at=told.begun_at, risks=told.risks, base=told.base,
        )  # fmt: skip
    except InputsWrong:
        raise InputInvalid(where="inputs, shown") from None
    walk = actions.take_in(
        by=by, case=case_of(by, told.case), walk_id=told.walk, walked=walked,
        happened_at=told.happened_at, entry_id=told.operation_id,
    )  # fmt: skip
    return said(walk=str(walk.pk), entry=str(walk.entry_id))


class WalkPaused(OperationPayload):
    case: UUID
    walk: UUID
    pathway: str = Field(max_length=20)
    inputs: dict[str, Any]
    begun_at: datetime
    risks: dict[str, UUID] = {}
    base: str = Field("", max_length=40)


def keep_paused(by: Actor, told: WalkPaused) -> str:
    """Keep a walk as far as it was walked; it is gone on with here or there."""
    if told.pathway not in shelf().definitions:
        raise InputInvalid(where="pathway")
    try:
        inputs = read_inputs({"facts": {}, **told.inputs})
    except InputsWrong:
        raise InputInvalid(where="inputs") from None
    paused = actions.Paused(told.pathway, inputs, told.begun_at, told.risks, told.base)
    walk = actions.pause(
        by=by, case=case_of(by, told.case), walk_id=told.walk, paused=paused,
        happened_at=told.happened_at, operation_id=told.operation_id,
    )  # fmt: skip
    return said(walk=str(walk.pk))


class WalkLeft(OperationPayload):
    case: UUID
    walk: UUID
    base: str = Field("", max_length=40)


def leave_walk(by: Actor, told: WalkLeft) -> str:
    """Leave a paused walk that will not be finished."""
    left = actions.leave_paused(
        by=by, case=case_of(by, told.case), walk_id=told.walk, base=told.base
    )
    return said(walk=str(told.walk), left=left)


class StockIn(OperationPayload):
    case: UUID
    seen: dict[str, StockLevel] = Field(max_length=MOST)


def see_stock(by: Actor, told: StockIn) -> str:
    """Keep which medicines were there, in the organisation that keeps the case."""
    case = case_of(by, told.case)
    if case.org_id is None:  # a worker without a team has no stock to speak of
        return said(count=0)
    count = actions.see_stock(
        by=by, org_id=case.org_id, seen=told.seen, on=localdate(told.happened_at)
    )
    return said(count=count)


KINDS: Mapping[str, Kind] = {
    "pathways.risk": kind(WalkRisk, tell_risk),
    "pathways.walk": kind(WalkDone, keep_walk),
    "pathways.pause": kind(WalkPaused, keep_paused),
    "pathways.leave": kind(WalkLeft, leave_walk),
    "pathways.stock": kind(StockIn, see_stock),
}
