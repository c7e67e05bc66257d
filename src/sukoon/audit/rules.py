"""What an event is, as bytes; what seals it; how blocks hang together. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

FIRST = "0" * 64  # what stands before the first block
ID, DIGEST = 16, 32
WIDTH = ID + DIGEST


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its details, as it is sealed."""

    id: UUID
    at: datetime
    event: str
    subject_id: UUID
    actor_id: UUID
    actor_label: str
    details: tuple[tuple[str, str], ...]

    def canonical(self) -> bytes:
        """Return the one form of the event that is signed and sealed."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return canonical(self.id.hex, at, self.event, self.subject_id.hex, self.actor_id.hex,
                         self.actor_label, self.details)  # fmt: skip


# Making an encoder costs more than using it: `json.dumps` makes one each time.
_as_text = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def canonical(
    pk: str, at: str, event: str, subject: str, actor: str, label: str,
    details: Iterable[tuple[str, str]],
) -> bytes:  # fmt: skip
    """Return an event's one form from its parts as texts."""
    return _as_text([pk, at, event, subject, actor, label, sorted(details)]).encode()


# How the name of an event ends when nothing was changed: somebody looked, or took out.
LOOKED = frozenset({"read", "opened", "seen", "searched", "printed"})
TAKEN_OUT = frozenset({"exported", "copied", "downloaded", "sent", "shared"})


class Touch(StrEnum):
    """What somebody did to a record, in the plainest words."""

    LOOKED = "looked"
    TAKEN_OUT = "taken_out"
    CHANGED = "changed"


def touch(event: str) -> Touch:
    """Say of an event whether somebody looked, took something out, or changed something."""
    verb = event.rpartition(".")[2].rpartition("_")[2]
    if verb in LOOKED:
        return Touch.LOOKED
    return Touch.TAKEN_OUT if verb in TAKEN_OUT else Touch.CHANGED


class Fault(StrEnum):
    """What was done to an event or a block behind our back."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    BLOCK_MISSING = "block_missing"
    BLOCK_CHANGED = "block_changed"
    ANCHOR = "anchor"  # the chain is not the one an anchor was made of


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that is not as it was written."""

    kind: Fault
    block: int | None
    event: UUID | None = None

    def as_dict(self) -> dict[str, object]:
        return {
            "kind": str(self.kind), "block": self.block,
            "event": str(self.event) if self.event else None,
        }  # fmt: skip


def digest(canonical: bytes) -> bytes:
    return hashlib.sha256(canonical).digest()


def body_of(entries: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the body of a block: ids and digests, in order."""
    return b"".join(pk + told for pk, told in entries)


def entries_of(body: bytes) -> list[tuple[bytes, bytes]]:
    """Return the ids and digests of a body."""
    return [
        (bytes(body[n : n + ID]), bytes(body[n + ID : n + WIDTH]))
        for n in range(0, len(body) - len(body) % WIDTH, WIDTH)
    ]


def chain(number: int, previous: str, body: bytes) -> str:
    """Return the hash of a block."""
    head = f"{number}:{previous}:".encode()
    return hashlib.sha256(head + bytes(body)).hexdigest()


def out_of_order(ids: Sequence[bytes]) -> list[bytes]:
    """Return the ids that stand before a smaller one: a block is sealed in the order of ids."""
    return [b for a, b in pairwise(ids) if b < a]


MOST_COMPARED = 200
AS_ID = len('["') + 32  # how the canonical form begins: the event's id in hex


def moved(told: Mapping[bytes, bytes], texts: Mapping[bytes, bytes]) -> frozenset[bytes]:
    """Return which of these events stand, word for word, in the place of another of them.

    `told` are the digests that were sealed, by id; `texts` what stands under each id now.
    """
    if len(told) > MOST_COMPARED:
        return frozenset()
    return frozenset(
        pk
        for pk, sealed in told.items()
        if any(
            digest(b'["' + pk.hex().encode() + text[AS_ID:]) == sealed
            for other, text in texts.items()
            if other != pk
        )
    )
