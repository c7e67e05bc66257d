"""Referrals and questions to a supervisor, as operations."""

from collections.abc import Mapping
from uuid import UUID

from ninja import Field

from sukoon.core.access import Actor
from sukoon.core.operations import Kind
from sukoon.referrals import actions as referrals
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import Kind as To
from sukoon.services import queries as services
from sukoon.supervision import actions as supervision
from sukoon.supervision import queries as asked
from sukoon.supervision.rules import Opinion
from sukoon.sync.kinds.base import OperationPayload, case_of, kind, said
from sukoon.sync.problems import NotHere


class ReferralSend(OperationPayload):
    case: UUID
    service: UUID
    need: str = Field(max_length=40)
    urgency: str = Field("normal", max_length=20)
    fields: list[str] = Field([], max_length=40)
    ask: str = Field("", max_length=2000)


def send_referral(by: Actor, told: ReferralSend) -> str:
    """Refer to a service of the register, with what the person's consent names; all or nothing."""
    service = services.visible(by).filter(pk=told.service).first()
    if service is None:
        raise NotHere
    draft = referrals.Draft(
        to=Recipient(To.SERVICE, service=service), need=told.need, urgency=told.urgency,
        fields=frozenset(told.fields), ask=told.ask,
    )  # fmt: skip
    begun = referrals.prepare(
        by=by, case=case_of(by, told.case), draft=draft, referral_id=told.operation_id
    )
    sent = referrals.send(by=by, referral=begun, sent_at=told.happened_at)
    return said(referral=str(sent.pk), code=sent.code)


class SupervisionAsk(OperationPayload):
    case: UUID
    question: str = Field(max_length=4000)
    urgency: str = Field("", max_length=20)


def ask(by: Actor, told: SupervisionAsk) -> str:
    """Ask for supervision; what is shared is not known by name."""
    request = supervision.ask(
        by=by, case=case_of(by, told.case), question=told.question, urgency=told.urgency,
        opinion=Opinion(), happened_at=told.happened_at, request_id=told.operation_id,
    )  # fmt: skip
    return said(request=str(request.pk), code=request.code)


class SupervisionRead(OperationPayload):
    request: UUID


def acknowledge(by: Actor, told: SupervisionRead) -> str:
    """Say that the answer was read."""
    request = asked.visible(by).filter(pk=told.request).first()
    if request is None:
        raise NotHere
    done = supervision.acknowledge(by=by, request=request, happened_at=told.happened_at)
    return said(request=str(done.pk), status=done.status)


KINDS: Mapping[str, Kind] = {
    "referrals.send": kind(ReferralSend, send_referral),
    "supervision.ask": kind(SupervisionAsk, ask),
    "supervision.read": kind(SupervisionRead, acknowledge),
}
