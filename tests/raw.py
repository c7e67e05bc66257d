"""The database as whoever takes it away would read it: its raw pages, or all of its rows."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from sukoon.core.vault import EncryptedTextField


def raw_database() -> bytes:
    """Return every byte the database holds, with what this transaction wrote."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'copy "{table}" to stdout (format binary)') as rows:
                found += [bytes(part) for part in rows]
    return b"".join(found)


def traces(raw: bytes, text: str) -> list[str]:
    """Say in which encodings a text stands in the raw bytes."""
    shapes = {
        "utf-8": text.encode(), "utf-16": text.encode("utf-16-le"),
        "escaped": text.encode("ascii", "backslashreplace"),
    }  # fmt: skip
    return [name for name, shape in shapes.items() if shape in raw]


def sealed_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield every model of the product with sealed columns, and their names."""
    for model in apps.get_models():
        names = [
            f.attname for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)
        ]
        if names:
            yield model, names


def without_chance(text: str) -> str:
    """Return a text without identifiers, tokens and times: digits that stand there by chance.

    A word of four digits stands in ten thousand hex digits once in seven runs; what must not be
    told is looked for in the rest.
    """
    text = re.sub(r"datetime\.(datetime|date)\([^()]*(\([^()]*\))?[^()]*\)", "T", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*", "T", text)
    return re.sub(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,}", "X", text)
