"""Commands of sync."""

from collections.abc import Mapping
from typing import Any


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of sync to the command line."""
