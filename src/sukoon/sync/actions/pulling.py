"""Giving a phone what its worker may see, and taking away what they may not see any more."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from sukoon.accounts.models import Device
from sukoon.audit.events import emit
from sukoon.core import ledger
from sukoon.core.access import Actor, require_holds
from sukoon.core.permissions import Permission
from sukoon.sync.models import Held
from sukoon.sync.rules import Item, Page, page

Key = tuple[str, UUID]


@transaction.atomic
def pull(*, by: Actor, device: Device, cursor: int, items: Sequence[Item]) -> Page:
    """Return what of these items the phone does not have yet, and what it must remove.

    `items` is everything its worker may see at this moment, the most needed first. `cursor` is
    the last answer that the phone has stored: what was told later may never have arrived.
    """
    require_holds(by, Permission.FIELD_USE)
    Device.objects.select_for_update().get(pk=device.pk)  # one answer at a time
    held = {(h.kind, h.object_id): h for h in Held.objects.filter(device=device)}
    wanted = {i.key for i in items}
    changed = [i for i in items if not _has(held.get(i.key), i, cursor)]
    gone = [k for k, h in held.items() if k not in wanted and not (h.gone and h.told_in <= cursor)]
    sent = changed[: page(len(i.body) for i in changed)]
    _note(device, cursor, sent, gone, held)
    with ledger.together():
        for new in (i for i in sent if i.kind == "case" and _is_new(held.get(i.key))):
            emit("case.read", subject=new.id, by=by, via="phone")
    emit("field.pulled", subject=device.pk, by=by, items=len(sent), gone=len(gone))
    following = cursor + 1 if sent or gone else cursor
    return Page(following, len(sent) < len(changed), sent, gone)


def _has(row: Held | None, item: Item, cursor: int) -> bool:
    """Say whether the phone surely holds this item as it is."""
    if row is None or row.gone or row.told_in > cursor:
        return False
    return row.digest == item.digest


def _is_new(row: Held | None) -> bool:
    return row is None or row.gone


def _note(
    device: Device, cursor: int, sent: Sequence[Item], gone: Sequence[Key],
    held: Mapping[Key, Held],
) -> None:  # fmt: skip
    """Keep what this answer tells, and forget what the phone surely removed."""
    Held.objects.bulk_create(
        [Held(device=device, kind=i.kind, object_id=i.id, digest=i.digest, told_in=cursor + 1)
         for i in sent],
        update_conflicts=True, unique_fields=["device", "kind", "object_id"],
        update_fields=["digest", "told_in", "gone"],
    )  # fmt: skip
    leaving = [held[key].pk for key in gone]
    Held.objects.filter(pk__in=leaving).update(gone=True, told_in=cursor + 1)
    left = [
        h.pk
        for k, h in held.items()
        if h.gone and h.told_in <= cursor and k not in {i.key for i in sent}
    ]
    Held.objects.filter(pk__in=left, gone=True, told_in__lte=cursor).delete()
