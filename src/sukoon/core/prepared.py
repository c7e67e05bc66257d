"""Statements that Django makes once and that run many times: rows in, rows out.

Making a statement costs the ORM several times what running it costs. The few tables that every
change writes (events, work that follows, operations) go through here; so do rows of a batch.
What a statement says is still Django's own, from the model: no text of ours.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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


def _cursor(here: Any) -> Any:
    """Return a cursor for a statement that comes again and again.

    PostgreSQL is handed the values apart from the text, so that it too makes the statement once:
    half of what a small one costs. Django's own cursors write the values into the text. Where a
    connection pooler hands out connections by transaction this is off (`prepare_threshold=none`
    in DATABASE_URL).
    """
    if here.vendor != "postgresql":
        return here.cursor()
    here.close_if_health_check_failed()
    here.ensure_connection()
    raw = here.connection
    if raw.prepare_threshold is None:
        return here.cursor()
    from psycopg import Cursor  # noqa: PLC0415 - only where there is PostgreSQL

    return here._prepare_cursor(Cursor(raw))  # noqa: SLF001 - wrapped as Django wraps its own


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, all their columns as they stand. Nothing else is saved."""
    if not rows:
        return
    here = connections[DEFAULT_DB_ALIAS]  # asked once: the proxy asks at each use
    text = _insert(type(rows[0]), here.vendor)
    values = [_values(row, here) for row in rows]
    with _cursor(here) as cursor:
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
    with _cursor(here) as cursor:
        cursor.execute(text, _values(row, here))
        return bool(cursor.rowcount)


def by_id(model: type[models.Model], pk: UUID, *names: str) -> tuple[Any, ...] | None:
    """Return the named columns of the row with this id as the database holds them, or None.

    Columns of texts and numbers only: the values are not turned into Python's types.
    """
    here = connections[DEFAULT_DB_ALIAS]
    text = _by_id(model, names, here.vendor)
    field = model._meta.pk  # noqa: SLF001
    with _cursor(here) as cursor:
        cursor.execute(text, [field.get_db_prep_value(pk, here)])
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


Told = UUID | datetime | str | int
Ask = Callable[..., "models.QuerySet[Any, tuple[Any, ...]]"]
# What stands for what is told while a statement is made.
SOME_DAY, A_NUMBER = datetime(1913, 3, 7, tzinfo=UTC), 1_870_412_009


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement, its values with places for what is told, and how each column is read."""

    text: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # position among the values, which of what is told
    readers: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


def rows(ask: Ask, *told: Told) -> list[tuple[Any, ...]]:
    """Return the rows of `ask(*told)`, a `values_list`, without making its statement anew.

    `ask` is a function of a module, and says the same of all values: it may hand them on to
    lookups, nothing else.
    """
    here = connections[DEFAULT_DB_ALIAS]
    asked, found = _found(here, ask, told)
    return [_read(row, asked.readers, here) for row in found]


def as_kept(ask: Ask, *told: Told) -> list[tuple[Any, ...]]:
    """Return the same rows as the database holds them: nothing is turned into Python's types."""
    here = connections[DEFAULT_DB_ALIAS]
    _asked, found = _found(here, ask, told)
    return found


def _found(here: Any, ask: Ask, told: tuple[Told, ...]) -> tuple[_Question, list[tuple[Any, ...]]]:
    asked = _question(ask, tuple(type(t) for t in told), here.vendor)
    values = list(asked.values)
    for place, which in asked.places:
        values[place] = _adapted(told[which], here)
    with _cursor(here) as cursor:
        cursor.execute(asked.text, values)
        return asked, cursor.fetchall()


def _read(row: Sequence[Any], readers: Iterable[Any], here: Any) -> tuple[Any, ...]:
    told = list(row)
    for column, steps, expression in readers:
        for step in steps:
            told[column] = step(told[column], expression, here)
    return tuple(told)


def _adapted(value: Told, here: Any) -> Any:
    if isinstance(value, UUID):
        return value if here.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return here.ops.adapt_datetimefield_value(value)
    return value


def _stand_in(kind: type, n: int) -> Told:
    if issubclass(kind, UUID):
        return UUID(int=(0xD0 << 120) + n)
    if issubclass(kind, datetime):
        return SOME_DAY + timedelta(days=n)
    return A_NUMBER + n if issubclass(kind, int) else f"stands-in-{n}"


@lru_cache(maxsize=256)
def _question(ask: Ask, kinds: tuple[type, ...], vendor: str) -> _Question:
    here = connections[DEFAULT_DB_ALIAS]
    stand_ins = [_stand_in(kind, n) for n, kind in enumerate(kinds)]
    compiler = ask(*stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
    text, values = compiler.as_sql()
    adapted = [_adapted(told, here) for told in stand_ins]
    places = tuple((n, adapted.index(value)) for n, value in enumerate(values) if value in adapted)
    if {which for _n, which in places} != set(range(len(kinds))):
        raise ValueError(f"{ask.__name__} does something else with what it is told")
    readers = compiler.get_converters([column for column, *_ in compiler.select])
    return _Question(
        text, tuple(values), places,
        tuple((column, tuple(steps), told) for column, (steps, told) in readers.items()),
    )  # fmt: skip
