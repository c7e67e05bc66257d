"""How many people finished a training, counted from the records of trainees: no names, no codes.

Whoever has an account stands in the records once; without one, once for each training.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from sukoon.supervision.models import Trainee, TrainingCohort
from sukoon.supervision.words import TraineeState

MOST = 500


@dataclass(frozen=True, slots=True)
class TrainedTogether:
    """So many people of one organisation and area who finished a training on one day."""

    training: str
    org_id: UUID | None
    area_path: str
    trained_on: date
    people: int
    is_synthetic: bool


def people_trained(codes: Iterable[str], organisations: Iterable[UUID]) -> list[TrainedTogether]:
    """Count who finished one of these trainings, or works for one of these organisations.

    Counted over everything, whoever looks. One query.
    """
    return _together(Q(cohort__code__in=list(codes)) | Q(org_id__in=list(organisations)))


def people_trained_in(area_path: str) -> list[TrainedTogether]:
    """Count who finished any training, of an area and those inside it. One query."""
    return _together(Q(area_path__startswith=area_path))


def how_many_trained_in(area_path: str) -> int:
    """Count the real people who finished any training, of an area and those inside it."""
    found = Trainee.objects.filter(
        area_path__startswith=area_path, state=TraineeState.TRAINED, is_synthetic=False
    )
    return found.count()


def _together(asked: Q) -> list[TrainedTogether]:
    found = Trainee.objects.filter(asked, state=TraineeState.TRAINED, trained_on__isnull=False)
    columns = ("cohort__code", "org_id", "area_path", "trained_on", "is_synthetic")
    rows = found.order_by().values_list(*columns).annotate(n=Count("pk"))
    return [
        TrainedTogether(training or "", org, path, day, n, synthetic)
        for training, org, path, day, synthetic, n in rows
    ]


def trainings() -> list[TrainingCohort]:
    """Return the trainings on record, the newest first. That they were held is no secret."""
    return list(TrainingCohort.objects.all()[:MOST])
