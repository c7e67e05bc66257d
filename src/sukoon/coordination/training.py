"""What coordination asks of the records of trainings, which stand in an area it does not know.

The answers come from `config/neighbours.py`, given once at the start. Counts only: nobody's name,
nobody's code.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sukoon.coordination.rules.programmes import Asked, Trained

Trainings = Callable[[], "list[Training]"]
People = Callable[[Iterable[str], Iterable[UUID]], list[Trained]]
InArea = Callable[[str], list[Trained]]
HowMany = Callable[[str], int]
Counted = Callable[[Sequence[Asked]], list[int]]


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


def _not_counted(asked: Sequence[Asked]) -> list[int]:
    return [0] * len(asked)


@dataclass(slots=True)
class _Answers:
    trainings: Trainings = _no_trainings
    people: People = _nobody
    in_area: InArea = _nowhere
    how_many: HowMany = _none
    counted: Counted = _not_counted


_answers = _Answers()


def register(
    *, trainings: Trainings, people: People, in_area: InArea, how_many: HowMany, counted: Counted
) -> None:  # fmt: skip
    """Fix who answers. Called once, by config."""
    _answers.trainings, _answers.people, _answers.counted = trainings, people, counted
    _answers.in_area, _answers.how_many = in_area, how_many


def trainings() -> list[Training]:
    """Return the trainings on record, the newest first."""
    return _answers.trainings()


def people_trained(codes: Iterable[str], organisations: Iterable[UUID]) -> list[Trained]:
    """Return who finished one of these trainings, or works for one of these organisations."""
    return _answers.people(codes, organisations)


def people_trained_in(area_path: str) -> list[Trained]:
    """Return who finished any training, of an area and those inside it."""
    return _answers.in_area(area_path)


def how_many_trained_in(area_path: str) -> int:
    """Return how many real people finished any training, of an area and those inside it."""
    return _answers.how_many(area_path)


def how_many_count(asked: Sequence[Asked]) -> list[int]:
    """Return how many people count towards each; the same as `rules.counts_as_trained` says."""
    return _answers.counted(asked)
