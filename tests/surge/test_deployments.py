"""Emergencies, disaster mode, the roster, who is asked and sent, and what came of it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.config.cli import main
from sukoon.core.access import NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.surge.actions import deployments as actions
from sukoon.surge.actions import emergencies, roster
from sukoon.surge.drafts import EmergencyDraft, ExpertDraft, ReportDraft, RequestDraft
from sukoon.surge.models import Deployment, Emergency
from sukoon.surge.problems import (
    AlreadyAsked,
    CodeTaken,
    DateInFuture,
    DatesOutOfOrder,
    EmergencyOver,
    NotBackYet,
    NotFree,
    ReasonNeeded,
    RequestFull,
    StillOut,
)
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.queries import roster as roster_queries
from sukoon.surge.queries.figures import deployments_of, of_organisation
from sukoon.surge.words import DeploymentState, RequestState
from tests.surge.conftest import NOW, TODAY

WAY = (DeploymentState.ACCEPTED, DeploymentState.DEPLOYED, DeploymentState.RETURNED)


def send(cast, request, expert, to=WAY):
    by = cast.actor("coco")
    sent = actions.offer(by=by, request=request, expert=expert, now=NOW)
    for state in to:
        sent = actions.move_deployment(by=by, deployment=sent, to=state, now=NOW, today=TODAY)
    return sent


@pytest.mark.parametrize("who", ["mehr", "vida", "nobody", "parveen"])
def test_only_who_keeps_surge_of_the_area_opens_and_switches(cast, flood, request_, expert, who):
    by = cast.actor(who)
    draft = EmergencyDraft("x", "flood", "x", cast.kohat, TODAY)
    for act in (
        lambda: emergencies.open_emergency(by=by, draft=draft, today=TODAY),
        lambda: emergencies.change_emergency(by=by, emergency=flood, draft=draft, today=TODAY),
        lambda: emergencies.set_disaster_mode(by=by, emergency=flood, on=True, reason="x", now=NOW),
        lambda: emergencies.close_emergency(
            by=by, emergency=flood, ended_on=TODAY, reason="", today=TODAY),
        lambda: actions.offer(by=by, request=request_, expert=expert, now=NOW),
        lambda: actions.move_request(by=by, request=request_, to=RequestState.CLOSED),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_a_partner_keeps_its_own_experts_and_asks_for_itself_alone(cast, flood, expert):
    by = cast.actor("parveen")
    roster.tell_availability(by=by, expert=expert, starts_on=TODAY, ends_on=TODAY)
    draft = RequestDraft("Help", cast.misaal, cast.swat, TODAY, TODAY)
    assert actions.ask_for_experts(by=by, emergency=flood, draft=draft).state == "open"
    with pytest.raises(NotAllowed):
        actions.ask_for_experts(
            by=by, emergency=flood, draft=RequestDraft("Help", cast.other, cast.swat, TODAY, TODAY)
        )
    with pytest.raises(NotAllowed):
        roster.record_expert(by=by, draft=ExpertDraft("E-9", "X", cast.other, "other"))


def test_disaster_mode_is_on_for_the_area_and_what_lies_in_it_with_a_reason(cast, flood):
    by = cast.actor("coco")
    with pytest.raises(ReasonNeeded):
        emergencies.set_disaster_mode(by=by, emergency=flood, on=True, reason=" ", now=NOW)
    emergencies.set_disaster_mode(by=by, emergency=flood, on=True, reason="whole tehsil", now=NOW)
    emergencies.set_disaster_mode(by=by, emergency=flood, on=True, reason="again", now=NOW)
    assert queries.in_disaster_mode(cast.swat.path)
    assert queries.in_disaster_mode(cast.swat.path + "PK53201/")
    assert not queries.in_disaster_mode(cast.kohat.path)
    assert not queries.in_disaster_mode(cast.country.path)
    emergencies.close_emergency(by=by, emergency=flood, ended_on=TODAY, reason="dry", today=TODAY)
    assert not queries.in_disaster_mode(cast.swat.path)
    assert sorted(s.event for s in flood.steps.all()) == ["closed", "disaster_on", "opened"]
    told = " ".join(
        AuditEntry.objects.filter(event__startswith="emergency").values_list("told", flat=True)
    )
    assert "tehsil" not in told
    with pytest.raises(EmergencyOver):
        emergencies.set_disaster_mode(by=by, emergency=flood, on=True, reason="x", now=NOW)


def test_everyone_who_works_here_is_told_and_only_who_may_see_it_gets_the_link(
    cast, client_of, flood
):
    emergencies.set_disaster_mode(
        by=cast.actor("coco"), emergency=flood, on=True, reason="whole tehsil", now=NOW
    )
    link = reverse("surge:emergency", args=[flood.pk])
    for name, opens in (("coco", True), ("adam", False), ("dilawar", True)):
        page = client_of(name).get(reverse("desk:home")).content.decode()
        assert flood.title in page, name
        assert (link in page) is opens, name


def test_impossible_days_and_a_code_twice_are_refused(cast, flood):
    by = cast.actor("coco")
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(DateInFuture):
        emergencies.open_emergency(
            by=by, draft=EmergencyDraft("y", "flood", "y", cast.swat, tomorrow), today=TODAY
        )
    with pytest.raises(CodeTaken):
        emergencies.open_emergency(
            by=by, draft=EmergencyDraft("flood-26", "flood", "y", cast.swat, TODAY), today=TODAY
        )
    for day, problem in (
        (tomorrow, DateInFuture),
        (flood.started_on - timedelta(1), DatesOutOfOrder),
    ):
        with pytest.raises(problem):
            emergencies.close_emergency(
                by=by, emergency=flood, ended_on=day, reason="", today=TODAY
            )
    with pytest.raises(DatesOutOfOrder):
        actions.ask_for_experts(
            by=by, emergency=flood,
            draft=RequestDraft("x", cast.other, cast.swat, tomorrow, TODAY))  # fmt: skip


def test_an_expert_is_asked_says_yes_goes_comes_back_and_reports(cast, request_, expert):
    by = cast.actor("coco")
    sent = send(cast, request_, expert, WAY[:2])
    request_.refresh_from_db()
    assert request_.state == RequestState.FILLED
    with pytest.raises(NotBackYet):
        actions.report_deployment(
            by=by, deployment=sent, draft=ReportDraft("All", TODAY), today=TODAY
        )
    with pytest.raises(StillOut):
        emergencies.close_emergency(
            by=by, emergency=sent.emergency, ended_on=TODAY, reason="", today=TODAY
        )
    back = actions.move_deployment(
        by=cast.actor("parveen"), deployment=sent, to=DeploymentState.RETURNED, now=NOW, today=TODAY
    )
    assert back.ends_on == TODAY
    draft = ReportDraft("Trained 20", TODAY, worked="All", advice="Come earlier")
    report = actions.report_deployment(
        by=cast.actor("parveen"), deployment=back, draft=draft, today=TODAY
    )
    assert report.advice == "Come earlier"
    assert [s.state for s in back.steps.all()] == ["offered", *WAY]
    assert [d.emergency_id for d in deployments_of([cast.misaal.pk])] == [back.emergency_id]
    with pytest.raises(StepNotPossible):
        actions.move_deployment(
            by=by, deployment=back, to=DeploymentState.DEPLOYED, now=NOW, today=TODAY
        )
    told = " ".join(
        AuditEntry.objects.filter(event__startswith="deployment").values_list("told", flat=True)
    )
    assert "Trained" not in told
    assert "Amna" not in told


def test_nobody_is_asked_twice_nor_sent_to_two_places_at_once(cast, flood, request_, expert):
    by = cast.actor("coco")
    sent = actions.offer(by=by, request=request_, expert=expert, now=NOW)
    with pytest.raises(AlreadyAsked):
        actions.offer(by=by, request=request_, expert=expert, now=NOW)
    actions.move_deployment(
        by=by, deployment=sent, to=DeploymentState.ACCEPTED, now=NOW, today=TODAY
    )
    with pytest.raises(RequestFull):
        actions.offer(by=by, request=request_, expert=expert, now=NOW)
    other = actions.ask_for_experts(
        by=by, emergency=flood,
        draft=RequestDraft("Also", cast.other, cast.swat, TODAY, TODAY))  # fmt: skip
    with pytest.raises(NotFree):
        actions.offer(by=by, request=other, expert=expert, now=NOW)


def test_who_says_no_leaves_the_request_open_and_may_be_asked_again(cast, request_, expert):
    by = cast.actor("coco")
    sent = actions.offer(by=by, request=request_, expert=expert, now=NOW)
    actions.move_deployment(
        by=by, deployment=sent, to=DeploymentState.DECLINED, now=NOW, today=TODAY
    )
    request_.refresh_from_db()
    assert request_.state == RequestState.OPEN
    assert actions.offer(by=by, request=request_, expert=expert, now=NOW).state == "offered"


def test_matching_says_who_fits_and_why(cast, request_, expert):
    other = roster.record_expert(
        by=console_actor(), draft=ExpertDraft("E-2", "B", cast.other, "other", languages=["ur"])
    )
    found = roster_queries.matching(cast.actor("coco"), request_)
    assert [(e.code, f.fits) for e, f in found] == [("E-1", True), ("E-2", False)]
    assert found[1][1].lacks == ("assessment",)
    roster.tell_availability(
        by=console_actor(), expert=other, starts_on=TODAY, ends_on=TODAY + timedelta(days=3)
    )
    free = roster_queries.filtered(cast.actor("coco"), on=TODAY)
    assert [e.code for e in free] == ["E-2"]


def test_a_name_is_sent_only_to_who_keeps_the_roster_of_it(cast, expert, request_, client_of):
    sent = send(cast, request_, expert, WAY[:1])
    for who, shown in (("coco", True), ("parveen", True), ("mehr", False)):
        client = client_of(who)
        for address in (
            reverse("surge:expert", args=[expert.pk]),
            reverse("surge:deployment", args=[sent.pk]),
        ):
            text = client.get(address).content.decode()
            assert "E-1" in text
            assert ("Amna Synthetic" in text) is shown, (who, address)
        text = client.get(reverse("surge:roster")).content.decode()
        assert "E-1" in text
        assert "Amna" not in text


def test_the_pages_lead_from_the_emergency_to_the_report(cast, flood, expert, client_of):
    client = client_of("coco")
    assert "Flood in Swat" in client.get(reverse("surge:home")).content.decode()
    told = {
        "role": "Trainer", "people": 1, "organisation": cast.other.pk, "area": cast.swat.pk,
        "starts_on": "2026-11-20", "ends_on": "2026-11-10", "skills": ["assessment"],
    }  # fmt: skip
    address = reverse("surge:request_new", args=[flood.pk])
    page = client.post(address, told)
    assert page.status_code == 422
    assert "The end is before the start" in page.content.decode()
    went = client.post(address, {**told, "ends_on": "2026-12-10"})
    page = client.get(went.url).content.decode()
    assert "lacks" not in page
    assert "Ask" in page
    request = flood.requests.get()
    offer = reverse("surge:offer", args=[request.pk, expert.pk])
    went = client.post(offer, {"starts_on": "2026-11-20", "ends_on": "2026-12-10"})
    sent = Deployment.objects.get()
    assert went.url == reverse("surge:deployment", args=[sent.pk])
    for state in WAY:
        client.post(reverse("surge:deployment_move", args=[sent.pk]), {"state": state})
    sent.refresh_from_db()
    assert sent.state == DeploymentState.RETURNED
    report = {"told_on": "2026-11-24", "done": "Trained twenty"}
    client.post(reverse("surge:deployment_report", args=[sent.pk]), report)
    assert "Trained twenty" in client.get(went.url).content.decode()


def test_the_desk_tells_of_disaster_mode(cast, flood, client_of):
    client = client_of("coco")
    assert "Disaster mode" not in client.get(reverse("desk:home")).content.decode()
    client.post(reverse("surge:disaster_mode", args=[flood.pk]), {"reason": "whole tehsil"})
    assert Emergency.objects.get().disaster_since
    assert "Flood in Swat" in client.get(reverse("desk:home")).content.decode()


def test_the_command_says_of_each_emergency_who_was_sent(cast, request_, expert, capsys):
    send(cast, request_, expert)
    assert main(["report", "surge", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(r["code"], r["asked"], r["deployed"], r["reports"]) for r in rows] == [
        ("flood-26", 1, 1, 0)
    ]


def test_the_profile_of_an_organisation_counts_its_experts(cast, request_, expert):
    send(cast, request_, expert, WAY[:2])
    found = of_organisation(cast.actor("coco"), cast.misaal.pk)
    assert (found.experts, found.deployed) == (1, 1)
