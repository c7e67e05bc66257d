"""Simulation exercises: a made-up emergency, injects by the clock, replies, and what was learned."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from sukoon.core.access import Scope
from sukoon.core.models import Record
from sukoon.surge.models.emergencies import NONE, STAMPS
from sukoon.surge.words import ExerciseKind, ExerciseState, Verdict


class Exercise(Record):
    """An exercise. Its emergency is marked as one: nothing of it enters a figure."""

    title_en = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=ExerciseKind.choices)
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="exercises"
    )
    emergency = models.OneToOneField(
        "surge.Emergency", on_delete=models.PROTECT, related_name="exercise"
    )
    aims = models.TextField(max_length=2000, blank=True)
    planned_on = models.DateField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ExerciseState.choices, default=ExerciseState.PLANNED
    )
    area_path = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["-planned_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=ExerciseKind.values), name="exercise_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExerciseState.values), name="exercise_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="exercise_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(started_at__isnull=False),
                name="exercise_run_has_start",
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "title_en", "title_ur", "kind", "organisation", "emergency", "aims", "planned_on",
            "started_at", "ended_at", "state", "area_path",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (self.title_ur if get_language() == "ur" else "") or self.title_en

    @property
    def scope(self) -> Scope:
        return Scope(area_path=self.area_path)


class Player(Record):
    """An organisation that takes part in an exercise."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="players")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "organisation"], name="player_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"exercise", "organisation"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.exercise_id} {self.organisation_id}"


class Inject(Record):
    """Something that players are told at a minute of the exercise; until then only control sees it."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="injects")
    number = models.PositiveSmallIntegerField()
    minute = models.PositiveSmallIntegerField()
    answer_within = models.PositiveSmallIntegerField(default=30)  # minutes
    text_en = models.TextField(max_length=2000)
    text_ur = models.TextField(max_length=2000, blank=True)
    expected = models.TextField(max_length=2000, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.NOT_JUDGED)
    remark = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering: ClassVar = ["minute", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="inject_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="inject_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(answer_within__gte=1), name="inject_answer_takes_time"
            ),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "exercise", "number", "minute", "answer_within", "text_en", "text_ur", "expected",
            "given_at", "verdict", "remark",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en


class Reply(Record):
    """What a player answered to an inject. Never edited."""

    inject = models.ForeignKey(Inject, on_delete=models.CASCADE, related_name="replies")
    organisation = models.ForeignKey(
        "workforce.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by_id = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {"inject", "organisation", "text", "at", "by_id"}
        public = NONE

    def __str__(self) -> str:
        return f"{self.inject_id} {self.organisation_id}"


class AfterAction(Record):
    """What was learned in an exercise, in words."""

    exercise = models.OneToOneField(Exercise, on_delete=models.CASCADE, related_name="review")
    summary = models.TextField(max_length=4000)
    worked = models.TextField(max_length=4000, blank=True)
    improve = models.TextField(max_length=4000, blank=True)
    written_on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "exercise", "summary", "worked", "improve", "written_on", "by_id",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return f"{self.exercise_id} {self.written_on}"


class Recommendation(Record):
    """Something real to do after an exercise: who, by when, done."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="advice")
    number = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=400)
    text_ur = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey("workforce.Organisation", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="recommendation_once"),
        ]

    class Privacy:
        identity = NONE
        clinical = NONE
        operational = STAMPS | {
            "exercise", "number", "text_en", "text_ur", "owner", "due_on", "done_on",
        }  # fmt: skip
        public = NONE

    def __str__(self) -> str:
        return (self.text_ur if get_language() == "ur" else "") or self.text_en
