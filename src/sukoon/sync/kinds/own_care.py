"""What a worker asks for themselves, as operations: to be called by somebody outside their team."""

from collections.abc import Mapping
from uuid import UUID

from ninja import Field

from sukoon.core.access import Actor
from sukoon.core.operations import Kind
from sukoon.staffcare import actions, queries
from sukoon.sync.kinds.base import OperationPayload, kind, said
from sukoon.sync.problems import NotHere


class CallAsk(OperationPayload):
    number: str = Field(max_length=30)


def ask_for_call(by: Actor, told: CallAsk) -> str:
    """Ask to be called; what the phone is told says whether a contact is named."""
    call = actions.ask_for_call(
        by=by, number=told.number, happened_at=told.happened_at, call_id=told.operation_id
    )
    return said(call=str(call.pk))


class CallTakeBack(OperationPayload):
    call: UUID


def take_back(by: Actor, told: CallTakeBack) -> str:
    """Say that no call is needed any more."""
    call = queries.own(by).filter(pk=told.call).first()
    if call is None:
        raise NotHere
    done = actions.take_back(by=by, call=call)
    return said(call=str(done.pk), state=done.state)


KINDS: Mapping[str, Kind] = {
    "staffcare.ask_call": kind(CallAsk, ask_for_call),
    "staffcare.take_back": kind(CallTakeBack, take_back),
}
