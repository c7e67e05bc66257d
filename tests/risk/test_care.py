"""Who answers for a risk sees the record it is about, for as long as they do, and no longer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import CareRelation
from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases import queries as records
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.people import actions as people_actions
from sukoon.people import queries as people
from sukoon.risk import actions, watch
from sukoon.risk.models import RiskEpisode
from sukoon.risk.moving import in_charge
from sukoon.risk.words import ContactChannel, ContactWith
from tests.cases.making import contact, make_case
from tests.risk.making import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def case(team):
    return make_case(team)


def told(team, case):
    """The worker tells of a risk in the case: its episode."""
    cases.record_entry(by=team.actor("worker"), case=case, kind="risk", happened_at=NOW,
                       values={"level": "high"}, risk_answered=False)  # fmt: skip
    return RiskEpisode.objects.get(case_id=case.pk)


def sees(team, name, case):
    by = team.actor(name)
    return (records.visible(by).filter(pk=case.pk).exists(),
            people.visible(by).filter(pk=case.person_id).exists())  # fmt: skip


def test_the_duty_of_another_team_sees_case_and_person_until_it_is_closed(team, case):
    team.on_duty("stranger")
    assert sees(team, "stranger", case) == (False, False)
    episode = told(team, case)
    assert episode.owner_id == team.users["stranger"].pk
    assert sees(team, "stranger", case) == (True, True)
    by = team.actor("stranger")
    actions.acknowledge(by=by, episode=episode)
    actions.record_contact(
        by=by, episode=episode, channel=ContactChannel.PHONE, whom=ContactWith.PERSON,
        reached=True, happened_at=NOW,
    )  # fmt: skip
    case.refresh_from_db()
    cases.record_entry(by=by, case=case, kind="contact", values=contact(), happened_at=NOW)
    actions.keep_plan(by=by, episode=episode, language="ur", parts={"own_coping": "walk"})
    actions.sign(
        by=team.actor("lead"),
        sign_off=actions.ask_to_lower(by=by, episode=episode, level="low", why="calm"),
    )
    assert sees(team, "stranger", case) == (True, True)
    actions.sign(
        by=team.actor("lead"),
        sign_off=actions.ask_to_close(by=by, episode=episode, reason="safe", why="over"),
    )
    assert sees(team, "stranger", case) == (False, False)
    with pytest.raises(NotAllowed):
        cases.record_entry(by=team.actor("stranger"), case=case, kind="contact", values=contact(),
                           happened_at=NOW)  # fmt: skip


def test_it_opens_no_more_than_that_person_and_no_more_than_the_role_may(team, case):
    other = make_case(team)
    team.on_duty("stranger")
    told(team, case)
    by = team.actor("stranger")
    assert not records.visible(by).filter(pk=other.pk).exists()
    assert not records.writable(by, "case_assign").filter(pk=case.pk).exists()
    assert not people.writable(by).filter(pk=case.person_id).exists()
    with pytest.raises(NotAllowed):
        cases.assign(by=by, case=case, owner_id=by.id, org_id=team.other.pk)
    # A coordinator is told a code; no role that cannot answer for a risk is opened anything by it.
    team.add("clerk", "viewer", area=team.swat)
    ids = {team.users["clerk"].pk, team.users["coordinator"].pk}
    accounts.keep_care(by=SYSTEM, about_id=other.pk, record_ids={case.person_id}, account_ids=ids)
    assert sees(team, "clerk", case) == (False, False)
    assert sees(team, "coordinator", case) == (False, False)


def test_who_hands_over_loses_it_and_who_is_asked_meanwhile_has_it(team, case, clock):
    team.on_duty("stranger")
    episode = told(team, case)
    by = team.actor("stranger")
    clock.move_to(NOW + MINUTE)
    actions.acknowledge(by=by, episode=episode)
    actions.hand_over(by=by, episode=episode, to_id=team.users["duty"].pk, why="nearer")
    assert sees(team, "stranger", case) == (False, False)
    # Nobody answers: the next ones are asked, and see it from that moment.
    episode.refresh_from_db()
    clock.move_to(episode.watch_at + MINUTE)
    watch.watch(episode.watch_at + MINUTE)
    episode.refresh_from_db()
    asked = set(
        CareRelation.objects.filter(about_id=episode.pk, ended_at=None).values_list(
            "user_id", flat=True
        )
    )
    assert asked == set(in_charge(episode))
    assert team.users["stranger"].pk in asked
    assert sees(team, "stranger", case) == (True, True)
    actions.take_over(by=team.actor("lead"), episode=episode, why="I am here")
    assert sees(team, "stranger", case) == (False, False)


def test_beginning_and_end_are_audited_by_codes(team, case):
    team.on_duty("stranger")
    episode = told(team, case)
    actions.take_over(by=team.actor("lead"), episode=episode, why="I am here")
    kinds = ("care.begun", "care.ended")
    found = AuditEntry.objects.filter(event__in=kinds, subject_id=case.person_id).order_by("id")
    assert [(e.event, dict(e.details)["account"]) for e in found] == [
        ("care.begun", str(team.users["stranger"].pk)),
        ("care.ended", str(team.users["stranger"].pk)),
        ("care.begun", str(team.users["lead"].pk)),
    ]
    with pytest.raises(NotAllowed):
        accounts.keep_care(by=team.actor("lead"), about_id=episode.pk, record_ids={case.person_id},
                           account_ids=set())  # fmt: skip


def test_the_page_of_the_risk_shows_the_record_to_them_and_to_nobody_else(team, case):
    people_actions.change_person(
        by=team.actor("worker"), person=case.person, base_version=1,
        changes={"phones": [{"text": "03001234567", "safe_to_call": "yes"}]},
    )  # fmt: skip
    cases.record_response(
        by=team.actor("worker"), case=case, instrument="phq9", language="en", happened_at=NOW,
        answers={f"q{n}": "1" for n in range(1, 9)} | {"q9": "0"},
    )  # fmt: skip
    team.on_duty("stranger")
    episode = told(team, case)
    url = reverse("risk:episode", args=[episode.pk])
    addresses = [url, reverse("cases:case", args=[case.pk]),
                 reverse("people:person", args=[case.person_id])]  # fmt: skip
    client = Client()
    for name, wanted in (("stranger", 200), ("lead", 200), ("coordinator", 404)):
        user = team.users[name]
        user.is_synthetic = True
        user.save()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        assert [client.get(a).status_code for a in addresses][1:] in ([wanted] * 2, [403] * 2)
    client.force_login(
        team.users["stranger"], "allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.get(url).content.decode()
    assert "PHQ-9" in page
    assert "+923001234567" in page
    assert reverse("cases:case", args=[case.pk]) in page
    assert "Answers for the risk" in client.get(addresses[1]).content.decode()
    actions.take_over(by=team.actor("lead"), episode=episode, why="I am here")
    assert [client.get(a).status_code for a in addresses[1:]] == [404, 404]
