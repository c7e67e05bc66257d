"""What the access matrix asks of surge."""

from collections.abc import Mapping

from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making
from sukoon.surge.actions import assessments, deployments, emergencies, exercises, roster
from sukoon.surge.drafts import (
    AssessmentDraft,
    EmergencyDraft,
    ExerciseDraft,
    ExpertDraft,
    InjectDraft,
    ReportDraft,
    RequestDraft,
)
from sukoon.surge.models import Availability, Expert
from sukoon.surge.words import DeploymentState

EMERGENCY = (
    "emergency", "emergency_change", "disaster_mode", "emergency_close", "request_new",
)  # fmt: skip
ASSESSMENT = ("assessment", "assessment_change", "assessment_move", "finding_new", "paper_new")
EXPERT = ("expert", "expert_change", "availability_new")
DEPLOYMENT = ("deployment", "deployment_move", "deployment_report", "deployment_paper_new")
EXERCISE = (
    "exercise", "exercise_change", "exercise_run", "inject_new", "after_action",
    "after_action_file", "recommend",
)  # fmt: skip
INJECT = ("inject_give", "inject_judge", "reply")
THINGS: Mapping[str, str] = {
    **{f"surge:{name}": "emergency" for name in EMERGENCY},
    **{f"surge:{name}": "assessment" for name in ASSESSMENT},
    **{f"surge:{name}": "expert" for name in EXPERT},
    **{f"surge:{name}": "surge request" for name in ("request", "request_move")},
    **{f"surge:{name}": "deployment" for name in DEPLOYMENT},
    **{f"surge:{name}": "exercise" for name in EXERCISE},
    **{f"surge:{name}": "inject" for name in INJECT},
    "surge:paper": "assessment and paper",
    "surge:availability_remove": "expert and time",
    "surge:offer": "request and expert",
    "surge:deployment_paper": "deployment and paper",
    "surge:recommendation_done": "exercise and advice",
}
SEARCHED: Mapping[str, str] = {"surge:assessments": "q=matrix"}
BODIES: Mapping[str, Mapping[str, object]] = {}


def build(making: Making) -> None:
    """Make what these addresses are about."""
    for state in (OWN, TEAM, OTHER, CLOSED):
        _emergency(making, state)
        _exercise(making, state)


def _emergency(making: Making, state: str) -> None:
    """Make an emergency with an assessment, an expert of the organisation who was sent, a report."""
    by, world, today = making.by, making.world, making.today
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    draft = EmergencyDraft(f"matrix-{state}", "flood", f"Matrix {state} emergency", area, today)
    emergency = emergencies.open_emergency(by=by, draft=draft, today=today)
    told = AssessmentDraft(
        f"Matrix {state} assessment", org, "matrix", "health", "desk", today, [area],
        emergency=emergency,
    )  # fmt: skip
    assessment = assessments.record_assessment(by=by, draft=told)
    paper = assessments.keep_paper(
        by=by, assessment=assessment, title="matrix", link="https://example.org/tool"
    )
    expert, free = _expert(making, state)
    asked = RequestDraft(f"Matrix {state} request", org, area, today, today, people=3)
    request = deployments.ask_for_experts(by=by, emergency=emergency, draft=asked)
    sent = deployments.offer(by=by, request=request, expert=expert, now=making.now)
    for to in (DeploymentState.ACCEPTED, DeploymentState.DEPLOYED, DeploymentState.RETURNED):
        deployments.move_deployment(by=by, deployment=sent, to=to, now=making.now, today=today)
        sent.refresh_from_db()
    deployments.report_deployment(
        by=by, deployment=sent, draft=ReportDraft("Done", today), today=today
    )
    file = deployments.keep_paper_of_deployment(
        by=by, deployment=sent, title="matrix", link="https://example.org/report"
    )
    if state == CLOSED:
        emergencies.close_emergency(
            by=by, emergency=emergency, ended_on=today, reason="over", today=today
        )
    world.mark("emergency", state, emergency.pk, emergency.title_en)
    world.mark("assessment", state, assessment.pk, assessment.title_en)
    world.mark("surge request", state, request.pk, request.role)
    world.ids["deployment", state] = (sent.pk,)
    world.ids["assessment and paper", state] = (assessment.pk, paper.pk)
    world.ids["deployment and paper", state] = (sent.pk, file.pk)
    other, _free = _expert(making, f"{state}2", state)
    world.ids["request and expert", state] = (request.pk, other.pk)
    world.mark("expert", state, expert.pk, expert.name)
    world.ids["expert and time", state] = (expert.pk, free.pk)


def _expert(making: Making, code: str, state: str = "") -> tuple[Expert, Availability]:
    state = state or code
    org = making.orgs[OTHER if state == OTHER else OWN]
    draft = ExpertDraft(
        f"mx-{code}", f"Matrix {code} expert", org, "psychologist", base=making.areas[state]
    )
    expert = roster.record_expert(by=making.by, draft=draft, synthetic=True)
    free = roster.tell_availability(
        by=making.by, expert=expert, starts_on=making.today, ends_on=making.today
    )
    return expert, free


def _exercise(making: Making, state: str) -> None:
    """Make an exercise that the organisation plays; the closed one is over."""
    by, world = making.by, making.world
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    draft = ExerciseDraft(
        f"Matrix {state} exercise", "tabletop", org, area, making.today, "flood", players=[org]
    )
    exercise = exercises.plan_exercise(by=by, draft=draft, today=making.today)
    inject = exercises.write_inject(by=by, exercise=exercise, draft=InjectDraft(0, "Matrix inject"))
    world.mark("exercise", state, exercise.pk, exercise.title_en)
    world.ids["inject", state] = (exercise.pk, inject.pk)
    if state != CLOSED:
        return
    exercise = exercises.start_exercise(by=by, exercise=exercise, now=making.now)
    inject.refresh_from_db()
    exercises.give_inject(by=by, inject=inject, now=making.now)
    exercise = exercises.end_exercise(by=by, exercise=exercise, now=making.now)
    advice = exercises.recommend(by=by, exercise=exercise, text_en="Matrix advice", owner=org)
    world.ids["exercise and advice", state] = (exercise.pk, advice.pk)
