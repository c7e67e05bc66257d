"""The phone's protocol, version 1: docs/field-sync.md says all that a client must know.

Every address here is for phones: a browser's session opens none of them, and a phone's secret
opens nothing else.
"""

import json
import time
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from sukoon.accounts import actions as accounts
from sukoon.accounts.device_queries import by_device_id, in_force
from sukoon.accounts.models import Device
from sukoon.accounts.problems import DeviceRevoked, FieldEnded
from sukoon.core import clock
from sukoon.core.access import Actor, holds
from sukoon.core.api import Payload, actor_of, endpoint
from sukoon.core.permissions import Permission
from sukoon.core.wire import answered
from sukoon.sync import actions, brought, compiled
from sukoon.sync.actions.rescuing import Envelope
from sukoon.sync.holdings import holdings
from sukoon.sync.problems import DeviceNeeded, PackUnknown
from sukoon.sync.rules import Answer, Told
from sukoon.sync.sealing import public_key
from sukoon.sync.throttles import PerAddress
from sukoon.sync.turns import Turns, in_line
from sukoon.sync.words import PROTOCOL

router = Router(tags=["field"])
MOST_OPERATIONS = 100
LOCK_AFTER_MINUTES = 5
STALE_AFTER_DAYS = 14
PULLS_AT_ONCE = 1  # in each process of the server
REST = 2.0  # so many times what a pull took nobody else's pull begins, while phones wait
turns = Turns(PULLS_AT_ONCE, time.monotonic, rest=REST)


def anybody(request: HttpRequest) -> Actor:
    """Let whoever asks through: what they send is itself the proof (a code, a seal)."""
    return actor_of(request)


def a_phone(request: HttpRequest) -> Device:
    """Refuse whoever is not a phone; one that was revoked may still deliver and say it is empty."""
    device_id: UUID | None = getattr(request, "device_id", None)
    device = by_device_id(device_id) if device_id else None
    if device is None:
        raise DeviceNeeded
    return device


def a_working_phone(request: HttpRequest) -> Device:
    """Refuse a phone that was revoked, or whose worker has no role in the field any more."""
    device = a_phone(request)
    if not in_force(device):
        raise DeviceRevoked(wipe=1)
    if not holds(actor_of(request), Permission.FIELD_USE):
        raise FieldEnded(wipe=1)
    return device


def _device(request: HttpRequest) -> Device:
    return cast(Device, cast(Any, request).auth)


class WorkerOut(Schema):
    id: UUID
    name: str
    language: str


class RulesOut(Schema):
    """What the phone keeps to."""

    lock_after_minutes: int = LOCK_AFTER_MINUTES
    stale_after_days: int = STALE_AFTER_DAYS
    most_operations: int = MOST_OPERATIONS


class SealingKeyOut(Schema):
    version: int
    key: str


class EnrolIn(Payload):
    code: str = Field(max_length=40)
    name: str = Field("", max_length=80)
    app: str = Field("", max_length=40)
    protocol: int = Field(ge=1, le=32767)


class EnrolOut(Schema):
    device: UUID
    token: str
    protocol: int
    worker: WorkerOut
    rules: RulesOut
    sealing_key: SealingKeyOut
    server_time: datetime


@router.post("/enrol", response=EnrolOut, auth=anybody, throttle=[PerAddress("120/m")])
@endpoint(Permission.MAP_VIEW)
def enrol(request: HttpRequest, payload: EnrolIn) -> EnrolOut:
    """Connect a phone with a code that its worker was shown; the secret is told once."""
    device, secret = accounts.enrol_device(
        by=actor_of(request), code=payload.code, name=payload.name, app=payload.app,
        protocol=min(payload.protocol, PROTOCOL),
    )  # fmt: skip
    return EnrolOut(
        device=device.pk, token=secret, protocol=device.protocol, worker=_worker(device),
        rules=RulesOut(), sealing_key=SealingKeyOut.model_validate(public_key()),
        server_time=clock.now(),
    )  # fmt: skip


class OperationIn(Payload):
    """One operation. Only its id must be right: everything else that is wrong is kept, not lost."""

    id: UUID
    action: str = Field(max_length=80)
    payload: Any = None
    happened_at: str = Field("", max_length=40)


class PushIn(Payload):
    protocol: int = Field(PROTOCOL, ge=1, le=32767)
    app: str = Field("", max_length=40)
    sent_at: datetime
    operations: list[OperationIn] = Field(max_length=MOST_OPERATIONS)


class AnswerOut(Schema):
    id: UUID
    outcome: str
    first: str
    reason: str
    message: str
    kept: bool
    result: dict[str, Any] | None


class PushOut(Schema):
    server_time: datetime
    results: list[AnswerOut]


@router.post("/push", response=PushOut, auth=a_phone)
@endpoint(Permission.MAP_VIEW)
def push(request: HttpRequest, payload: PushIn) -> HttpResponse:
    """Take in operations, in order. After a lost answer send the same again: each happens once."""
    with in_line():
        told = actions.push(
            by=actor_of(request), device=_device(request), app=payload.app, sent_at=payload.sent_at,
            operations=[Told(o.id, o.action, o.payload, o.happened_at) for o in payload.operations],
        )  # fmt: skip
    out = PushOut(server_time=clock.now(), results=[_answer_out(a) for a in told])
    return answered(request, out.model_dump_json())


def _answer_out(a: Answer) -> AnswerOut:
    return AnswerOut(
        id=a.id, outcome=a.outcome, first=a.first, reason=a.reason, message=a.said, kept=a.kept,
        result=json.loads(a.result) if a.result else None,
    )  # fmt: skip


class Reference(Schema):
    kind: str
    id: UUID


class PackRef(Schema):
    id: str
    version: str


class PullOut(Schema):
    cursor: int
    more: bool
    items: list[dict[str, Any]]
    gone: list[Reference]
    packs: list[PackRef]
    protocol: int
    rules: RulesOut
    sealing_key: SealingKeyOut
    worker: WorkerOut
    server_time: datetime


@router.get("/pull", response=PullOut, auth=a_working_phone)
@endpoint(Permission.FIELD_USE)
def pull(request: HttpRequest, cursor: int = 0) -> HttpResponse:
    """Return what is new since the last answer that the phone stored, and what it must remove."""
    by, device, now = actor_of(request), _device(request), clock.now()
    with turns.taken(device.pk):
        page = actions.pull(
            by=by, device=device, cursor=max(0, min(cursor, 2**31 - 2)),
            items=holdings(by, now=now),
        )  # fmt: skip
    out = PullOut(
        cursor=page.cursor, more=page.more, items=[json.loads(i.body) for i in page.items],
        gone=[Reference(kind=k, id=pk) for k, pk in page.gone],
        packs=[PackRef(id=p, version=compiled.version_of(t())) for p, t in compiled.PACKS.items()
               if holds(by, compiled.NEEDED.get(p, Permission.FIELD_USE))],
        protocol=PROTOCOL, rules=RulesOut(), worker=_worker(device),
        sealing_key=SealingKeyOut.model_validate(public_key()), server_time=now,
    )  # fmt: skip
    return answered(request, out.model_dump_json())


@router.get("/packs/{pack_id}", response=dict[str, Any], auth=a_working_phone)
@endpoint(Permission.FIELD_USE)
def pack(request: HttpRequest, pack_id: str) -> HttpResponse:
    """Return a pack as the phone reads it: instruments, advice. It changes with its version only."""
    needed = compiled.NEEDED.get(pack_id, Permission.FIELD_USE)
    if pack_id not in compiled.PACKS or not holds(actor_of(request), needed):
        raise PackUnknown
    text = compiled.PACKS[pack_id]()
    return answered(request, text, packed=compiled.packed(text))


@router.get("/sounds/{name}", auth=a_working_phone)
@endpoint(Permission.FIELD_USE)
def sound(request: HttpRequest, name: str) -> HttpResponse:
    """Return a recording that the pack `sounds` names; under its name it never changes."""
    found = brought.sound(name)
    if found is None:
        raise PackUnknown
    return HttpResponse(found[0], content_type=found[1])


class EnvelopeIn(Payload):
    version: int = Field(ge=0, le=65535)
    point: str = Field(max_length=200)
    iv: str = Field(max_length=40)
    sealed: str = Field(max_length=60_000)


class RescueIn(Payload):
    envelopes: list[EnvelopeIn] = Field(max_length=MOST_OPERATIONS)


class RescueOut(Schema):
    results: list[AnswerOut | None]


@router.post("/rescue", response=RescueOut, auth=anybody, throttle=[PerAddress("120/m")])
@endpoint(Permission.MAP_VIEW)
def rescue(request: HttpRequest, payload: RescueIn) -> RescueOut:
    """Take in envelopes that a phone sealed before it emptied itself; anybody may bring them."""
    told = actions.rescue(
        by=actor_of(request),
        envelopes=[Envelope(e.version, e.point, e.iv, e.sealed) for e in payload.envelopes],
    )
    # Whoever brings an envelope learns that it arrived, and nothing of what is in it.
    return RescueOut(results=[_arrived(a) if a else None for a in told])


def _arrived(a: Answer) -> AnswerOut:
    return AnswerOut(id=a.id, outcome=a.outcome, first=a.first, reason="", message="", kept=a.kept,
                     result=None)  # fmt: skip


class WipedOut(Schema):
    device: UUID
    wiped_at: datetime


@router.post("/wiped", response=WipedOut, auth=a_phone)
@endpoint(Permission.MAP_VIEW)
def wiped(request: HttpRequest) -> WipedOut:
    """Say that the phone holds nothing any more; its secret ends with that."""
    done = accounts.confirm_wiped(by=actor_of(request), device=_device(request))
    return WipedOut(device=done.pk, wiped_at=cast(datetime, done.wiped_at))


def _worker(device: Device) -> WorkerOut:
    user = device.user
    return WorkerOut(id=user.pk, name=user.full_name, language=user.language)
