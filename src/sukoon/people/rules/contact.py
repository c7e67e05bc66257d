"""Whether a call is safe. Pure. What was not told is not safe."""

from datetime import time

from sukoon.people.words import Told


def is_safe_to_call(
    safe_to_call: str, safe_from: time | None, safe_until: time | None, at: time
) -> bool:
    """Say whether a number may be called at this time of the day; a span may cross midnight."""
    if safe_to_call != Told.YES:
        return False
    if safe_from is None or safe_until is None:
        return True
    if safe_from <= safe_until:
        return safe_from <= at <= safe_until
    return at >= safe_from or at <= safe_until
