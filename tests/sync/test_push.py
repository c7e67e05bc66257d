"""What phones send: each operation gets one answer, nothing is done twice, nothing is dropped."""

import gzip
import json
from datetime import timedelta

import pytest
from django.db import OperationalError

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import WhyRevoked
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.audit.models import AuditEntry
from sukoon.config.cli import main
from sukoon.core import operations
from sukoon.core.ids import new_id
from sukoon.core.models import LoadedPack
from sukoon.core.operations import Kind, Outcome, Ran
from sukoon.core.problems import ChangedMeanwhile, NotAllowed
from sukoon.sync import actions
from sukoon.sync.models import KeptOperation, Receipt
from sukoon.sync.problems import AlreadyLookedAt
from sukoon.sync.words import KeptStatus
from tests.factories import RoleAssignmentFactory
from tests.sync.conftest import FIELD, NOW, Phone, _read, operation, written


def outcomes(results):
    return [r["outcome"] for r in results]


def test_operations_are_taken_in_and_answered_in_their_order(phone):
    results = phone.results(operation(1), operation(2))
    assert outcomes(results) == ["applied", "applied"]
    assert results[0]["result"] == {"written": 1}
    assert written() == ["1", "2"]
    assert Receipt.objects.count() == 2


def test_the_same_again_is_told_with_what_became_of_it_and_done_once(phone):
    sent = operation(1)
    phone.results(sent)
    (again,) = phone.results(sent, sent_at=NOW - timedelta(hours=5))  # the clock was set meanwhile
    assert (again["outcome"], again["first"], again["result"]) == (
        "duplicate", "applied", {"written": 1},
    )  # fmt: skip
    assert written() == ["1"]


def test_an_id_used_for_something_else_is_refused_and_both_stay(phone):
    sent = operation(1)
    phone.results(sent)
    (other,) = phone.results({**sent, "payload": {"n": 2}})
    assert (other["outcome"], other["reason"]) == ("rejected", "operations.id_reused")
    assert other["kept"]
    assert written() == ["1"]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (operation("forbidden"), "access.not_allowed"),
        (operation("broken"), "sync.broken"),
        (operation(1, action="of.tomorrow"), "sync.not_understood"),
        ({**operation(1), "payload": ["no", "object"]}, "input.invalid"),
        ({**operation(1), "happened_at": "yesterday"}, "input.invalid"),
        ({**operation(1), "happened_at": "2026-11-25T09:00:00"}, "input.invalid"),  # which zone?
        ({**operation(1), "payload": {}}, "input.invalid"),
    ],
)
def test_what_cannot_be_taken_in_is_kept_whole_and_blocks_nothing(phone, sent, reason, caplog):
    results = phone.results(operation(7), sent, operation(8))

    assert outcomes(results) == ["applied", "rejected", "applied"]
    assert (results[1]["reason"], results[1]["kept"]) == (reason, True)
    assert results[1]["message"]
    assert written() == ["7", "8"]
    (kept,) = KeptOperation.objects.all()
    assert json.loads(kept.body) == sent
    assert (kept.org_id, kept.owner_id) == (phone.row.org_id, phone.user.pk)
    assert "private words" not in caplog.text


def test_what_is_kept_is_kept_once_however_often_it_comes(phone):
    sent = operation("forbidden")
    for _ in range(3):
        phone.results(sent)
    assert KeptOperation.objects.count() == Receipt.objects.count() == 1


def test_a_busy_database_is_no_fault_of_the_work(phone, monkeypatch):
    """Nothing of the batch is stored or answered, and it comes again whole."""
    sent = [operation(1), operation(2)]
    real = operations._kinds["test.write"]

    def busy(by, told):
        if told["n"] == 2:
            raise OperationalError("database is locked")
        return real.run(by, told)

    monkeypatch.setitem(operations._kinds, "test.write", Kind(_read, busy))
    assert phone.push(*sent).status_code == 503
    assert written() == []
    monkeypatch.setitem(operations._kinds, "test.write", real)
    assert outcomes(phone.results(*sent)) == ["applied", "applied"]
    assert not KeptOperation.objects.exists()


def test_merged_and_conflict_are_told_and_remembered(phone, monkeypatch):
    def run(by, told):
        return Ran("{}", Outcome(told["n"]), "x.y")

    monkeypatch.setitem(operations._kinds, "test.write", Kind(_read, run))
    sent = [operation("merged"), operation("conflict")]
    assert outcomes(phone.results(*sent)) == ["merged", "conflict"]
    again = phone.results(*sent)
    assert outcomes(again) == ["duplicate", "duplicate"]
    assert [a["first"] for a in again] == ["merged", "conflict"]
    assert not KeptOperation.objects.exists()


def test_a_conflict_that_an_action_raises_is_kept_for_a_person(phone, monkeypatch):
    def run(by, told):
        raise ChangedMeanwhile

    monkeypatch.setitem(operations._kinds, "test.write", Kind(_read, run))
    (told,) = phone.results(operation(1))
    assert (told["outcome"], told["kept"]) == ("conflict", True)
    assert KeptOperation.objects.get().reason == "records.changed_meanwhile"


# Clocks


@pytest.mark.parametrize(
    ("off", "happened", "by_us"),
    [
        (timedelta(0), NOW - timedelta(hours=2), NOW - timedelta(hours=2)),
        # A phone that is a day behind: what happened two hours ago by it, happened two hours ago.
        (timedelta(days=1), NOW - timedelta(days=1, hours=2), NOW - timedelta(hours=2)),
        (timedelta(days=-3), NOW + timedelta(days=3, hours=-2), NOW - timedelta(hours=2)),
        # Set right between writing and sending: nothing happens after it arrived.
        (timedelta(0), NOW + timedelta(days=3), NOW),
    ],
)
def test_a_wrong_clock_is_measured_recorded_and_set_right(phone, off, happened, by_us):
    phone.results(operation(1, happened_at=happened), sent_at=NOW - off)
    receipt = Receipt.objects.get()
    assert receipt.skew_seconds == off.total_seconds()
    assert receipt.happened_at == happened
    assert LoadedPack.objects.get(checksum="x").version == by_us.isoformat()
    assert phone.row.clock_skew_seconds == off.total_seconds()


# The wire


def test_a_compressed_push_is_read_and_a_large_answer_is_compressed(phone):
    body = {
        "protocol": 1,
        "sent_at": NOW.isoformat(),
        "operations": [operation(n) for n in range(9)],
    }
    answer = phone.client.post(
        f"{FIELD}/push", gzip.compress(json.dumps(body).encode()), content_type="application/json",
        headers={**phone.headers(), "Content-Encoding": "gzip", "Accept-Encoding": "gzip"},
    )  # fmt: skip
    assert answer.headers["Content-Encoding"] == "gzip"
    told = json.loads(gzip.decompress(answer.content))
    assert outcomes(told["results"]) == ["applied"] * 9


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"no gzip", 400, "input.not_compressed"),
        (gzip.compress(b"{}", mtime=0)[:-6], 400, "input.not_compressed"),
        (gzip.compress(b" " * 3_000_000, mtime=0), 413, "input.too_large"),
    ],
)
def test_a_body_that_lies_about_itself_is_refused(phone, body, status, code):
    answer = phone.client.post(
        f"{FIELD}/push", body, content_type="application/json",
        headers={**phone.headers(), "Content-Encoding": "gzip"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")


def test_more_than_a_batch_may_hold_is_refused_whole(phone):
    assert phone.push(*(operation(n) for n in range(101))).status_code == 422
    assert written() == []


def test_the_receipts_say_nothing_of_what_was_written(phone):
    phone.results(operation(1, note="private words"))
    said = [
        *AuditEntry.objects.values_list("told", flat=True),
        *map(str, Receipt.objects.values()),
    ]
    assert not any("private words" in s for s in said)
    assert AuditEntry.objects.filter(event="field.pushed").count() == 1


# After a phone was ended


def test_a_revoked_phone_hands_over_its_work_and_nothing_of_it_is_done(phone):
    accounts.revoke_device(by=console_actor(), device=phone.row, why=WhyRevoked.LOST)

    results = phone.results(operation(1), operation(2))

    assert outcomes(results) == ["rejected", "rejected"]
    assert all(r["kept"] and r["reason"] == "devices.revoked" for r in results)
    assert written() == []
    assert KeptOperation.objects.count() == 2


def test_a_revoked_phone_cannot_fill_the_disk(phone, monkeypatch):
    monkeypatch.setattr("sukoon.sync.actions.pushing.MOST_AFTER_REVOKED", 1)
    accounts.revoke_device(by=console_actor(), device=phone.row, why=WhyRevoked.LOST)
    assert phone.push(operation(1)).status_code == 200
    assert phone.push(operation(2)).status_code == 413


# What is kept


def lead_of(team):
    return actor_for(RoleAssignmentFactory(role="care_lead", org_id=team).user, now=NOW)


def test_kept_work_is_taken_in_later_in_the_workers_name(phone, lead, monkeypatch):
    sent = operation(5, action="of.tomorrow")
    phone.results(sent)
    monkeypatch.setitem(operations._kinds, "of.tomorrow", operations._kinds["test.write"])

    answer = actions.take_in(by=actor_for(lead, now=NOW), kept=KeptOperation.objects.get())

    assert answer.outcome == "applied"
    assert LoadedPack.objects.get(checksum="x").kind == str(phone.user.pk)[:40]
    assert KeptOperation.objects.get().status == KeptStatus.APPLIED
    (again,) = phone.results(sent)
    assert (again["outcome"], again["first"]) == ("duplicate", "applied")


def test_who_may_decide_on_kept_work(phone, worker, cast):
    phone.results(operation("forbidden"))
    kept = KeptOperation.objects.get()
    stranger = RoleAssignmentFactory(role="care_lead", org_id=new_id()).user
    for user in (worker, stranger, cast.coco):
        for act in (actions.take_in, actions.set_aside):
            with pytest.raises(NotAllowed):
                act(by=actor_for(user, now=NOW), kept=kept)
    assert KeptOperation.objects.get().status == KeptStatus.WAITING


def test_what_is_set_aside_is_decided_once_and_stays_readable(phone, lead):
    phone.results(operation("forbidden"))
    by, kept = actor_for(lead, now=NOW), KeptOperation.objects.get()
    actions.set_aside(by=by, kept=kept)
    with pytest.raises(AlreadyLookedAt):
        actions.take_in(by=by, kept=kept)
    assert json.loads(KeptOperation.objects.get().body)["payload"] == {"n": "forbidden"}


def test_the_command_reports_what_is_kept_without_its_words(phone, capsys):
    phone.results(operation("forbidden", note="private words"))
    assert main(["devices", "kept", "--json"]) == 1
    out = capsys.readouterr().out
    assert json.loads(out)[0]["reason"] == "access.not_allowed"
    assert "private" not in out


def test_the_page_of_kept_work(client, phone, lead):
    phone.results(operation("forbidden", note="private words"))
    lead.is_synthetic = True
    lead.save(update_fields=["is_synthetic"])
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    text = client.get("/field/kept/").content.decode()
    assert "access.not_allowed" in text
    assert "private words" not in text
    pk = KeptOperation.objects.get().pk
    assert client.post(f"/field/kept/{pk}/", {"do": "take_in"}).status_code == 302
    assert KeptOperation.objects.get().status == KeptStatus.WAITING
    assert client.post(f"/field/kept/{pk}/", {"do": "set_aside"}).status_code == 302
    assert KeptOperation.objects.get().status == KeptStatus.SET_ASIDE


def test_two_workers_share_one_phone_and_each_speaks_for_themselves(phone, client, team, cast):
    other = RoleAssignmentFactory(role="community_worker", org_id=team, area=cast.swat).user
    second = Phone(client, other).enrol()
    phone.results(operation(1))
    second.results(operation(2))
    who = dict(LoadedPack.objects.filter(checksum="x").values_list("pack_id", "kind"))
    assert who == {"1": str(phone.user.pk), "2": str(other.pk)}
