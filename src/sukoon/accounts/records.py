"""Whom somebody means whom they cannot see: told by the code on a paper that reached them.

Nobody at a desk knows an identifier. A case, a referral and a risk each have a code that reveals
nothing and is said over the phone; the areas that give codes answer here, through
`config/neighbours.py`. Only for breaking glass, which is recorded and judged.
"""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from sukoon.accounts.problems import RecordUnknown
from sukoon.core.access import Actor, require_holds
from sukoon.core.permissions import Permission


class Named(NamedTuple):
    """A person's record, and the page of what was named."""

    record_id: UUID
    address: str


Finder = Callable[[str], Named | None]

_finders: list[Finder] = []


def register(*finders: Finder) -> None:
    """Fix who answers. Called once, by config."""
    _finders[:] = finders


def record_of(by: Actor, told: str) -> Named:
    """Return whose record a code or an identifier names. Raises RecordUnknown."""
    require_holds(by, Permission.GLASS_BREAK)
    for find in _finders:
        found = find(told.strip()[:40])
        if found is not None:
            return found
    raise RecordUnknown
