"""Work that hangs or takes its process along is stopped by force, handed back, and keeps nobody."""

import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from django.db import connections, transaction
from django.utils import timezone

from sukoon.config.server_commands import _hand_back
from sukoon.core import background, outbox, schedule
from sukoon.core.ids import new_id
from sukoon.core.models import LoadedPack, OutboxMessage, ScheduledTask
from sukoon.core.outbox import Long
from sukoon.core.schedule import Task

HOUR = timedelta(hours=1)
SHORT = timedelta(seconds=0.2)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(background, "GRACE", 0.2)
    monkeypatch.setattr(background, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(background, "PAUSE", 0.05)
    monkeypatch.setattr(background, "STOP_WITHIN", 0.5)
    monkeypatch.setattr(outbox, "PAUSE_SECONDS", 0.02)


@pytest.fixture
def tasks():
    before = schedule.tasks()
    yield lambda *told: schedule.register(told)
    schedule.register(before)


@pytest.fixture
def reaction():
    before = dict(outbox._reactions), dict(outbox._handlers)

    def follow(handler):
        outbox.register({"thing.done": ("it",)}, {"it": handler})
        with transaction.atomic():
            outbox.enqueue("thing.done", new_id(), now=timezone.now())

    yield follow
    outbox.register(*map(MappingProxyType, before))


def write(name):
    LoadedPack.objects.create(
        pack_id=name, kind="x", version="1", checksum="x", status="draft", loaded_at=timezone.now()
    )


def written():
    return set(LoadedPack.objects.filter(kind="x").values_list("pack_id", flat=True))


@contextmanager
def keeper():
    """Be `sukoon worker` in a process of its own: no connection is open where it forks."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            stop = threading.Event()
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            background.keep({"outbox": outbox.run_forever}, hand_back=_hand_back, stop=stop)
        finally:
            os._exit(0)
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def soon(holds):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def hang(_what):
    with transaction.atomic():
        write("half")
        while True:
            with suppress(BaseException):
                time.sleep(60)


def test_a_task_that_hangs_is_stopped_undone_and_due_again(tasks):
    tasks(Task("hangs", HOUR, hang, limit=SHORT), Task("fine", HOUR, lambda _now: write("fine")))
    with keeper():
        assert soon(lambda: "fine" in written() and _error("hangs"))
    row = ScheduledTask.objects.get(name="hangs")
    assert (row.last_error, row.claimed_until, row.last_done_at) == ("TimeLimit", None, None)
    assert row.due_at > timezone.now() + HOUR / 2
    assert written() == {"fine"}


def test_a_message_whose_work_takes_the_process_along_is_tried_again_later(tasks, reaction):
    tasks()
    reaction(lambda _subject: os._exit(3))
    with keeper():
        assert soon(lambda: OutboxMessage.objects.filter(last_error="WorkerDied").exists())
    message = OutboxMessage.objects.get()
    assert (message.status, message.claimed_until) == ("waiting", None)
    assert message.attempts == 1


def test_one_that_always_does_is_given_up_in_the_open(tasks, reaction):
    tasks()
    reaction(lambda _subject: os._exit(3))
    OutboxMessage.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)
    with keeper():
        assert soon(lambda: OutboxMessage.objects.filter(status="dead").exists())


def test_long_work_is_stopped_at_its_lease(tasks, reaction):
    tasks()
    reaction(Long(hang, lease=SHORT))
    with keeper():
        assert soon(lambda: OutboxMessage.objects.filter(last_error="TimeLimit").exists())
    assert written() == set()


def test_work_in_hand_when_the_server_stops_is_handed_on_at_once(tasks, reaction):
    tasks()
    reaction(Long(hang, lease=HOUR))
    with keeper():
        assert soon(lambda: OutboxMessage.objects.exclude(claimed_until=None).exists())
    message = OutboxMessage.objects.get()
    assert (message.last_error, message.claimed_until) == ("WorkerStopped", None)


def test_children_end_with_whoever_watches_them(tasks, tmp_path):
    told = tmp_path / "pid"

    def say(_now):
        told.write_text(str(os.getpid()))
        time.sleep(60)

    tasks(Task("says", HOUR, say))
    with keeper() as watcher:
        assert soon(lambda: told.exists() and told.read_text())
        child = int(told.read_text())
        os.kill(watcher, signal.SIGKILL)
        assert soon(lambda: _gone(child))


def test_a_note_says_what_is_done_and_nothing_between():
    note = background.Note()
    assert note.read() == ("", 0.0)
    note.begin("task:" + "x" * 500, 12.5)
    work, until = note.read()
    assert work.startswith("task:xxx")
    assert until == 12.5
    note.end()
    assert note.read() == ("", 0.0)


def _error(name):
    return ScheduledTask.objects.filter(name=name, last_error="TimeLimit").exists()


def _gone(pid):
    """Say whether a process is gone, or only waits to be buried by whoever adopted it."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return told.rpartition(")")[2].split()[0] == "Z"


def test_postgresql_notices_that_a_child_is_gone(monkeypatch):
    here = connections["default"]
    if here.vendor != "postgresql":
        pytest.skip("SQLite's locks end with the process")
    monkeypatch.setitem(here.settings_dict, "OPTIONS", {})
    here.close()
    background._let_the_database_notice_our_end()
    with here.cursor() as cursor:
        cursor.execute("show client_connection_check_interval")
        assert cursor.fetchone() == ("2s",)
    here.close()
