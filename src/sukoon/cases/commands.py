"""Commands of cases."""

from collections.abc import Mapping
from typing import Any


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of cases to the command line."""
