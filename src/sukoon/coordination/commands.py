"""Commands of coordination."""

from collections.abc import Mapping
from typing import Any


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of coordination to the command line."""
