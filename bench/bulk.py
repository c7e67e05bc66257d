"""Writing very many rows quickly: for measurements only, past every rule of the house.

Some rows are written as they are; the database then copies them, each time under new ids and codes: a million rows
take a minute or two, not an hour.
"""

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
