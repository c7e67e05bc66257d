"""Work that follows a change: at least once, retried, given up in the open."""

from datetime import timedelta
from types import MappingProxyType

import pytest
from django.db import transaction

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
