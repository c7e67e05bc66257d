"""Statements that Django makes once and that run many times: rows in, one row out by its id.

Making a statement costs the ORM several times what running it costs. The few tables that every
change writes (events, work that follows, operations) go through here; so do rows of a batch.
What a statement says is still Django's own, from the model: no text of ours.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.sql import InsertQuery


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], vendor: str) -> str:
    fields = model._meta.concrete_fields  # noqa: SLF001
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    ((text, _values),) = query.get_compiler(connection=connection).as_sql()
    return str(text)


@lru_cache(maxsize=256)
def _by_id(model: type[models.Model], names: tuple[str, ...], vendor: str) -> str:
    rows = model._default_manager.filter(pk=UUID(int=0)).values_list(*names).order_by()  # noqa: SLF001
    return str(rows.query.get_compiler(connection=connection).as_sql()[0])


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, all their columns as they stand. Nothing else is saved."""
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields  # noqa: SLF001
    values = [
        [f.get_db_prep_save(f.pre_save(row, add=True), connection=connection) for f in fields]
        for row in rows
    ]
    text = _insert(model, connection.vendor)
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(text, values[0])
        else:
            cursor.executemany(text, values)


def by_id(model: type[models.Model], pk: UUID, *names: str) -> tuple[Any, ...] | None:
    """Return the named columns of the row with this id as the database holds them, or None.

    Columns of texts and numbers only: the values are not turned into Python's types.
    """
    text = _by_id(model, names, connection.vendor)
    field = model._meta.pk  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(text, [field.get_db_prep_value(pk, connection)])
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found
