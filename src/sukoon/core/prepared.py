"""Statements that Django makes once and that run many times: rows in, one row out by its id.

Making a statement costs the ORM several times what running it costs. The few tables that every
change writes (events, work that follows, operations) go through here; so do rows of a batch.
What a statement says is still Django's own, from the model: no text of ours.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], vendor: str, *, only_new: bool = False) -> str:
    fields = model._meta.concrete_fields  # noqa: SLF001
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE if only_new else None)
    query.insert_values(fields, [model()])
    ((text, _values),) = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return str(text)


@lru_cache(maxsize=256)
def _by_id(model: type[models.Model], names: tuple[str, ...], vendor: str) -> str:
    rows = model._default_manager.filter(pk=UUID(int=0)).values_list(*names).order_by()  # noqa: SLF001
    return str(rows.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()[0])


def _values(row: models.Model, here: Any) -> list[Any]:
    fields = row._meta.concrete_fields  # noqa: SLF001
    return [f.get_db_prep_save(f.pre_save(row, add=True), connection=here) for f in fields]


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, all their columns as they stand. Nothing else is saved."""
    if not rows:
        return
    here = connections[DEFAULT_DB_ALIAS]  # asked once: the proxy asks at each use
    text = _insert(type(rows[0]), here.vendor)
    values = [_values(row, here) for row in rows]
    with here.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(text, values[0])
        else:
            cursor.executemany(text, values)


def insert_if_new(row: models.Model) -> bool:
    """Write a row unless one with the same unique values is there; say whether it was written.

    The database decides it, so no savepoint is needed for the case that somebody else was first.
    """
    here = connections[DEFAULT_DB_ALIAS]
    text = _insert(type(row), here.vendor, only_new=True)
    with here.cursor() as cursor:
        cursor.execute(text, _values(row, here))
        return bool(cursor.rowcount)


def by_id(model: type[models.Model], pk: UUID, *names: str) -> tuple[Any, ...] | None:
    """Return the named columns of the row with this id as the database holds them, or None.

    Columns of texts and numbers only: the values are not turned into Python's types.
    """
    here = connections[DEFAULT_DB_ALIAS]
    text = _by_id(model, names, here.vendor)
    field = model._meta.pk  # noqa: SLF001
    with here.cursor() as cursor:
        cursor.execute(text, [field.get_db_prep_value(pk, here)])
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found
