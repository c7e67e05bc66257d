"""Two servers share one outbox, on both databases: nothing twice, nothing left, even killed between.

PostgreSQL skips rows that another has locked; SQLite leases them. Real processes, a real database
of their own: threads would share what servers do not.
"""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tools.postgres import private_cluster

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.fault, pytest.mark.own_database]
MESSAGES = 120


class Servers:
    def __init__(self, folder, url):
        self.url = url
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
            "SUKOON_MODE": "test", "SUKOON_VAR": str(folder), "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }  # fmt: skip

    def start(self, *what):
        return subprocess.Popen(
            [sys.executable, "-m", "tests.core.one_server", *what], env=self.env, cwd=ROOT,
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def prepare(self, messages):
        with self.start("prepare", str(messages)) as making:
            assert making.wait(120) == 0

    def together(self, *each):
        """Start servers, let them go, return how much each did (None: it was killed).

        Whoever is to be killed goes first, and dies with a message in its hands: on SQLite the
        others may win every time. They go at once, while its lease still runs.
        """
        servers = [self.start(*what) for what in each]
        for server in servers:
            assert server.stdout.readline() == "ready\n"
        first = [s for s, what in zip(servers, each, strict=True) if what[0] == "kill"]
        for server in [*first, *(s for s in servers if s not in first)]:
            server.stdin.write("go\n")
            server.stdin.flush()
            if server in first:
                server.wait(120)
        said = [server.communicate(timeout=120)[0] for server in servers]
        return [int(s) if s.strip() else None for s in said]

    def rows(self, statement):
        if self.url.startswith("sqlite"):
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as base:
                return base.execute(statement).fetchall()
        import psycopg

        with psycopg.connect(self.url) as base:
            return base.execute(statement).fetchall()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def servers(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"servers-{request.param}")
    if request.param == "sqlite":
        yield Servers(folder, f"sqlite:///{folder / 'x.sqlite3'}")
        return
    with private_cluster() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed")
        yield Servers(folder, cluster.url)


def test_two_servers_and_one_that_is_killed_do_each_message_once(servers):
    servers.prepare(MESSAGES)

    did = servers.together(["run"], ["run"], ["kill"])

    assert did[2] is None, "the third was to be killed"
    if not servers.url.startswith("sqlite"):  # there one writer may well win every time
        assert min(did[:2]) > 0, f"only one had anything to do: {did}"
    held = servers.rows("select count(*) from core_outboxmessage where status = 'waiting'")
    assert held == [(1,)], "what the killed one held waits for its lease to end"

    # Its lease is over: whoever comes first takes it up.
    again = servers.together(["run", "10"], ["run", "10"])
    assert sorted(again) == [0, 1]
    done = Counter(pack for (pack,) in servers.rows("select pack_id from core_loadedpack"))
    assert len(done) == MESSAGES
    assert set(done.values()) == {1}
    left = servers.rows("select status, count(*) from core_outboxmessage group by status")
    assert left == [("done", MESSAGES)]
