"""Whoever takes the database without its keys reads none of what is sealed, in any area."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, models, transaction

from sukoon.core import prepared
from sukoon.core.ids import new_id
from sukoon.core.vault import EncryptedTextField
from tests.raw import raw_database, sealed_columns, traces

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def value_for(field):
    """Return some value the column takes; what a row must look like is not asked here."""
    kinds = {
        models.UUIDField: new_id, models.ForeignKey: new_id, models.OneToOneField: new_id,
        models.DateTimeField: lambda: NOW, models.DateField: lambda: date(2026, 11, 25),
        models.BooleanField: lambda: False, models.BinaryField: lambda: b"x",
        models.TimeField: NOW.time,
    }  # fmt: skip
    for kind, make in kinds.items():
        if isinstance(field, kind):
            return make()
    return 1 if isinstance(field, (models.IntegerField, models.DecimalField)) else "x"


def row_of(model):
    """Return a row with a mark of its own in every sealed column, and the marks."""
    row, marks = model(), {}
    for field in model._meta.concrete_fields:
        if isinstance(field, EncryptedTextField):
            mark = f"زرغونه {model._meta.label} {field.name}"
            marks[field.name] = mark
            setattr(row, field.attname, mark)
        elif not field.primary_key and not field.has_default():
            setattr(row, field.attname, value_for(field))
    return row, marks


def forget_checks():
    """Let rows stand that no action would write: only their bytes are looked at."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("pragma ignore_check_constraints = on")
            return
        cursor.execute("select conname, conrelid::regclass from pg_constraint where contype = 'c'"
                       " and connamespace = 'public'::regnamespace")  # fmt: skip
        for name, table in cursor.fetchall():
            cursor.execute(f'alter table {table} drop constraint if exists "{name}"')


def test_no_sealed_column_can_be_read_in_the_raw_pages():
    told = {}
    with transaction.atomic():
        forget_checks()
        for model, names in sealed_columns():
            row, marks = row_of(model)
            assert set(marks) == set(names)
            prepared.insert([row])
            told |= {(model._meta.label, name): mark for name, mark in marks.items()}
            kept = model._default_manager.get(pk=row.pk)
            assert {n: getattr(kept, n) for n in names} == marks
        raw = raw_database()
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma ignore_check_constraints = off")
    assert len(told) > 40
    assert {where: found for where, mark in told.items() if (found := traces(raw, mark))} == {}


def test_the_look_into_the_raw_pages_sees_what_is_not_sealed(cast):
    raw = raw_database()
    assert traces(raw, cast.misaal.name) == ["utf-8", "escaped"]
    assert traces(raw, cast.parveen.email)
