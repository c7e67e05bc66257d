"""The drill: write, back up while others write, destroy, restore, verify. And what must not open."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.clamd import at_a_port

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.fault, pytest.mark.own_database]
PEOPLE = """
import django; django.setup()
from uuid import uuid4
from sukoon.core.access import Actor, Grant, Reach
from sukoon.core.permissions import Permission
from sukoon.people import actions, queries
team = uuid4()
by = Actor(uuid4(), "care_worker", frozenset(
    Grant(p, Reach.EVERYWHERE) for p in (Permission.PERSON_VIEW, Permission.PERSON_WRITE)))
"""

OFFICER = """
import django; django.setup()
from sukoon.accounts import actions
from sukoon.accounts.models import User
from sukoon.accounts.roles import console_actor
user = User.objects.create_user("officer@example.org", None)
actions.give_role(by=console_actor(), user=user, role="data_protection_officer")
"""


class Server:
    """A server of its own: folder, keys, SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "x.sqlite3"
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
            "SUKOON_MODE": "production", "SUKOON_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }  # fmt: skip

    def run(self, *arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "sukoon", *arguments], env={**self.env, **more}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip

    def python(self, code):
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.env, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server with a person in it, and its backup, made while somebody else wrote."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.run("prepare").check_returncode()
    server.python(PEOPLE + 'actions.record_person(by=by, names=["زرغونه قلندري"])')
    (server.folder / "uploads").mkdir(exist_ok=True)
    (server.folder / "uploads" / "kept").write_bytes(b"an upload")
    (server.folder / "uploads" / "kept").chmod(0o600)
    stop = threading.Event()

    def write():
        with sqlite3.connect(server.database, timeout=20) as other:
            other.execute("create table if not exists noise (n integer)")
            while not stop.wait(0.002):
                other.execute("insert into noise values (1)")
                other.commit()

    noise = threading.Thread(target=write)
    noise.start()
    done = server.run("backup", str(server.folder / "b.sukoon"), "--json")
    stop.set()
    noise.join()
    assert done.returncode == 0, done.stderr
    server.told = json.loads(done.stdout)
    server.backup = server.folder / "b.sukoon"
    return server


def test_a_backup_says_what_it_holds_and_only_its_owner_reads_it(kept):
    assert kept.told["verified"]
    assert kept.told["files"] == 3  # the database, the upload, the anchors
    assert kept.backup.stat().st_mode & 0o077 == 0
    assert not list(kept.folder.glob("*.part"))


def test_a_backup_shows_nothing(kept):
    raw = kept.backup.read_bytes()
    assert b"SQLite format" not in raw
    assert b"an upload" not in raw


def test_what_was_destroyed_comes_back_whole(kept, tmp_path):
    new = Server(tmp_path / "new")
    shutil.copytree(kept.folder / "keys", new.folder / "keys")
    done = new.run("restore", str(kept.backup), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["audit"]["ok"]
    assert told["audit"]["sealed"] == told["audit"]["events"] > 0
    assert (new.folder / "uploads" / "kept").read_bytes() == b"an upload"
    found = new.python(PEOPLE + 'print(queries.search(by, "Zarghuna Qalandari")[0].name)')
    assert found == "زرغونه قلندري"


def test_data_is_not_overwritten_unasked_and_kept_when_asked(kept, tmp_path):
    new = Server(tmp_path / "new")
    shutil.copytree(kept.folder / "keys", new.folder / "keys")
    new.run("prepare").check_returncode()
    before = new.database.read_bytes()
    refused = new.run("restore", str(kept.backup))
    assert refused.returncode == 1
    assert "There is data in this database" in refused.stderr
    assert new.database.read_bytes() == before
    assert new.run("restore", str(kept.backup), "--replace").returncode == 0
    assert list(new.folder.glob("x.sqlite3.before-*"))


@pytest.mark.parametrize("damage", ["cut", "flip", "swap", "head", "empty", "other"])
def test_a_damaged_backup_is_refused_and_changes_nothing(kept, tmp_path, damage):
    new = Server(tmp_path / "new")
    shutil.copytree(kept.folder / "keys", new.folder / "keys")
    raw = bytearray(kept.backup.read_bytes())
    head = 16 + 4 + int.from_bytes(raw[16:20], "big")
    piece = 4 + int.from_bytes(raw[head : head + 4], "big")
    if damage == "cut":
        raw = raw[:-1000]
    elif damage == "flip":
        raw[len(raw) // 2] ^= 1
    elif damage == "swap":
        one, two = raw[head : head + piece], raw[head + piece : head + 2 * piece]
        raw[head : head + 2 * piece] = two + one
    elif damage == "head":
        raw[25] ^= 0xFF
    else:
        raw = bytearray() if damage == "empty" else bytearray(b"PK\x03\x04 not ours")
    broken = tmp_path / "broken"
    broken.write_bytes(bytes(raw))
    done = new.run("restore", str(broken))
    assert done.returncode == 1, done.stderr
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert not new.database.exists() or new.database.stat().st_size == 0


def test_without_the_keys_it_opens_for_nobody(kept, tmp_path):
    new = Server(tmp_path / "new")
    done = new.run("restore", str(kept.backup))
    assert done.returncode == 1
    assert "cannot be used: there are no keys here" in done.stderr
    # None were made: whoever brings the right ones overwrites nothing.
    assert not (new.folder / "keys" / "ring.json").exists()


def test_the_doctor_finds_nothing_here_and_then_what_we_break(kept):
    env = {
        "SUKOON_HTTPS": "1", "SUKOON_MAIL_URL": "smtp://127.0.0.1:2525",
        "SUKOON_SMS_URL": "kannel+http://127.0.0.1:13013/cgi-bin/sendsms",
    }  # fmt: skip
    silent = json.loads(kept.run("doctor", "--json", SUKOON_HTTPS="1").stdout)
    wrong = {c["check"] for c in silent["checks"] if not c["ok"]}
    assert wrong == {"risk_channels", "scanner", "security_officers"}
    kept.python(OFFICER)
    with at_a_port() as scanner:
        done = kept.run("doctor", "--json", SUKOON_CLAMD=scanner, **env)
    told = json.loads(done.stdout)
    wrong = {c["check"] for c in told["checks"] if not c["ok"]}
    assert wrong == set(), told
    assert (done.returncode, told["ok"]) == (0, True)

    (kept.folder / "keys" / "spare").write_text("x")
    (kept.folder / "keys" / "spare").chmod(0o644)
    with sqlite3.connect(kept.database) as base:
        base.execute("update people_personname set key_version = 9")
        base.execute("update audit_auditentry set block = null, at = '2020-01-01 00:00:00'")
        base.execute("update core_outboxmessage set status = 'dead'")
        base.execute("delete from core_loadedpack")
        base.execute("delete from django_migrations where app = 'people'")
        base.execute(
            "insert into core_scheduledtask (id, created_at, updated_at, name, due_at, last_error)"
            " values ('0', '2020-01-01', '2020-01-01', 'audit.seal', '2020-01-01 00:00:00', 'X')"
        )
    (kept.folder / "last-backup.json").unlink()
    told = json.loads(kept.run("doctor", "--json").stdout)
    wrong = {c["check"] for c in told["checks"] if not c["ok"]}
    assert wrong >= {
        "configuration", "files", "keys", "audit", "packs", "migrations", "tasks", "backup",
    }  # fmt: skip
    assert "chmod" in next(c["said"] for c in told["checks"] if c["check"] == "files")


def test_the_drill_on_postgresql(tmp_path):
    """The same with a server: back up, destroy, restore, verify."""
    from tools.postgres import private_cluster

    with private_cluster() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed")
        server = Server(tmp_path / "pg")
        server.env["DATABASE_URL"] = cluster.url
        server.run("prepare").check_returncode()
        server.python(PEOPLE + 'actions.record_person(by=by, names=["زرغونه قلندري"])')
        path = tmp_path / "b.sukoon"
        done = server.run("backup", str(path), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["engine"] == "postgresql"
        server.python(
            PEOPLE + "from sukoon.people.models import Person; Person.objects.all().delete()"
        )
        refused = server.run("restore", str(path))
        assert refused.returncode == 1
        assert "There is data in this database" in refused.stderr
        done = server.run("restore", str(path), "--replace", "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["audit"]["ok"]
        found = server.python(PEOPLE + 'print(queries.search(by, "Zarghuna Qalandari")[0].name)')
        assert found == "زرغونه قلندري"
        other = Server(tmp_path / "sqlite")
        shutil.copytree(server.folder / "keys", other.folder / "keys")
        wrong = other.run("restore", str(path))
        assert wrong.returncode == 1
        assert "it is of postgresql" in wrong.stderr
