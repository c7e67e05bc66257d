"""How long things may take in care: the pack `clocks`, with our proposal where it says nothing."""

import tomllib
from collections.abc import Mapping
from functools import cache

from sukoon.core.content import content_path

# [D] our proposal, for the coordination unit and its clinicians to set.
DEFAULTS: Mapping[str, int] = {
    "no_contact_days": 30,
    "plan_review_days": 90,
    "consent_ends_days": 14,
    "caseload_most": 40,
}


@cache
def _told() -> Mapping[str, int]:
    path = content_path() / "clocks" / "clocks.toml"
    return {**DEFAULTS, **tomllib.loads(path.read_text(encoding="utf-8"))}


def days(name: str) -> int:
    """Return a clock in the unit its name ends with."""
    return _told()[name]
