"""What may follow what in surge. Pure."""

from datetime import date

from sukoon.core.flow import Flow
from sukoon.surge.words import AssessmentState, DeploymentState, ExerciseState, RequestState

ASSESSMENT_FLOW: Flow[AssessmentState] = Flow(
    {
        AssessmentState.PLANNED: frozenset({AssessmentState.UNDER_WAY, AssessmentState.DONE, AssessmentState.DROPPED}),
        AssessmentState.UNDER_WAY: frozenset({AssessmentState.DONE, AssessmentState.DROPPED}),
        AssessmentState.DONE: frozenset({AssessmentState.SHARED}),
        AssessmentState.SHARED: frozenset(),
        AssessmentState.DROPPED: frozenset({AssessmentState.PLANNED}),
    }
)  # fmt: skip
REQUEST_FLOW: Flow[RequestState] = Flow(
    {
        RequestState.OPEN: frozenset({RequestState.FILLED, RequestState.WITHDRAWN, RequestState.CLOSED}),
        RequestState.FILLED: frozenset({RequestState.OPEN, RequestState.CLOSED}),
        RequestState.CLOSED: frozenset(),
        RequestState.WITHDRAWN: frozenset(),
    }
)  # fmt: skip
DEPLOYMENT_FLOW: Flow[DeploymentState] = Flow(
    {
        DeploymentState.OFFERED: frozenset({DeploymentState.ACCEPTED, DeploymentState.DECLINED, DeploymentState.CANCELLED}),
        DeploymentState.ACCEPTED: frozenset({DeploymentState.DEPLOYED, DeploymentState.DECLINED, DeploymentState.CANCELLED}),
        DeploymentState.DEPLOYED: frozenset({DeploymentState.RETURNED}),
        DeploymentState.RETURNED: frozenset(),
        DeploymentState.DECLINED: frozenset(),
        DeploymentState.CANCELLED: frozenset(),
    }
)  # fmt: skip
EXERCISE_FLOW: Flow[ExerciseState] = Flow(
    {
        ExerciseState.PLANNED: frozenset({ExerciseState.RUNNING}),
        ExerciseState.RUNNING: frozenset({ExerciseState.ENDED}),
        ExerciseState.ENDED: frozenset({ExerciseState.REVIEWED}),
        ExerciseState.REVIEWED: frozenset(),
    }
)
COUNTS = frozenset({DeploymentState.ACCEPTED, DeploymentState.DEPLOYED, DeploymentState.RETURNED})
SENT = frozenset({DeploymentState.DEPLOYED, DeploymentState.RETURNED})
OUT = frozenset({DeploymentState.ACCEPTED, DeploymentState.DEPLOYED})
TAKES_ADVICE = frozenset({ExerciseState.ENDED, ExerciseState.REVIEWED})


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Say whether two times meet. A time without an end goes on."""
    return (end is None or other_start <= end) and (other_end is None or start <= other_end)


def around(path: str) -> list[str]:
    """Return the paths of an area and of every area that contains it."""
    parts = path.strip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]


def meet(path: str, other: str) -> bool:
    """Say whether two areas share ground: one is the other, or lies in it."""
    return path.startswith(other) or other.startswith(path)
