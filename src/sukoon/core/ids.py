"""Identifiers that a phone can make while offline and that still sort by time."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def first_id(moment: datetime) -> UUID:
    """Return the smallest id that can have been made at this moment: where a stretch of time begins."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62)


def new_id() -> UUID:
    """Return a UUID version 7: 48 bits of milliseconds, then randomness."""
    return uuid7()
