"""Where a plan stands: late objectives, what money is there, whether one can go live. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sukoon.coordination.words import ObjectiveState, PolicyState, Readiness
from sukoon.core.flow import Flow

OVER = frozenset({ObjectiveState.DONE, ObjectiveState.DROPPED})
POLICY_FLOW: Flow[PolicyState] = Flow(
    {
        PolicyState.DRAFTED: frozenset({PolicyState.SUBMITTED, PolicyState.IN_FORCE}),
        PolicyState.SUBMITTED: frozenset(
            {PolicyState.PENDING, PolicyState.ENDORSED, PolicyState.REFUSED}
        ),
        PolicyState.PENDING: frozenset(
            {PolicyState.ENDORSED, PolicyState.REFUSED, PolicyState.IN_FORCE}
        ),
        PolicyState.ENDORSED: frozenset({PolicyState.IN_FORCE, PolicyState.ENDED}),
        PolicyState.REFUSED: frozenset({PolicyState.DRAFTED}),
        PolicyState.IN_FORCE: frozenset({PolicyState.ENDED}),
        PolicyState.ENDED: frozenset(),
    }
)


def is_late(*, state: str, due_on: date | None, today: date) -> bool:
    return state not in OVER and due_on is not None and due_on < today


@dataclass(frozen=True, slots=True)
class Money:
    """One line of a budget."""

    head: str
    planned: Decimal
    secured: Decimal
    spent: Decimal


def by_head(lines: Iterable[Money]) -> Mapping[str, Money]:
    """Add the lines of one currency up by head."""
    found: dict[str, Money] = {}
    for line in lines:
        before = found.get(line.head, Money(line.head, Decimal(0), Decimal(0), Decimal(0)))
        found[line.head] = Money(
            line.head, before.planned + line.planned, before.secured + line.secured,
            before.spent + line.spent,
        )  # fmt: skip
    return found


def missing(money: Money) -> Decimal:
    """Return what is planned and not secured; never less than nothing."""
    return max(money.planned - money.secured, Decimal(0))


def is_ready(needed: Iterable[str], answers: Mapping[str, str]) -> bool:
    """Say whether every needed item was answered with yes. Not known is not yes."""
    return all(answers.get(item) == Readiness.YES for item in needed)
