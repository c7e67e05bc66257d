"""The same change sent twice happens once."""

import json
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from sukoon.core.ids import new_id
from sukoon.core.models import Operation
from sukoon.core.operations import Outcome, Result, once, payload_hash, read_id
from sukoon.core.problems import OperationIdInvalid, OperationIdReused
from sukoon.services.models import Return, ReturnVersion
from sukoon.services.problems import ReturnLocked
from sukoon.workforce.models import Organisation


class Counter:
    def __init__(self):
        self.runs = 0

    def __call__(self):
        self.runs += 1
        return 200, f"run {self.runs}"


@pytest.mark.django_db
def test_a_repeat_gives_the_first_result_and_runs_nothing(cast):
    run, key, by = Counter(), new_id(), cast.actor("parveen")

    first = once(operation_id=key, action="a.b", by=by, payload={"n": 1}, run=run)
    again = once(operation_id=key, action="a.b", by=by, payload={"n": 1}, run=run)

    assert (first, again) == (Result(200, "run 1"), Result(200, "run 1", outcome=Outcome.DUPLICATE))
    assert run.runs == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "payload", "who"),
    [("a.b", {"n": 2}, "parveen"), ("a.c", {"n": 1}, "parveen"), ("a.b", {"n": 1}, "coco")],
)
def test_the_same_id_for_something_else_is_refused(cast, action, payload, who):
    key = new_id()
    once(operation_id=key, action="a.b", by=cast.actor("parveen"), payload={"n": 1}, run=Counter())

    with pytest.raises(OperationIdReused):
        once(operation_id=key, action=action, by=cast.actor(who), payload=payload, run=Counter())


@pytest.mark.django_db
def test_a_change_that_fails_leaves_no_operation_and_can_be_sent_again(cast):
    key, by = new_id(), cast.actor("parveen")

    def breaks():
        raise RuntimeError("power")

    with pytest.raises(RuntimeError):
        once(operation_id=key, action="a.b", by=by, payload={}, run=breaks)

    assert not Operation.objects.exists()
    assert once(operation_id=key, action="a.b", by=by, payload={}, run=Counter()).body == "run 1"


@pytest.mark.django_db
def test_an_operation_costs_no_savepoint_and_one_that_fails_leaves_nothing(cast):
    by, pk = cast.actor("parveen"), new_id()

    @transaction.atomic
    def action(name, fails):
        with suppress(KeyError), transaction.atomic():
            Organisation.objects.create(name=f"{name} inside")
            raise KeyError
        Organisation.objects.create(name=name)
        if fails:
            raise ReturnLocked
        return 200, "{}"

    def sent(name, *, fails):
        return once(operation_id=pk, action="a", by=by, payload={}, run=lambda: action(name, fails))

    with pytest.raises(ReturnLocked):
        sent("first", fails=True)
    with CaptureQueriesContext(connection) as told:
        sent("second", fails=False)
    names = Organisation.objects.filter(name__in=["first", "second", "second inside"])
    assert [o.name for o in names] == ["second"]
    assert sum(q["sql"].startswith("SAVEPOINT") for q in told.captured_queries) == 2
    assert "savepoint" not in connections["default"].__dict__


def test_the_order_of_a_payload_does_not_matter():
    assert payload_hash("a", {"x": 1, "y": 2}) == payload_hash("a", {"y": 2, "x": 1})
    assert payload_hash("a", {"x": 1}) != payload_hash("a", {"x": "1"})


def test_a_key_that_is_no_uuid_is_refused():
    with pytest.raises(OperationIdInvalid):
        read_id("again")


RETURN = {
    "period_start": "2026-10-01",
    "period_end": "2026-10-31",
    "basis": "people",
    "total": 30,
}


def send(client, service, key=None, **changes):
    headers = {"Idempotency-Key": str(key)} if key else {}
    return client.post(
        f"/api/1/services/{service.pk}/returns",
        json.dumps({**RETURN, **changes}),
        content_type="application/json",
        headers=headers,
    )


def test_a_return_sent_twice_over_the_api_is_one_version(client_of, cast):
    client, key = client_of("parveen"), uuid4()

    first, again = send(client, cast.service, key), send(client, cast.service, key)

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert ReturnVersion.objects.count() == 1


def test_the_same_key_with_another_total_is_a_conflict(client_of, cast):
    client, key = client_of("parveen"), uuid4()
    send(client, cast.service, key)

    answer = send(client, cast.service, key, total=31)

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/operations.id_reused"


@pytest.mark.parametrize(("who", "status"), [("vida", 403), ("coco", 200), ("nobody", 403)])
def test_who_may_send_a_return_over_the_api(client_of, cast, who, status):
    assert send(client_of(who), cast.service).status_code == status
    assert Return.objects.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize(
    "changes", [{"total": -1}, {"total": 2.5}, {"basis": "souls"}, {"period_start": "1404-08-01x"}]
)
def test_what_cannot_be_used_is_named(client_of, cast, changes):
    answer = send(client_of("parveen"), cast.service, **changes)

    assert answer.status_code == 422
    assert next(iter(changes)) in answer.json()["title"]
