"""Tasks that run again and again: when each is due, who runs it, and how it went last time.

Several servers share the list: a task is claimed by a conditional update, and a server that dies
gives it back when its lease ends. Which tasks there are is listed in `config/tasks.py`.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from sukoon.core.limits import within
from sukoon.core.models import ScheduledTask

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """What to do, how often, and how long it may take. It gets the moment as an argument."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    limit: timedelta = timedelta(minutes=30)


_tasks: dict[str, Task] = {}


def register(tasks: Iterable[Task]) -> None:
    """Fix which tasks there are. Called once, by config."""
    _tasks.clear()
    _tasks.update({t.name: t for t in tasks})


def tasks() -> list[Task]:
    return list(_tasks.values())


def run_due(*, now: datetime) -> bool:
    """Run the next task that is due, if any; say whether there was one."""
    task = _claim(now)
    if task is None:
        return False
    error = ""
    try:
        with within(task.limit):
            task.run(now)
    except Exception as problem:  # one task must not stop the loop
        error = type(problem).__name__[:80]
        log.exception("the task %s failed", task.name)
    ended = {"last_error": error} if error else {"last_error": "", "last_done_at": now}
    ScheduledTask.objects.filter(name=task.name).update(
        claimed_until=None, due_at=now + task.every, **ended
    )
    return True


def _claim(now: datetime) -> Task | None:
    known = set(ScheduledTask.objects.values_list("name", flat=True))
    for name in _tasks.keys() - known:
        ScheduledTask.objects.get_or_create(name=name, defaults={"due_at": now})
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = ScheduledTask.objects.filter(free, due_at__lte=now, name__in=list(_tasks))
    for name in due.order_by("due_at").values_list("name", flat=True):
        lease = now + _tasks[name].limit
        # The same condition again: the update is the lock, on both databases.
        if ScheduledTask.objects.filter(free, name=name, due_at__lte=now).update(
            claimed_until=lease
        ):
            return _tasks[name]
    return None
