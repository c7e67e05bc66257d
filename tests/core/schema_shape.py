"""Make the database at DATABASE_URL one way or the other; print its schema and its first rows."""

import json
import os
import re
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sukoon.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from sukoon.core.schema import bring_up_to_date  # noqa: E402


def rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [tuple(str(v) for v in row) for row in cursor.fetchall()]


def parts(sql: str) -> list[str]:
    """Split what stands between the outer brackets at its commas; the order says nothing."""
    inner = sql.partition("(")[2].rpartition(")")[0]
    found, depth, begun = [], 0, 0
    for at, sign in enumerate(inner):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            found.append(inner[begun:at])
            begun = at + 1
    return sorted(re.sub(r"\s+", " ", part).strip() for part in [*found, inner[begun:]])


def sqlite() -> dict[str, list[str]]:
    told = rows("select type, name, sql from sqlite_master where sql <> '' order by type, name")
    return {f"{kind} {name}": parts(sql) if kind == "table" else [sql] for kind, name, sql in told}


def postgresql() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, *told in rows(
        "select table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " column_default, is_identity, collation_name from information_schema.columns"
        " where table_schema = 'public' order by table_name, column_name"
    ):
        found.setdefault(f"table {table}", []).append(" ".join(told))
    # Django's own, and empty here: its migrations number it with longer numbers than its model.
    found.pop("table auth_group_permissions")
    for name, sql in rows("select indexname, indexdef from pg_indexes where schemaname = 'public'"):
        found[f"index {name}"] = [sql]
    for name, table, sql in rows(
        "select conname, conrelid::regclass, pg_get_constraintdef(oid) from pg_constraint"
        " where connamespace = 'public'::regnamespace"
    ):
        found[f"constraint {table} {name}"] = [sql]
    return found


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")


def main(way: str) -> None:
    if way == "new":
        bring_up_to_date()
    else:
        if connection.vendor == "postgresql":
            empty()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    found = sqlite() if connection.vendor == "sqlite" else postgresql()
    for table, columns in (
        ("django_migrations", "app, name"), ("django_content_type", "app_label, model"),
        ("auth_permission", "codename, name"),
    ):  # fmt: skip
        told = rows(f"select {columns} from {table}")  # noqa: S608 - three names from above
        found[f"rows {table}"] = sorted(" ".join(row) for row in told)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
