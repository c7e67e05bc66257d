"""What the access matrix asks of coordination."""

from collections.abc import Mapping
from decimal import Decimal

from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making
from sukoon.coordination import calendars
from sukoon.coordination.actions import files, groups, knowledge, meetings, package, plans, pledges
from sukoon.coordination.drafts import InterventionDraft, LogDraft, ObjectiveDraft
from sukoon.coordination.queries.package import activities
from sukoon.coordination.words import MeetingStatus, PlanStatus, Stage
from sukoon.core.permissions import Permission
from sukoon.places import queries as places
from sukoon.places.words import Level

COMMITMENT = ("commitment", "commitment_change", "commitment_update")
BUNDLE = ("pledge", "pledge_change", "pledge_publish", "published_pledge")
GROUP = ("group", "group_change", "member", "ask", "calendar", "meeting_new")
MEETING = (
    "meeting", "meeting_change", "attendance", "statement", "decision", "action_new", "minutes",
    "minutes_file", "document_new", "meeting_move", "meeting_send",
)  # fmt: skip
AREA = (
    "package_review", "readiness_check", "picture", "brief", "open_picture", "open_brief",
)  # fmt: skip
PLAN = ("plan", "plan_change", "budget", "objective_new")
INTERVENTION = (
    "intervention", "intervention_change", "intervention_judge", "intervention_use",
)  # fmt: skip
THINGS: Mapping[str, str] = {
    **{f"coordination:{name}": "commitment" for name in COMMITMENT},
    **{f"coordination:{name}": "pledge" for name in BUNDLE},
    **{f"coordination:{name}": "group" for name in GROUP},
    **{f"coordination:{name}": "meeting" for name in MEETING},
    **{f"coordination:{name}": "area" for name in AREA},
    **{f"coordination:{name}": "plan" for name in PLAN},
    **{f"coordination:{name}": "objective" for name in ("objective_change", "milestone")},
    **{f"coordination:{name}": "costing" for name in ("costing", "costing_export")},
    **{
        f"coordination:{name}": "scenario"
        for name in ("cost_line_new", "cost_target", "scenario_copy")
    },
    "coordination:cost_line_remove": "cost line",
    "coordination:policy_move": "policy",
    "coordination:stakeholder": "organisation",
    **{f"coordination:{name}": "intervention" for name in INTERVENTION},
    **{f"coordination:{name}": "log entry" for name in ("log_change", "log_move")},
    "coordination:document": "meeting and document",
    "coordination:answer": "asked for",
    "coordination:action_move": "action point",
    "coordination:calendar_feed": "calendar",
    "coordination:decide": "commitment and service",
    "coordination:evidence": "commitment and update",
}
SEARCHED: Mapping[str, str] = {"coordination:pledges": "q=matrix"}
BODIES: Mapping[str, Mapping[str, object]] = {}


def build(making: Making) -> None:
    """Make what these addresses are about."""
    for state in (OWN, TEAM, OTHER, CLOSED):
        _pledge(making, state)
        _meeting(making, state)
        _plan(making, state)
        _knowledge(making, state)


def _pledge(making: Making, state: str) -> None:
    """Make a pledge with a commitment of the organisation of this state; the closed one is public."""
    by, world = making.by, making.world
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    pledge = pledges.record_pledge(
        by=by, code=f"matrix-{state}", title_en=f"Matrix {state} pledge", area=area
    )
    draft = pledges.CommitmentDraft(
        pledge, f"M-{state}", f"Matrix {state} commitment", [org], codes=["9"], measure="services"
    )
    made = pledges.record_commitment(by=by, draft=draft)
    evidence = files.keep_document(
        by=by, permission=Permission.PLEDGE_UPDATE, title="matrix", org_id=org.pk,
        area_path=area.path, link="https://example.org/matrix",
    )  # fmt: skip
    told = pledges.add_update(
        by=by, commitment=made, organisation=org, stage=Stage.PLANNING, happened_on=making.today,
        today=making.today, evidence=evidence,
    )  # fmt: skip
    if state == CLOSED:
        pledges.publish(by=by, pledge=pledge, now=making.now)
    world.mark("pledge", state, pledge.pk, pledge.title_en)
    world.mark("commitment", state, made.pk, made.text)
    world.ids["commitment and service", state] = (made.pk, *world.ids["service", state])
    world.ids["commitment and update", state] = (made.pk, told.pk)


def _meeting(making: Making, state: str) -> None:
    """Make a group in which the organisation is a member, and a meeting with what follows."""
    by, world = making.by, making.world
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    group = groups.record_group(
        by=by, code=f"matrix-{state}", kind="working", name_en=f"Matrix {state} group", area=area
    )
    groups.record_member(by=by, group=group, organisation=org, role="member")
    asked = groups.ask_for_input(
        by=by, group=group, subject_en=f"Matrix {state} question", organisations=[org],
        asked_on=making.today,
    )  # fmt: skip
    meeting = meetings.record_meeting(
        by=by, group=group, title_en=f"Matrix {state} meeting", held_on=making.today
    )
    point = meetings.add_action_point(
        by=by, meeting=meeting, text_en=f"Matrix {state} action point", owner=org
    )
    paper = files.keep_document(
        by=by, permission=Permission.MEETING_WRITE, title="matrix", org_id=None,
        area_path=area.path, link="https://example.org/paper",
    )  # fmt: skip
    meetings.attach(by=by, meeting=meeting, document=paper)
    if state == CLOSED:
        meetings.move_meeting(by=by, meeting=meeting, to=MeetingStatus.HELD, today=making.today)
        meetings.move_meeting(by=by, meeting=meeting, to=MeetingStatus.AGREED, today=making.today)
    world.mark("group", state, group.pk, group.name_en)
    world.mark("meeting", state, meeting.pk, meeting.title_en)
    world.mark("action point", state, point.pk, point.text_en)
    first = asked.asked.all()[0]
    world.ids["asked for", state] = (first.pk,)
    world.ids["meeting and document", state] = (meeting.pk, paper.pk)
    # The address speaks for whoever asked for it, whoever opens it: here, for one without a role.
    somebody = making.askers["account"]
    world.ids["calendar", state] = (calendars.signed(somebody.pk, group.pk),)


def _plan(making: Making, state: str) -> None:
    """Make a plan with an objective, a costing with a line, and a line of the register."""
    by, world = making.by, making.world
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    plan = plans.record_plan(
        by=by, title_en=f"Matrix {state} plan", area=area, organisation=org,
        starts_on=making.today, ends_on=making.today,
        status=PlanStatus.CLOSED if state == CLOSED else PlanStatus.ACTIVE,
        objectives=[ObjectiveDraft("exploration", f"Matrix {state} objective")],
    )  # fmt: skip
    policy = plans.record_policy(
        by=by, area=area, kind="act", title_en=f"Matrix {state} law", state="drafted"
    )
    costing = package.record_costing(
        by=by, title=f"Matrix {state} costing", area=area, currency="PKR", scenarios=["One"]
    )
    scenario = costing.scenarios.all()[0]
    activity = activities()[0]
    line = package.add_cost_line(
        by=by, scenario=scenario, activity=activity, ingredient="staff", quantity=Decimal(1),
        rate=Decimal(1),
    )  # fmt: skip
    world.mark("plan", state, plan.pk, plan.title_en)
    world.mark("policy", state, policy.pk, policy.title_en)
    world.mark("costing", state, costing.pk, costing.title)
    world.ids["objective", state] = (plan.pk, plan.objectives.all()[0].pk)
    world.ids["scenario", state] = (costing.pk, scenario.pk)
    world.ids["cost line", state] = (costing.pk, line.pk)


def _knowledge(making: Making, state: str) -> None:
    """Make an intervention that the organisation uses, and a gap of the area."""
    by, world = making.by, making.world
    area, org = making.areas[state], making.orgs[OTHER if state == OTHER else OWN]
    country = places.areas(Level.COUNTRY).first() or area
    kept = knowledge.record_intervention(
        by=by, country=country, draft=InterventionDraft(f"matrix-{state}", "Matrix thing", "none")
    )
    knowledge.record_use(
        by=by, intervention=kept, organisation=org, area=area, note=f"Matrix {state} use"
    )
    draft = LogDraft("policy_gap", area, f"Matrix {state} gap", making.today)
    entry = knowledge.record_log_entry(by=by, draft=draft, today=making.today)
    world.mark("log entry", state, entry.pk, entry.title_en)
    world.mark("intervention", state, kept.pk, f"Matrix {state} use")
