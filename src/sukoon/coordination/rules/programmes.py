"""What counts as trained and as running towards a commitment, and how far it reached. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sukoon.coordination.rules.pledges import Line, Wanted, covers_code, runs
from sukoon.coordination.words import Counts

CONTACTS, PEOPLE, UNDER_WAY = "contacts", "people", "under_way"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a commitment asks of records of trainings and of the catalogue.

    `programmes` are the codes it is tied to: none means every one of its signatories.
    """

    wanted: Wanted
    programmes: frozenset[str]
    area_path: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class Trained:
    """So many people of an organisation who finished a training on a day, in an area."""

    training: str  # "" where no training is named
    organisation: str
    area_path: str
    trained_on: date
    people: int
    is_synthetic: bool


def counts_as_trained(line: Trained, asked: Asked) -> bool:
    """Say whether these people count: by training or employer, by area, in its time.

    What was invented counts only towards what was invented.
    """
    if line.is_synthetic and not asked.is_synthetic:
        return False
    tied = (
        line.training in asked.programmes
        if asked.programmes
        else line.organisation in asked.wanted.organisations
    )
    return tied and line.area_path.startswith(asked.area_path) and in_time(line.trained_on, asked)


def in_time(day: date, asked: Asked) -> bool:
    return within(day, asked.wanted.start_on, asked.wanted.deadline_on)


def within(day: date, start: date | None, end: date | None) -> bool:
    """Say whether a day lies between two, both counted; None is open."""
    return (start is None or start <= day) and (end is None or day <= end)


@dataclass(frozen=True, slots=True)
class Use:
    """An intervention that an organisation uses in an area, as the catalogue holds it."""

    intervention: str
    organisation: str
    area_path: str
    codes: frozenset[str] = frozenset()  # of services that may carry it; none: any may


def is_asked(use: Use, asked: Asked) -> bool:
    """Say whether a use may count at all: by intervention, signatory and area."""
    tied = not asked.programmes or use.intervention in asked.programmes
    signed = use.organisation in asked.wanted.organisations
    return tied and signed and use.area_path.startswith(asked.area_path)


def running(
    use: Use, lines: Iterable[tuple[Line, Iterable[str]]], asked: Asked
) -> Counts:  # fmt: skip
    """Say whether the register shows a use as running; each line comes with the areas it names.

    YES: a line of the same organisation is under way in the area or inside it, with an activity
    that may carry the intervention, and one of the commitment's where it names some. LOOK: such a
    line names only an area around it. NO: there is none.
    """
    found = Counts.NO
    for line, areas in lines:
        if use.organisation not in line.organisations or not _carries(line, use, asked):
            continue
        if any(path.startswith(use.area_path) for path in areas):
            return Counts.YES
        if any(use.area_path.startswith(path) for path in areas):
            found = Counts.LOOK
    return found


def _carries(line: Line, use: Use, asked: Asked) -> bool:
    under_way = line.status == UNDER_WAY and runs(line, asked.wanted)
    fits = all(
        not codes or covers_code(codes, line.code) for codes in (use.codes, asked.wanted.codes)
    )
    return under_way and fits


@dataclass(frozen=True, slots=True)
class Told:
    """An accepted return of a period: how many, and what is counted."""

    basis: str
    total: int
    period_end: date


@dataclass(frozen=True, slots=True)
class Reach:
    """How many were reached. Contacts add up; of people, only that they are at least so many.

    `unsure` are returns that do not say what they count. None of the three is added to another.
    """

    contacts: int | None
    people_at_least: int | None
    unsure: int
    latest: date | None


def reach(returns: Sequence[Told]) -> Reach:
    """Return what accepted returns tell. Nothing told is not nought."""
    contacts = [r.total for r in returns if r.basis == CONTACTS]
    people = [r.total for r in returns if r.basis == PEOPLE]
    return Reach(
        contacts=sum(contacts) if contacts else None,
        people_at_least=max(people) if people else None,
        unsure=sum(r.basis not in {CONTACTS, PEOPLE} for r in returns),
        latest=max((r.period_end for r in returns), default=None),
    )


def by_training_and_area(lines: Iterable[Trained]) -> Mapping[tuple[str, str], list[Trained]]:
    """Put lines together by training and area."""
    found: dict[tuple[str, str], list[Trained]] = {}
    for line in lines:
        found.setdefault((line.training, line.area_path), []).append(line)
    return found
