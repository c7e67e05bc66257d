"""What follows what in the log of gaps and lessons; how an endorsement stands. Pure."""

from collections.abc import Iterable
from datetime import date

from sukoon.coordination.words import LogState, PolicyState
from sukoon.core.flow import Flow

LOG_FLOW: Flow[LogState] = Flow(
    {
        LogState.OPEN: frozenset({LogState.TAKEN_UP, LogState.SETTLED, LogState.DROPPED}),
        LogState.TAKEN_UP: frozenset({LogState.OPEN, LogState.SETTLED, LogState.DROPPED}),
        LogState.SETTLED: frozenset({LogState.OPEN}),
        LogState.DROPPED: frozenset({LogState.OPEN}),
    }
)
LIVE = frozenset({LogState.OPEN, LogState.TAKEN_UP})
# The furthest first: of several lines about one intervention the furthest is shown.
FURTHEST = (
    PolicyState.IN_FORCE, PolicyState.ENDORSED, PolicyState.PENDING, PolicyState.SUBMITTED,
    PolicyState.DRAFTED, PolicyState.REFUSED, PolicyState.ENDED,
)  # fmt: skip


def is_overdue(*, state: str, due_on: date | None, today: date) -> bool:
    return state in LIVE and due_on is not None and due_on < today


def endorsement(states: Iterable[str]) -> PolicyState | None:
    """Return how far the endorsement of an intervention is in a place; None: never asked for."""
    found = {PolicyState(s) for s in states}
    return next((s for s in FURTHEST if s in found), None)
