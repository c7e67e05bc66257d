"""The database as whoever takes it away would read it: its raw pages, or all of its rows."""

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
