"""What a pathway is made of: questions, decisions, calls of other pathways, plans. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sukoon.pathways.rules.conditions import Condition


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    INSTRUMENT = "instrument"


class Level(StrEnum):
    """What a caution does to a medicine."""

    BLOCK = "block"  # never suggested; taking it all the same is refused
    REASON = "reason"  # suggested; taking it asks for a reason
    WARN = "warn"  # suggested with a sentence


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a node leads: to a node of the same pathway, when the condition is true."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Raises:
    """A risk that an answer raises."""

    risk: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `id` is also the name of its answer; an instrument gives `id.total` and so on."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    instrument: str = ""
    raises: tuple[Raises, ...] = ()
    must: bool = False  # its way on cannot be overridden
    tags: frozenset[str] = frozenset()
    lasts_days: int = 0  # for so long an answer is known to later walks of the case; 0: it is asked
    lasts_only: frozenset[str] = frozenset()  # only these answers are; none named: any


@dataclass(frozen=True, slots=True)
class FollowUp:
    """See the person again within days; `for_days`: as often as that, for so long."""

    days: int
    for_days: int = 0


@dataclass(frozen=True, slots=True)
class Refer:
    """Send on, or ask: to whom, how urgent, and when."""

    to: str
    urgency: str
    within_days: int
    consult: bool = False  # ask a specialist; the person stays
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A step, or a medicine, of a plan: shown when its condition is true."""

    id: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is concluded and advised."""

    conclude: tuple[str, ...] = ()
    steps: tuple[Part, ...] = ()
    medicines: tuple[Part, ...] = ()
    follow_up: FollowUp | None = None
    refers: tuple[Refer, ...] = ()
    emergency: bool = False
    risk_level: str = ""
    stops: bool = False  # ends the whole walk, also when the pathway was called from another


@dataclass(frozen=True, slots=True)
class Node:
    """One node: exactly one of `ask`, `plan`, `call` is told, or none (a decision)."""

    id: str
    go: tuple[Branch, ...] = ()
    ask: str = ""
    call: str = ""
    plan: Plan | None = None
    kind: str = "decide"  # question, decide, call, plan


@dataclass(frozen=True, slots=True)
class Pathway:
    id: str
    version: str
    entry: str
    nodes: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Medicine:
    id: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Caution:
    """Fires unless its condition is surely false: what is not known is looked at first."""

    id: str
    applies_to: frozenset[str]  # ids of medicines, or classes
    level: Level
    when: Condition


@dataclass(frozen=True, slots=True)
class Law:
    """What must be true at the end of every path for which `when` is true."""

    id: str
    when: Condition | None
    must: Condition


@dataclass(frozen=True, slots=True)
class MedicineLaw:
    """A medicine of the class may be suggested only where `must` is true."""

    id: str
    of: str
    must: Condition


@dataclass(frozen=True, slots=True)
class Library:
    """Every pathway with what they share."""

    pathways: Mapping[str, Pathway]
    questions: Mapping[str, Question]
    steps: Mapping[str, str] = field(default_factory=dict)  # id to kind
    medicines: Mapping[str, Medicine] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()
    guards: Mapping[str, str] = field(
        default_factory=dict
    )  # risk to the pathway that asks about it
    risk_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # risk to keys of words
    laws: tuple[Law, ...] = ()
    medicine_laws: tuple[MedicineLaw, ...] = ()
    _by_medicine: dict[str, tuple[Caution, ...]] = field(default_factory=dict, compare=False)

    def cautions_of(self, medicine_id: str) -> tuple[Caution, ...]:
        """Return the cautions of a medicine, the gravest first."""
        found = self._by_medicine.get(medicine_id)
        if found is None:
            medicine = self.medicines[medicine_id]
            about = medicine.classes | {medicine.id}
            its = [c for c in self.cautions if not about.isdisjoint(c.applies_to)]
            found = tuple(sorted(its, key=lambda c: list(Level).index(c.level)))
            self._by_medicine[medicine_id] = found
        return found
