"""Kill -9 at random moments of an import, again and again: all of the rows, or none, and it is said."""

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.test_import_faults import ask, environment, statuses
from tests.faults.test_import_faults import run as sukoon

ROWS = 3000


def run(*, seed: int, runs: int) -> dict[str, object]:
    """Return what went wrong: {name, seed, runs, killed, finished, failures, seconds}."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="sukoon-campaign-"))
    sukoon(folder, "prepare").check_returncode()
    begun, failures, killed, finished, expected = time.monotonic(), [], 0, 0, 0
    for n in range(runs):
        path = folder / f"run{n}.csv"
        with path.open("w") as file:
            file.write("Organisation,Activity code,District,Status,Description\n")
            file.writelines(f"UNICEF,8.2,Kohat,ongoing,run {n} line {i}\n" for i in range(ROWS))
        process = subprocess.Popen(
            [sys.executable, "-m", "sukoon", "import", "services", str(path)],
            env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.5, 4.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        said = sukoon(folder, "prepare").stdout
        rows = ask(folder, "select count(*) from services_service")[0][0]
        last = statuses(folder)[-1] if statuses(folder) else ""
        if rows == expected + ROWS and last == "accepted":
            finished, expected = finished + 1, rows
        elif rows != expected:
            failures.append(f"run {n}: {rows - expected} rows of {ROWS} were left")
            expected = rows
        else:
            killed += 1
            if (
                last == "interrupted"
                and "nothing of it was written" not in said
                and path.name in said
            ):
                failures.append(f"run {n}: the next start did not say it")
            if last == "writing":
                failures.append(f"run {n}: the job is still being written")
    return {
        "name": "imports", "seed": seed, "runs": runs, "killed": killed, "finished": finished,
        "failures": failures, "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip
