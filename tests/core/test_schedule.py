"""Tasks run when they are due, by one server, and never stop the loop."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from sukoon.core import limits, retention, schedule
from sukoon.core.limits import TimeLimit, check_time, within
from sukoon.core.models import Operation, OutboxMessage, OutboxStatus, ScheduledTask
from sukoon.core.schedule import Task

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Register tasks for one test; put the product's own back afterwards."""
    before = schedule.tasks()
    yield lambda *tasks: schedule.register(tasks)
    schedule.register(before)


def test_a_task_runs_when_it_is_due_and_again_after_its_time(told):
    seen = []
    told(Task("x", HOUR, seen.append))
    assert schedule.run_due(now=NOW)
    assert not schedule.run_due(now=NOW + timedelta(minutes=59))
    assert schedule.run_due(now=NOW + HOUR)
    assert seen == [NOW, NOW + HOUR]


def test_a_task_that_fails_says_so_and_the_others_go_on(told, caplog):
    def broken(_now):
        raise ValueError("patient name")

    seen = []
    told(Task("broken", HOUR, broken), Task("fine", HOUR, seen.append))
    while schedule.run_due(now=NOW):
        pass
    assert seen == [NOW]
    row = ScheduledTask.objects.get(name="broken")
    assert (row.last_error, row.last_done_at) == ("ValueError", None)
    schedule.run_due(now=NOW + HOUR)
    assert ScheduledTask.objects.get(name="fine").last_error == ""


def test_a_task_whose_next_time_a_jumped_clock_wrote_runs_at_once(told):
    seen = []
    told(Task("x", HOUR, seen.append, limit=HOUR))
    ahead = NOW + timedelta(days=3)
    assert schedule.run_due(now=ahead)
    ScheduledTask.objects.update(claimed_until=ahead + HOUR)
    assert schedule.run_due(now=NOW)
    assert not schedule.run_due(now=NOW + timedelta(minutes=1))
    assert seen == [ahead, NOW]


def test_only_urgent_tasks_are_run_by_their_own_loop(told):
    seen = []
    told(
        Task("slow", HOUR, lambda _now: seen.append("slow")),
        Task("risk", HOUR, lambda _now: seen.append("risk"), urgent=True),
    )
    while schedule.run_due(now=NOW, urgent=True):
        pass
    assert seen == ["risk"]
    while schedule.run_due(now=NOW):
        pass
    assert seen == ["risk", "slow"]


@pytest.mark.django_db(transaction=True)
def test_the_loop_of_urgent_tasks_runs_until_it_is_stopped(told, monkeypatch):
    ran, stop = threading.Event(), threading.Event()
    told(Task("risk", HOUR, lambda _now: ran.set(), urgent=True))
    monkeypatch.setattr(schedule, "PAUSE_SECONDS", 0.01)
    loop = threading.Thread(target=schedule.run_urgent, args=(stop,))
    loop.start()
    assert ran.wait(5)
    stop.set()
    loop.join(5)
    assert not loop.is_alive()


def test_two_servers_never_run_one_task_at_once(told):
    seen = []

    def other_server_looks(now):
        seen.append(schedule.run_due(now=now))

    told(Task("x", HOUR, other_server_looks))
    assert schedule.run_due(now=NOW)
    assert seen == [False]


def test_a_server_that_died_gives_its_task_back(told):
    seen = []
    told(Task("x", HOUR, seen.append, limit=timedelta(minutes=5)))
    ScheduledTask.objects.create(name="x", due_at=NOW, claimed_until=NOW + timedelta(minutes=5))
    assert not schedule.run_due(now=NOW + timedelta(minutes=4))
    assert schedule.run_due(now=NOW + timedelta(minutes=5))


def test_a_task_over_its_limit_stops_itself(told):
    def slow(_now):
        time.sleep(0.02)
        check_time()

    told(Task("slow", HOUR, slow, limit=timedelta(seconds=0.01)))
    schedule.run_due(now=NOW)
    assert ScheduledTask.objects.get(name="slow").last_error == "TimeLimit"


def test_an_inner_limit_never_stretches_an_outer_one():
    check_time()
    with within(timedelta(seconds=-1)), within(HOUR), pytest.raises(TimeLimit):
        check_time()
    check_time()
    assert limits._deadline.get() is None


def test_done_work_goes_after_its_time_and_nothing_else():
    for status in OutboxStatus.values:
        OutboxMessage.objects.create(
            event="a.b", subject_id=_id(), handler="h", status=status, due_at=NOW
        )
    Operation.objects.create(
        action="a", actor_id=_id(), payload_hash="x", result_status=200, result_body=""
    )
    assert retention.tidy(NOW.replace(year=2020)) == 0
    assert retention.tidy(NOW.replace(year=2030)) == 2
    assert set(OutboxMessage.objects.values_list("status", flat=True)) == {"waiting", "dead"}


def _id():
    from sukoon.core.ids import new_id

    return new_id()
