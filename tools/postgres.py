"""A private PostgreSQL for one run: own folder, own port, own user, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Return the folder of the newest server's programs, or None where there is none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda p: int(p.parts[4].split(".")[0]),
    )
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).resolve().parent if program else None


@contextmanager
def private_postgres() -> Iterator[str | None]:
    """Start a cluster nobody else knows; yield its DATABASE_URL; stop and remove it.

    Yields None where PostgreSQL is not installed. Root cannot run the server: then the user
    `postgres` or `nobody` does.
    """
    folder = binaries()
    if folder is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="sukoon-pg-", dir="/tmp"))
    user = _user()
    prefix = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    if prefix:
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    port = _free_port()
    data = home / "data"
    options = (
        f"-p {port} -k {home} -c listen_addresses= -c fsync=off -c synchronous_commit=off "
        "-c full_page_writes=off -c max_connections=60 -c shared_buffers=128MB"
    )
    try:
        _run([*prefix, str(folder / "initdb"), "-D", str(data), "-U", "sukoon", "-A", "trust",
              "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
        _run([*prefix, str(folder / "pg_ctl"), "-D", str(data), "-w", "-t", "60", "-l",
              str(home / "log"), "-o", options, "start"])  # fmt: skip
        _run([*prefix, str(folder / "createdb"), "-h", str(home), "-p", str(port), "-U", "sukoon",
              "sukoon"])  # fmt: skip
        yield f"postgres://sukoon@/sukoon?host={home}&port={port}"
    finally:
        subprocess.run(
            [*prefix, str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            capture_output=True,
            check=False,
        )
        shutil.rmtree(home, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise SystemExit(f"The private PostgreSQL did not start:\n{done.stdout}")


def _user() -> str:
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise SystemExit("There is no ordinary user to run PostgreSQL as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
