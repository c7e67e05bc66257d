"""Writing very many rows quickly: for measurements only, past every rule of the house.

Some rows are written as they are; the database then copies them, each time under new ids and codes (`multiply`).
Where every row has to differ, rows are poured in as the database's own loader takes them, and what is indexed by
chance is indexed last (`pour`, `unindexed`). A million rows take a minute or two, not an hour.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, models


def multiply(model: type[models.Model], *, code: str, least: int, times: int, step: int) -> None:
    """Copy every row whose number in the text column `code` is `least` or more, `times` times over.

    A copy has a new id, and a number that lies `step` further for each time.
    """
    quote = connection.ops.quote_name
    columns = [quote(f.column) for f in model._meta.local_concrete_fields]
    key, table = quote(model._meta.pk.column), quote(model._meta.db_table)
    postgres = connection.vendor == "postgresql"
    fresh = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
    number = f"CAST({quote(code)} AS integer) + %s"
    written = f"lpad(CAST({number} AS text), 9, '0')" if postgres else f"printf('%%09d', {number})"
    told = ", ".join({key: fresh, quote(code): written}.get(c, c) for c in columns)
    copy = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM {table}"
        f" WHERE CAST({quote(code)} AS integer) BETWEEN %s AND %s"
    )
    with connection.cursor() as cursor:
        for n in range(1, times + 1):
            cursor.execute(copy, [n * step, least, step - 1])


@contextmanager
def unindexed(model: type[models.Model]) -> Iterator[None]:
    """Take the indexes that a model names away, and make them anew when all rows are there."""
    with connection.schema_editor(atomic=False) as editor:
        for index in model._meta.indexes:
            editor.remove_index(model, index)
    yield
    with connection.schema_editor(atomic=False) as editor:
        for index in model._meta.indexes:
            editor.add_index(model, index)


class Pour:
    """Writes rows of one model: what a row does not say is what a new record has.

    Values are as they are stored: an encrypted field takes what `core.vault.seal` gave.
    """

    def __init__(self, model: type[models.Model], *said: str) -> None:
        blank, fields = model(), {f.attname: f for f in model._meta.local_concrete_fields}
        same = [name for name in fields if name not in said and not fields[name].primary_key]
        self._same = tuple(
            fields[n].get_db_prep_save(fields[n].pre_save(blank, add=True), connection)
            for n in same
        )
        self.table = connection.ops.quote_name(model._meta.db_table)
        quoted = [connection.ops.quote_name(fields[n].column) for n in (*said, *same)]
        self._columns = ", ".join(quoted)
        self._places = ", ".join(["%s"] * len(quoted))

    def write(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Write rows, each a tuple of what was named when this was made, in that order."""
        whole = (row + self._same for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                told = f"COPY {self.table} ({self._columns}) FROM STDIN"
                with cursor.copy(told) as copy:
                    for row in whole:
                        copy.write_row(row)
            else:
                told = f"INSERT INTO {self.table} ({self._columns}) VALUES ({self._places})"
                cursor.executemany(told, [tuple(map(_plain, row)) for row in whole])


def _plain(value: object) -> object:
    return value.hex if isinstance(value, UUID) else value
