"""What our records show of a commitment that is measured by meetings, emergencies or exercises."""

from datetime import date

from sukoon.accounts.roles import console_actor
from sukoon.coordination.actions import groups, meetings, pledges
from sukoon.coordination.actions.pledges import CommitmentDraft
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.progress import seen
from sukoon.coordination.words import MeetingStatus
from sukoon.core import clock
from sukoon.surge.actions import deployments, emergencies, roster
from sukoon.surge.drafts import EmergencyDraft, ExpertDraft, RequestDraft
from sukoon.surge.words import DeploymentState
from tests.coordination.conftest import TODAY


def promised(pledge, organisation, measure, **more):
    draft = CommitmentDraft(
        pledge, f"M-{measure}-{organisation.name}", "Promise", [organisation], target_value=3,
        target_unit=measure, measure=measure, **more,
    )  # fmt: skip
    return pledges.record_commitment(by=console_actor(), draft=draft).pk


def shown():
    return seen(list(queries.with_parts(queries.visible(console_actor()))))


def test_meetings_count_for_who_leads_the_group_in_the_time_of_the_promise(cast, pledge):
    by = console_actor()
    chair = promised(pledge, cast.misaal, "meetings", start_on=date(2026, 1, 1))
    member = promised(pledge, cast.other, "meetings")
    group = groups.record_group(by=by, code="g", kind="working", name_en="G", area=cast.swat)
    groups.record_member(by=by, group=group, organisation=cast.misaal, role="chair")
    groups.record_member(by=by, group=group, organisation=cast.other, role="member")
    for day, held in ((date(2025, 12, 1), True), (date(2026, 3, 1), True), (TODAY, False)):
        meeting = meetings.record_meeting(by=by, group=group, title_en=f"M {day}", held_on=day)
        if held:
            meetings.move_meeting(by=by, meeting=meeting, to=MeetingStatus.HELD, today=TODAY)
    assert (shown()[chair], shown()[member]) == (1, 0)


def test_an_emergency_counts_once_for_who_sent_hosted_or_paid(cast, pledge):
    by = console_actor()
    sends = promised(pledge, cast.misaal, "emergencies", start_on=date(2026, 1, 1))
    hosts = promised(pledge, cast.other, "emergencies")
    late = CommitmentDraft(
        pledge, "M-late", "Promise", [cast.misaal], measure="emergencies",
        start_on=date(2020, 1, 1), deadline_on=date(2025, 1, 1),
    )  # fmt: skip
    before = pledges.record_commitment(by=by, draft=late).pk
    flood = emergencies.open_emergency(
        by=by, draft=EmergencyDraft("f", "flood", "F", cast.swat, TODAY), today=TODAY
    )
    for n in range(2):
        expert = roster.record_expert(
            by=by, draft=ExpertDraft(f"E{n}", "X", cast.misaal, "other", base=cast.swat)
        )
        draft = RequestDraft("R", cast.other, cast.swat, TODAY, TODAY)
        request = deployments.ask_for_experts(by=by, emergency=flood, draft=draft)
        sent = deployments.offer(
            by=by, request=request, expert=expert, now=clock.now(), hosted_by=cast.other
        )
        assert shown()[sends] == n, "asked is not sent"
        for to in (DeploymentState.ACCEPTED, DeploymentState.DEPLOYED):
            sent = deployments.move_deployment(
                by=by, deployment=sent, to=to, now=clock.now(), today=TODAY
            )
    assert (shown()[sends], shown()[hosts], shown()[before]) == (1, 1, 0)
