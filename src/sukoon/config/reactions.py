"""After which event which work is done. The only place where areas react to each other."""

from collections.abc import Mapping
from types import MappingProxyType

from sukoon.core.outbox import Handler, register

HANDLERS: Mapping[str, Handler] = MappingProxyType({})
REACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def register_reactions() -> None:
    """Hand the lists above to the outbox. Called when the product starts."""
    register(REACTIONS, HANDLERS)
