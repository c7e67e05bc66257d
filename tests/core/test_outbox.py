"""Work that follows a change: at least once, retried, given up in the open."""

import threading
from datetime import timedelta
from types import MappingProxyType

import pytest
from django.db import connection, transaction

from sukoon.core import outbox
from sukoon.core.ids import new_id
from sukoon.core.models import OutboxMessage
from tests.conftest import NOW


@pytest.fixture
def handler():
    """Put one handler in charge of `thing.done`, and the product's own back afterwards."""
    seen = []

    def handle(subject):
        seen.append(subject)
        if handle.breaks:
            raise ValueError("something private about a person")

    handle.breaks = False
    handle.seen = seen
    before = dict(outbox._reactions), dict(outbox._handlers)
    outbox.register({"thing.done": ("note",)}, {"note": handle})
    yield handle
    outbox.register(*map(MappingProxyType, before))


def enqueue():
    subject = new_id()
    with transaction.atomic():
        outbox.enqueue("thing.done", subject, now=NOW)
        outbox.enqueue("thing.nobody_waits_for", subject, now=NOW)
    return subject


@pytest.mark.django_db
def test_a_message_is_done_once(handler):
    subject = enqueue()

    assert outbox.run_once(now=NOW)
    assert not outbox.run_once(now=NOW)

    assert handler.seen == [subject]
    assert [m.status for m in OutboxMessage.objects.all()] == ["done"]


@pytest.mark.django_db
def test_a_message_that_fails_waits_longer_each_time_and_is_given_up_in_the_open(handler):
    enqueue()
    handler.breaks, now, waits = True, NOW, []

    while outbox.run_once(now=now):
        message = OutboxMessage.objects.get()
        waits.append((message.due_at - now).total_seconds())
        now = message.due_at

    assert waits == sorted(waits)
    assert len(handler.seen) == outbox.MOST_ATTEMPTS
    assert (message.status, message.last_error) == ("dead", "ValueError")


@pytest.mark.django_db
def test_a_message_of_a_worker_that_died_is_given_back(handler):
    enqueue()
    OutboxMessage.objects.update(claimed_until=NOW + outbox.LEASE)

    assert not outbox.run_once(now=NOW)
    assert outbox.run_once(now=NOW + outbox.LEASE + timedelta(seconds=1))


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["due_at", "claimed_until"])
def test_a_moment_that_a_jumped_clock_wrote_keeps_nothing_waiting(handler, field):
    enqueue()
    OutboxMessage.objects.update(**{field: NOW + timedelta(days=3)})

    assert outbox.run_once(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_work_outside_the_change_it_follows_is_refused(handler):
    with pytest.raises(RuntimeError):
        outbox.enqueue("thing.done", new_id(), now=NOW)


def test_a_reaction_to_a_handler_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="nowhere"):
        outbox.register({"thing.done": ("nowhere",)}, {})


@pytest.mark.django_db(transaction=True)
def test_two_servers_share_the_work_and_do_each_message_once(handler):
    """Eight callers, as of several servers: on PostgreSQL rows are skipped, on SQLite leased."""
    told = {enqueue() for _ in range(24)}
    together, failed = threading.Barrier(8), []

    def serve():
        try:
            together.wait(20)
            while (
                outbox.run_once(now=NOW)
                or OutboxMessage.objects.filter(status="waiting", claimed_until=None).exists()
            ):
                pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
            failed.append(error)
        finally:
            connection.close()

    servers = [threading.Thread(target=serve) for _ in range(8)]
    for server in servers:
        server.start()
    for server in servers:
        server.join(60)
    assert failed == []
    assert sorted(handler.seen) == sorted(told)
    assert set(OutboxMessage.objects.values_list("status", "attempts")) == {("done", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_busy_with_one_message_keeps_no_other_waiting(handler):
    first, second = enqueue(), enqueue()
    begun, go_on = threading.Event(), threading.Event()
    slow = handler.seen.append

    def handle(subject):
        if subject == first and not begun.is_set():
            begun.set()
            go_on.wait(20)
        slow(subject)

    outbox.register({"thing.done": ("note",)}, {"note": outbox.Long(handle)})

    def serve():
        outbox.run_once(now=NOW)
        connection.close()

    busy = threading.Thread(target=serve)
    busy.start()
    assert begun.wait(20)
    assert outbox.run_once(now=NOW)
    assert handler.seen == [second]
    go_on.set()
    busy.join(20)
    assert handler.seen == [second, first]
