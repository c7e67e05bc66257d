"""Referrals in a real browser: declined, passed on, missed, alarmed, closed; and by a signed link."""

import os
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sukoon.cases import actions as cases
from sukoon.core.access import SYSTEM
from sukoon.people import actions as people
from sukoon.people.words import GivenBy, Manner, Purpose
from sukoon.referrals import actions
from sukoon.referrals.models import Referral
from sukoon.referrals.words import State
from tests.cases.making import make_person
from tests.factories import ActivityFactory, ServiceFactory
from tests.journeys.walking import chromium, is_sound, journey, walk  # noqa: F401 - fixtures
from tests.risk.making import make_team

pytestmark = journey
SHOTS = os.environ.get("SUKOON_SHOTS", "")


def look(page, name: str) -> None:
    """Check the page; keep a picture where somebody asked for some."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    is_sound(page)


@pytest.fixture
def world(transactional_db):
    team, now = make_team(), timezone.now()
    by = team.actor("worker", now=now)
    person = make_person(team, consents=False)
    people.record_consent(
        by=by, person=person, purpose=Purpose.CARE, given_by=GivenBy.SELF, manner=Manner.SPOKEN,
        language="ur", given_at=now,
    )  # fmt: skip
    case = cases.open_case(by=by, person=person, tier=2, opened_at=now, org_id=team.org.pk)
    ServiceFactory(
        organisation=team.other, area=team.swat, activity=ActivityFactory(code="8.1"),
        provider_gender="women", opening_hours="Mon-Fri 9-14", fee="free",
    )  # fmt: skip
    return team, case


def refer(page, case, name: str, *, to: str = "", outside: str = "", shots: str = "") -> Referral:
    """Walk from the case to a referral that is sent, on one page."""
    page.goto(reverse("cases:case", args=[case.pk]))
    page.click("section[aria-labelledby=ref-h] a:has-text('Refer'), a[href*='/referrals/new/']")
    look(page, f"{shots}new")
    page.select_option("[name=need]", "counselling")
    page.select_option("[name=provider_gender]", "women")
    page.locator("#found strong").first.wait_for()  # the services come by themselves
    with page.expect_navigation():
        page.click("#wish button[name=do]")  # and by the button, as without script
    look(page, f"{shots}match")
    if to:
        page.check("#found input[name=to] >> nth=0")
    else:
        page.click("summary:has-text('Somebody else')")
        page.check("input[name=to][value=outside]")
        page.fill("[name=outside_name]", outside)
    page.fill("[name=ask]", name)
    for field in ("name", "age"):
        page.check(f"input[name=fields_shared][value={field}]")
    page.check("[name=agreed]")
    page.select_option("[name=given_by]", "self")
    look(page, f"{shots}ready")
    with page.expect_navigation():
        page.click("button[value=send]")
    look(page, f"{shots}sent")
    return Referral.objects.order_by("-created_at").first()


def answer(page, referral: Referral, state: State, **told: str) -> None:
    """Make one step by its page."""
    page.goto(reverse("referrals:step", args=[referral.pk, state]))
    is_sound(page)
    for name, value in told.items():
        if name in {"reason", "outcome"}:
            page.check(f"input[name={name}][value={value}]")
        else:
            page.fill(f"[name={name}]", value)
    page.click("main form button")


def test_declined_passed_on_missed_alarmed_and_closed(world, walk):  # noqa: F811
    team, case = world
    mine, theirs = walk(team.users["worker"]), walk(team.users["stranger"])
    first = refer(mine, case, "Talks with a woman", to="service", shots="en-")

    # The other team sees it among what came, opens it, and has no place.
    theirs.goto(reverse("referrals:inbox"))
    look(theirs, "en-inbox")
    theirs.click(f"main a:has-text('{first.code}')")
    assert "Amna Farzi" in theirs.locator("main").inner_text()
    look(theirs, "en-received")
    answer(theirs, first, State.DECLINED, reason="full")
    mine.goto(reverse("referrals:referral", args=[first.pk]))
    assert "No place free" in mine.locator("main").inner_text()
    look(mine, "en-declined")

    # The worker passes it on, to themselves to send: the person is asked anew.
    mine.click("main a:has-text('Pass on to another')")
    mine.select_option("[name=to]", f"team:{team.other.pk}")
    mine.click("main form button")
    second = Referral.objects.get(redirected_from=first)
    mine.click(f"main a:has-text('{second.code}')")
    mine.click("main a.button:has-text('Send')")
    if mine.locator("[name=agreed]").count():
        mine.check("[name=agreed]")
    mine.click("main form.flow button")
    assert Referral.objects.get(pk=second.pk).state == State.SENT

    # Nobody answers: an alarm for both sides, and a code for the coordinator.
    actions.raise_alarms(by=SYSTEM, now=timezone.now() + timedelta(days=4))
    Referral.objects.filter(pk=second.pk).update(due_at=timezone.now() - timedelta(hours=3))
    for page in (mine, theirs):
        page.goto(reverse("referrals:late"))
        assert second.code in page.locator("main").inner_text()
    look(mine, "en-late")
    watching = walk(team.users["coordinator"])
    watching.goto(reverse("referrals:alarms"))
    assert second.code in watching.locator("main").inner_text()
    assert "Amna" not in watching.locator("main").inner_text()
    look(watching, "en-alarms")

    # Then they answer; the person misses the time, comes the next, and it is reported and closed.
    day = (timezone.localtime() + timedelta(days=1)).date().isoformat()
    answer(theirs, second, State.ACCEPTED)
    answer(theirs, second, State.BOOKED, at_day=day, at_time="10:00")
    answer(theirs, second, State.NO_SHOW)
    answer(theirs, second, State.BOOKED, at_day=day, at_time="11:00")
    answer(theirs, second, State.SEEN)
    answer(theirs, second, State.REPORTED_BACK, outcome="done", note="Two talks")
    answer(mine, second, State.CLOSED)
    second.refresh_from_db()
    assert (second.state, second.result) == ("closed", "seen")
    look(mine, "en-closed")
    mine.goto(reverse("cases:case", args=[case.pk]))
    look(mine, "en-case")


def test_an_outside_receiver_answers_by_a_signed_link(world, walk):  # noqa: F811
    team, case = world
    mine = walk(team.users["worker"])
    referral = refer(mine, case, "Talks with a woman", outside="Dr Gul, Timergara")
    mine.click("main button:has-text('Make a link')")
    look(mine, "en-link")
    link = mine.locator("main bdi.code").nth(1).inner_text()
    code = mine.locator("main p.h2 bdi").inner_text()
    with mine.expect_download() as slip:
        mine.click("main button:has-text('Print the slip')")
    assert slip.value.suggested_filename == f"{referral.code}.pdf"

    outside = walk(None, width=390)
    outside.goto(link)
    before = outside.locator("main").inner_text()
    assert "Amna" not in before
    assert referral.code not in before
    look(outside, "en-outside-code")
    outside.fill("[name=code]", code)
    outside.click("main form button")
    assert "Amna Farzi" in outside.locator("main").inner_text()
    look(outside, "en-outside")
    outside.check("input[value=accepted]")
    outside.click("main form button")
    assert "Thank you" in outside.locator("main").inner_text()
    look(outside, "en-outside-done")
    outside.goto(link)
    outside.fill("[name=code]", code)
    outside.click("main form button")
    assert "Amna" not in outside.locator("main").inner_text()
    look(outside, "en-outside-again")
    referral.refresh_from_db()
    assert referral.state == State.ACCEPTED

    # They saw the person, and report back by the same link and code; whoever referred closes it.
    outside.check("input[value=seen]")
    outside.click("main form button")
    outside.check("input[value=reported_back]")
    outside.select_option("[name=outcome]", "done")
    outside.fill("[name=note]", "Two talks; she knows where to come again.")
    outside.click("main form button")
    look(outside, "en-outside-reported")
    referral.refresh_from_db()
    assert referral.state == State.REPORTED_BACK
    mine.goto(reverse("referrals:referral", args=[referral.pk]))
    assert "Two talks" in mine.locator("main").inner_text()
    answer(mine, referral, State.CLOSED)
    gone = outside.goto(link)
    assert gone.status == 410
    assert referral.code not in outside.locator("main").inner_text()


def test_a_referral_is_sent_without_script(world, walk):  # noqa: F811
    team, case = world
    page = walk(team.users["worker"], script=False)
    page.goto(reverse("referrals:new", args=[case.pk]))
    page.click("summary:has-text('Rules between tiers')")
    with page.expect_navigation():
        page.click("button[name=use_rule][value=t2_no_gain]")
    assert page.input_value("[name=need]") == "medical_mental_health"
    page.fill("[name=ask]", "Talks with a woman")
    page.uncheck("input[name=fields_shared][value=sex]")
    page.click("summary:has-text('Change what is needed')")
    page.select_option("[name=need]", "counselling")
    with page.expect_navigation():
        page.click("#wish button[name=do]")
    assert page.input_value("[name=ask]") == "Talks with a woman"
    assert not page.is_checked("input[name=fields_shared][value=sex]")
    page.check("#found input[name=to] >> nth=0")
    page.check("input[name=fields_shared][value=name]")
    page.check("[name=agreed]")
    with page.expect_navigation():
        page.click("button[value=send]")
    referral = Referral.objects.get()
    assert (referral.state, referral.rule, referral.need) == ("sent", "t2_no_gain", "counselling")
    assert "name" in referral.fields.split()
    assert "sex" not in referral.fields.split()


def test_the_same_pages_in_urdu_on_a_phone(world, walk):  # noqa: F811
    team, case = world
    page = walk(team.users["worker"], width=320, language="ur")
    page.goto(reverse("referrals:new", args=[case.pk]))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.select_option("[name=need]", "counselling")
    page.select_option("[name=urgency]", "emergency")
    page.select_option("[name=area]", "PK532")
    page.select_option("[name=provider_gender]", "women")
    with page.expect_navigation():
        page.click("#wish button[name=do]")
    assert "خاتون فراہم کرتی ہیں" in page.locator("main").inner_text()
    look(page, "ur-match")
    with page.expect_navigation():
        page.click("button[value=send]")
    assert page.locator(".summary").count() == 1
    look(page, "ur-missing")
    page.check("#found input[name=to] >> nth=0")
    page.fill("[name=ask]", "خاتون سے مشاورت")
    page.check("input[name=fields_shared][value=name]")
    page.check("[name=agreed]")
    page.select_option("[name=given_by]", "self")
    with page.expect_navigation():
        page.click("button[value=send]")
    look(page, "ur-sent")
    referral = Referral.objects.get()
    page.goto(reverse("referrals:step", args=[referral.pk, State.WITHDRAWN]))
    look(page, "ur-step")
    page.goto(reverse("referrals:sent"))
    look(page, "ur-list")
    made = walk(team.users["stranger"], width=320, language="ur")
    made.goto(reverse("desk:home"))
    look(made, "ur-desk")
