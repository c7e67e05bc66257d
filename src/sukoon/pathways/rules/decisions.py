"""What the worker did with the advice: taken, or not and why. What is blocked cannot be taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sukoon.pathways.rules.engine import Outcome, Status, suggest
from sukoon.pathways.rules.graph import Library


class Fault(StrEnum):
    NOT_ENDED = "not_ended"
    UNKNOWN = "unknown"
    NEEDS_REASON = "needs_reason"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Decision:
    """About one step or one medicine: exactly one of both is told.

    `effects`: side effects that the person has, by the codes of the check-list.
    """

    taken: bool
    step: str = ""
    medicine: str = ""
    reason: str = ""
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that cannot be kept like this."""

    fault: Fault
    about: str
    cautions: tuple[str, ...] = ()


def refused(library: Library, outcome: Outcome, decisions: Sequence[Decision]) -> list[Refused]:
    """Return what is wrong with the decisions; none: they can be kept."""
    if outcome.status is not Status.ENDED:
        return [Refused(Fault.NOT_ENDED, outcome.asking)]
    return [fault for one in decisions for fault in _faults(library, outcome, one)]


def _faults(library: Library, outcome: Outcome, one: Decision) -> Iterator[Refused]:
    if one.medicine:
        yield from _of_medicine(library, outcome, one)
    elif one.step not in {a.step for a in outcome.advice}:
        yield Refused(Fault.UNKNOWN, one.step)
    elif not one.taken and not one.reason.strip():
        yield Refused(Fault.NEEDS_REASON, one.step)


def _of_medicine(library: Library, outcome: Outcome, one: Decision) -> Iterator[Refused]:
    """A medicine passes the caution table whether it was suggested or is the worker's own idea."""
    if one.medicine not in library.medicines:
        yield Refused(Fault.UNKNOWN, one.medicine)
    elif one.taken:
        found = suggest(library, outcome.pathway, "", one.medicine, outcome.names)
        said = tuple(f.caution for f in found.cautions)
        was_suggested = one.medicine in {m.medicine for m in outcome.medicines}
        if found.status == "blocked":
            yield Refused(Fault.BLOCKED, one.medicine, said)
        elif not one.reason.strip() and (found.status == "needs_reason" or not was_suggested):
            yield Refused(Fault.NEEDS_REASON, one.medicine, said)
