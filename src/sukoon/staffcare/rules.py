"""Who is asked to call a worker, and when somebody is reminded. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long a worker waits: set by the deployer, `content/clocks/staffcare.toml`."""

    remind_hours: int
    another_after: int  # so many reminders, then another contact is asked
    kept_days: int  # a request that ended is forgotten after so many days


@dataclass(frozen=True, slots=True)
class Candidate:
    """A staff-care contact who is named for where a worker works."""

    account_id: UUID
    nearness: int  # the more, the nearer: the own organisation, then the smaller area
    waiting: int  # how many calls wait for them
    is_above: bool  # decides about this worker: leads, supervises, keeps the records of staff


def choose(
    candidates: Sequence[Candidate], *, asker_id: UUID, tried: Collection[UUID] = ()
) -> UUID | None:
    """Return whom to ask: nobody above the worker, not the worker; the nearest with the fewest.

    Whoever was asked before comes last. None where nobody may be asked.
    """
    fit = [c for c in candidates if not c.is_above and c.account_id != asker_id]
    fit.sort(key=lambda c: (c.account_id in tried, -c.nearness, c.waiting, str(c.account_id)))
    return fit[0].account_id if fit else None


def reminder_at(since: datetime, clocks: Clocks) -> datetime:
    """Return when somebody is reminded of a call that waits since then."""
    return since + timedelta(hours=clocks.remind_hours)


def another_is_asked(reminders: int, clocks: Clocks) -> bool:
    """Say whether the contact let so many reminders pass that another one is asked."""
    return reminders >= clocks.another_after
