"""A private PostgreSQL for one run: own folder, own port, own user, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Cluster:
    """A private cluster: its DATABASE_URL, and how to pull its plug and put it back."""

    url: str
    control: tuple[str, ...]  # pg_ctl with everything but the verb
    start_options: tuple[str, ...]

    def pull_the_plug(self) -> None:
        """Stop the server at once, as a crash would."""
        _run([*self.control, "-m", "immediate", "stop"])

    def put_it_back(self) -> None:
        """Start the server again; it recovers from its log."""
        _run([*self.control, *self.start_options, "start"])


@contextmanager
def private_postgres() -> Iterator[str | None]:
    """Start a cluster nobody else knows; yield its DATABASE_URL; stop and remove it."""
    with private_cluster() as cluster:
        yield cluster.url if cluster else None


@contextmanager
def private_cluster(*, durable: bool = False) -> Iterator[Cluster | None]:
    """The same, with the cluster itself. `durable` waits for the disk, as in real use.

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
    fast = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    options = (
        f"-p {port} -k {home} -c listen_addresses= {fast}"
        "-c max_connections=60 -c shared_buffers=128MB"
    )
    control = (*prefix, str(folder / "pg_ctl"), "-D", str(data), "-w", "-t", "60")
    start = ("-l", str(home / "log"), "-o", options)
    try:
        _run([*prefix, str(folder / "initdb"), "-D", str(data), "-U", "sukoon", "-A", "trust",
              "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
        _run([*control, *start, "start"])
        _run([*prefix, str(folder / "createdb"), "-h", str(home), "-p", str(port), "-U", "sukoon",
              "sukoon"])  # fmt: skip
        yield Cluster(f"postgres://sukoon@/sukoon?host={home}&port={port}", control, start)
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
