"""A risk is raised: it has an owner, a clock and a code from its first moment, and never sinks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed, can
from sukoon.core.permissions import Permission
from sukoon.risk import queries
from sukoon.risk.models import RiskEpisode, RiskStep
from sukoon.risk.problems import NoteTooLong
from sukoon.risk.words import EpisodeStatus, NextStep, RiskLevel, Rung, StepKind, Trigger
from tests.risk.making import NOW


def test_it_opens_with_an_owner_and_a_deadline_of_its_level(team):
    team.on_duty("backup", order=2)
    team.on_duty("duty", order=1)
    episode = team.raised(level=RiskLevel.IMMINENT)
    assert episode.owner_id == team.users["duty"].pk
    assert (episode.status, episode.next_step) == (EpisodeStatus.WAITING, NextStep.ACKNOWLEDGE)
    assert episode.due_at == episode.watch_at == NOW + timedelta(minutes=10)
    step = episode.steps.get()
    assert (step.kind, step.rung, step.target_id) == (StepKind.RAISED, Rung.DUTY, episode.owner_id)


@pytest.mark.parametrize(
    ("absent", "owner"),
    [
        ("", "duty"),
        ("on_leave", "lead"),
        ("closed", "lead"),
        ("later", "lead"),
        ("removed", "lead"),
    ],
)
def test_nobody_on_duty_the_lead_owns_it(team, absent, owner):
    shift = team.on_duty("duty")
    if absent == "on_leave":
        shift.worker.status = "on_leave"
        shift.worker.save()
    elif absent == "closed":
        team.users["duty"].is_active = False
        team.users["duty"].save()
    elif absent == "later":
        shift.starts_at, shift.ends_at = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
        shift.save()
    elif absent == "removed":
        shift.removed_at = NOW
        shift.save()
    assert team.raised().owner_id == team.users[owner].pk


def test_nobody_at_all_who_raised_it_owns_it_and_never_the_coordinator(team):
    for name in ("lead", "specialist"):
        team.users[name].roles.all().delete()
    assert team.raised().owner_id == team.users["worker"].pk


def test_the_rota_of_the_area_stands_in_for_that_of_the_team(team):
    team.on_duty("stranger", area_path="PK/PK5/")
    episode = team.raised()
    assert episode.owner_id == team.users["stranger"].pk
    asked = team.actor("stranger")
    assert not can(asked, Permission.RISK_VIEW, episode.scope) or asked.id == episode.owner_id
    assert queries.visible(asked).filter(pk=episode.pk).exists()


def test_the_same_case_feeds_the_open_episode_and_the_level_only_rises(team):
    first = team.raised(level=RiskLevel.MODERATE)
    again = team.raised(case_id=first.case_id, level=RiskLevel.IMMINENT)
    lower = team.raised(case_id=first.case_id, level=RiskLevel.LOW)
    assert first.pk == again.pk == lower.pk
    assert lower.level == RiskLevel.IMMINENT
    assert lower.due_at == NOW + timedelta(minutes=10)
    assert [s.kind for s in first.steps.all()] == ["raised", "level_raised", "fed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskEpisode.objects.filter(pk=team.raised(person_id=None).pk).update(case_id=first.case_id)


def test_a_person_without_a_case_has_one_chain_that_a_case_then_takes(team):
    person = uuid4()
    call = team.raised(case_id=None, case_code="", person_id=person, trigger=Trigger.CALL)
    assert call.shown_code.startswith("R-")
    same = team.raised(case_id=None, case_code="", person_id=person)
    case = uuid4()
    joined = team.raised(case_id=case, case_code="SWT-1", person_id=person)
    assert call.pk == same.pk == joined.pk
    assert (joined.case_id, joined.shown_code) == (case, "SWT-1")
    assert queries.open_for_case(case) == joined


def test_two_callers_whom_nobody_knows_are_two(team):
    told = {"case_id": None, "case_code": "", "person_id": None}
    assert team.raised(**told).pk != team.raised(**told).pk


def test_the_same_entry_twice_says_it_once(team):
    entry = uuid4()
    first = team.raised(entry_id=entry, trigger=Trigger.ANSWER)
    again = team.raised(entry_id=entry, trigger=Trigger.ANSWER, case_id=uuid4())
    other = team.raised(entry_id=entry, trigger=Trigger.WORDS, case_id=first.case_id)
    assert first.pk == again.pk == other.pk
    assert RiskStep.objects.count() == 2


def test_a_level_nobody_knows_counts_as_the_highest(team):
    assert team.raised(level="purple").level == RiskLevel.IMMINENT


def test_what_happens_in_the_future_has_happened_now(team):
    assert team.raised(happened_at=NOW + timedelta(days=3)).happened_at == NOW


@pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
def test_who_may_not_raise_is_stopped(team, who):
    with pytest.raises(NotAllowed):
        team.raised(by=team.actor(who))
    assert not RiskEpisode.objects.exists()


def test_a_community_worker_raises_for_those_they_care_for(team):
    lhw = team.users["lhw"]
    scope = type(team.scope)(lhw.pk, team.org.pk, team.swat.path)
    episode = team.raised(by=team.actor("lhw"), scope=scope)
    assert episode.carer_id == lhw.pk
    assert queries.visible(team.actor("lhw")).get() == episode


def test_it_is_said_without_a_private_word(team):
    team.raised(note="Zarghuna wants to die")
    told = str(list(AuditEntry.objects.values_list("event", "subject_id", "actor_label")))
    told += str(list(AuditEntry.objects.values_list("told", flat=True)))
    assert "risk.raised" in told
    assert "Zarghuna" not in told
    assert "high" not in told


def test_the_words_are_sealed(team):
    team.raised(note="Zarghuna wants to die")
    raw = bytes(RiskStep.objects.values_list("note", flat=True)[0])
    assert b"Zarghuna" not in raw
    assert RiskStep.objects.get().note == "Zarghuna wants to die"


def test_a_note_without_end_is_refused_and_nothing_is_kept(team):
    with pytest.raises(NoteTooLong):
        team.raised(note="x" * 1_000_001)
    assert not RiskEpisode.objects.exists()


@pytest.mark.parametrize(
    "lost", [{"owner_id": None}, {"due_at": None}, {"watch_at": None}, {"next_step": ""}]
)
def test_the_database_refuses_an_open_episode_without_owner_or_deadline(team, lost):
    episode = team.raised()
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskEpisode.objects.filter(pk=episode.pk).update(**lost)


def test_who_sees_it(team):
    episode = team.raised()
    seen = {n for n in team.users if queries.visible(team.actor(n)).filter(pk=episode.pk).exists()}
    assert seen == {"worker", "duty", "backup", "lead", "specialist"}
