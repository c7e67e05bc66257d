"""The web server: gunicorn in this process, with the outbox's worker inside one of its workers."""

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from sukoon.core import outbox, schedule

THREADS = 8
TIMEOUT_SECONDS = 120  # a large import is accepted within one request's time


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

        return application


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


def _start_worker_loop(worker: Any) -> None:
    """Start the loops of the outbox and of urgent tasks in each worker: leases keep them apart."""
    for name, loop in (("outbox", outbox.run_forever), ("urgent", schedule.run_urgent)):
        threading.Thread(target=loop, args=(_stop,), name=name, daemon=True).start()


def _stop_worker_loop(_arbiter: Any, _worker: Any) -> None:
    _stop.set()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
