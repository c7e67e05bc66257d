"""Violence and children: outside the parties one word shows, and no map, count or list says where."""

import json

import pytest
from django.urls import reverse

from sukoon.cases import queries as cases
from sukoon.cases.models import Entry
from sukoon.config.cli import main
from sukoon.core.access import SYSTEM
from sukoon.referrals import actions, queries
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import Referral
from sukoon.referrals.words import State
from tests.cases.making import make_case
from tests.factories import ServiceFactory
from tests.referrals.making import sent
from tests.risk.making import NOW

pytestmark = pytest.mark.django_db
PLACES = ("Swat", "PK532", "PK5", "Khyber")


@pytest.fixture
def as_(team, client):
    def signed_in(name):
        user = team.users[name]
        user.is_synthetic = True
        user.save(update_fields=["is_synthetic"])
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def shown(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("need", ["gbv_services", "child_protection"])
@pytest.mark.parametrize("who", [None, "coordinator"])
def test_no_map_and_no_table_moves_with_one(team, case, client, as_, need, who):
    ServiceFactory(organisation=team.other, area=team.swat)
    door = as_(who) if who else client
    addresses = ("/", "/map/", "/matrix/", "/gaps/", "/directory/", "/map/?show=services")
    before = [shown(door, a) for a in addresses]
    sent(team, case, need=need)
    assert [shown(door, a) for a in addresses] == before


def test_who_watches_sees_a_code_and_no_place_need_or_receiver(team, case, as_):
    referral = sent(team, case, need="gbv_services")
    late = referral.next_alarm_at
    actions.raise_alarms(by=SYSTEM, now=late)
    (row,) = queries.alarms_watched(team.actor("coordinator", now=late))
    assert row.code == referral.code
    text = shown(as_("coordinator"), reverse("referrals:alarms"))
    assert referral.code in text
    for word in (*PLACES, "violence", "gbv", referral.to_name, "Protection"):
        assert word.casefold() not in text.casefold(), word


def test_figures_count_it_in_the_whole_and_nowhere_else(team, case, capsys):
    sent(team, case, need="gbv_services")
    sent(team, make_case(team), need="counselling")
    assert main(["report", "referrals", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sent"] == 2
    assert not any(word in json.dumps(told) for word in (*PLACES, "gbv", "protection"))


def test_the_row_keeps_no_point_on_the_earth():
    names = {f.name for f in Referral._meta.get_fields()}
    assert not names & {"lat", "lon", "point", "site", "location", "area"}


def test_the_specialised_record_stays_theirs(team, case):
    """What the receiver reports are steps of the referral, and of those one word: never care."""
    referral = sent(team, case, need="gbv_services")
    by = team.actor("stranger")
    for state in (State.ACCEPTED, State.SEEN):
        actions.take_step(by=by, referral=referral, wanted=state, happened_at=NOW)
    actions.take_step(
        by=by, referral=referral, wanted=State.REPORTED_BACK, happened_at=NOW,
        told=Told(outcome="goes_on"),
    )  # fmt: skip
    entries = list(Entry.objects.filter(case=case))
    assert {e.kind for e in entries} == {"referral"}
    assert not any("gbv" in str(cases.opened(e)) for e in entries)
