"""Identifiers that a phone can make while offline and that still sort by time."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a UUID version 7: 48 bits of milliseconds, then randomness."""
    return uuid7()
