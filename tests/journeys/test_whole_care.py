"""From two spellings of a name to a risk that is closed, by five people in a real browser.

Walked in English at a desk and in Urdu on a phone. Nothing is looked for by its words: what holds in one
language holds in the other.
"""

import os
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sukoon.cases.models import Case, Entry, Reminder
from sukoon.cases.queries import opened
from sukoon.core import outbox
from sukoon.people.models import Person
from sukoon.risk.models import RiskEpisode
from sukoon.workforce.models import Worker
from tests.cases.making import make_case, make_person
from tests.journeys.walking import chromium, is_sound, journey, walk  # noqa: F401 - fixtures
from tests.risk.making import make_team

pytestmark = journey
SHOTS = os.environ.get("SUKOON_SHOTS", "")
WAYS = [("en", 1280), ("ur", 390)]
SPELLINGS = {"en": "Zarghuna Afridi", "ur": "زرغونہ آفریدی"}
WORDS = {"en": "She walks to the well and back.", "ur": "وہ کنویں تک جاتی اور واپس آتی ہے۔"}


class Walk:
    """One page of one user: what is clicked is counted, what is shown can be kept as a picture."""

    def __init__(self, page, name):
        self.page, self.name, self.clicks = page, name, 0

    def to(self, view, *args):
        self.page.goto(reverse(view, args=args))
        return self

    def click(self, selector):
        self.clicks += 1
        self.page.locator(selector).first.click()
        return self

    def check(self, **fields):
        for name, value in fields.items():
            self.clicks += 1
            self.page.locator(f"[name={name}][value='{value}']").check()
        return self

    def fill(self, **fields):
        for name, value in fields.items():
            self.clicks += 1
            self.page.fill(f"main [name={name}]", value)
        return self

    def choose(self, **fields):
        for name, value in fields.items():
            self.clicks += 2  # it opens, and one is picked
            self.page.select_option(f"main [name={name}]", value)
        return self

    def send(self):
        return self.click(
            "main form[method=post]:not([role=search]) .line button, main form button"
        )

    def look(self, what):
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{self.name}-{what}.png", full_page=True)
        is_sound(self.page)
        return self

    @property
    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def team(transactional_db):
    team = make_team()
    Worker.objects.create(account=team.users["stranger"], name="Dr Shaista", cadre="psychiatrist",
                          organisation=team.other, area=team.swat)  # fmt: skip
    return team


@pytest.fixture(params=WAYS, ids=[f"{language}-{width}" for language, width in WAYS])
def way(request, team, walk):  # noqa: F811
    language, width = request.param

    def begin(who):
        page = walk(team.users[who], width=width, language=language)
        return Walk(page, f"whole-{language}-{who}")

    begin.language = language
    return begin


def test_the_chain_from_a_name_to_a_closed_risk(team, way):
    person = make_person(team, names=[SPELLINGS["ur" if way.language == "en" else "en"]],
                         consents=False, phones=[{"text": "03001234567", "safe_to_call": "yes"}])  # fmt: skip
    _rota(team, way("coordinator"))
    worker = way("worker")
    case = _registered(worker, person, way.language)
    episode = _told(worker, case)
    duty = way("stranger")
    _answered(duty, episode, case, way.language)
    lead = way("lead")
    _signed(duty, lead, episode)
    assert not duty.to("cases:case", case.pk).page.locator("h1", has_text=case.code).count()
    worker.to("cases:case", case.pk).look("case-after")
    assert worker.page.locator(".risk-banner").count() == 0


def _rota(team, coordinator):
    """The coordinator of the province keeps the rota of a district, with a clinician of another team."""
    coordinator.to("risk:watch").click("main a[href$='/rotas/']").look("rotas")
    coordinator.click("main a[href$='/rotas/new/']").fill(name="Swat")
    coordinator.choose(place="area:PK/PK5/PK532/").look("rota-new").send()
    coordinator.click("main a[href*='/rotas/']:not([href$='/new/'])")
    worker = Worker.objects.get(account=team.users["stranger"])
    coordinator.choose(worker=str(worker.pk)).click("main form:has([name=worker]) button")
    assert worker.name in coordinator.text
    coordinator.look("rota")


def _registered(worker, person, language):
    """Found by the other spelling, not recorded again; consents; a case is opened."""
    worker.to("cases:worklist").look("worklist")
    worker.click("main .head a.button").fill(q=SPELLINGS[language]).click(
        "form[role=search] button"
    )
    worker.look("found").click("main ul.rows a")
    assert Person.objects.count() == 1
    for purpose in ("care", "contact"):
        worker.click("main a[href$='/consents/new/']").check(purpose=purpose).look("consent").send()
    worker.click("main a[href*='/cases/new/']").look("open").check(tier="2").send()
    worker.look("case")
    return Case.objects.get(person=person)


def _told(worker, case):
    """PHQ-9 with item 9 = 2: the case's page says who owns the risk and until when."""
    worker.click("main a[href$='/instruments/']").click("main a[href*='/phq9/']").look("phq9")
    for n in range(1, 10):
        worker.check(**{f"q{n}": "2" if n == 9 else "1"})
    worker.send().look("case-at-risk")
    assert worker.page.locator(".risk-banner").is_visible()
    return RiskEpisode.objects.get(case_id=case.pk)


def _answered(duty, episode, case, language):
    """On every page an alert; who is on duty says "I have this", sees the record, makes the plan."""
    duty.to("desk:home").look("desk")
    assert case.code in duty.text
    duty.click(f"main a[href*='/risk/{episode.pk}/']").look("episode")
    assert "PHQ-9" in duty.text
    assert "+923001234567" in duty.text
    duty.click(".risk-banner form button")
    duty.click(f"main a[href='{reverse('cases:case', args=[case.pk])}']").look("case")
    assert "PHQ-9" in duty.text
    duty.to("risk:episode", episode.pk).click("main a[href$='/plan/']").look("plan")
    duty.fill(own_coping=WORDS[language], people_to_ask="0300 7654321").send().look("planned")
    assert WORDS[language] in duty.text
    for printed in ("en", "ur"):
        answer = duty.page.request.get(reverse("risk:plan_print", args=[episode.pk, printed]))
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")
    duty.click("main a[href$='/contact/']").check(reached="yes").look("contact").send()


def _signed(duty, lead, episode):
    """The level is lowered and the risk closed only when another, senior person signs."""
    duty.click("main a[href$='/lower/']").look("lower").check(level="low")
    duty.fill(why="calm").send()
    _sign(lead, "lowered")
    episode.refresh_from_db()
    assert episode.level == "low"
    duty.to("risk:episode", episode.pk).click("main a[href$='/close/']").look("close")
    duty.check(reason="safe").fill(why="calm").send()
    _sign(lead, "closed")
    episode.refresh_from_db()
    assert episode.status == "closed"
    while outbox.run_once(now=timezone.now()):
        pass


def _sign(lead, what):
    lead.to("desk:home").to("risk:mine").look(f"to-sign-{what}")
    lead.click("main a[href*='/sign/']").look(f"sign-{what}").check(agreed="yes").send()
    lead.look(what)


def test_a_consent_that_is_withdrawn_stops_a_message(team, way):
    phone = {"text": "03001234567", "safe_to_call": "yes", "safe_to_leave_word": "yes"}
    make_person(team, consents=False, phones=[phone])
    worker = way("worker")
    worker.to("people:home").fill(q="Amna Farzi").click("form[role=search] button")
    worker.click("main ul.rows a")
    for purpose in ("care", "contact"):
        worker.click("main a[href$='/consents/new/']").check(purpose=purpose).send()
    worker.click("main a[href*='/cases/new/']").check(tier="2").send()
    worker.click("main a[href$='/tasks/new/']").look("task")
    day = timezone.localdate() + timedelta(days=3)
    worker.check(kind="contact", remind="24").fill(due_on=day.isoformat()).send().look("reminder")
    reminder = Reminder.objects.get()
    assert reminder.status == "waiting"
    case = Case.objects.get()
    withdraw = reverse("people:person", args=[case.person_id])
    worker.page.goto(withdraw)
    consent = case.person.consents.get(purpose="contact", ended_at=None)
    worker.click(f"main a[href*='{consent.pk}']").look("withdraw").click("main button")
    while outbox.run_once(now=timezone.now()):
        pass
    reminder.refresh_from_db()
    assert reminder.status == "stopped"
    worker.to("cases:case", case.pk).look("stopped")
    assert reminder.get_status_display() in worker.text or way.language == "ur"
    worker.click("main a[href$='/tasks/new/']")
    assert worker.page.locator("[name=remind]").count() == 0


def test_a_community_worker_records_a_contact_in_at_most_eight_interactions(team, way):
    """From the desk: each tap, choice and field counts, and everything that is required is there."""
    case = make_case(team, who="lhw", opened_at=timezone.now(), org_id=None,
                     person=make_person(team, who="lhw", consents=False, org_id=None),
                     without_consent="nobody was there to ask")  # fmt: skip
    worker = way("lhw").to("desk:home").look("home")
    worker.clicks = 0
    worker.click(f"main a[href='{reverse('cases:case', args=[case.pk])}']")
    worker.click("main a[href$='/contact/']").look("contact")
    worker.choose(channel="home").check(outcome="reached", did="listened", how_now="better")
    worker.send()
    assert worker.clicks <= 8
    entry = Entry.objects.get(case=case)
    assert entry.kind == "contact"
    assert entry.author_id == team.users["lhw"].pk
    assert set(opened(entry)) >= {"channel", "outcome", "did", "how_now"}
    worker.look("recorded")
