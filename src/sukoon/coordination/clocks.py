"""How long things may take in coordination, from `content/coordination/clocks.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache

from sukoon.core.content import content_path


@dataclass(frozen=True, slots=True)
class Clocks:
    silent_days: int  # without a word on a commitment
    reminder_days: int  # before an action point is due
    input_reminder_days: int  # before an answer that was asked for is due


@cache
def clocks() -> Clocks:
    """Return the clocks of the deployment."""
    path = content_path() / "coordination" / "clocks.toml"
    return Clocks(**tomllib.loads(path.read_text(encoding="utf-8")))
