"""The product's settings, in test mode, whatever the environment says."""

import os
import tempfile

os.environ["SUKOON_MODE"] = "test"
os.environ.setdefault("SUKOON_VAR", tempfile.mkdtemp(prefix="sukoon-test-"))

from sukoon.config.settings import *  # noqa: F403
