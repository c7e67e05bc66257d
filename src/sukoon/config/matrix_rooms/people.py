"""What the access matrix asks of people."""

from collections.abc import Mapping

from sukoon.config.matrix_world import Making

THINGS: Mapping[str, str] = {}
SEARCHED: Mapping[str, str] = {}
BODIES: Mapping[str, Mapping[str, object]] = {}


def build(making: Making) -> None:
    """Make what these addresses are about."""
