"""Tasks that run again and again: when each is due, who runs it, and how it went last time.

Several servers share the list: a task is claimed by a conditional update, and a server that dies
gives it back when its lease ends, a little after the task's limit. Which tasks there are is listed
in `config/tasks.py`.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from sukoon.core.limits import within
from sukoon.core.models import ScheduledTask

log = logging.getLogger(__name__)
PAUSE_SECONDS = 5.0
LEEWAY = timedelta(seconds=30)  # from the limit to the lease's end: time to be stopped by force


@dataclass(frozen=True, slots=True)
class Task:
    """What to do, how often, and how long it may take. It gets the moment as an argument.

    An urgent one (a life may hang on it) also has a loop of its own: long work in the outbox never
    keeps it waiting.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    limit: timedelta = timedelta(minutes=30)
    urgent: bool = False


_tasks: dict[str, Task] = {}


def register(tasks: Iterable[Task]) -> None:
    """Fix which tasks there are. Called once, by config."""
    _tasks.clear()
    _tasks.update({t.name: t for t in tasks})


def tasks() -> list[Task]:
    return list(_tasks.values())


def run_urgent(stop: threading.Event) -> None:
    """Run urgent tasks as they come due until `stop` is set, whatever else is being done."""
    while not stop.is_set():
        try:
            close_old_connections()
            busy = run_due(now=timezone.now(), urgent=True)
        except Exception:
            log.exception("urgent tasks could not be read; trying again")
            busy = False
        if not busy:
            stop.wait(PAUSE_SECONDS)
    connection.close()


def run_due(*, now: datetime, urgent: bool = False) -> bool:
    """Run the next task that is due, if any (an urgent one, if asked); say whether there was one."""
    task = _claim(now, urgent=urgent)
    if task is None:
        return False
    error = ""
    try:
        with within(task.limit, work=f"task:{task.name}"):
            task.run(now)
    except Exception as problem:  # one task must not stop the loop
        error = type(problem).__name__[:80]
        log.exception("the task %s failed", task.name)
    ended = {"last_error": error} if error else {"last_error": "", "last_done_at": now}
    _put_back(task, now, ended)
    return True


def hand_back(name: str, error: str, *, now: datetime) -> None:
    """Say that a task was stopped by force: it failed, and comes again at its next time."""
    if task := _tasks.get(name):
        _put_back(task, now, {"last_error": error})


def _put_back(task: Task, now: datetime, ended: Mapping[str, object]) -> None:
    ScheduledTask.objects.filter(name=task.name).update(
        claimed_until=None, due_at=now + task.every, **ended
    )


def _claim(now: datetime, *, urgent: bool) -> Task | None:
    known = set(ScheduledTask.objects.values_list("name", flat=True))
    for name in _tasks.keys() - known:
        ScheduledTask.objects.get_or_create(name=name, defaults={"due_at": now})
    for task in _in_order(now, urgent=urgent):
        # A moment further ahead than it can be was written by a clock that had jumped.
        jumped = Q(claimed_until__gt=now + task.limit + LEEWAY + task.every)
        free = Q(claimed_until=None) | Q(claimed_until__lte=now) | jumped
        due = Q(due_at__lte=now) | Q(due_at__gt=now + task.every)
        # The update is the lock, on both databases.
        if ScheduledTask.objects.filter(free, due, name=task.name).update(
            claimed_until=now + task.limit + LEEWAY
        ):
            return task
    return None


def _in_order(now: datetime, *, urgent: bool) -> list[Task]:
    """Return the tasks that may be due, the longest due first."""
    rows = ScheduledTask.objects.filter(name__in=list(_tasks)).order_by("due_at")
    told = [(_tasks[row.name], row.due_at) for row in rows]
    return [
        task
        for task, due_at in told
        if (due_at <= now or due_at > now + task.every) and (task.urgent or not urgent)
    ]
