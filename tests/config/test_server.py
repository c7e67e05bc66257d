"""The server keeps one worker beside it: started anew when it dies, ended with the server."""

import gc
import os
import signal
import sys
import threading
import time

import pytest

from sukoon.config import server
from sukoon.sync import compiled


@pytest.fixture
def kept(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    told = tmp_path / "told"
    code = (
        f"import os, sys; open({str(told)!r}, 'a').write(f'began {{os.getpid()}}\\n'); "
        f"sys.stdin.read(1); open({str(told)!r}, 'a').write('ended\\n')"
    )
    monkeypatch.setattr(server, "WORKER", (sys.executable, "-c", code))
    monkeypatch.setattr(server, "LOOK_EVERY", 0.02)
    return told


def keepers(n):
    stop = threading.Event()
    threads = [threading.Thread(target=server._keep_worker, args=(stop,)) for _ in range(n)]
    for thread in threads:
        thread.start()
    return stop, threads


def soon(holds):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def test_one_of_several_processes_keeps_the_worker_and_starts_it_anew(kept):
    stop, threads = keepers(2)
    assert soon(lambda: len(lines(kept)) == 1)
    os.kill(int(lines(kept)[0].split()[1]), signal.SIGKILL)
    assert soon(lambda: len(lines(kept)) == 2)
    stop.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert lines(kept)[-1] == "ended"
    assert sum(line.startswith("began") for line in lines(kept)) == 2


def test_the_worker_is_the_products_own_command():
    assert server.WORKER[1:] == ("-m", "sukoon", "worker", "--with-stdin")


def test_what_stays_for_good_is_read_before_the_first_request_and_set_apart():
    """Without the database: it is done before there are processes that could share a connection."""
    before = gc.get_freeze_count()
    try:
        server._make_ready()
        assert gc.get_freeze_count() > before + 50_000
        assert compiled.packed.cache_info().currsize >= len(compiled.PACKS)
    finally:
        gc.unfreeze()
