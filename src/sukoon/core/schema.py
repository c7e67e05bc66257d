"""The database's tables: made from the models where there are none, else brought up to date.

Walking every migration costs most of a minute on a cheap machine, and each new server, each
demonstration and each drill pays it. A database without a table needs no history: it is made from
the models in one transaction and every migration is written down as done. `tests/core/
test_schema.py` holds both ways to the same schema (ADR 35).
"""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder

OURS = "sukoon."


def bring_up_to_date() -> None:
    """Make the tables of a new database, or bring those of an older one up to date."""
    if connection.introspection.table_names() or puts_rows_in():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _make()
    call_command("createcachetable", verbosity=0)


def puts_rows_in() -> list[str]:
    """Name our migrations that do more than shape tables: a new database needs those too.

    Those of others (content types, accounts) only move rows an older version wrote.
    """
    return [
        f"{app}.{name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if migration.__module__.startswith(OURS)
        and any(isinstance(o, RunPython | RunSQL) for o in migration.operations)
    ]


def _make() -> None:
    recorder = MigrationRecorder(connection)
    known = MigrationLoader(None).graph.nodes
    done = {*known, *(old for migration in known.values() for old in migration.replaces)}
    with connection.schema_editor() as editor:
        for model in apps.get_models(include_auto_created=False):
            if model._meta.can_migrate(connection):  # noqa: SLF001 - Django names no other way
                editor.create_model(model)
        editor.create_model(recorder.Migration)
        for app, name in sorted(done):
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
