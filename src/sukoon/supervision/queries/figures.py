"""Supervision in figures: counted from the records each time, never kept as constants."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from sukoon.cases.models import Case
from sukoon.core.access import NOWHERE, Actor, can
from sukoon.core.permissions import Permission
from sukoon.supervision import reach, rules
from sukoon.supervision.models import Answer, Request, Trainee, TrainingCohort, Usefulness
from sukoon.supervision.words import Changed, TraineeState

# Tiers in which a worker makes a diagnosis and a plan that can be changed (indicators S3 and S4).
CLINICAL_TIERS = (2, 3)
DEPRESSION = "DEP"
PROMISE_DAYS = 3.0
NINETY = 0.9


@dataclass(frozen=True, slots=True)
class Figures:
    """What `sukoon report supervision` tells. Shares are fractions of the cases."""

    trained: int
    active: int
    cases: int
    depression_share: float | None
    diagnoses_changed_share: float | None
    plans_changed_share: float | None
    median_days_to_answer: float | None

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands behind the shares, and what the page tells beside them."""

    figures: Figures
    depression: int
    diagnoses_changed: int
    plans_changed: int
    answered: int
    in_time: int
    slowest: float | None
    active_by_cadre: Mapping[str, tuple[int, int]]
    changed_parts: Mapping[str, int]
    useful: Mapping[str, int]
    raters: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the workers of a training got: from nomination to a first case."""

    nominated: int
    registered: int
    completed: int
    active: int
    cases: int
    requests: int


def cohorts(by: Actor) -> QuerySet[TrainingCohort]:
    """Trainings within reach of SUPERVISION_FIGURES, or whose workers are."""
    if not _whole(by):
        return TrainingCohort.objects.filter(trainees__in=_trainees(by).values("pk")).distinct()
    return TrainingCohort.objects.all()


def _whole(by: Actor) -> bool:
    return can(by, Permission.SUPERVISION_FIGURES, NOWHERE)


def _trainees(by: Actor) -> QuerySet[Trainee]:
    return Trainee.objects.filter(reach.of_workers(by, Permission.SUPERVISION_FIGURES))


def figures(
    by: Actor, *, cohort: str = "", area: str = "", since: date | None = None,
    until: date | None = None,
) -> Figures:  # fmt: skip
    """Return the figures of the workers who were trained in tiers 2 and 3, or of one training."""
    return cohort_figures(by, cohort=cohort, area=area, since=since, until=until).figures


def cohort_figures(
    by: Actor, *, cohort: str = "", area: str = "", since: date | None = None,
    until: date | None = None,
) -> Counts:  # fmt: skip
    """Count trained, active, cases and what supervision changed, from the records."""
    trained = _trainees(by).filter(state=TraineeState.TRAINED).exclude(cohort=None)
    trained = (
        trained.filter(cohort__code=cohort) if cohort else trained.filter(tier__in=CLINICAL_TIERS)
    )
    if area:
        trained = trained.filter(area_path__startswith=area)
    asked = Request.objects.filter(
        asked_by_id__in=trained.exclude(account_id=None).values("account_id")
    )
    if since:
        asked = asked.filter(asked_at__date__gte=since)
    if until:
        asked = asked.filter(asked_at__date__lte=until)
    # A case that was sent twice counts once, as it stood after the last question.
    last: dict[object, tuple[object, ...]] = {}
    days: list[float] = []
    columns = (
        "case_id", "asked_by_id", "diagnosis", "diagnosis_changed", "plan_changed", "asked_at",
        "answered_at",
    )  # fmt: skip
    for row in asked.order_by("asked_at", "id").values_list(*columns):
        case, worker, diagnosis, changed, plan, asked_at, answered_at = row
        before = last.get(case)
        was_changed = (before[2] if before else False) or changed in {Changed.PARTLY, Changed.YES}
        was_replanned = (before[3] if before else False) or bool(plan)
        last[case] = (worker, diagnosis, was_changed, was_replanned)
        if answered_at is not None:
            days.append(rules.days_between(asked_at, answered_at))
    return _counted(trained, asked, last, days)


def _counted(
    trained: QuerySet[Trainee], asked: QuerySet[Request],
    last: Mapping[object, tuple[object, ...]], days: list[float],
) -> Counts:  # fmt: skip
    workers = {row[0] for row in last.values()}
    depression = sum(row[1] == DEPRESSION for row in last.values())
    changed = sum(bool(row[2]) for row in last.values())
    replanned = sum(bool(row[3]) for row in last.values())
    told = Figures(
        trained=trained.count(), active=len(workers), cases=len(last),
        depression_share=rules.share(depression, len(last)),
        diagnoses_changed_share=rules.share(changed, len(last)),
        plans_changed_share=rules.share(replanned, len(last)),
        median_days_to_answer=rules.middle(days),
    )  # fmt: skip
    ranked = sorted(days)
    slowest = ranked[min(len(ranked) - 1, int(len(ranked) * NINETY))] if ranked else None
    useful, raters = _useful(asked)
    return Counts(
        figures=told, depression=depression, diagnoses_changed=changed, plans_changed=replanned,
        answered=len(days), in_time=sum(d <= PROMISE_DAYS for d in days),
        slowest=None if slowest is None else round(slowest, 1),
        active_by_cadre=_cadres(trained, workers), changed_parts=_parts(asked),
        useful=useful, raters=raters,
    )  # fmt: skip


def _cadres(trained: QuerySet[Trainee], workers: set[object]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for cadre, account in trained.values_list("cadre", "account_id"):
        active, whole = found.get(cadre, (0, 0))
        found[cadre] = (active + (account in workers), whole + 1)
    return dict(sorted(found.items()))


def _parts(asked: QuerySet[Request]) -> dict[str, int]:
    answers = Answer.objects.filter(request__in=asked.order_by().values("pk"))
    told = answers.aggregate(
        dose=Count("pk", filter=Q(dose_changed=True)), drug=Count("pk", filter=Q(drug_changed=True)),
        psychosocial=Count("pk", filter=Q(psychosocial_changed=True)),
        referral=Count("pk", filter=Q(referral_changed=True)),
        step=Count("pk", filter=Q(step_changed=True)),
    )  # fmt: skip
    return {name: int(n) for name, n in told.items()}


def _useful(asked: QuerySet[Request]) -> tuple[dict[str, int], int]:
    rated = Usefulness.objects.filter(request__in=asked.order_by().values("pk"))
    told = rated.aggregate(
        n=Count("pk"), assessment=Count("pk", filter=Q(assessment=True)),
        management=Count("pk", filter=Q(management=True)),
        referral=Count("pk", filter=Q(referral=True)),
    )  # fmt: skip
    raters = int(told.pop("n"))
    return {name: int(n) for name, n in told.items()}, raters


def funnel(by: Actor, cohort: TrainingCohort) -> Funnel:
    """Return how far the workers of a training got, as their records say."""
    found = _trainees(by).filter(cohort=cohort)
    beyond = [TraineeState.REGISTERED, TraineeState.TRAINED]
    accounts = found.exclude(account_id=None).values("account_id")
    cases = Case.objects.filter(owner_id__in=accounts)
    asked = Request.objects.filter(asked_by_id__in=accounts)
    return Funnel(
        nominated=found.count(), registered=found.filter(state__in=beyond).count(),
        completed=found.filter(state=TraineeState.TRAINED).count(),
        active=cases.order_by().values("owner_id").distinct().count(), cases=cases.count(),
        requests=asked.count(),
    )  # fmt: skip
