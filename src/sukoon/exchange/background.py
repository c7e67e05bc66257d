"""Large files, checked and written by the outbox's worker in the name of who brought them."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.utils import translation

from sukoon.accounts import queries as accounts
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.problems import NotAllowed, Problem
from sukoon.exchange import importing
from sukoon.services import actions, import_queries
from sukoon.services.models import ImportJob
from sukoon.services.problems import NothingToAccept
from sukoon.services.words import ImportStatus


def check_file(job_id: UUID) -> None:
    """Check a job's file, if it still waits for that."""

    def check(by: Actor, job: ImportJob) -> None:
        importing.check(by=by, job=job, today=clock.today(), progress=importing.signs_of(job))

    _work(job_id, ImportStatus.CHECKING, check)


def write_file(job_id: UUID) -> None:
    """Write a job's file, if it still waits for that: all of it, or nothing."""

    def write(by: Actor, job: ImportJob) -> None:
        importing.accept(
            by=by, job=job, today=clock.today(), only_good=job.only_good,
            progress=importing.signs_of(job),
        )  # fmt: skip

    _work(job_id, ImportStatus.WRITING, write)


def _work(job_id: UUID, waiting: str, do: Callable[[Actor, ImportJob], None]) -> None:
    job = import_queries.job_of(job_id)
    if job is None or job.status != waiting:
        return  # stopped, broken off, or done by an earlier delivery of this message
    told = accounts.owner(job.owner_id, now=clock.now())
    if told is None:
        return  # whoever brought the file has left; nobody else may write it in their name
    by, language = told
    with translation.override(language):
        try:
            do(by, job)
        except importing.Stopped:
            _open_again(by, job, "")
        except Problem as problem:
            _open_again(by, job, str(problem))
        finally:
            importing.forget_signs(job)


def _open_again(by: Actor, job: ImportJob, problem: str) -> None:
    with suppress(NothingToAccept, NotAllowed):  # stopped for good meanwhile; or no longer allowed
        actions.say_why(by=by, job=job, problem=problem)
