"""The chain: acknowledged, contacted, planned, lowered by another, closed on a contact."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.risk import actions, problems
from sukoon.risk.definitions import book
from sukoon.risk.models import RiskContact, RiskEpisode, RiskStep, SafetyPlanPart, SignOff
from sukoon.risk.moving import keep_care
from sukoon.risk.words import (
    ContactChannel,
    ContactWith,
    EpisodeStatus,
    NextStep,
    RiskLevel,
    SignOffStatus,
    StepKind,
)
from tests.risk.making import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def episode(team):
    team.on_duty("duty")
    return team.raised(note="Zarghuna")


def acknowledged(team, episode, who="duty"):
    return actions.acknowledge(by=team.actor(who), episode=episode)


def contacted(team, episode, who="duty", **told):
    given = {
        "channel": ContactChannel.PHONE,
        "whom": ContactWith.PERSON,
        "reached": True,
        "happened_at": NOW,
    }
    return actions.record_contact(by=team.actor(who), episode=episode, **{**given, **told})  # fmt: skip


def planned(team, episode, **parts):
    told = parts or {"own_coping": "I walk to the river"}
    return actions.keep_plan(by=team.actor("duty"), episode=episode, language="ur", parts=told)


def test_whoever_acknowledges_owns_it_and_contact_is_next(team, episode):
    kept = acknowledged(team, episode, "backup")
    assert (kept.status, kept.owner_id) == ("acknowledged", team.users["backup"].pk)
    assert (kept.next_step, kept.due_at) == (NextStep.CONTACT, NOW + 24 * HOUR)
    assert acknowledged(team, episode, "backup").steps.filter(kind="acknowledged").count() == 1
    with pytest.raises(problems.AnsweredAlready):
        acknowledged(team, episode, "duty")


@pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
def test_who_may_not_act_is_stopped(team, episode, who):
    by = team.actor(who)
    for act in (
        lambda: actions.acknowledge(by=by, episode=episode),
        lambda: actions.take_over(by=by, episode=episode, why="x"),
        lambda: actions.hand_over(by=by, episode=episode, to_id=by.id, why="x"),
        lambda: actions.check_item(by=by, episode=episode, item="listened"),
        lambda: contacted(team, episode, who),
        lambda: actions.keep_plan(by=by, episode=episode, language="en", parts={"company": "x"}),
        lambda: actions.ask_to_lower(by=by, episode=episode, level="low", why="x"),
        lambda: actions.ask_to_close(by=by, episode=episode, reason="safe", why="x"),
        lambda: actions.raise_level(by=by, episode=episode, level="imminent"),
        lambda: actions.note_read(by=by, episode=episode),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert RiskStep.objects.count() == 1


def test_whoever_is_asked_from_an_area_rota_may_act_until_it_is_closed(team):
    team.on_duty("stranger", area_path="PK/PK5/")
    episode = team.raised()
    kept = acknowledged(team, episode, "stranger")
    assert kept.owner_id == team.users["stranger"].pk
    closed_for_test(kept)
    with pytest.raises(NotAllowed):
        actions.note_read(by=team.actor("stranger"), episode=RiskEpisode.objects.get())


def closed_for_test(episode):
    RiskEpisode.objects.filter(pk=episode.pk).update(
        status="closed",
        due_at=None,
        watch_at=None,
        next_step="",
        closed_at=NOW,
        close_reason="safe",
    )
    keep_care(RiskEpisode.objects.get(pk=episode.pk))  # as every action does that closes one


def test_taking_over_and_handing_over_need_a_reason(team, episode):
    acknowledged(team, episode)
    with pytest.raises(problems.WhyMissing):
        actions.take_over(by=team.actor("backup"), episode=episode, why=" ")
    kept = actions.take_over(by=team.actor("backup"), episode=episode, why="She knows me")
    assert kept.owner_id == team.users["backup"].pk
    with pytest.raises(problems.WhyMissing):
        actions.hand_over(
            by=team.actor("backup"), episode=episode, to_id=team.users["duty"].pk, why=""
        )


def test_what_is_handed_over_waits_until_it_is_acknowledged(team, episode):
    acknowledged(team, episode)
    to = team.users["backup"].pk
    kept = actions.hand_over(by=team.actor("duty"), episode=episode, to_id=to, why="Shift ends")
    assert (kept.status, kept.owner_id, kept.next_step) == ("waiting", to, "acknowledge")
    assert kept.steps.last().alarms.count() == len(book().channels)


@pytest.mark.parametrize("to", ["stranger", "coordinator", "lhw", "gone", "self", "nobody"])
def test_nobody_is_handed_what_they_cannot_answer(team, episode, to):
    acknowledged(team, episode)
    team.add("gone", "care_worker", org_id=team.org.pk)
    team.users["gone"].is_active = False
    team.users["gone"].save()
    chosen = {"self": team.users["duty"].pk, "nobody": uuid4()}.get(to) or team.users[to].pk
    with pytest.raises(problems.CannotBeAsked):
        actions.hand_over(by=team.actor("duty"), episode=episode, to_id=chosen, why="x")


def test_raised_again_by_another_it_waits_again_and_the_acknowledgement_stays_told(team, episode):
    acknowledged(team, episode)
    again = team.raised(case_id=episode.case_id, level=RiskLevel.LOW)
    assert (again.status, again.level, again.owner_id) == ("waiting", "high", team.users["duty"].pk)
    assert again.steps.filter(kind=StepKind.ACKNOWLEDGED).count() == 1
    assert again.acknowledged_at == NOW


def test_the_owner_who_raises_it_no_higher_knows_it_already(team, episode, clock):
    acknowledged(team, episode)
    clock.move_to(NOW + 2 * HOUR)
    again = team.raised(by=team.actor("duty"), case_id=episode.case_id, happened_at=NOW + 2 * HOUR)
    assert (again.status, again.due_at) == ("acknowledged", NOW + 24 * HOUR)


def test_the_immediate_actions_say_who_did_them(team, episode):
    raiser = team.actor("worker")
    with pytest.raises(problems.ItemNeedsWords):
        actions.check_item(by=raiser, episode=episode, item="stays_with")
    step = actions.check_item(by=raiser, episode=episode, item="stays_with", said="Her sister Gul")
    assert (step.by_id, step.note) == (raiser.id, "Her sister Gul")
    assert b"Gul" not in bytes(
        RiskStep.objects.filter(pk=step.pk).values_list("note", flat=True)[0]
    )
    actions.uncheck_item(by=raiser, episode=episode, item="stays_with")
    assert [s.kind for s in episode.steps.all()] == ["raised", "checked", "unchecked"]
    with pytest.raises(problems.ItemUnknown):
        actions.check_item(by=raiser, episode=episode, item="prayed")


@pytest.mark.parametrize(
    ("told", "stops"),
    [
        ({}, True),
        ({"whom": ContactWith.CARER}, True),
        ({"whom": ContactWith.SERVICE}, False),
        ({"reached": False}, False),
        ({"happened_at": NOW - HOUR}, False),
        ({"happened_at": NOW + 9 * HOUR}, True),
    ],
)
def test_only_a_contact_that_reached_somebody_since_the_sign_stops_the_clock(
    team, episode, told, stops
):
    acknowledged(team, episode)
    contact = contacted(team, episode, **told)
    kept = RiskEpisode.objects.get()
    assert (kept.contacted_at is not None) is stops
    assert kept.next_step == ("plan" if stops else "contact")
    assert contact.happened_at <= NOW


def test_after_contact_and_plan_the_risk_is_looked_at_again(team, episode):
    acknowledged(team, episode)
    contacted(team, episode)
    planned(team, episode)
    kept = RiskEpisode.objects.get()
    assert (kept.next_step, kept.due_at) == (NextStep.REASSESS, NOW + timedelta(days=7))


def test_a_plan_is_versions_in_the_persons_own_words(team, episode):
    planned(team, episode)
    plan = planned(team, episode, people_to_ask="Gul, 0300 1234567")
    assert episode.plans.first() == plan
    raw = bytes(SafetyPlanPart.objects.filter(plan=plan).values_list("text", flat=True)[0])
    assert b"Gul" not in raw
    with pytest.raises(problems.PlanEmpty):
        planned(team, episode, company="  ")
    with pytest.raises(problems.SectionUnknown):
        planned(team, episode, horoscope="x")


def asked_to_lower(team, episode, level="moderate"):
    return actions.ask_to_lower(by=team.actor("duty"), episode=episode, level=level, why="Calmer")


def test_a_level_is_lowered_by_another_person(team, episode):
    acknowledged(team, episode)
    asked = asked_to_lower(team, episode)
    assert RiskEpisode.objects.get().level == "high"
    kept = actions.sign(by=team.actor("lead"), sign_off=asked, answer="I spoke with her")
    assert kept.level == "moderate"
    assert [s.kind for s in kept.steps.all()][-2:] == ["lower_asked", "lowered"]


def test_never_by_the_same_person(team, episode):
    acknowledged(team, episode, "lead")
    asked = actions.ask_to_lower(by=team.actor("lead"), episode=episode, level="low", why="x")
    with pytest.raises(problems.SignedByTheSame):
        actions.sign(by=team.actor("lead"), sign_off=asked)
    with pytest.raises(problems.SignedByTheSame):
        actions.refuse(by=team.actor("lead"), sign_off=asked, answer="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.update(answered_by_id=asked.asked_by_id)


@pytest.mark.parametrize("who", ["worker", "duty", "stranger", "coordinator"])
def test_who_is_not_senior_does_not_sign(team, episode, who):
    acknowledged(team, episode)
    asked = asked_to_lower(team, episode)
    with pytest.raises(NotAllowed):
        actions.sign(by=team.actor(who), sign_off=asked)
    with pytest.raises(NotAllowed):
        actions.refuse(by=team.actor(who), sign_off=asked, answer="x")


@pytest.mark.parametrize("level", ["high", "imminent", "purple"])
def test_lower_is_lower(team, episode, level):
    acknowledged(team, episode)
    with pytest.raises(problems.NotLower):
        asked_to_lower(team, episode, level)


def test_what_was_asked_falls_when_the_risk_is_raised_again(team, episode):
    acknowledged(team, episode)
    asked = asked_to_lower(team, episode)
    with pytest.raises(problems.SignOffOpen):
        asked_to_lower(team, episode, "low")
    team.raised(case_id=episode.case_id)
    with pytest.raises(problems.SignOffAnswered):
        actions.sign(by=team.actor("lead"), sign_off=asked)
    asked.refresh_from_db()
    assert asked.status == SignOffStatus.FALLEN


def test_a_refusal_needs_a_reason_and_leaves_the_level(team, episode):
    acknowledged(team, episode)
    asked = asked_to_lower(team, episode)
    with pytest.raises(problems.WhyMissing):
        actions.refuse(by=team.actor("lead"), sign_off=asked, answer="")
    assert actions.refuse(by=team.actor("lead"), sign_off=asked, answer="Too early").level == "high"
    assert asked_to_lower(team, episode).status == SignOffStatus.ASKED


def ready_to_close(team, episode):
    acknowledged(team, episode)
    actions.sign(by=team.actor("lead"), sign_off=asked_to_lower(team, episode, "low"))
    planned(team, episode)
    contacted(team, episode)


def close(team, episode, reason="safe"):
    return actions.ask_to_close(by=team.actor("duty"), episode=episode, reason=reason, why="Well")


def test_it_is_closed_on_a_documented_contact_signed_by_another(team, episode):
    ready_to_close(team, episode)
    asked = close(team, episode)
    assert asked.contact == RiskContact.objects.get()
    kept = actions.sign(by=team.actor("lead"), sign_off=asked)
    assert (kept.status, kept.close_reason, kept.due_at) == (EpisodeStatus.CLOSED, "safe", None)
    with pytest.raises(problems.EpisodeClosed):
        contacted(team, episode)
    with pytest.raises(problems.EpisodeClosed):
        actions.acknowledge(by=team.actor("duty"), episode=episode)
    assert team.raised(case_id=episode.case_id).pk != episode.pk


@pytest.mark.parametrize(
    ("missing", "problem"),
    [
        ("contact", problems.ContactMissing),
        ("plan", problems.PlanMissing),
        ("level", problems.LevelTooHigh),
        ("acknowledgement", problems.NotAcknowledgedYet),
        ("recent", problems.ContactMissing),
        ("reason", problems.ReasonUnknown),
    ],
)
def test_closing_says_what_is_missing(team, episode, clock, missing, problem):
    ready_to_close(team, episode)
    if missing == "contact":
        RiskContact.objects.update(reached=False)
    changes = {"plan": {"planned_at": None}, "level": {"level": "imminent"}}
    RiskEpisode.objects.update(**changes.get(missing, {"escalations": 0}))
    if missing == "acknowledgement":
        team.raised(case_id=episode.case_id)
    if missing == "recent":
        clock.move_to(NOW + timedelta(days=15))
    with pytest.raises(problem):
        close(team, episode, "bored" if missing == "reason" else "safe")
    assert RiskEpisode.objects.get().is_open


def test_a_contact_undone_between_asking_and_signing_keeps_it_open(team, episode, clock):
    ready_to_close(team, episode)
    asked = close(team, episode)
    clock.move_to(NOW + timedelta(days=15))
    with pytest.raises(problems.ContactMissing):
        actions.sign(by=team.actor("lead", now=NOW + timedelta(days=15)), sign_off=asked)
    asked.refresh_from_db()
    assert asked.status == SignOffStatus.ASKED


def test_who_was_handed_to_another_service_needs_that_service_reached(team, episode):
    acknowledged(team, episode)
    contacted(team, episode)
    with pytest.raises(problems.ContactMissing):
        close(team, episode, "handed_over")
    contacted(team, episode, whom=ContactWith.SERVICE)
    assert close(team, episode, "handed_over").reason == "handed_over"


def test_a_closed_one_stays_closed_whatever_a_stale_copy_says(team, episode):
    stale = RiskEpisode.objects.get()
    ready_to_close(team, episode)
    actions.sign(by=team.actor("lead"), sign_off=close(team, episode))
    with pytest.raises((problems.EpisodeClosed, StepNotPossible)):
        actions.take_over(by=team.actor("backup"), episode=stale, why="x")


def test_the_database_refuses_a_closing_without_a_contact(team, episode):
    ready_to_close(team, episode)
    asked = close(team, episode)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.filter(pk=asked.pk).update(contact=None)


def test_everything_is_said_without_a_private_word(team, episode):
    ready_to_close(team, episode)
    actions.check_item(by=team.actor("worker"), episode=episode, item="stays_with", said="Gul")
    actions.sign(by=team.actor("lead"), sign_off=close(team, episode), answer="Zarghuna is well")
    events = list(AuditEntry.objects.values_list("event", "told", "actor_label"))
    assert {e[0] for e in events} >= {
        "risk.raised", "risk.acknowledged", "risk.lowered", "risk.closed", "risk.plan_kept",
        "risk.contact_recorded", "risk.item_checked", "risk.lowering_asked", "risk.closing_asked",
    }  # fmt: skip
    for word in ("Gul", "Zarghuna", "river", "Calmer", "moderate", "high"):
        assert word not in str(events)
