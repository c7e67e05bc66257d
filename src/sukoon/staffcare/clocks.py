"""How long things may take in staff care, from `content/clocks/staffcare.toml`."""

import tomllib
from functools import cache

from sukoon.core.content import content_path
from sukoon.staffcare.rules import Clocks


@cache
def clocks() -> Clocks:
    """Return the clocks of the deployment."""
    path = content_path() / "clocks" / "staffcare.toml"
    return Clocks(**tomllib.loads(path.read_text(encoding="utf-8")))
