"""Commands of pathways."""

from collections.abc import Mapping
from typing import Any


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of pathways to the command line."""
