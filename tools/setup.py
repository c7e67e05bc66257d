"""Setting up: the checkout's own environment, and Debian's packages that tests need.

Only the standard library: this runs before anything is installed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
NO_VENV = (
    "This Python comes without venv or pip: install them (on Debian or Ubuntu: "
    "apt install python3-venv python3-pip), then run the same command again."
)
DEBIAN = {
    "chromium": "chromium",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
    "/usr/lib/postgresql": "postgresql",
}


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def environment() -> dict[str, str]:
    """Return the environment in which everything of ours runs."""
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env["PYTHONDONTWRITEBYTECODE"] = env.get("PYTHONDONTWRITEBYTECODE", "")
    if not env["PYTHONDONTWRITEBYTECODE"]:
        del env["PYTHONDONTWRITEBYTECODE"]
    env.setdefault("SUKOON_VAR", str(ROOT / "var"))
    return env


def stamp_of(lock: Path) -> str:
    """Return what an environment made from this lock is known by."""
    version = ".".join(map(str, sys.version_info[:3]))
    return hashlib.sha256(lock.read_bytes()).hexdigest() + " " + version


def ensure(*names: str) -> None:
    """Make the environment and install these locks, unless that was done before."""
    locks = [LOCKS / f"{name}.lock" for name in names]
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / ".setup.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # two starts at once set up once
        _ensure_venv()
        for lock in locks:
            _install(lock)


def _ensure_venv() -> None:
    usable = PYTHON.exists() and subprocess.run(
        [str(PYTHON), "-c", "import pip"], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if usable:
        return
    say("Setting up: making this folder's own Python environment")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise SystemExit(NO_VENV)


def _install(lock: Path) -> None:
    stamp = VENV / f".{lock.stem}.stamp"
    wanted = stamp_of(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Setting up: installing what requirements/{lock.name} lists (once; a minute or two)")
    done = subprocess.run(
        [
            str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--require-hashes", "-r", str(lock),
        ],
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(
            "The packages could not be installed; the reason stands above. "
            "Check the connection to the package registry, then run the same command again."
        )
    stamp.write_text(wanted)


def missing_debian() -> list[str]:
    """Return the Debian packages that tests need and this machine lacks."""
    missing = []
    for sign, package in DEBIAN.items():
        there = Path(sign).exists() if sign.startswith("/") else shutil.which(sign) is not None
        if not there:
            missing.append(package)
    return missing


def ensure_debian() -> list[str]:
    """Install the browser, its fonts and PostgreSQL where we may; return what is still missing."""
    missing = missing_debian()
    if not missing:
        return []
    apt = shutil.which("apt-get")
    root = os.geteuid() == 0
    sudo = shutil.which("sudo")
    may = root or (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    if apt and may:
        say(f"Setting up: installing Debian packages for the tests: {' '.join(missing)}")
        prefix = [] if root else [str(sudo), "-n"]
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", *missing],
        ):
            subprocess.run(
                [*prefix, apt, *arguments], env=env, check=False, stdout=subprocess.DEVNULL
            )
    still = missing_debian()
    if still:
        say(f"Not here: {' '.join(still)}. Install with: apt-get install {' '.join(still)}")
    return still
