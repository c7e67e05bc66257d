"""A server killed while it writes, a full disk, a locked database: nothing half, said in words."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.fault, pytest.mark.own_database]
ROWS = 6000


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A prepared SQLite database of its own, and a file of many rows."""
    folder = tmp_path_factory.mktemp("fault")
    run(folder, "prepare").check_returncode()
    with (folder / "many.csv").open("w") as file:
        file.write("Organisation,Activity code,District,Status,Description\n")
        file.writelines(f"UNICEF,8.2,Kohat,ongoing,line {n}\n" for n in range(ROWS))
    return folder


def environment(folder, **more):
    return {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "SUKOON_MODE": "production",
        "SUKOON_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        **more,
    }


def run(folder, *arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "sukoon", *arguments], env=environment(folder, **more),
        text=True, capture_output=True, check=False,
    )  # fmt: skip


def ask(folder, sql):
    with sqlite3.connect(folder / "x.sqlite3") as connection:
        return connection.execute(sql).fetchall()


def statuses(folder):
    return [s for (s,) in ask(folder, "select status from services_importjob order by created_at")]


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_while_writing_leaves_nothing_or_all_and_the_next_start_says_which(prepared, seed):
    ask(prepared, "delete from services_servicestep")
    before = ask(prepared, "select count(*) from services_service")[0][0]
    process = subprocess.Popen(
        [sys.executable, "-m", "sukoon", "import", "services", str(prepared / "many.csv"), "--json"],
        env=environment(prepared), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while "writing" not in statuses(prepared) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.15 * seed)
    process.send_signal(signal.SIGKILL)
    process.wait()

    after = ask(prepared, "select count(*) from services_service")[0][0]
    said = run(prepared, "prepare").stdout
    if "accepted" in statuses(prepared)[-1:]:
        assert after in {before, before + ROWS} and after == ROWS  # noqa: PT018 - all or nothing
    else:
        assert after == before
        assert "many.csv" in said
        assert "nothing of it was written" in said
        assert statuses(prepared)[-1] == "interrupted"


def test_a_locked_database_is_said_and_nothing_is_lost(prepared):
    lock = sqlite3.connect(prepared / "x.sqlite3", isolation_level=None)
    lock.execute("begin immediate")
    try:
        done = run(prepared, "import", "services", str(prepared / "many.csv"),
                   SUKOON_LOCK_SECONDS="0.2")  # fmt: skip
    finally:
        lock.execute("rollback")
        lock.close()
    assert done.returncode == 1
    assert "busy with other work" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said_and_nothing_is_written(prepared):
    before = ask(prepared, "select count(*) from services_service")[0][0]
    size = (prepared / "x.sqlite3").stat().st_size
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 65536}, {size + 65536}))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from sukoon.config.cli import main\n"
        f"sys.exit(main(['import', 'services', {str(prepared / 'full.csv')!r}]))\n"
    )
    with (prepared / "full.csv").open("w") as file:
        file.write("Organisation,Activity code,District,Status,Description\n")
        file.writelines(f"WHO,8.1,Swat,ongoing,disk {n}\n" for n in range(ROWS))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(prepared), text=True, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "disk of the server is full" in done.stderr
    assert ask(prepared, "select count(*) from services_service")[0][0] == before


@pytest.mark.parametrize(
    "command",
    [["audit", "verify", "--json"], ["report", "gaps", "--json"], ["keys", "rotate", "--json"]],
)
def test_a_database_that_is_not_prepared_is_said(tmp_path, command):
    done = run(tmp_path, *command)
    assert done.returncode == 1
    assert "sukoon prepare" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["problem"] == "store.not_ready"
