"""The drill at size: a gigabyte backed up, read back, destroyed, restored, its audit verified."""

import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Figure, below

PIECE = 4 * 1024 * 1024
PIECES = 256
ROOT = Path(__file__).parents[1]


def figures() -> list[Figure]:
    """Return the seconds of the whole drill, and of its two halves."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "x.sqlite3"
        env = {
            **os.environ, "SUKOON_MODE": "production", "SUKOON_VAR": folder,
            "DATABASE_URL": f"sqlite:///{base}", "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
        }  # fmt: skip

        def sukoon(*arguments: str) -> float:
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-m", "sukoon", *arguments], env=env, check=True,
                           stdout=subprocess.DEVNULL, cwd=ROOT)  # fmt: skip
            return time.perf_counter() - begun

        sukoon("prepare")
        with sqlite3.connect(base) as raw:  # ballast that cannot be compressed
            raw.execute("create table ballast (body blob)")
            for _ in range(PIECES):
                raw.execute("insert into ballast values (?)", (secrets.token_bytes(PIECE),))
        raw.close()
        target = str(Path(folder) / "b.sukoon")
        backed_up = sukoon("backup", target)
        base.unlink()
        for suffix in ("-wal", "-shm"):
            Path(f"{base}{suffix}").unlink(missing_ok=True)
        restored = sukoon("restore", target)
    gigabytes = PIECE * PIECES / (1 << 30)
    return [
        below(f"drill of {gigabytes:g} GB: back up, read back, restore, verify",
              backed_up + restored, 300, "s"),
        below(f"backup of {gigabytes:g} GB, read back", backed_up, 150, "s"),
        below(f"restore of {gigabytes:g} GB, audit verified", restored, 150, "s"),
    ]  # fmt: skip
