"""Taking in envelopes: what is left of a phone that emptied itself before it could send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from sukoon.accounts.device_queries import actor_of_device, by_device_secret
from sukoon.accounts.models import Device
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, require
from sukoon.core.permissions import Permission
from sukoon.sync.actions.pushing import push
from sukoon.sync.problems import EnvelopeBroken
from sukoon.sync.rules import Answer, Told
from sukoon.sync.sealing import open_envelope


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sealed operation: the key's version, the phone's passing point, nonce, ciphertext."""

    version: int
    point: str
    iv: str
    sealed: str


@transaction.atomic
def rescue(*, by: Actor, envelopes: Sequence[Envelope]) -> list[Answer | None]:
    """Open envelopes and take in what they hold, as the phones that sealed them would have.

    Whoever brings them need prove nothing: each holds its phone's secret inside. None stands for
    an envelope that cannot be opened or is of no phone.
    """
    require(by, Permission.MAP_VIEW, NOWHERE)
    opened = [_open(e) for e in envelopes]
    answers: dict[int, Answer] = {}
    for device in {d.pk: d for d, _ in filter(None, opened)}.values():
        at = [n for n, found in enumerate(opened) if found and found[0].pk == device.pk]
        now = clock.now()
        told = push(
            by=actor_of_device(device, now=now), device=device, sent_at=now,
            operations=[found[1] for n in at if (found := opened[n])],
        )  # fmt: skip
        answers |= dict(zip(at, told, strict=True))
    emit("field.rescued", subject=by.id, by=by, envelopes=len(envelopes), opened=len(answers))
    return [answers.get(n) for n in range(len(envelopes))]


def _open(envelope: Envelope) -> tuple[Device, Told] | None:
    try:
        held = open_envelope(envelope.version, envelope.point, envelope.iv, envelope.sealed)
        told = held["operation"]
        device = by_device_secret(str(held["token"]))
        if device is None or not isinstance(told, Mapping):
            return None
        return device, Told(
            UUID(str(told["id"])), str(told["action"])[:80], told["payload"],
            str(told["happened_at"]),
        )  # fmt: skip
    except (EnvelopeBroken, KeyError, ValueError):
        return None
