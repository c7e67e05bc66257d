"""What is not known of an organisation, and the money it gives. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sukoon.coordination.words import Unknown as Unknown  # noqa: PLC0414 - a word of ours too


@dataclass(frozen=True, slots=True)
class Money:
    """What a donor gives in one currency. Currencies never meet."""

    currency: str
    planned: Decimal
    secured: Decimal
    spent: Decimal


def donor_money(lines: Iterable[Money]) -> list[Money]:
    """Add lines up by currency."""
    found: dict[str, Money] = {}
    for x in lines:
        before = found.get(x.currency, Money(x.currency, Decimal(0), Decimal(0), Decimal(0)))
        found[x.currency] = Money(
            x.currency, before.planned + x.planned, before.secured + x.secured,
            before.spent + x.spent,
        )  # fmt: skip
    return list(found.values())


def unknown(
    *, services: int, workers: int | None, roles: int | None, said: int | None, asked: int
) -> tuple[Unknown, ...]:
    """Say what we would have to ask an organisation for. None: the reader may not see it."""
    missing = [
        (services == 0, Unknown.SERVICES),
        (workers == 0, Unknown.WORKERS),
        (roles == 0, Unknown.ROLE),
        (said == 0, Unknown.STATEMENT),
        (asked > 0, Unknown.ANSWER),
    ]
    return tuple(word for lacks, word in missing if lacks)
