"""What coordination asks of the records of trainings, which stand in an area it does not know.

The answers come from `config/neighbours.py`, given once at the start. Counts only: nobody's name,
nobody's code.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sukoon.coordination.rules.programmes import Trained

Trainings = Callable[[], "list[Training]"]
People = Callable[[Iterable[str], Iterable[UUID]], list[Trained]]
InArea = Callable[[str], list[Trained]]
HowMany = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Training:
    """A training on record."""

    code: str
    name_en: str
    name_ur: str


def _no_trainings() -> list[Training]:
    return []


def _nobody(_codes: Iterable[str], _organisations: Iterable[UUID]) -> list[Trained]:
    return []


def _nowhere(_area_path: str) -> list[Trained]:
    return []


def _none(_area_path: str) -> int:
    return 0


@dataclass(slots=True)
class _Asked:
    trainings: Trainings = _no_trainings
    people: People = _nobody
    in_area: InArea = _nowhere
    how_many: HowMany = _none


_asked = _Asked()


def register(
    *, trainings: Trainings, people: People, in_area: InArea, how_many: HowMany
) -> None:  # fmt: skip
    """Fix who answers. Called once, by config."""
    _asked.trainings, _asked.people = trainings, people
    _asked.in_area, _asked.how_many = in_area, how_many


def trainings() -> list[Training]:
    """Return the trainings on record, the newest first."""
    return _asked.trainings()


def people_trained(codes: Iterable[str], organisations: Iterable[UUID]) -> list[Trained]:
    """Return who finished one of these trainings, or works for one of these organisations."""
    return _asked.people(codes, organisations)


def people_trained_in(area_path: str) -> list[Trained]:
    """Return who finished any training, of an area and those inside it."""
    return _asked.in_area(area_path)


def how_many_trained_in(area_path: str) -> int:
    """Return how many real people finished any training, of an area and those inside it."""
    return _asked.how_many(area_path)
