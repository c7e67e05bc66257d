"""A session ends by itself: untouched, or when its day is over. What ends is said, and recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sukoon.accounts.roles import OPENS_PEOPLE, _needs_two, roles, session_limits
from sukoon.accounts.rules import SessionLimits, browser_and_system, is_over
from sukoon.accounts.sessions import AWAKE, _name
from sukoon.audit.models import AuditEntry
from tests.accounts.test_security import GOOD, by_password

START = datetime(2027, 1, 11, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMITS = SessionLimits(idle=30 * MINUTE, whole=timedelta(hours=12))
DESK = "/desk/"


@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900))
def test_it_is_over_exactly_when_untouched_or_old(begun, seen, now):
    first, touched, moment = (START + n * MINUTE for n in sorted((begun, seen, now)))
    over = is_over(LIMITS, begun=first, seen=touched, now=moment)
    assert over == (moment - touched >= LIMITS.idle or moment - first >= LIMITS.whole)


def test_a_moment_far_ahead_proves_nothing():
    assert is_over(LIMITS, begun=START, seen=START + timedelta(days=1), now=START)
    assert not is_over(LIMITS, begun=START, seen=START + timedelta(hours=1), now=START)


def test_no_role_stands_longer_than_the_standard_allows():
    for role in roles().values():
        assert role.session.idle <= timedelta(minutes=30)
        assert role.session.whole <= timedelta(hours=12)
    assert roles()["administrator"].session.idle < LIMITS.idle


def test_who_sees_people_proves_themselves_twice_whatever_the_pack_says():
    for role in roles().values():
        if OPENS_PEOPLE & set(role.permissions):
            assert role.requires_second_factor, role.code
    lenient = {"permissions": {"CASE_VIEW": "own"}, "requires_second_factor": False}
    assert _needs_two(lenient)
    assert not _needs_two({"permissions": {"MAP_VIEW": "everywhere"}})


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(START, tick=False)

    def later(minutes):
        clock.minutes += minutes
        time_machine.move_to(START + clock.minutes * MINUTE, tick=False)

    clock = later
    clock.minutes = 0
    return clock


def signed_in(client):
    return client.get(DESK).status_code == 200


@pytest.mark.django_db
def test_who_moves_stays_and_who_does_not_is_signed_out(cast, clock):
    client = by_password(cast.vida)
    for _ in range(4):
        clock(29)
        assert signed_in(client)
    clock(30)
    answer = client.get(DESK, follow=True)
    assert answer.redirect_chain[0][0].startswith("/account/sign-in/")
    assert "You were signed out after 30 minutes" in answer.content.decode()
    event = AuditEntry.objects.get(event="account.session_over")
    assert (event.subject_id, dict(event.details)) == (cast.vida.pk, {"why": "idle"})


@pytest.mark.django_db
def test_after_a_working_day_it_ends_for_whoever_moves(cast, clock):
    client, adam = by_password(cast.vida), by_password(cast.adam)
    for tens in range(1, 72):
        clock(10)
        assert signed_in(client)
        assert signed_in(adam) == (tens < 48), "who may do most has eight hours"
    clock(10)
    assert not signed_in(client)
    (event,) = AuditEntry.objects.filter(event="account.session_over")
    assert (event.subject_id, dict(event.details)) == (cast.adam.pk, {"why": "whole"})


@pytest.mark.django_db
def test_whoever_may_do_most_is_signed_out_first(cast, clock):
    assert session_limits(cast.actor("adam")).idle == 15 * MINUTE
    client = by_password(cast.adam)
    clock(14)
    assert client.get("/desk/accounts/").status_code == 200
    clock(15)
    assert client.get("/desk/accounts/").status_code == 302


@pytest.mark.django_db
def test_what_a_page_asks_by_itself_touches_nothing(cast, clock):
    client = by_password(cast.vida)
    for _ in range(3):
        clock(10)
        client.get(DESK, headers={"Sec-Fetch-Mode": "cors"})
    assert not signed_in(client)


@pytest.mark.django_db
def test_but_moving_on_a_page_that_stays_open_does(cast, clock):
    client = by_password(cast.vida)
    for _ in range(3):
        clock(20)
        answer = client.get(AWAKE, headers={"Sec-Fetch-Mode": "cors"})
        assert answer.status_code == 204
    assert signed_in(client)
    assert reverse("accounts:awake") == AWAKE


@pytest.mark.django_db
def test_without_its_cookie_or_with_anothers_a_session_is_as_old_as_its_proof(cast, clock):
    mine, other = by_password(cast.vida), by_password(cast.mehr)
    clock(20)
    assert signed_in(mine)
    assert signed_in(other)
    clock(20)
    mine.cookies[_name()] = other.cookies[_name()].value
    assert not signed_in(mine)
    del other.cookies[_name()]
    assert not signed_in(other)


@pytest.mark.django_db
def test_looking_at_a_page_writes_nothing_for_it(cast, clock):
    client = by_password(cast.vida)
    clock(2)
    signed_in(client)
    clock(2)
    with CaptureQueriesContext(connection) as asked:
        signed_in(client)
    assert [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE"))] == []


@pytest.mark.django_db
def test_a_new_password_ends_every_other_session(cast):
    here, there = by_password(cast.vida), Client()
    there.post("/account/sign-in/", {"login": cast.vida.email, "password": GOOD})
    assert signed_in(there)
    form = {"oldpassword": GOOD, "password1": GOOD + " moon", "password2": GOOD + " moon"}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert signed_in(here)
    assert not signed_in(there)


AGENTS = {
    ("Chrome", "Android"): "Mozilla/5.0 (Linux; Android 13; Infinix X6831) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
    (
        "Edge",
        "Windows",
    ): "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
    (
        "Safari",
        "iPhone",
    ): "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
    ("Firefox", "Linux"): "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
    ("", ""): "curl",
}


@pytest.mark.parametrize("known", AGENTS)
def test_a_session_is_named_as_its_owner_knows_it(known):
    assert browser_and_system(AGENTS[known]) == known


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "named"), [("en", "Chrome on Android"), ("ur", "Android پر Chrome")]
)
def test_the_list_of_sessions_shows_no_browsers_code(cast, language, named):
    by_password(cast.vida)
    client = Client(headers={"user-agent": AGENTS["Chrome", "Android"]})
    client.post("/account/sign-in/", {"login": cast.vida.email, "password": GOOD})
    client.cookies["django_language"] = language
    page = client.get("/account/").content.decode()
    assert named in page
    assert "Mozilla" not in page
