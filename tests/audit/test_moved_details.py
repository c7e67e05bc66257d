"""The details of events that were written as rows of their own are still there, and still theirs."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sukoon.audit import sealing
from sukoon.audit.events import mac_of
from sukoon.audit.models import AuditEntry
from sukoon.audit.rules import Event
from sukoon.core import clock
from sukoon.core.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)


def move_to(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", name)])
    return executor.loader.project_state([("audit", name)]).apps


@pytest.fixture
def newest():
    yield
    move_to("0005_no_detail_rows")


def test_details_move_into_their_events_and_back(newest):
    old = move_to("0003_sealed_in_order")
    told = (("count", "3"), ("kind", "گنتی"))
    events = [Event(new_id(), clock.now(), "thing.done", new_id(), new_id(), "x", told)]
    events.append(Event(new_id(), clock.now(), "thing.done", new_id(), new_id(), "x", ()))
    for e in events:
        entry = old.get_model("audit", "AuditEntry").objects.create(
            id=e.id, at=e.at, event=e.event, subject_id=e.subject_id, actor_id=e.actor_id,
            actor_label=e.actor_label, mac=mac_of(e),
        )  # fmt: skip
        for name, value in e.details:
            old.get_model("audit", "AuditDetail").objects.create(
                entry=entry, name=name, value=value
            )

    move_to("0005_no_detail_rows")
    assert tuple(AuditEntry.objects.get(pk=events[0].id).details) == told
    assert AuditEntry.objects.get(pk=events[1].id).details == ()
    assert sealing.verify().ok

    back = move_to("0003_sealed_in_order")
    rows = back.get_model("audit", "AuditDetail").objects.order_by("name")
    assert tuple(rows.values_list("name", "value")) == told
