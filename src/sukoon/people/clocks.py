"""How long answers about one's data may take, and records are kept: a deployer's to set."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sukoon.core.content import content_path


@dataclass(frozen=True, slots=True)
class Clocks:
    answer_within: timedelta
    keep_for: timedelta


@cache
def clocks() -> Clocks:
    """Return the clocks of `content/clocks/clocks.toml`."""
    raw = tomllib.loads((content_path() / "clocks" / "clocks.toml").read_text(encoding="utf-8"))
    return Clocks(
        timedelta(days=raw["subject_answer_days"]), timedelta(days=raw["keep_record_days"])
    )
