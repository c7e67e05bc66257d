"""The pages of risk: what they show, to whom, and what they never show."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from sukoon.risk import actions
from sukoon.risk.models import DutyRota, DutyShift, RiskEpisode
from sukoon.risk.words import ContactChannel, ContactWith, EpisodeStatus
from tests.risk.making import NOW

SECRET = "Zarghuna wants to die"


@pytest.fixture
def page_of(team, client):
    """Ask for a page as somebody of the team."""

    def ask(who, route, *ids, method="get", read_in="en", **data):
        user = team.users[who]
        user.is_synthetic = True
        user.save()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["django_language"] = read_in
        return getattr(client, method)(reverse(f"risk:{route}", args=ids), data)

    return ask


@pytest.fixture
def episode(team):
    team.on_duty("duty")
    return team.raised(note=SECRET)


def text(answer):
    return answer.content.decode()


def test_the_page_of_an_episode_says_level_owner_clock_and_next_step(page_of, team, episode):
    said = text(page_of("duty", "episode", episode.pk))
    assert "SWT-0417" in said
    assert "Risk to life: High" in said
    assert f"{team.users['duty'].full_name} (you)" in said
    assert "30 minutes left" in said
    assert "I have this" in said
    assert SECRET in said
    assert "1166" in said
    assert "Ambulance" in said  # nobody entered a number: said, not hidden


def test_in_urdu_it_is_right_to_left_and_says_the_same(page_of, episode):
    said = text(page_of("duty", "episode", episode.pk, read_in="ur"))
    assert 'dir="rtl"' in said
    assert "جان کو خطرہ: زیادہ" in said
    assert "یہ میری ذمہ داری ہے" in said


@pytest.mark.parametrize("route", ["mine", "team"])
def test_a_list_shows_a_code_and_a_time_and_no_level_and_no_reason(page_of, episode, route):
    said = text(page_of("duty", route))
    assert "SWT-0417" in said
    assert "30 minutes left" in said
    for word in ("High", SECRET, "judgement"):
        assert word not in said


def test_the_title_and_the_address_tell_nothing(page_of, episode):
    answer = page_of("duty", "episode", episode.pk)
    title = text(answer).split("<title>")[1].split("</title>")[0]
    assert title == "SWT-0417 · Sukoon"


def test_a_coordinator_sees_codes_only(page_of, team, episode):
    from sukoon.core.access import SYSTEM

    actions.watch_one(by=SYSTEM, episode_id=episode.pk, now=NOW + timedelta(minutes=31))
    said = text(page_of("coordinator", "watch"))
    assert "SWT-0417" in said
    assert "Misaal" in said
    for word in ("High", SECRET, str(episode.pk), team.users["duty"].full_name):
        assert word not in said
    assert page_of("coordinator", "episode", episode.pk).status_code in {403, 404}


def test_what_is_out_of_reach_is_not_there(page_of, episode):
    for route in (
        "episode",
        "contact",
        "plan",
        "take_over",
        "hand_over",
        "higher",
        "lower",
        "close",
    ):
        assert page_of("stranger", route, episode.pk).status_code == 404
    assert page_of("stranger", "acknowledge", episode.pk, method="post").status_code == 404


def test_the_way_from_acknowledged_to_closed(page_of, team, episode):
    assert page_of("duty", "acknowledge", episode.pk, method="post").status_code == 302
    page_of("duty", "check", episode.pk, method="post", item="stays_with", said="Her sister")
    assert "Her sister" in text(page_of("duty", "episode", episode.pk))
    page_of("duty", "check", episode.pk, method="post", item="stays_with", undo="1")
    told = {
        "reached": "yes",
        "whom": "person",
        "channel": "phone",
        "happened_at": "2026-11-24T14:00",
    }
    assert page_of("duty", "contact", episode.pk, method="post", **told).status_code == 302
    plan = {"language": "ur", "own_coping": "میں دریا تک چلتی ہوں"}
    assert page_of("duty", "plan", episode.pk, method="post", **plan).status_code == 302
    lower = {"level": "low", "why": "Calm"}
    assert page_of("duty", "lower", episode.pk, method="post", **lower).status_code == 302
    asked = episode.sign_offs.get()
    assert "SWT-0417" in text(page_of("lead", "mine"))
    assert "lower the level" in text(page_of("lead", "sign", asked.pk))
    page_of("lead", "sign", asked.pk, method="post", agreed="yes")
    close = {"reason": "safe", "why": "Well"}
    assert page_of("duty", "close", episode.pk, method="post", **close).status_code == 302
    asked = episode.sign_offs.get(kind="close")
    page_of("lead", "sign", asked.pk, method="post", agreed="yes", answer="Agreed")
    episode.refresh_from_db()
    assert episode.status == EpisodeStatus.CLOSED
    assert "Closed" in text(page_of("duty", "episode", episode.pk))
    assert "SWT-0417" in text(page_of("duty", "team", closed="1"))


def test_what_is_missing_is_said_beside_the_form(page_of, team, episode):
    page_of("duty", "acknowledge", episode.pk, method="post")
    answer = page_of("duty", "close", episode.pk, method="post", reason="mistake", why="x")
    assert answer.status_code == 422
    assert "Record the contact first" in text(answer)
    future = {
        "reached": "yes",
        "whom": "person",
        "channel": "phone",
        "happened_at": "2026-11-25T14:00",
    }
    answer = page_of("duty", "contact", episode.pk, method="post", **future)
    assert (answer.status_code, "lies in the future" in text(answer)) == (422, True)
    answer = page_of("duty", "plan", episode.pk, method="post", language="ur")
    assert "at least one part" in text(answer)
    answer = page_of("duty", "higher", episode.pk, method="post", level="low", why="x")
    assert answer.status_code == 422
    answer = page_of("duty", "check", episode.pk, method="post", item="stays_with")
    assert answer.status_code == 302
    assert not episode.steps.filter(kind="checked").exists()


def test_a_plan_is_printed_in_both_languages_and_that_is_told(page_of, team, episode):
    assert page_of("duty", "plan_print", episode.pk, "ur").status_code == 404
    actions.keep_plan(
        by=team.actor("duty"), episode=episode, language="ur",
        parts={"own_coping": "میں دریا تک چلتی ہوں", "people_to_ask": "Gul <b>0300</b> #import \"x\""},
    )  # fmt: skip
    for language in ("en", "ur"):
        answer = page_of("duty", "plan_print", episode.pk, language)
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Type"] == "application/pdf"
    assert episode.steps.filter(kind="printed").count() == 2
    assert page_of("duty", "plan_print", episode.pk, "xx").status_code == 404


def test_who_asked_cannot_sign_and_a_refusal_needs_words(page_of, team, episode):
    actions.acknowledge(by=team.actor("lead"), episode=episode)
    asked = actions.ask_to_lower(by=team.actor("lead"), episode=episode, level="low", why="x")
    answer = page_of("lead", "sign", asked.pk, method="post", agreed="yes")
    assert (answer.status_code, "cannot sign it" in text(answer)) == (422, True)
    assert page_of("specialist", "sign", uuid4()).status_code == 404
    refused = page_of("specialist", "sign", asked.pk, method="post", agreed="no")
    assert refused.status_code == 422
    page_of("specialist", "sign", asked.pk, method="post", agreed="no", answer="Too early")
    assert "Too early" in text(page_of("duty", "episode", episode.pk))


def test_handing_over_offers_those_who_may_act(page_of, team, episode):
    page_of("duty", "acknowledge", episode.pk, method="post")
    said = text(page_of("duty", "hand_over", episode.pk))
    assert team.users["backup"].full_name in said
    assert team.users["stranger"].full_name not in said
    told = {"to": str(team.users["backup"].pk), "why": "Shift ends"}
    assert page_of("duty", "hand_over", episode.pk, method="post", **told).status_code == 302
    episode.refresh_from_db()
    assert episode.owner_id == team.users["backup"].pk


def test_a_risk_without_a_case_is_raised_from_the_list(page_of, team):
    answer = page_of("worker", "new", method="post", level="high", by_call="on", note=SECRET)
    kept = RiskEpisode.objects.get()
    assert answer["Location"] == reverse("risk:episode", args=[kept.pk])
    assert (kept.org_id, kept.steps.get().trigger) == (team.org.pk, "call")
    assert page_of("worker", "new", method="post", level="purple", note="x").status_code == 422


def test_the_history_shows_each_attempt(page_of, team, episode):
    from sukoon.risk import watch

    watch.watch(NOW)
    said = text(page_of("duty", "episode", episode.pk))
    assert "E-mail: Not possible (not set up on this server)" in said
    assert "On screen: Sent" in said


def test_whoever_is_waited_for_sees_it_on_every_page(page_of, team, episode, client):
    page_of("duty", "mine")
    assert "waits for your answer" in client.get("/about/").content.decode()
    page_of("duty", "acknowledge", episode.pk, method="post")
    assert "waits for your answer" not in client.get("/about/").content.decode()
    page_of("worker", "mine")
    assert "waits for your answer" not in client.get("/about/").content.decode()


def test_the_desk_shows_what_waits(page_of, team, episode, client):
    page_of("duty", "mine")
    said = client.get("/desk/").content.decode()
    assert "SWT-0417" in said
    assert "High" not in said


@pytest.mark.parametrize(("route", "most"), [("mine", 16), ("team", 13), ("episode", 24)])
def test_a_page_costs_the_same_however_much_there_is(
    page_of, team, django_assert_max_num_queries, route, most
):
    team.on_duty("duty")
    episode = team.raised()
    for _ in range(8):
        team.raised()
        actions.check_item(by=team.actor("duty"), episode=episode, item="listened")
        actions.record_contact(
            by=team.actor("duty"), episode=episode, channel=ContactChannel.PHONE,
            whom=ContactWith.PERSON, reached=True, happened_at=NOW,
        )  # fmt: skip
    ids = [episode.pk] if route == "episode" else []
    page_of("duty", route, *ids)
    with django_assert_max_num_queries(most + 8):  # signing in again
        page_of("duty", route, *ids)


def test_a_rota_shows_its_gaps_and_takes_shifts(page_of, team):
    assert page_of("worker", "rotas").status_code == 404
    assert "No rota yet" in text(page_of("lead", "rotas"))
    place = f"org:{team.org.pk}"
    assert page_of("lead", "rota_new", method="post", name="Nights", place=place).status_code == 302
    rota = DutyRota.objects.get()
    assert "Nobody is on duty" in text(page_of("lead", "rota", rota.pk))
    worker = team.on_duty("duty", starts_at=NOW + timedelta(days=20)).worker
    told = {
        "worker": worker.pk, "starts_at": "2026-11-24T12:00", "ends_at": "2026-11-25T00:00",
        "order": 1, "weeks": 2,
    }  # fmt: skip
    assert page_of("lead", "rota", rota.pk, method="post", **told).status_code == 302
    said = text(page_of("lead", "rota", rota.pk))
    assert "duty" in said
    assert rota.shifts.count() == 2
    shift = rota.shifts.first()
    page_of("lead", "shift_remove", rota.pk, shift.pk, method="post")
    assert DutyShift.objects.get(pk=shift.pk).removed_by_id == team.users["lead"].pk
    back = {**told, "ends_at": "2026-11-24T11:00"}
    assert page_of("lead", "rota", rota.pk, method="post", **back).status_code == 422
    page_of("lead", "rota_end", rota.pk, method="post")
    assert page_of("lead", "rota", rota.pk).status_code == 404


@pytest.mark.parametrize(
    "note", ["x" * 10_001, "<script>alert(1)</script>", "\u202eevil", "زندہ" * 2000]
)
def test_bad_input_gets_a_clear_answer(page_of, team, note):
    answer = page_of("worker", "new", method="post", level="high", note=note)
    assert answer.status_code in {302, 422}
    for kept in RiskEpisode.objects.all():
        assert "<script>alert" not in text(page_of("worker", "episode", kept.pk))


def test_the_numbers_to_call_stand_at_the_foot_of_every_page_of_care(page_of, team, client):
    page_of("worker", "mine")
    assert "tel:1166" in client.get("/about/").content.decode()
    page_of("coordinator", "watch")
    assert "tel:1166" not in client.get("/about/").content.decode()
