"""What the pages of one area ask of another beside it: given here, because neither knows the other."""

from sukoon.core.access import Actor
from sukoon.people import outside
from sukoon.workforce import queries as workforce


def _organisations(by: Actor) -> list[tuple[str, str]]:
    return [(str(o.pk), o.shown_name) for o in workforce.organisations(by)]


def register_neighbours() -> None:
    """Hand the answers to whoever asks. Called when the product starts."""
    outside.register(organisations=_organisations)
