"""What persons' pages ask of areas they do not know: names of organisations, who may receive.

The answers come from `config/neighbours.py`, given once at the start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sukoon.core.access import Actor

Choices = list[tuple[str, str]]  # code (an organisation's id as text) and label


def _nobody(_by: Actor) -> Choices:
    return []


@dataclass(slots=True)
class _Asked:
    organisations: Callable[[Actor], Choices] = _nobody


_asked = _Asked()


def register(*, organisations: Callable[[Actor], Choices]) -> None:
    """Fix who answers. Called once, by config."""
    _asked.organisations = organisations


def organisations(by: Actor) -> Choices:
    """Return the organisations that something may go to, by code and name."""
    return _asked.organisations(by)


def recipient_label(by: Actor, code: str) -> str:
    """Return what a recipient is called; the code itself where nobody knows it, "" for none."""
    return dict(organisations(by)).get(code, code) if code else ""
