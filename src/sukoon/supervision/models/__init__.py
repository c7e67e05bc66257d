"""Requests with their steps and answers; who is supervised by whom; sessions; audits; competences."""

from sukoon.supervision.models.audits import CompetenceRating, NoteCheck, NoteMark, NoteSample
from sukoon.supervision.models.people import Absence, Standing, Trainee, TrainingCohort
from sukoon.supervision.models.requests import (
    OPEN,
    Answer,
    Request,
    RequestStep,
    Shared,
    Usefulness,
    Voice,
)
from sukoon.supervision.models.sessions import ActionPoint, Seat, Session, SessionCase

__all__ = [
    "OPEN", "Absence", "ActionPoint", "Answer", "CompetenceRating", "NoteCheck", "NoteMark",
    "NoteSample", "Request", "RequestStep", "Seat", "Session", "SessionCase", "Shared", "Standing",
    "Trainee", "TrainingCohort", "Usefulness", "Voice",
]  # fmt: skip
