"""Importing a file: check it, keep the review, accept it. Pages and the command line use this."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from sukoon.core.access import Actor
from sukoon.core.files import checksum, keep_file
from sukoon.core.limits import check_time
from sukoon.core.reading import read_table
from sukoon.exchange.checking import Checker
from sukoon.exchange.columns import BY_NAME, NEEDED, Column, match_columns
from sukoon.exchange.problems import FileGone, HeadersMissing
from sukoon.services import actions
from sukoon.services import import_queries as queries
from sukoon.services.models import ImportJob
from sukoon.services.plans import Counts, Found, LinePlan, NewOrganisation, count_outcomes, plan_key
from sukoon.services.problems import RowsNeedAnswers
from sukoon.services.words import ImportStatus

Progress = Callable[[int], None]
EVERY = 500  # rows between two signs of progress


@dataclass(frozen=True, slots=True)
class Review:
    """What a file would do: counts, what needs an answer, and how its columns were read."""

    counts: Counts
    found: Sequence[Found]
    columns: Sequence[Column]
    samples: Sequence[str]
    new_organisations: Sequence[NewOrganisation]

    @property
    def bad_rows(self) -> int:
        return self.counts.refused


class Stopped(Exception):
    """Somebody asked the work to stop."""


def is_large(job: ImportJob) -> bool:
    """Say whether a job's file is checked and written in the background."""
    return stored_file(job).stat().st_size > settings.IMPORT_AT_ONCE_BYTES


def rows_so_far(job: ImportJob) -> int:
    """Return how many rows of a job in the background were read; 0 before it began."""
    try:
        return int(_sign(job, "rows").read_text())
    except (OSError, ValueError):
        return 0


def ask_to_stop(job: ImportJob) -> None:
    """Ask work in the background to stop at its next sign of progress."""
    _sign(job, "stop").touch(mode=0o600)


def signs_of(job: ImportJob) -> Progress:
    """Return a progress that others can see while a transaction is open; raises Stopped.

    The signs are files beside the job's own: the database shows nothing of an open transaction,
    and on SQLite nobody else could write into it.
    """

    def progress(rows: int) -> None:
        if _sign(job, "stop").exists() or not (Path(settings.UPLOADS) / job.stored_name).exists():
            raise Stopped
        check_time()
        _sign(job, "rows").write_text(str(rows))

    return progress


def forget_signs(job: ImportJob) -> None:
    for name in ("rows", "stop"):
        _sign(job, name).unlink(missing_ok=True)


def _sign(job: ImportJob, name: str) -> Path:
    return Path(settings.UPLOADS) / f"{Path(job.stored_name).name}.{name}"


def quiet(rows: int) -> None:
    """Show no progress."""


def stored_file(job: ImportJob) -> Path:
    """Return the file of a job. Raises FileGone when it is no longer kept."""
    path = Path(settings.UPLOADS) / Path(job.stored_name).name
    if not job.stored_name or not path.is_file():
        raise FileGone
    return path


def begin(*, by: Actor, path: Path, file_name: str) -> ImportJob:
    """Keep a file and start a job for it. Raises a Problem when it cannot be read as a table."""
    read_table(path)
    return actions.start_import(
        by=by, file_name=file_name, stored_name=keep_file(path, by_id=by.id), checksum=checksum(path),
        org_id=queries.own_organisation(by),
    )  # fmt: skip


def review(
    *, by: Actor, path: Path, today: date, job: ImportJob | None = None, progress: Progress = quiet
) -> Review:
    """Read and check the whole file; write nothing. Raises HeadersMissing."""
    pass_ = _Pass(by, path, job, progress)
    counts = Counts()
    count_outcomes(pass_.plans(), counts)
    counts.rows, counts.refused = pass_.rows, pass_.refused
    counts.new_organisations = len(pass_.checker.new)
    return Review(
        counts, pass_.found, pass_.columns, pass_.samples, list(pass_.checker.new.values())
    )


def check(*, by: Actor, job: ImportJob, today: date, progress: Progress = quiet) -> Review:
    """Check a job's file and keep the findings for its page."""
    found = review(by=by, path=stored_file(job), today=today, job=job, progress=progress)
    actions.keep_check(
        by=by, job=job, found=found.found, counts=found.counts,
        organisations=found.new_organisations,
    )  # fmt: skip
    return found


def accept(
    *,
    by: Actor,
    job: ImportJob,
    today: date,
    only_good: bool = False,
    progress: Progress = quiet,
    most_bytes: int | None = None,
) -> ImportJob:
    """Write the file's good rows at once. Raises RowsNeedAnswers unless only the good are wanted."""
    progress(0)
    path = stored_file(job)
    first = _Pass(by, path, job, progress, most_bytes)
    for _plan in first.plans():
        pass
    if first.refused and not only_good:
        raise RowsNeedAnswers(rows=first.refused)
    if job.status != ImportStatus.WRITING:  # asked for in the background, it already is
        actions.begin_writing(by=by, job=job)
    second = _Pass(by, path, job, progress, most_bytes)
    try:
        actions.accept_import(
            by=by, job=job, lines=second.plans(), organisations=first.checker.new,
            rows=first.rows, refused=first.refused, today=today,
        )  # fmt: skip
    except BaseException:
        # Nothing of the file was written; say so, if the database can still be told.
        with suppress(DatabaseError):
            actions.put_back(by=by, job=job)
        raise
    forget_file(job)
    return job


def forget_file(job: ImportJob) -> None:
    """Remove the kept copy of a job that is over, and the signs beside it."""
    forget_signs(job)
    with suppress(FileGone):
        stored_file(job).unlink()


class _Pass:
    """One reading of the file from its first row to its last."""

    def __init__(
        self,
        by: Actor,
        path: Path,
        job: ImportJob | None,
        progress: Progress,
        most_bytes: int | None = None,
    ) -> None:
        self._table = read_table(path, most_bytes=most_bytes)
        remembered = queries.remembered_columns(by)
        self.columns = match_columns(self._table.headers, self._table.tags, remembered)
        have = {c.field for c in self.columns}
        missing = [str(BY_NAME[n].label) for n in NEEDED if n not in have]
        if missing:
            raise HeadersMissing(fields=", ".join(missing))
        self.checker = Checker(by, self.columns, queries.answers(job) if job else {})
        self.rows = self.refused = 0
        self.found: list[Found] = []
        self.samples: list[str] = []
        self._progress = progress

    def plans(self) -> Iterator[LinePlan]:
        for number, cells in self._table.rows:
            self.rows += 1
            if not self.samples:
                self.samples = list(cells)
            if self.rows % EVERY == 0:
                self._progress(self.rows)
            outcome = self.checker.check(number, cells)
            if isinstance(outcome, LinePlan):
                again = self.checker.same_line(outcome, plan_key(outcome, outcome.organisation))
                if again is None:
                    yield outcome
                    continue
                outcome = [again]
            self.refused += 1
            self.found += outcome


def is_open(job: ImportJob) -> bool:
    """Say whether a job still waits for its answers."""
    return job.status in {ImportStatus.READ, ImportStatus.CHECKED}


def columns_of(*, by: Actor, job: ImportJob) -> list[Column]:
    """Return how the columns of a job's file are read now."""
    table = read_table(stored_file(job))
    return match_columns(table.headers, table.tags, queries.remembered_columns(by))
