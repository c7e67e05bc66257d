"""Blocks that one area adds to another's page: the page names a place, config says who fills it.

A page below asks for the blocks of its place; the areas above make them. Nothing is discovered:
the list stands in `config/panels.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """A block of a page: its template and what that shows; `order` from the top down."""

    template: str
    context: Mapping[str, Any]
    order: int = 50


# Given the request and what the page is about; None where there is nothing to show to this actor.
Maker = Callable[[HttpRequest, Any], Panel | None]

_makers: dict[str, Sequence[Maker]] = {}


def register(makers: Mapping[str, Sequence[Maker]]) -> None:
    """Fix who fills which place. Called once, by config."""
    _makers.clear()
    _makers.update(makers)


def panels(place: str, request: HttpRequest, about: Any) -> list[Panel]:
    """Return the blocks of a place on a page about something, in their order."""
    found = [made for make in _makers.get(place, ()) if (made := make(request, about)) is not None]
    return sorted(found, key=lambda p: p.order)
