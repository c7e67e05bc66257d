"""A new database is made from the models; what the migrations make is the same, to the letter."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import migrations
from tools.postgres import private_postgres

from sukoon.core import schema

pytestmark = [pytest.mark.own_database, pytest.mark.fault]
ROOT = Path(__file__).parents[2]
SHAPE = Path(__file__).with_name("schema_shape.py")


def shape(url: str, way: str) -> dict[str, list[str]]:
    """Make a database in a process of its own, and return all there is to say of it."""
    env = {**os.environ, "DATABASE_URL": url, "SUKOON_MODE": "development",
           "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(SHAPE), way], env=env, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def test_both_ways_make_one_schema_on_sqlite(tmp_path):
    new = shape(f"sqlite:///{tmp_path / 'new.sqlite3'}", "new")
    walked = shape(f"sqlite:///{tmp_path / 'walked.sqlite3'}", "walked")
    assert {name for name in new if name.startswith("table ")} > {"table cases_entry"}
    assert new == walked


def test_both_ways_make_one_schema_on_postgresql():
    with private_postgres() as url:
        if url is None:
            pytest.skip("PostgreSQL is not installed")
        new = shape(url, "new")
        walked = shape(url, "walked")  # empties the database first
    assert "table cases_entry" in new
    assert new == walked


def test_a_migration_that_writes_rows_is_never_left_out(monkeypatch):
    def fill(apps, editor): ...

    class Writes(migrations.Migration):
        __module__ = "sukoon.places.migrations.0002_fill"
        operations = (migrations.RunPython(fill),)

    class Loader:
        disk_migrations = {("places", "0002_fill"): Writes("0002_fill", "places")}

        def __init__(self, _connection): ...

    assert schema.puts_rows_in() == []
    monkeypatch.setattr(schema, "MigrationLoader", Loader)
    assert schema.puts_rows_in() == ["places.0002_fill"]
