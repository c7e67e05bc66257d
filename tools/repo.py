"""What `./sukoon` does. Standard library only; everything else runs in the environment it makes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tools import field_app
from tools.postgres import private_postgres
from tools.setup import PYTHON, ROOT, ensure, ensure_debian, environment, say

USAGE = 2
UV = (
    ("runtime", "pyproject.toml"),
    (
        "test",
        "-c",
        "requirements/runtime.lock",
        "pyproject.toml",
        "--extra",
        "linkage",
        "--group",
        "test",
        "--group",
        "lint",
    ),
    ("build", "--group", "build"),
)
CHECKS = {
    "lint": [str(PYTHON), "-m", "ruff", "check", "src", "tests", "tools", "bench"],
    "format": [str(PYTHON), "-m", "ruff", "format", "--check", "src", "tests", "tools", "bench"],
    "types": [str(PYTHON), "-m", "mypy"],
    "layers": [str(PYTHON.parent / "lint-imports")],
    "migrations": [
        str(PYTHON), "-m", "sukoon", "manage", "makemigrations", "--check", "--dry-run", "-v", "0",
    ],
    "templates": [str(PYTHON), "-m", "djlint", "--lint", "--quiet", "src"],
    "packs": [str(PYTHON), "-m", "sukoon", "packs", "check"],
    "reference": [str(PYTHON), "-m", "tools.reference", "check"],
    "translations": [str(PYTHON), "-m", "tools.messages", "check"],
    "phone's app": [str(PYTHON), "-m", "tools.field_app", "check"],
    "parts": [str(PYTHON), "-m", "tools.parts", "check"],
    "house rules": [str(PYTHON), "-m", "pytest", "tests/repo", "-q", "--no-header"],
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command of the script; return its exit code."""
    command, rest = (arguments[0] if arguments else "--help"), list(arguments[1:])
    commands: dict[str, Callable[[list[str]], int]] = {
        "demo": demo,
        "up": up,
        "test": test,
        "check": check,
        "bench": bench,
        "campaign": campaign,
        "lock": lock,
        "wheel": wheel,
        "advisories": advisories,
    }
    try:
        if command in {"--help", "-h", "help"}:
            from importlib.machinery import SourceFileLoader  # noqa: PLC0415

            loader = SourceFileLoader("script", str(ROOT / "sukoon"))
            code = loader.get_code("script")
            sys.stdout.write(str(code.co_consts[0]) if code else "")
            return 0
        if command in commands:
            return commands[command](rest)
        return passed_through([command, *rest])
    except KeyboardInterrupt:
        return 0 if command in {"demo", "up"} else 130


def advisories(rest: list[str]) -> int:
    """Compare our parts with advisories from files."""
    ensure("runtime", "test")
    command = [str(PYTHON), "-m", "tools.parts", "advisories", *rest]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def demo(rest: list[str]) -> int:
    """Set up, build the demonstration's database, and serve it on this machine only."""
    build_only = "--build-only" in rest
    rest = [r for r in rest if r != "--build-only"]
    port = option(rest, "--port", "8000")
    if rest or not port.isdigit():
        say("usage: ./sukoon demo [--port 8000] [--build-only]")
        return USAGE
    ensure("runtime")
    env = environment()
    folder = ROOT / "var" / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{folder / 'demo.sqlite3'}"
    env |= {"SUKOON_MODE": "demo", "SUKOON_VAR": str(folder), "DATABASE_URL": database}
    if build_only:
        code = subprocess.run(
            [str(PYTHON), "-m", "sukoon", "demo-build"], env=env, check=False
        ).returncode
        if code == 0:
            sys.stdout.write(f"{database}\n")
        return code
    field_app.build_in_background()
    if taken(int(port)):
        say(f"Port {port} is in use. Choose another: ./sukoon demo --port {int(port) + 1}")
        return 1
    return replaced_by([str(PYTHON), "-m", "sukoon", "demo-serve", "--port", port], env)


def up(rest: list[str]) -> int:
    """Set up and run for real use."""
    ensure("runtime")
    field_app.build_in_background()
    env = environment()
    env["SUKOON_MODE"] = "production"
    port = option(list(rest), "--port", env.get("SUKOON_PORT", "8000"))
    if port.isdigit() and taken(int(port)):
        say(f"Port {port} is in use. Choose another: ./sukoon up --port {int(port) + 1}")
        return 1
    return replaced_by([str(PYTHON), "-m", "sukoon", "up", *rest], env)


def test(rest: list[str]) -> int:
    """Run every check and every test, on SQLite and on a private PostgreSQL."""
    started = time.monotonic()
    ensure("runtime", "test")
    missing = ensure_debian()
    failed: list[str] = []
    if field_app.main(["build"]):
        failed.append("the phone's app")
    if "chromium" in missing:
        say("No browser: the journeys are not run.")
        if os.environ.get("CI"):
            failed.append("no browser")
    if not rest and run_checks(but="house rules"):  # the tests below run those
        failed.append("check")
    pytest = [str(PYTHON), "-m", "pytest", "-n", "2", "-q", "--no-header", *rest]
    env = environment()
    env.pop("DATABASE_URL", None)
    heading("Tests on SQLite")
    if subprocess.run(pytest, env=env, cwd=ROOT, check=False).returncode:
        failed.append("tests on SQLite")
    with private_postgres() as url:
        if url is None:
            say("PostgreSQL is not installed: its half of the tests is not run.")
            if os.environ.get("CI"):
                failed.append("no PostgreSQL")
        else:
            heading("Tests on PostgreSQL")
            env["DATABASE_URL"] = url
            here = pytest if "-m" in rest else [*pytest, "-m", "not own_database"]
            if subprocess.run(here, env=env, cwd=ROOT, check=False).returncode:
                failed.append("tests on PostgreSQL")
    seconds = time.monotonic() - started
    say(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'Everything passed'} in {seconds:.0f} s")
    return 1 if failed else 0


def check(rest: list[str]) -> int:
    """Run the quick half."""
    ensure("runtime", "test")
    return run_checks()


def run_checks(but: str = "") -> int:
    """Run every check but one, two at a time; print each with its seconds; return 1 if any failed."""
    heading("Checks")
    env = {**environment(), "SUKOON_MODE": "development"}
    env.pop("DATABASE_URL", None)

    def one(name: str) -> tuple[str, int, float, str]:
        begun = time.monotonic()
        done = subprocess.run(
            CHECKS[name], env=env, cwd=ROOT, check=False, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return name, done.returncode, time.monotonic() - begun, done.stdout

    failed = 0
    with ThreadPoolExecutor(2) as pool:
        order = sorted(
            CHECKS.keys() - {but}, key=lambda n: n not in {"types", "house rules"}
        )  # longest first
        for name, code, seconds, output in pool.map(one, order):
            say(f"  {'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)")
            if code:
                failed = 1
                say(output)
    return failed


def bench(rest: list[str]) -> int:
    """Run benchmarks: all, or the one named."""
    ensure("runtime", "test")
    return subprocess.run(
        [str(PYTHON), "-m", "bench.run", *rest], env=environment(), cwd=ROOT, check=False
    ).returncode


def campaign(rest: list[str]) -> int:
    """Run one long campaign."""
    ensure("runtime", "test")
    return subprocess.run(
        [str(PYTHON), "-m", "tests.campaigns.run", *rest], env=environment(), cwd=ROOT, check=False
    ).returncode


def lock(rest: list[str]) -> int:
    """Compile the lock files: hashes, no registry's address."""
    ensure("build")
    for name, *sources in UV:
        say(f"Compiling requirements/{name}.lock")
        done = subprocess.run(
            [
                str(PYTHON), "-m", "uv", "pip", "compile", "-q", "--no-emit-index-url",
                "--generate-hashes", "--universal", "--python-version", "3.11", *sources,
                "-o", f"requirements/{name}.lock", "--custom-compile-command", "./sukoon lock",
                *rest,
            ],
            cwd=ROOT,
            check=False,
        )  # fmt: skip
        if done.returncode:
            return done.returncode
    return 0


def wheel(rest: list[str]) -> int:
    """Build the phone's app, then the wheel and the source archive into dist/."""
    ensure("build")
    if field_app.main(["build"]):
        return 1
    return subprocess.run(
        [str(PYTHON), "-m", "build", "--no-isolation", *rest], cwd=ROOT, check=False
    ).returncode


def passed_through(arguments: list[str]) -> int:
    """Run the product's own command line in the same environment."""
    ensure("runtime")
    return replaced_by([str(PYTHON), "-m", "sukoon", *arguments], environment())


def option(rest: list[str], name: str, default: str) -> str:
    """Take an option and its value out of `rest`."""
    for n, word in enumerate(rest):
        if word == name and n + 1 < len(rest):
            value = rest[n + 1]
            del rest[n : n + 2]
            return value
        if word.startswith(f"{name}="):
            del rest[n]
            return word.split("=", 1)[1]
    return default


def taken(port: int) -> bool:
    """Say whether something already answers on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def replaced_by(command: list[str], env: dict[str, str]) -> int:
    """Become the command, so that signals and exit codes are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execve(command[0], command, env)


def heading(text: str) -> None:
    say(f"\n== {text}")
