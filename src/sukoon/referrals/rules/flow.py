"""What may follow what, by whom, until when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sukoon.core.flow import Flow
from sukoon.referrals.words import FINAL, Result, Side, State

REFERRAL_FLOW: Flow[State] = Flow(
    {
        State.DRAFT: frozenset({State.SENT, State.WITHDRAWN}),
        State.SENT: frozenset(
            {
                State.RECEIVED, State.ACCEPTED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN,
                State.EXPIRED,
            }
        ),
        State.RECEIVED: frozenset(
            {State.ACCEPTED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN, State.EXPIRED}
        ),
        State.ACCEPTED: frozenset(
            {
                State.BOOKED, State.SEEN, State.NO_SHOW, State.DECLINED, State.REDIRECTED,
                State.WITHDRAWN, State.EXPIRED,
            }
        ),
        State.BOOKED: frozenset(
            {
                State.BOOKED, State.SEEN, State.NO_SHOW, State.DECLINED, State.REDIRECTED,
                State.WITHDRAWN, State.EXPIRED,
            }
        ),
        State.NO_SHOW: frozenset(
            {State.BOOKED, State.SEEN, State.REPORTED_BACK, State.WITHDRAWN, State.CLOSED}
        ),
        State.SEEN: frozenset({State.REPORTED_BACK, State.WITHDRAWN, State.EXPIRED}),
        State.DECLINED: frozenset({State.REDIRECTED, State.CLOSED, State.WITHDRAWN}),
        State.REPORTED_BACK: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
        State.REDIRECTED: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.EXPIRED: frozenset(),
    }
)  # fmt: skip

# Which side makes the step to a state. Passing on is the receiver's, of a declined one the sender's.
MAKES: Mapping[State, Side] = {
    State.SENT: Side.SENDER, State.WITHDRAWN: Side.SENDER, State.CLOSED: Side.SENDER,
    State.EXPIRED: Side.SENDER, State.RECEIVED: Side.RECEIVER, State.ACCEPTED: Side.RECEIVER,
    State.DECLINED: Side.RECEIVER, State.REDIRECTED: Side.RECEIVER, State.BOOKED: Side.RECEIVER,
    State.SEEN: Side.RECEIVER, State.NO_SHOW: Side.RECEIVER, State.REPORTED_BACK: Side.RECEIVER,
}  # fmt: skip
# In these whoever refers has the next step; in the other open ones whoever was referred to.
WITH_SENDER = frozenset({State.DRAFT, State.DECLINED, State.NO_SHOW, State.REPORTED_BACK})
WITH_RECEIVER = frozenset({State.SENT, State.RECEIVED, State.ACCEPTED, State.BOOKED, State.SEEN})
NOT_SEEN_AFTER = frozenset({State.ACCEPTED, State.BOOKED, State.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Clock:
    """How many hours each part may take, for one urgency."""

    receive: int = 72
    answer: int = 336
    book: int = 336
    report: int = 336
    draft: int = 168
    again: int = 72  # between two alarms of the same referral


def makes(was: State, wanted: State) -> Side:
    """Return which side makes this step."""
    if was == State.DECLINED and wanted == State.REDIRECTED:
        return Side.SENDER
    return MAKES[wanted]


def due_at(
    state: State, *, clock: Clock, moved_at: datetime, sent_at: datetime | None,
    appointment_at: datetime | None,
) -> datetime | None:  # fmt: skip
    """Return when the next step must have been made; None in a final state."""
    if state in FINAL:
        return None
    sent = sent_at or moved_at
    if state == State.BOOKED:  # what became of the appointment is told a day after it
        return max(appointment_at or moved_at, moved_at) + timedelta(days=1)
    since, hours = {
        State.DRAFT: (moved_at, clock.draft),
        State.SENT: (sent, min(clock.receive, clock.answer)),
        State.RECEIVED: (sent, clock.answer),
        State.ACCEPTED: (moved_at, clock.book),
        State.DECLINED: (moved_at, clock.answer),
        State.NO_SHOW: (moved_at, clock.answer),
    }.get(state, (moved_at, clock.report))
    return since + timedelta(hours=hours)


def result_of(was: State, final: State, *, was_seen: bool) -> Result:
    """Return how a referral ended, by the state it was in and the final one."""
    if was_seen:
        return Result.SEEN
    match final:
        case State.REDIRECTED:
            return Result.REDIRECTED
        case State.WITHDRAWN:
            return Result.CANCELLED
        case State.EXPIRED:
            return Result.LOST
        case _:
            return Result.DECLINED if was == State.DECLINED else Result.NOT_SEEN
