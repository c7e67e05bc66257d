"""Exercises within reach; injects that were not given are for control only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from sukoon.core.access import Actor, Scope, can, within_reach
from sukoon.core.permissions import Permission
from sukoon.surge.models import Exercise, Inject, Player, Recommendation, Reply
from sukoon.surge.rules.timers import Result, Timed, Turn, result, turn


@dataclass(frozen=True, slots=True)
class Played:
    """An inject with where it stands and what was answered."""

    inject: Inject
    turn: Turn
    replies: list[Reply]


def exercises(by: Actor) -> QuerySet[Exercise]:
    """Exercises of one's area, or in which the own organisation plays."""
    seen = within_reach(by, Permission.SURGE_VIEW, owner=None, org=None, area="area_path")
    mine = within_reach(by, Permission.SURGE_VIEW, owner=None, org="organisation", area=None)
    plays = Player.objects.filter(mine).values("exercise")
    players = Player.objects.select_related("organisation")
    return (
        Exercise.objects.filter(seen | Q(pk__in=plays))
        .select_related("organisation", "emergency__area", "review")
        .prefetch_related(
            Prefetch("players", players),
            Prefetch("advice", Recommendation.objects.select_related("owner").order_by("number")),
        )
        .order_by("-planned_on", "-id")
    )


def controlled(by: Actor) -> QuerySet[Exercise]:
    """Exercises that the actor runs."""
    mine = within_reach(by, Permission.SURGE_WRITE, owner=None, org=None, area="area_path")
    return exercises(by).filter(mine)


def controls(by: Actor, exercise: Exercise) -> bool:
    return can(by, Permission.SURGE_WRITE, exercise.scope)


def injects(by: Actor, exercise: Exercise) -> QuerySet[Inject]:
    """All injects for control; only those that were given for everybody else."""
    replies = Reply.objects.select_related("organisation").order_by("at", "id")
    found = Inject.objects.filter(exercise=exercise).prefetch_related(Prefetch("replies", replies))
    if not controls(by, exercise):
        found = found.filter(given_at__isnull=False)
    return found.order_by("minute", "number")


def played(by: Actor, exercise: Exercise, *, now: datetime) -> list[Played]:
    """Return the injects that the actor may see, with the clock's word on each."""
    return [
        Played(i, turn(_timed(i), started_at=exercise.started_at, now=now), list(i.replies.all()))
        for i in injects(by, exercise)
    ]


def _timed(i: Inject) -> Timed:
    replies = list(i.replies.all())
    return Timed(i.minute, i.answer_within, i.given_at, replies[0].at if replies else None)


def outcome(by: Actor, exercise: Exercise) -> Result:
    """Return what an exercise came to, in figures."""
    return result((_timed(i), i.verdict) for i in injects(by, exercise))


def speaks_for(by: Actor, exercise: Exercise) -> list[Player]:
    """Return the players for whom the actor may answer."""
    return [
        p for p in exercise.players.all()
        if can(by, Permission.SURGE_WRITE, Scope(org_id=p.organisation_id, area_path=exercise.area_path))
    ]  # fmt: skip
