"""What is known of a case before its walk, as plain values: each with its day, and until when it holds.

What was said holds only as long as its question allows (`lasts` of the pack), and only the answers
that it names: that somebody was pregnant a fortnight ago is known, that they were not is asked anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sukoon.pathways.rules.answers import Wrong, read_answer
from sukoon.pathways.rules.conditions import Value
from sukoon.pathways.rules.graph import Kind, Library

EARLIER, TAKING = "earlier", "taking"
PARTS = ("total", "flags")  # of a score; its band belongs to whoever asked


@dataclass(frozen=True, slots=True)
class Known:
    """One fact; `until` None: no day ends it."""

    name: str
    value: Value
    on: date
    until: date | None = None

    def holds(self, today: date) -> bool:
        return self.until is None or today <= self.until


def facts(known: Iterable[Known], *, today: date) -> dict[str, object]:
    """Return the facts that hold on a day, as a walk is told them."""
    return {one.name: plain(one.value) for one in known if one.holds(today)}


def plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def lasting(library: Library, told: Iterable[tuple[date, Mapping[str, object]]]) -> list[Known]:
    """Return what still may be known of answers that were given, the first first.

    The last answer to a question stands; where it is one that does not last, nothing is known.
    """
    found: dict[str, list[Known]] = {}
    for on, answers in told:
        for question, value in answers.items():
            found[question] = list(_of_answer(library, question, value, on))
    return [one for several in found.values() for one in several]


def longest(library: Library) -> int:
    """Return for how many days any answer may be known."""
    return max((q.lasts_days for q in library.questions.values()), default=0)


def _of_answer(library: Library, name: str, value: object, on: date) -> Iterator[Known]:
    question = library.questions.get(name)
    if question is None or not question.lasts_days:
        return
    try:
        read = read_answer(question, value)
    except Wrong:
        return  # what another version of the packs could take is asked
    until = on + timedelta(days=question.lasts_days)
    if question.kind is Kind.INSTRUMENT:
        if read.get(f"{name}.total") is not None and isinstance(read[f"{name}.total"], int | float):
            for part in PARTS:
                if (told := read.get(f"{name}.{part}")) is not None:
                    yield Known(f"{name}.{part}", told, on, until)
    elif not question.lasts_only or read[name] in question.lasts_only:
        yield Known(name, read[name], on, until)
