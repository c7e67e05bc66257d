"""Commands of referrals."""

from collections.abc import Mapping
from typing import Any


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of referrals to the command line."""
