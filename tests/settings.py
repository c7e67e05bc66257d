"""The product's settings, in test mode, whatever the environment says."""

import atexit
import os
import shutil
import tempfile

os.environ["SUKOON_MODE"] = "test"
# The database belongs to the test, not to Playwright's loop that runs in the same thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def scratch(prefix: str, folder: str | None = None) -> str:
    """Make a folder that goes when the tests do."""
    made = tempfile.mkdtemp(prefix=prefix, dir=folder)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


os.environ.setdefault("SUKOON_VAR", scratch("sukoon-test-"))

from sukoon.config.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real use: SQLite in memory locks whole tables between connections.
    _fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    DATABASES["default"]["TEST"] = {
        "NAME": os.path.join(scratch("sukoon-db-", _fast), "test.sqlite3")  # noqa: PTH118
    }
