"""Many callers, one operation: it happens once, whoever comes first, on both databases."""

import json
import threading
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection

from sukoon.core.access import SYSTEM, Actor
from sukoon.core.ids import new_id
from sukoon.core.models import LoadedPack, Operation
from sukoon.core.operations import Kind, Outcome, Sent, apply_batch, once, register
from sukoon.core.problems import ChangedMeanwhile, InputInvalid, OperationIdReused

CALLERS = 8
BY = Actor(uuid4(), "x")


def at_once(work):
    """Run `work(n)` for 8 callers that start together; return what each gave or raised."""
    gate, found = threading.Barrier(CALLERS), [None] * CALLERS

    def caller(n):
        gate.wait()
        try:
            found[n] = work(n)
        except Exception as error:  # noqa: BLE001 - told to the test
            found[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=caller, args=(n,)) for n in range(CALLERS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    close_old_connections()
    return found


def write(n):
    """Change something that can be counted, as an action would."""
    from sukoon.core import clock

    pk = new_id()
    LoadedPack.objects.create(
        pack_id=f"race-{pk}",
        kind="x",
        version="1",
        checksum="x",
        status="draft",
        loaded_at=clock.now(),
    )
    return 200, json.dumps({"by": n})


@pytest.mark.django_db(transaction=True)
def test_the_same_payload_from_eight_callers_happens_once():
    pk = uuid4()
    found = at_once(
        lambda n: once(operation_id=pk, action="a", by=BY, payload={"x": 1}, run=lambda: write(n))
    )
    assert LoadedPack.objects.filter(pack_id__startswith="race-").count() == 1
    assert {r.body for r in found} == {Operation.objects.get(pk=pk).result_body}
    outcomes = sorted(r.outcome for r in found)
    assert outcomes == [Outcome.APPLIED] + [Outcome.DUPLICATE] * (CALLERS - 1)


@pytest.mark.django_db(transaction=True)
def test_other_payloads_under_the_same_id_are_conflicts():
    pk = uuid4()
    found = at_once(
        lambda n: once(operation_id=pk, action="a", by=BY, payload={"x": n}, run=lambda: write(n))
    )
    assert LoadedPack.objects.filter(pack_id__startswith="race-").count() == 1
    assert sum(isinstance(r, OperationIdReused) for r in found) == CALLERS - 1


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_answer_is_repeated_safely():
    pk = uuid4()

    def crash():
        write(0)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        once(operation_id=pk, action="a", by=BY, payload={}, run=crash)
    assert not LoadedPack.objects.filter(pack_id__startswith="race-").exists()
    first = once(operation_id=pk, action="a", by=BY, payload={}, run=lambda: write(1))
    again = once(operation_id=pk, action="a", by=BY, payload={}, run=lambda: write(2))
    assert (first.outcome, again.outcome) == (Outcome.APPLIED, Outcome.DUPLICATE)
    assert again.body == first.body
    assert LoadedPack.objects.filter(pack_id__startswith="race-").count() == 1


@pytest.fixture
def kinds():
    """Register operations of our own for one test."""
    from sukoon.config.operation_kinds import register_operations

    def fail(problem):
        def run(_by, _told):
            write(0)
            raise problem

        return run

    register({
        "good": Kind(dict, lambda _by, told: write(told.get("n", 0))[1]),
        "late": Kind(dict, fail(ChangedMeanwhile())),
        "bad": Kind(dict, fail(InputInvalid(where="x"))),
    })  # fmt: skip
    yield
    register_operations()


@pytest.mark.django_db(transaction=True)
def test_each_of_a_batch_succeeds_or_fails_alone(kinds):
    ids = [uuid4() for _ in range(5)]
    sent = [
        Sent(ids[0], "good", {"n": 1}), Sent(ids[1], "late", {}), Sent(ids[2], "bad", {}),
        Sent(ids[3], "nonsense", {}), Sent(ids[4], "good", {"n": 2}),
    ]  # fmt: skip
    told = [(r.outcome, r.reason) for r in apply_batch(sent, by=BY)]
    assert told == [
        (Outcome.APPLIED, ""), (Outcome.CONFLICT, "records.changed_meanwhile"),
        (Outcome.REJECTED, "input.invalid"), (Outcome.REJECTED, "input.invalid"), (Outcome.APPLIED, ""),
    ]  # fmt: skip
    assert LoadedPack.objects.filter(pack_id__startswith="race-").count() == 2
    again = [r.outcome for r in apply_batch(sent, by=BY)]
    assert again[0] == again[4] == Outcome.DUPLICATE
    assert LoadedPack.objects.filter(pack_id__startswith="race-").count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_id_of_somebody_else_tells_nothing(kinds):
    pk = uuid4()
    apply_batch([Sent(pk, "good", {})], by=BY)
    told = apply_batch([Sent(pk, "good", {})], by=SYSTEM)[0]
    assert (told.outcome, told.body, told.reason) == (Outcome.REJECTED, "", "operations.id_reused")


def test_a_batch_over_the_api_applies_then_repeats(client_of, cast, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    payload = {
        "service": str(cast.service.pk), "period_start": "2026-10-01", "period_end": "2026-10-31",
        "basis": "people", "total": 12,
    }  # fmt: skip
    body = {"operations": [
        {"id": str(uuid4()), "action": "services.submit", "payload": payload},
        {"id": str(uuid4()), "action": "services.submit", "payload": {**payload, "total": -1}},
        {"id": str(uuid4()), "action": "services.submit", "payload": {**payload, "service": str(uuid4())}},
    ]}  # fmt: skip

    def send():
        answer = client_of("parveen").post(
            "/api/1/operations", body, content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        return [(r["outcome"], r["reason"]) for r in answer.json()["results"]]

    refused = [("rejected", "input.invalid"), ("rejected", "access.not_allowed")]
    assert send() == [("applied", ""), *refused]
    assert send() == [("duplicate", ""), *refused]


def test_a_batch_needs_somebody_signed_in_and_has_an_end(client, client_of, cast):
    empty = {"operations": []}
    assert (
        client.post("/api/1/operations", empty, content_type="application/json").status_code == 403
    )
    many = {"operations": [{"id": str(uuid4()), "action": "x", "payload": {}}] * 501}
    answer = client_of("parveen").post("/api/1/operations", many, content_type="application/json")
    assert answer.status_code == 422
