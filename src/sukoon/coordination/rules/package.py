"""What a status and the register say together, and what an activity costs. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sukoon.coordination.words import PackageFinding, PackageStatus, Priority

CENT = Decimal("0.01")
WHOLE = Decimal(100)
ORDER = (PackageStatus.NOT_DONE, PackageStatus.PLANNED, PackageStatus.PARTLY, PackageStatus.FULLY)


def together(statuses: Iterable[str]) -> PackageStatus:
    """Return one status of several actions: fully only where all are; what was not told is no no.

    All of one status: that one. Any done in part, or a mixture with something done: partly.
    """
    told = {PackageStatus(s) for s in statuses} - {PackageStatus.NOT_TOLD}
    if not told:
        return PackageStatus.NOT_TOLD
    if len(told) == 1:
        return next(iter(told))
    if told & {PackageStatus.PARTLY, PackageStatus.FULLY}:
        return PackageStatus.PARTLY
    return PackageStatus.PLANNED


def finding(core: str, actors: int) -> PackageFinding:
    """Say what the status of the core actions and the actors of the register mean together."""
    done = core in {PackageStatus.PARTLY, PackageStatus.FULLY}
    if not actors:
        return PackageFinding.LOOK if done else PackageFinding.GAP
    if core == PackageStatus.FULLY:
        return PackageFinding.COVERED
    if core in {PackageStatus.NOT_TOLD, PackageStatus.NOT_DONE}:
        return PackageFinding.TELL
    return PackageFinding.BEGUN


def suggested(found: str, core: str) -> Priority:
    """Return a priority to begin with; what somebody decides goes before."""
    if found == PackageFinding.GAP:
        return Priority.MEDIUM if core == PackageStatus.PLANNED else Priority.HIGH
    return Priority.LOW if found == PackageFinding.COVERED else Priority.MEDIUM


@dataclass(frozen=True, slots=True)
class Item:
    """One ingredient of an activity: so many, at a rate, so often, for a share of the area."""

    activity: str
    ingredient: str
    quantity: Decimal
    rate: Decimal
    periods: Decimal = Decimal(1)
    coverage: Decimal = WHOLE  # per cent


@dataclass(frozen=True, slots=True)
class Cost:
    """What an activity costs, and each unit of what it reaches (none where no quantity is told)."""

    activity: str
    total: Decimal
    quantity: Decimal | None
    unit_cost: Decimal | None
    by_ingredient: Mapping[str, Decimal]


def amount(item: Item) -> Decimal:
    """Return quantity x rate x periods x coverage, to the cent."""
    raw = item.quantity * item.rate * item.periods * item.coverage / WHOLE
    return raw.quantize(CENT, rounding=ROUND_HALF_UP)


def costs(items: Sequence[Item], quantities: Mapping[str, Decimal]) -> list[Cost]:
    """Return the cost of each activity, in the order in which they come first."""
    order = list(dict.fromkeys([*(i.activity for i in items), *quantities]))
    found = []
    for activity in order:
        parts: dict[str, Decimal] = {}
        for item in items:
            if item.activity == activity:
                parts[item.ingredient] = parts.get(item.ingredient, Decimal(0)) + amount(item)
        total, quantity = sum(parts.values(), Decimal(0)), quantities.get(activity)
        unit = (total / quantity).quantize(CENT, rounding=ROUND_HALF_UP) if quantity else None
        found.append(Cost(activity, total, quantity, unit, parts))
    return found
