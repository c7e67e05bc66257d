"""Trainees: from nomination to cases sent; and when somebody falls silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, can, require, require_system
from sukoon.core.permissions import Permission
from sukoon.supervision.models import Request, Trainee, TrainingCohort
from sukoon.supervision.problems import ChoiceUnknown, CohortKnown, NotYourTurn
from sukoon.supervision.words import QuietReason, TraineeState

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """One worker of a training, as far as they got."""

    code: str
    state: TraineeState = TraineeState.NOMINATED
    account_id: UUID | None = None
    org_id: UUID | None = None
    area_path: str = ""
    cadre: str = ""
    tier: int | None = None
    trained_on: date | None = None
    watched: bool = False


@transaction.atomic
def record_cohort(
    *, by: Actor, code: str, name_en: str, tier: int, area_path: str, began_on: date,
    ended_on: date | None = None, name_ur: str = "", source: str = "", synthetic: bool = False,
) -> TrainingCohort:  # fmt: skip
    """Keep a training whose workers are supervised together. Raises CohortKnown."""
    require(by, Permission.WORKER_WRITE, Scope(area_path=area_path))
    if TrainingCohort.objects.filter(code=code).exists():
        raise CohortKnown
    made = TrainingCohort.objects.create(
        code=code, name_en=name_en, name_ur=name_ur, source=source, tier=tier,
        area_path=area_path, began_on=began_on, ended_on=ended_on, is_synthetic=synthetic,
    )  # fmt: skip
    emit("supervision.cohort_recorded", subject=made.pk, by=by)
    return made


@transaction.atomic
def enrol(*, by: Actor, cohort: TrainingCohort, workers: Sequence[Enrolled]) -> int:
    """Keep who was nominated, registered and trained in a training; many at once."""
    require(by, Permission.WORKER_WRITE, cohort.scope)
    rows = [_row(cohort, w) for w in workers]
    Trainee.objects.bulk_create(rows, batch_size=BATCH)
    emit("supervision.enrolled", subject=cohort.pk, by=by, workers=len(rows))
    return len(rows)


@transaction.atomic
def watch(
    *, by: Actor, account_id: UUID, org_id: UUID | None, area_path: str, cadre: str = "",
    tier: int | None = None, trained_on: date | None = None, synthetic: bool = False,
) -> Trainee:  # fmt: skip
    """Count somebody as a trainee from today on: their silence will be noticed."""
    require(by, Permission.WORKER_WRITE, Scope(account_id, org_id, area_path))
    kept = _trainee(account_id, org_id, area_path, synthetic=synthetic)
    kept.cadre, kept.tier = cadre or kept.cadre, tier or kept.tier
    if trained_on:
        kept.trained_on, kept.state = trained_on, TraineeState.TRAINED
    kept.silent_since = kept.silent_since or clock.today()
    kept.save()
    emit("supervision.watched", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def say_why_quiet(*, by: Actor, trainee: Trainee, reason: QuietReason) -> Trainee:
    """Say why a worker sends no cases: they themselves, or who leads them. Raises ChoiceUnknown."""
    require(by, Permission.SUPERVISION_VIEW, trainee.scope)
    leads = can(by, Permission.SUPERVISION_LEAD, trainee.scope)
    if by.id != trainee.account_id and not leads:
        raise NotYourTurn
    if reason not in QuietReason.values:
        raise ChoiceUnknown(field="reason")
    trainee.quiet_reason, trainee.quiet_said_at = reason, clock.now()
    trainee.save(update_fields=["quiet_reason", "quiet_said_at", "updated_at"])
    emit("supervision.quiet_explained", subject=trainee.pk, by=by, reason=reason)
    return trainee


@transaction.atomic
def nudge(*, by: Actor, trainee: Trainee, stage: int) -> Trainee:
    """Remind somebody that nobody has heard of a case from them: once at 14, once at 30 days."""
    require_system(by)
    trainee = Trainee.objects.select_for_update().get(pk=trainee.pk)
    if stage > trainee.nudges:
        trainee.nudges, trainee.nudged_at = stage, clock.now()
        trainee.save(update_fields=["nudges", "nudged_at", "updated_at"])
        emit("supervision.nudged", subject=trainee.pk, by=by, stage=stage)
    else:
        emit("supervision.looked_at", subject=trainee.pk, by=by)
    return trainee


@transaction.atomic
def nudge_by_hand(*, by: Actor, trainee: Trainee) -> Trainee:
    """Remind a trainee of one's own team, beside what the platform does by itself."""
    require(by, Permission.SUPERVISION_LEAD, trainee.scope)
    trainee.nudged_at = clock.now()
    trainee.save(update_fields=["nudged_at", "updated_at"])
    emit("supervision.nudged", subject=trainee.pk, by=by)
    return trainee


def _row(cohort: TrainingCohort, told: Enrolled) -> Trainee:
    trained_on = told.trained_on
    if told.state == TraineeState.TRAINED:
        trained_on = trained_on or cohort.began_on
    return Trainee(
        code=told.code, account_id=told.account_id, cohort=cohort, org_id=told.org_id,
        area_path=told.area_path or cohort.area_path, cadre=told.cadre,
        tier=told.tier or cohort.tier, state=told.state, trained_on=trained_on,
        ended_on=cohort.ended_on, silent_since=trained_on if told.watched else None,
        is_synthetic=cohort.is_synthetic,
    )  # fmt: skip


def _trainee(
    account_id: UUID, org_id: UUID | None, area_path: str, *, synthetic: bool = False
) -> Trainee:
    made, _new = Trainee.objects.select_for_update().get_or_create(
        account_id=account_id,
        defaults={
            "code": f"w-{account_id.hex}", "org_id": org_id, "area_path": area_path,
            "state": TraineeState.REGISTERED, "is_synthetic": synthetic,
        },
    )  # fmt: skip
    return made


def _sent_a_case(case: Case, request: Request, *, by: Actor) -> None:
    """Count the case for whoever sent it; their silence is over."""
    trainee = _trainee(by.id, case.org_id, case.area_path, synthetic=case.is_synthetic)
    sent_on = request.asked_at.date()
    others = Request.objects.filter(asked_by_id=by.id, case=case).exclude(pk=request.pk)
    if not others.exists():
        trainee.sent += 1
    trainee.last_sent_on = max(trainee.last_sent_on or sent_on, sent_on)
    if trainee.ended_on is None:
        trainee.silent_since = max(trainee.silent_since or sent_on, sent_on)
    trainee.nudges, trainee.quiet_reason, trainee.quiet_said_at = 0, "", None
    trainee.save()
