"""The chain over the events: whatever is done to it behind our back is named."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import F

from sukoon.accounts.roles import console_actor
from sukoon.audit import rules, sealing
from sukoon.audit.events import emit
from sukoon.audit.models import AuditBlock, AuditEntry, details_text
from sukoon.audit.rules import Fault
from sukoon.config.cli import main
from sukoon.core.ids import new_id

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors(tmp_path, settings, monkeypatch):
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    monkeypatch.setattr(sealing, "IN_A_BLOCK", 5)
    AuditEntry.objects.all().delete()
    return settings.ANCHORS


def write(n=1):
    with transaction.atomic():
        for k in range(n):
            emit("thing.done", subject=new_id(), by=console_actor(), count=k, kind="x")


def faults():
    return [
        (b.kind, b.block, b.event) for b in sealing.verify(anchors=sealing.own_anchors()).broken
    ]


def ids():
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def test_what_was_written_verifies_sealed_or_not():
    write(12)
    assert sealing.verify().ok
    assert sealing.seal(now=NOW) == 12
    write(3)
    verdict = sealing.verify()
    assert (verdict.events, verdict.sealed, verdict.ok) == (15, 12, True)
    assert sealing.seal(now=NOW) == 3
    assert sealing.seal(now=NOW) == 0
    assert AuditBlock.objects.count() == 4


def test_a_changed_event_is_named():
    write(7)
    sealing.seal(now=NOW)
    AuditEntry.objects.filter(pk=ids()[6]).update(event="thing.else")
    assert faults() == [(Fault.CHANGED, 2, ids()[6])]


@pytest.mark.parametrize("change", ["value", "gone", "added", "no list"])
def test_a_changed_detail_is_named_with_its_event(change):
    write(7)
    sealing.seal(now=NOW)
    entry = AuditEntry.objects.get(pk=ids()[2])
    details = dict(entry.details)
    if change == "value":
        details["count"] = "900"
    elif change == "gone":
        del details["kind"]
    else:
        details["more"] = "1"
    told = "{" if change == "no list" else details_text(details.items())
    AuditEntry.objects.filter(pk=entry.pk).update(told=told)
    assert faults() == [(Fault.CHANGED, 1, ids()[2])]


def test_a_removed_event_is_named():
    write(7)
    sealing.seal(now=NOW)
    gone = ids()[1]
    AuditEntry.objects.filter(pk=gone).delete()
    assert faults() == [(Fault.REMOVED, 1, gone)]


def test_an_inserted_event_is_named_whatever_block_it_claims():
    write(7)
    sealing.seal(now=NOW)
    made = [
        AuditEntry.objects.create(
            at=NOW,
            event="a.b",
            subject_id=new_id(),
            actor_id=new_id(),
            actor_label="x",
            block=block,
        ).pk
        for block in (None, 1, 99)
    ]
    assert {(k, e) for k, _b, e in faults()} == {(Fault.INSERTED, pk) for pk in made}
    sealing.seal(now=NOW)
    assert AuditEntry.objects.get(pk=made[0]).block is None


def test_an_inserted_event_with_a_copied_mac_is_named():
    write(1)
    copied = AuditEntry.objects.get().mac
    made = AuditEntry.objects.create(
        at=NOW, event="a.b", subject_id=new_id(), actor_id=new_id(), actor_label="x", mac=copied
    )
    assert faults() == [(Fault.INSERTED, None, made.pk)]


def test_two_events_that_changed_places_are_named_so():
    """Whoever did what first is turned round: each stands under the other's id, word for word."""
    write(5)
    sealing.seal(now=NOW)
    first, second, third, *_rest = ids()
    names = [
        f.attname for f in AuditEntry._meta.concrete_fields if f.attname not in {"id", "block"}
    ]
    told = {row.pk: {n: getattr(row, n) for n in names} for row in AuditEntry.objects.all()}
    AuditEntry.objects.filter(pk=first).update(**told[second])
    AuditEntry.objects.filter(pk=second).update(**told[first])
    AuditEntry.objects.filter(pk=third).update(event="thing.undone")
    assert faults() == [
        (Fault.REORDERED, 1, first), (Fault.REORDERED, 1, second), (Fault.CHANGED, 1, third),
    ]  # fmt: skip


def test_anchors_that_somebody_spoiled_are_a_finding_and_hide_no_other(anchors, capsys):
    write(3)
    sealing.seal(now=NOW)
    with anchors.open("a") as file:
        file.write("no anchor\n")
    AuditEntry.objects.filter(pk=ids()[1]).delete()
    assert main(["audit", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"events", "sealed", "ok", "broken"}
    assert [b["kind"] for b in told["broken"]] == ["removed", "anchor"]


def test_a_demonstration_built_anew_is_no_broken_chain(anchors, settings):
    """Elsewhere a database that lost what was anchored stays named."""
    write(3)
    sealing.seal(now=NOW)
    AuditEntry.objects.all().delete()
    AuditBlock.objects.all().delete()
    sealing.put_anchors_aside()
    assert faults() == [(Fault.BLOCK_MISSING, 1, None)]
    settings.DEMO = True
    write(1)
    sealing.put_anchors_aside()
    assert anchors.is_file()  # there are events: they are not to be forgotten
    AuditEntry.objects.all().delete()
    sealing.put_anchors_aside()
    assert not anchors.is_file()
    write(3)
    assert faults() == []


def test_a_change_before_sealing_is_named():
    write(2)
    AuditEntry.objects.filter(pk=ids()[0]).update(actor_label="somebody")
    assert faults() == [(Fault.CHANGED, None, ids()[0])]


def test_events_in_another_order_are_named():
    write(5)
    sealing.seal(now=NOW)
    block = AuditBlock.objects.get()
    entries = rules.entries_of(bytes(block.body))
    entries[1], entries[2] = entries[2], entries[1]
    body = rules.body_of(entries)
    AuditBlock.objects.update(body=body, hash=rules.chain(1, rules.FIRST, body))
    assert (Fault.REORDERED, 1, UUID(bytes=entries[2][0])) in faults()
    assert (Fault.ANCHOR, 1, None) in faults()


def test_times_that_were_swapped_are_named():
    write(3)
    AuditEntry.objects.filter(pk=ids()[0]).update(at=F("at") - timedelta(hours=1))
    assert faults() == [(Fault.CHANGED, None, ids()[0])]


def test_an_event_sealed_a_second_time_is_named():
    write(5)
    sealing.seal(now=NOW)
    AuditEntry.objects.filter(pk=ids()[0]).update(block=None)
    sealing.seal(now=NOW)
    assert faults() == [(Fault.REORDERED, 1, ids()[0])]


def test_a_removed_block_is_named_in_the_middle_and_at_the_end():
    write(15)
    sealing.seal(now=NOW)
    AuditBlock.objects.filter(number=2).delete()
    assert (Fault.BLOCK_MISSING, 2, None) in faults()
    AuditBlock.objects.filter(number=3).delete()
    AuditEntry.objects.filter(block=3).update(block=None)
    assert (Fault.BLOCK_MISSING, 3, None) in faults()


def test_a_chain_written_anew_with_our_own_hands_does_not_fit_its_anchors():
    write(5)
    sealing.seal(now=NOW)
    AuditEntry.objects.filter(pk=ids()[0]).delete()
    AuditBlock.objects.all().delete()
    AuditEntry.objects.update(block=None)
    kept = sealing.own_anchors()
    sealing.seal(now=NOW)
    broken = sealing.verify(anchors=kept).broken
    assert [b.kind for b in broken] == [Fault.ANCHOR]


def test_another_body_or_hash_is_named():
    write(5)
    sealing.seal(now=NOW)
    AuditBlock.objects.update(hash="0" * 64)
    assert (Fault.BLOCK_CHANGED, 1, None) in faults()


def test_the_command_says_it_in_json_and_by_its_exit(capsys):
    write(7)
    assert main(["audit", "verify", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"events": 7, "sealed": 7, "ok": True, "broken": []}
    AuditEntry.objects.filter(pk=ids()[0]).update(event="thing.else")
    assert main(["audit", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["broken"] == [{"kind": "changed", "block": 1, "event": str(ids()[0])}]
    assert not told["ok"]


def test_anchors_are_the_last_seal_of_each_day_and_are_checked(capsys, tmp_path):
    for day in (24, 25):
        write(5)
        sealing.seal(now=NOW.replace(day=day))
    assert main(["audit", "anchors"]) == 0
    kept = tmp_path / "kept.jsonl"
    kept.write_text(capsys.readouterr().out)
    assert [a.block for a in sealing.read_anchors(kept)] == [1, 2]
    assert main(["audit", "verify", "--anchors", str(kept)]) == 0
    kept.write_text('{"block": 2, "hash": "00", "at": "x"}\n')
    assert main(["audit", "verify", "--anchors", str(kept)]) == 1
    kept.write_text("rubbish\n")
    assert main(["audit", "verify", "--anchors", str(kept)]) == 2


def test_an_event_signed_with_an_older_key_still_counts(settings, tmp_path):
    from sukoon.core import keys

    settings.KEY_FOLDER = tmp_path / "keys"
    write(2)
    keys.write_ring(keys.ring().with_new_key())
    write(2)
    assert sealing.verify().ok
    assert sealing.seal(now=NOW) == 4


def test_an_event_that_comes_late_between_others_is_sealed_once_and_alone(monkeypatch):
    write(3)
    real = sealing._mark

    def late(number, sealed, *, whole):
        monkeypatch.setattr(sealing, "_mark", real)
        write(1)
        newest = AuditEntry.objects.order_by("-id").first()
        between = sealing.UUID(int=sealing.UUID(bytes=sealed[0]).int + 1)
        AuditEntry.objects.filter(pk=newest.pk).update(id=between)
        real(number, sealed, whole=whole)

    monkeypatch.setattr(sealing, "_mark", late)
    assert sealing.seal(now=NOW) == 3
    assert AuditEntry.objects.filter(block=1).count() == 3
    assert AuditEntry.objects.get(block=None).pk == sealing.UUID(int=ids()[0].int + 1)
