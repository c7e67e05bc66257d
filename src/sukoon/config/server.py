"""The web server: gunicorn in this process, and one `sukoon worker` that one of its workers keeps."""

import fcntl
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from sukoon.config.request_limits import DONE_WITHIN, Limited

THREADS = 8
WORKER = (sys.executable, "-m", "sukoon", "worker", "--with-stdin")
LOOK_EVERY = 1.0
STOP_WITHIN = 8.0
TIMEOUT_SECONDS = int(DONE_WITHIN)  # a large import is accepted within one request's time


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, set from Python. The application is loaded once, before the workers."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        from sukoon.config.wsgi import application  # noqa: PLC0415 - needs settings

        _make_ready()
        return Limited(application)


def _make_ready() -> None:
    """Read once, before there are requests, what every process needs, and set it apart.

    What stays for good is not looked through for garbage again: looking through all of it stopped
    every request of a process for up to half a second, after each few first syncs of phones.
    """
    from django.urls import get_resolver  # noqa: PLC0415 - needs settings

    from sukoon.sync import compiled  # noqa: PLC0415

    get_resolver().url_patterns  # noqa: B018 - reads every address, with all that is behind them
    compiled.make_ready()
    gc.collect()
    gc.freeze()


def serve(*, host: str, port: int, workers: int | None = None) -> None:
    """Serve until stopped. One process on SQLite, two on PostgreSQL, eight threads in each."""
    engine = settings.DATABASES["default"]["ENGINE"]
    processes = workers or (1 if engine.endswith("sqlite3") else 2)
    Server(
        {
            "bind": f"{host}:{port}",
            "workers": processes,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": 10,
            "keepalive": 5,
            "preload_app": True,
            "limit_request_line": 8190,
            "limit_request_fields": 100,
            "loglevel": "warning",
            "accesslog": None,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108
            "control_socket_disable": True,
            "no_control_socket": True,
            "post_worker_init": _start_worker_loop,
            "worker_exit": _stop_worker_loop,
            "when_ready": lambda _arbiter: _say(f"Sukoon is ready: http://{host}:{port}/"),
            "on_exit": lambda _arbiter: _say("Sukoon has stopped."),
        }
    ).run()


_stop = threading.Event()
_keeper = threading.Thread(target=lambda: _keep_worker(_stop), name="background", daemon=True)


def _start_worker_loop(worker: Any) -> None:
    _keeper.start()
    if isinstance(worker.wsgi, Limited):
        threading.Thread(target=worker.wsgi.end_when_overdue, args=(_stop,), daemon=True).start()


def _stop_worker_loop(_arbiter: Any, _worker: Any) -> None:
    _stop.set()
    if _keeper.is_alive():
        _keeper.join(STOP_WITHIN)


def _keep_worker(stop: threading.Event) -> None:
    """Keep one `sukoon worker` running beside the server, whichever of its processes is first.

    A lock says which. When that process dies, its pipe ends, its worker stops, and another takes
    over.
    """
    with (settings.VAR / "background.lock").open("w") as lock:
        while not _locked(lock):
            if stop.wait(LOOK_EVERY):
                return
        while not stop.is_set():
            _run_worker(stop)


def _run_worker(stop: threading.Event) -> None:
    process = subprocess.Popen(WORKER, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
    while process.poll() is None and not stop.wait(LOOK_EVERY):
        pass
    if process.stdin:
        process.stdin.close()
    process.wait()


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
