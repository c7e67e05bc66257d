"""What every change writes beside its own rows: its event, the work that follows.

A row is written at once. Where many changes happen together (`together`), rows are collected and
written at the end, in the same transaction and in their order: a few statements instead of a few
for each. A row whose savepoint was rolled back meanwhile is not written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction

from sukoon.core import prepared


class _Row:
    """A row that waits. Django forgets it with the savepoint it was written in."""

    def __init__(self, row: models.Model) -> None:
        self.row = row

    def __call__(self) -> None:
        """Do nothing: it only stands in the list of what a commit does."""


_waiting: ContextVar[list[_Row] | None] = ContextVar("ledger", default=None)


def write(row: models.Model) -> None:
    """Write a row now, or with the others when a ledger is open."""
    waiting = _waiting.get()
    if waiting is None:
        prepared.insert([row])
        return
    kept = _Row(row)
    transaction.on_commit(kept)
    waiting.append(kept)


@contextmanager
def together() -> Iterator[None]:
    """Collect the rows of `write`; write them at the end, before the transaction goes on."""
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger belongs in the transaction of the changes it is about")
    waiting: list[_Row] = []
    before = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(before)
    _flush(waiting)


def _flush(waiting: list[_Row]) -> None:
    alive = {id(f) for _savepoints, f, *_ in connection.run_on_commit}
    kept: dict[type[models.Model], list[models.Model]] = {}
    for one in waiting:
        if id(one) in alive:
            kept.setdefault(type(one.row), []).append(one.row)
    for rows in kept.values():
        prepared.insert(rows)
    ours = {id(one) for one in waiting}
    connection.run_on_commit = [e for e in connection.run_on_commit if id(e[1]) not in ours]
