"""How many people finished a training, counted from the records of trainees: no names, no codes.

Whoever has an account stands in the records once; without one, once for each training.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sukoon.supervision.models import Trainee, TrainingCohort
from sukoon.supervision.words import TraineeState

MOST = 500
AT_ONCE = 40  # questions in one query


@dataclass(frozen=True, slots=True)
class TrainedTogether:
    """So many people of one organisation and area who finished a training on one day."""

    training: str
    org_id: UUID | None
    area_path: str
    trained_on: date
    people: int
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to count: of these trainings, or of these organisations where none is named."""

    trainings: frozenset[str]
    organisations: frozenset[UUID]
    area_path: str
    since: date | None
    until: date | None
    with_invented: bool


def how_many_trained(questions: Sequence[Question]) -> list[int]:
    """Count for each question who finished a training. One query for 40 questions.

    Counted over everything, whoever looks, and by the database: of the people nothing is fetched.
    """
    found: list[int] = []
    for start in range(0, len(questions), AT_ONCE):
        some = questions[start : start + AT_ONCE]
        codes = {code for q in some for code in q.trainings}
        organisations = {org for q in some if not q.trainings for org in q.organisations}
        likely = _finished(Q(cohort__code__in=codes) | Q(org_id__in=organisations))
        counts = {f"n{i}": Count("pk", filter=_asked(q)) for i, q in enumerate(some)}
        told = likely.aggregate(**counts)
        found += [told[name] for name in counts]
    return found


def _asked(question: Question) -> Q:
    if question.trainings:
        asked = Q(cohort__code__in=question.trainings)
    else:
        asked = Q(org_id__in=question.organisations)
    if question.area_path:
        asked &= Q(area_path__startswith=question.area_path)
    if question.since:
        asked &= Q(trained_on__gte=question.since)
    if question.until:
        asked &= Q(trained_on__lte=question.until)
    return asked if question.with_invented else asked & Q(is_synthetic=False)


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


def _finished(asked: Q) -> QuerySet[Trainee]:
    return Trainee.objects.filter(asked, state=TraineeState.TRAINED, trained_on__isnull=False)


def _together(asked: Q) -> list[TrainedTogether]:
    columns = ("cohort__code", "org_id", "area_path", "trained_on", "is_synthetic")
    rows = _finished(asked).order_by().values_list(*columns).annotate(n=Count("pk"))
    return [
        TrainedTogether(training or "", org, path, day, n, synthetic)
        for training, org, path, day, synthetic, n in rows
    ]


def trainings() -> list[TrainingCohort]:
    """Return the trainings on record, the newest first. That they were held is no secret."""
    return list(TrainingCohort.objects.all()[:MOST])
