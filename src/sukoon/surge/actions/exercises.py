"""Planning an exercise, running it by the clock, and writing down what was learned."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from sukoon.audit.events import emit
from sukoon.core.access import Actor, Scope, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.surge.actions.emergencies import open_emergency
from sukoon.surge.drafts import EmergencyDraft, ExerciseDraft, InjectDraft
from sukoon.surge.models import AfterAction, Exercise, Inject, Player, Recommendation, Reply
from sukoon.surge.problems import DateInFuture, NoInjects, NotEnded, NotRunning, NotTaking
from sukoon.surge.rules.flows import EXERCISE_FLOW, TAKES_ADVICE
from sukoon.surge.words import ExerciseState, Verdict
from sukoon.workforce.models import Organisation


@transaction.atomic
def plan_exercise(
    *, by: Actor, draft: ExerciseDraft, today: date, exercise: Exercise | None = None
) -> Exercise:
    """Plan an exercise with its made-up emergency, or change one that has not begun."""
    require(by, Permission.SURGE_WRITE, exercise.scope if exercise else draft.area.scope)
    require(by, Permission.SURGE_WRITE, draft.area.scope)
    if exercise and exercise.state != ExerciseState.PLANNED:
        raise NotRunning
    kept = exercise or Exercise()
    kept.title_en, kept.title_ur = draft.title_en.strip(), draft.title_ur.strip()
    kept.kind, kept.organisation, kept.aims = draft.kind, draft.organisation, draft.aims
    kept.planned_on, kept.area_path = draft.planned_on, draft.area.path
    if exercise is None:
        made_up = EmergencyDraft(
            f"ex-{new_id().hex[-12:]}", draft.emergency_kind, draft.title_en, draft.area,
            draft.planned_on, draft.title_ur,
        )  # fmt: skip
        kept.emergency = open_emergency(by=by, draft=made_up, today=today, exercise=True)
    kept.save(force_insert=exercise is None)
    kept.players.all().delete()
    players = {o.pk: o for o in (draft.organisation, *draft.players)}
    Player.objects.bulk_create(Player(exercise=kept, organisation=o) for o in players.values())
    emit("exercise.changed" if exercise else "exercise.planned", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def write_inject(*, by: Actor, exercise: Exercise, draft: InjectDraft) -> Inject:
    """Write an inject under the next number, before or while the exercise runs."""
    require(by, Permission.SURGE_WRITE, exercise.scope)
    if exercise.state in TAKES_ADVICE:
        raise NotRunning
    number = (exercise.injects.aggregate(n=Max("number"))["n"] or 0) + 1
    kept = Inject.objects.create(
        exercise=exercise, number=number,
        **{n: getattr(draft, n) for n in draft.__dataclass_fields__},
    )  # fmt: skip
    emit("exercise.inject_written", subject=exercise.pk, by=by, number=number)
    return kept


@transaction.atomic
def start_exercise(*, by: Actor, exercise: Exercise, now: datetime) -> Exercise:
    """Start the clock. Raises NoInjects."""
    require(by, Permission.SURGE_WRITE, exercise.scope)
    locked = Exercise.objects.select_for_update().get(pk=exercise.pk)
    EXERCISE_FLOW.check(ExerciseState(locked.state), ExerciseState.RUNNING)
    if not locked.injects.exists():
        raise NoInjects
    locked.state, locked.started_at = ExerciseState.RUNNING, now
    locked.save(update_fields=["state", "started_at", "updated_at"])
    emit("exercise.started", subject=locked.pk, by=by)
    return locked


def _runs(inject: Inject) -> bool:
    """Say whether the exercise runs now, whatever was read of it before."""
    return Exercise.objects.filter(pk=inject.exercise_id, state=ExerciseState.RUNNING).exists()


@transaction.atomic
def give_inject(*, by: Actor, inject: Inject, now: datetime) -> Inject:
    """Give an inject to the players: from now on they see it. Twice is once."""
    require(by, Permission.SURGE_WRITE, inject.exercise.scope)
    if not _runs(inject):
        raise NotRunning
    locked = Inject.objects.select_for_update().get(pk=inject.pk)
    if locked.given_at is None:
        locked.given_at = now
        locked.save(update_fields=["given_at", "updated_at"])
        emit("exercise.inject_given", subject=inject.exercise_id, by=by, number=locked.number)
    return locked


@transaction.atomic
def reply(
    *, by: Actor, inject: Inject, organisation: Organisation, text: str, now: datetime
) -> Reply:
    """Answer an inject that was given, for the own organisation that takes part."""
    require(
        by, Permission.SURGE_WRITE,
        Scope(org_id=organisation.pk, area_path=inject.exercise.area_path),
    )  # fmt: skip
    if not _runs(inject) or inject.given_at is None:
        raise NotRunning
    if not inject.exercise.players.filter(organisation=organisation).exists():
        raise NotTaking
    kept = Reply.objects.create(
        inject=inject, organisation=organisation, text=text.strip(), at=now, by_id=by.id
    )
    emit("exercise.replied", subject=inject.exercise_id, by=by, number=inject.number)
    return kept


@transaction.atomic
def judge_inject(*, by: Actor, inject: Inject, verdict: Verdict | str, remark: str = "") -> Inject:
    """Say how players met an inject."""
    require(by, Permission.SURGE_WRITE, inject.exercise.scope)
    inject.verdict, inject.remark = verdict, remark.strip()
    inject.save(update_fields=["verdict", "remark", "updated_at"])
    emit("exercise.inject_judged", subject=inject.exercise_id, by=by, verdict=str(verdict))
    return inject


@transaction.atomic
def end_exercise(*, by: Actor, exercise: Exercise, now: datetime) -> Exercise:
    """Stop the clock."""
    require(by, Permission.SURGE_WRITE, exercise.scope)
    locked = Exercise.objects.select_for_update().get(pk=exercise.pk)
    EXERCISE_FLOW.check(ExerciseState(locked.state), ExerciseState.ENDED)
    locked.state, locked.ended_at = ExerciseState.ENDED, now
    locked.save(update_fields=["state", "ended_at", "updated_at"])
    emit("exercise.ended", subject=locked.pk, by=by)
    return locked


@transaction.atomic
def write_after_action(
    *, by: Actor, exercise: Exercise, summary: str, on: date, today: date, worked: str = "",
    improve: str = "",
) -> AfterAction:  # fmt: skip
    """Write the after-action report; the exercise is reviewed. Again corrects it."""
    require(by, Permission.SURGE_WRITE, exercise.scope)
    if exercise.state not in TAKES_ADVICE:
        raise NotEnded
    if on > today:
        raise DateInFuture
    told = {"summary": summary.strip(), "worked": worked.strip(), "improve": improve.strip()}
    kept, _made = AfterAction.objects.update_or_create(
        exercise=exercise, defaults={**told, "written_on": on, "by_id": by.id}
    )
    if exercise.state == ExerciseState.ENDED:
        exercise.state = ExerciseState.REVIEWED
        exercise.save(update_fields=["state", "updated_at"])
    emit("exercise.reviewed", subject=exercise.pk, by=by)
    return kept


@transaction.atomic
def recommend(
    *, by: Actor, exercise: Exercise, text_en: str, owner: Organisation, text_ur: str = "",
    due_on: date | None = None,
) -> Recommendation:  # fmt: skip
    """Note something real to do after an exercise."""
    require(by, Permission.SURGE_WRITE, exercise.scope)
    if exercise.state not in TAKES_ADVICE:
        raise NotEnded
    number = (exercise.advice.aggregate(n=Max("number"))["n"] or 0) + 1
    kept = Recommendation.objects.create(
        exercise=exercise, number=number, text_en=text_en.strip(), text_ur=text_ur.strip(),
        owner=owner, due_on=due_on,
    )  # fmt: skip
    emit("exercise.recommended", subject=exercise.pk, by=by, number=number)
    return kept


@transaction.atomic
def settle_recommendation(
    *, by: Actor, recommendation: Recommendation, done_on: date, today: date
) -> Recommendation:
    """Say that what was recommended is done."""
    require(
        by, Permission.SURGE_WRITE,
        Scope(org_id=recommendation.owner_id, area_path=recommendation.exercise.area_path),
    )  # fmt: skip
    if done_on > today:
        raise DateInFuture
    recommendation.done_on = done_on
    recommendation.save(update_fields=["done_on", "updated_at"])
    emit("exercise.recommendation_done", subject=recommendation.exercise_id, by=by)
    return recommendation
