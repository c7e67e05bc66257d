"""The chain over the events: sealing what is new, verifying all of it, anchors kept elsewhere.

Events are written by many transactions at once, so they are not chained while they are written:
a task seals them afterwards in blocks. Until then the MAC each event carries shows one that was
changed or put in; from then on the chain also shows one that was taken out or moved.
"""

import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from sukoon.audit.models import AuditBlock, AuditEntry, read_details
from sukoon.audit.rules import (
    FIRST,
    WIDTH,
    Broken,
    Fault,
    body_of,
    canonical,
    chain,
    digest,
    entries_of,
    moved,
    out_of_order,
)
from sukoon.core import keys, prepared
from sukoon.core.limits import check_time

IN_A_BLOCK = 4000
COLUMNS = ("id", "at", "event", "subject_id", "actor_id", "actor_label", "told", "mac", "block")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `ok` says that nothing is broken; unsealed events are checked too."""

    events: int
    sealed: int
    broken: tuple[Broken, ...]

    @property
    def ok(self) -> bool:
        return not self.broken

    def as_dict(self) -> dict[str, object]:
        return {
            "events": self.events, "sealed": self.sealed, "ok": self.ok,
            "broken": [b.as_dict() for b in self.broken],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the chain at a moment, to be kept where whoever holds the database is not."""

    block: int
    hash: str
    at: str

    def as_json(self) -> str:
        return json.dumps({"block": self.block, "hash": self.hash, "at": self.at})


def seal(*, now: datetime, most_blocks: int = 100_000) -> int:
    """Seal events that are not sealed yet; return how many were. Two servers never fork the chain.

    An event without our MAC is left out: `verify` names it.
    """
    sealed = 0
    for _ in range(most_blocks):
        check_time()
        try:
            added = _seal_block(now)
        except IntegrityError:
            continue  # another server took this number; seal what is left after it
        if not added:
            break
        sealed += added
    if sealed:
        keep_anchor(now)
    return sealed


@transaction.atomic
def _seal_block(now: datetime) -> int:
    last = AuditBlock.objects.order_by("-number").only("number", "hash").first()
    for page in _unsealed():
        ring = keys.ring()
        entries = [(k.id, digest(k.text)) for k in page if _is_ours(ring, k.text, k.mac)]
        if entries:
            break
    else:
        return 0
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
    body = body_of(entries)
    AuditBlock.objects.create(
        number=number, sealed_at=now, events=len(entries), body=body, previous=previous,
        hash=chain(number, previous, body),
    )  # fmt: skip
    _mark(number, [pk for pk, _ in entries], whole=len(entries) == len(page))
    return len(entries)


def _mark(number: int, ids: Sequence[bytes], *, whole: bool) -> None:
    """Say which block seals these events."""
    if whole:
        first, last = UUID(bytes=ids[0]), UUID(bytes=ids[-1])
        # From the first to the last is far quicker than one by one; an event that was committed
        # in between meanwhile would be counted too much, and then it is done one by one.
        between = AuditEntry.objects.filter(block=None, pk__gte=first, pk__lte=last)
        with suppress(_OneTooMany), transaction.atomic():
            if between.update(block=number) != len(ids):
                raise _OneTooMany
            return
    AuditEntry.objects.filter(pk__in=[UUID(bytes=pk) for pk in ids]).update(block=number)


class _OneTooMany(Exception):
    """More events stood between the first and the last than were read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as it is sealed, its MAC, and the block it says it is in."""

    id: bytes
    text: bytes
    mac: str
    block: int | None


def _unsealed() -> Iterator[list[Kept]]:
    """Yield the unsealed events, a page at a time."""
    after = UUID(int=0)
    while True:
        found = [_kept(row) for row in prepared.as_kept(_after(IN_A_BLOCK), after)]
        if found:
            yield found
        if len(found) < IN_A_BLOCK:
            return
        after = UUID(bytes=found[-1].id)


@cache
def _after(most: int) -> prepared.Ask:
    def unsealed(after: UUID) -> QuerySet[AuditEntry, tuple[Any, ...]]:
        rows = AuditEntry.objects.filter(block=None, pk__gt=after).order_by("id")
        return rows.values_list(*COLUMNS)[:most]

    return unsealed


def _in_block(number: int) -> QuerySet[AuditEntry, tuple[Any, ...]]:
    return AuditEntry.objects.filter(block=number).order_by("id").values_list(*COLUMNS)


def _kept(row: Sequence[Any]) -> Kept:
    """Read an event as the database holds it: SQLite keeps ids as texts.

    Turning them into Python's types and back would be most of the work of sealing.
    """
    pk, at, name, subject, actor, label, told, mac, block = row
    first = _hex(pk)
    text = canonical(
        first, _moment(at), name, _hex(subject), _hex(actor), label, read_details(told)
    )
    return Kept(bytes.fromhex(first), text, mac, block)


def _hex(pk: str | UUID) -> str:
    return pk if isinstance(pk, str) else pk.hex


def _moment(at: datetime) -> str:
    """Write a moment as it is sealed; SQLite's own have no zone, and are UTC."""
    if at.tzinfo is None:
        return f"{at.isoformat(timespec='microseconds')}+00:00"
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _is_ours(ring: keys.KeyRing, text: bytes, mac: str) -> bool:
    """Say whether this product signed an event in its canonical form."""
    version, _, told = mac.partition(":")
    if not version.isdigit():
        return False
    try:
        expected = ring.mac(keys.AUDIT, text, int(version)).hex()
    except keys.KeysMissing:
        return False
    return hmac.compare_digest(expected, told)


def verify(*, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Check every block, every event and every anchor; name whatever is not as it was written."""
    broken: list[Broken] = []
    wanted: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.block, []).append(anchor)
    number, previous, sealed = 0, FIRST, 0
    for block in AuditBlock.objects.order_by("number").iterator(chunk_size=20):
        missing = range(number + 1, block.number)
        broken += [Broken(Fault.BLOCK_MISSING, n) for n in missing]
        body = bytes(block.body)
        if (block.previous != previous and not missing) or (
            block.hash != chain(block.number, block.previous, body)
            or block.events * 48 != len(body)
        ):
            broken.append(Broken(Fault.BLOCK_CHANGED, block.number))
        broken += _broken_events(block.number, body)
        broken += _broken_anchors(block, wanted.pop(block.number, ()))
        number, previous = block.number, block.hash
        sealed += block.events
    broken += [Broken(Fault.BLOCK_MISSING, n) for n in sorted(wanted)]
    broken += [
        Broken(Fault.INSERTED, n, pk)
        for pk, n in AuditEntry.objects.filter(block__gt=number).values_list("id", "block")
    ]
    broken += _foreign()
    return Verdict(AuditEntry.objects.count(), sealed, tuple(broken))


def _broken_events(number: int, body: bytes) -> Iterator[Broken]:
    """Name what is not as this block sealed it; a block that is whole is one look at its events."""
    there = [_kept(row) for row in prepared.as_kept(_in_block, number)]
    if len(body) % WIDTH == 0 and body_of((k.id, digest(k.text)) for k in there) == body:
        ids = [k.id for k in there]
        if not out_of_order(ids):
            return
    yield from _each_broken(number, body, there)


def _each_broken(number: int, body: bytes, there: Sequence[Kept]) -> Iterator[Broken]:
    entries = entries_of(body)
    ids = [pk for pk, _told in entries]
    yield from (Broken(Fault.REORDERED, number, UUID(bytes=pk)) for pk in out_of_order(ids))
    found = {k.id: k for k in there}
    found.update(_elsewhere([pk for pk in ids if pk not in found]))
    wrong = {pk: told for pk, told in entries if pk in found and digest(found[pk].text) != told}
    exchanged = moved(wrong, {pk: found[pk].text for pk in wrong})
    for pk, _told in entries:
        if pk not in found:
            yield Broken(Fault.REMOVED, number, UUID(bytes=pk))
        elif pk in wrong:
            fault = Fault.REORDERED if pk in exchanged else Fault.CHANGED
            yield Broken(fault, number, UUID(bytes=pk))
        elif found[pk].block != number:
            # Moved out of its block, or sealed again.
            yield Broken(Fault.REORDERED, number, UUID(bytes=pk))
    extra = {k.id for k in there} - set(ids)
    yield from (Broken(Fault.INSERTED, number, UUID(bytes=pk)) for pk in sorted(extra))


def _elsewhere(ids: Sequence[bytes]) -> dict[bytes, Kept]:
    """Return events by their ids, whatever block they say they are in."""
    rows = AuditEntry.objects.filter(pk__in=[UUID(bytes=pk) for pk in ids]).values_list(*COLUMNS)
    told = [
        (pk.hex, at, event, subject, actor, label, text, mac, block)
        for pk, at, event, subject, actor, label, text, mac, block in rows
    ]
    return {k.id: k for k in map(_kept, told)}


def _broken_anchors(block: AuditBlock, anchors: Iterable[Anchor]) -> Iterator[Broken]:
    return (Broken(Fault.ANCHOR, block.number) for a in anchors if a.hash != block.hash)


def _foreign() -> Iterator[Broken]:
    """Yield unsealed events that this product did not write, or not like this."""
    ring = keys.ring()
    for page in _unsealed():
        for k in page:
            if not _is_ours(ring, k.text, k.mac):
                yield Broken(_changed_or_inserted(k), None, UUID(bytes=k.id))


def _changed_or_inserted(found: Kept) -> Fault:
    """Tell what was put in from what was changed: without a MAC, or with that of another event."""
    if not found.mac:
        return Fault.INSERTED
    others = AuditEntry.objects.filter(mac=found.mac).exclude(pk=UUID(bytes=found.id))
    return Fault.INSERTED if others.exists() else Fault.CHANGED


def keep_anchor(now: datetime) -> None:
    """Write the head of the chain beside the database, once per seal: a cut tail shows."""
    head = AuditBlock.objects.order_by("-number").only("number", "hash").first()
    if head is None:
        return
    path = Path(settings.ANCHORS)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(Anchor(head.number, head.hash, now.isoformat()).as_json() + "\n")


def daily_anchors() -> Iterator[Anchor]:
    """Yield the last block of each day: what to print, sign, or keep at another place."""
    last: AuditBlock | None = None
    for block in AuditBlock.objects.order_by("number").defer("body").iterator():
        if last and block.sealed_at.date() != last.sealed_at.date():
            yield Anchor(last.number, last.hash, last.sealed_at.isoformat())
        last = block
    if last:
        yield Anchor(last.number, last.hash, last.sealed_at.isoformat())


def read_anchors(path: Path) -> list[Anchor]:
    """Read anchors, a JSON object a line. Raises ValueError, with the line, when one is broken."""
    found = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            raw: Mapping[str, object] = json.loads(line)
            found.append(Anchor(int(str(raw["block"])), str(raw["hash"]), str(raw["at"])))
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{path}:{number}: this is no anchor") from None
    return found


def put_anchors_aside() -> None:
    """Rename the anchors of a database that is gone, beside a new one without any event.

    For the demonstration alone: it may be thrown away and built anew. Elsewhere a database that
    has lost what was anchored is what `verify` is there to name.
    """
    path = Path(settings.ANCHORS)
    if settings.DEMO and path.is_file() and not AuditEntry.objects.exists():
        path.rename(path.with_suffix(".before.jsonl"))


def own_anchors() -> list[Anchor]:
    """Return the anchors kept on this server. Raises ValueError when one cannot be read."""
    path = Path(settings.ANCHORS)
    return read_anchors(path) if path.is_file() else []
