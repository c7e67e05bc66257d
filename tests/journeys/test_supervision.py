"""The Chitral loop in a real browser: a physician asks, a specialist answers, the plan changes."""

import io
import os
import wave

import pytest
from django.urls import reverse
from django.utils import timezone

from sukoon.cases import actions as cases
from sukoon.cases.words import EntryKind
from sukoon.pathways import actions as pathways
from sukoon.pathways.definitions import shelf
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.rules.engine import run
from sukoon.people import actions as people
from sukoon.people.words import GivenBy, Manner, Purpose
from sukoon.supervision import actions
from sukoon.supervision.models import Request, Trainee, TrainingCohort
from tests.cases.making import make_person
from tests.journeys.walking import chromium, is_sound, journey, walk  # noqa: F401 - fixtures
from tests.pathways.test_actions import DEPRESSED, answer_all
from tests.risk.making import make_team
from tests.supervision.making import FITS, STRESS, WHY

pytestmark = journey
SHOTS = os.environ.get("SUKOON_SHOTS", "")


HEARD = """async () => {
  const audio = document.querySelector("audio");
  await new Promise((heard, refused) => {
    audio.onloadedmetadata = heard;
    audio.onerror = () => refused(new Error("the sound was refused"));
    audio.preload = "metadata";
    audio.load();
  });
  return audio.duration;
}"""


def one_second() -> bytes:
    """A second of silence, as a recorder writes it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
    return out.getvalue()


def shot(page, name: str) -> None:
    """Keep a picture where somebody asked for some."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def world(transactional_db):
    team, now = make_team(), timezone.now()
    by = team.actor("worker", now=now)
    person = make_person(team, consents=False)
    people.record_consent(by=by, person=person, purpose=Purpose.CARE, given_by=GivenBy.SELF,
                          manner=Manner.SPOKEN, language="ur", given_at=now)  # fmt: skip
    case = cases.open_case(by=by, person=person, tier=3, opened_at=now, org_id=team.org.pk)
    cases.record_entry(
        by=by, case=case, kind=EntryKind.ASSESSMENT, happened_at=now, risk_answered=False,
        values={"motive": "Amna falls and shakes since 16 months. No injury.", "journeys": 7,
                "cost_pkr": 450000, "help_sought": ["faith_healer", "gp"]},
    )  # fmt: skip
    cases.record_entry(by=by, case=case, kind=EntryKind.DIAGNOSIS, happened_at=now,
                       values={"irhis": "EPI", "module": "EPI"})  # fmt: skip
    _walks_the_guide(team, case, now)
    TrainingCohort.objects.create(code="x", name_en="Chitral", tier=3, began_on=now.date())
    return team, case


def _walks_the_guide(team, case, now):
    """The physician has gone through the guide before asking."""
    by = team.actor("worker", now=now)
    gone = pathways.begin(by=by, case=case, pathway="dep", facts={})
    answer_all(team, gone, DEPRESSED)
    gone.refresh_from_db()
    advised = run(shelf().library, gone.pathway, inputs_of(gone)).advice
    pathways.finish(
        by=by, walk=gone, version=gone.version, happened_at=now,
        decisions=[Decision(step=a.step, taken=True) for a in advised],
    )  # fmt: skip


def test_the_whole_loop_with_its_users(world, walk):  # noqa: F811
    team, case = world
    physician = walk(team.users["worker"])
    physician.goto(reverse("cases:case", args=[case.pk]))
    physician.click("a:has-text('Ask a supervisor')")
    is_sound(physician)
    shot(physician, "ask")
    physician.fill("[name=question]", "Are these fits? Should I start a medicine?")
    assert physician.input_value("[name=diagnosis]") == "EPI"
    physician.fill("[name=medicines]", "Valproate, 200 mg")
    physician.get_by_label("Explain what it is").check()
    physician.select_option("[name=referral]", "none")
    physician.click("main button:has-text('Send question')")
    is_sound(physician)
    shot(physician, "asked")

    _answers(team, case, walk)
    _reads(case, physician)
    _leads(team, walk)
    _coordinates(team, walk)


def _coordinates(team, walk):  # noqa: F811
    """The coordinator sees what supervision changed, and nobody's case."""
    Trainee.objects.update(
        state="trained", trained_on=timezone.now().date(), tier=3, area_path="PK/PK5/PK532/",
        cohort=TrainingCohort.objects.get(),
    )  # fmt: skip
    page = walk(team.users["coordinator"])
    page.goto(reverse("supervision:figures"))
    text = page.locator("main").inner_text()
    assert "too few to tell" in text
    assert "sent at least one case" in text
    is_sound(page)
    shot(page, "coordinator-figures")
    request = Request.objects.get()
    for name, args in (("request", [request.pk]), ("queue", []), ("answer", [request.pk])):
        told = page.goto(reverse(f"supervision:{name}", args=args))
        assert told.status in {403, 404}, name
    page.faults.clear()


def _answers(team, case, walk):  # noqa: F811
    specialist = walk(team.users["specialist"])
    specialist.goto(reverse("desk:home"))
    assert case.code in specialist.locator("main").inner_text()
    specialist.goto(reverse("supervision:queue"))
    is_sound(specialist)
    shot(specialist, "queue")
    specialist.click(f"main a:has-text('{case.code}')")
    is_sound(specialist)
    text = specialist.locator("main").inner_text()
    assert "Are these fits?" in text
    assert "Amna" not in text
    specialist.click("summary:has-text('Mark the steps')")
    marked = specialist.locator("input[name=steps][value='dep/dep_signs']")
    marked.check()
    specialist.get_by_label("I would change it").check()
    specialist.select_option("[name=diagnosis]", "OTH")
    specialist.fill("[name=diagnosis_words]", "Dissociative seizures")
    specialist.fill("[name=why]", "No injury in 16 months; always with people present.")
    specialist.fill("[name=medicines]", "")
    specialist.get_by_label("Work on what weighs on the person").check()
    specialist.select_option("[name=referral]", "remote")
    specialist.fill("[name=teaching]", "Ask who was there before naming a fit.")
    specialist.click("summary:has-text('your voice')")
    spoken = {"name": "a.wav", "mimeType": "audio/wav", "buffer": one_second()}
    specialist.set_input_files("[name=voice]", spoken)
    side = specialist.locator("table[data-side]")
    assert side.locator("ins").first.inner_text() == "Other significant complaints"
    assert side.locator("del").first.inner_text() == "Epilepsy"
    assert "ADDED" in side.inner_text().upper()
    specialist.evaluate("scrollTo(0, 0)")
    shot(specialist, "answer")
    specialist.click("main button:has-text('Send answer')")
    is_sound(specialist)
    shot(specialist, "answered")


def _reads(case, physician):
    physician.goto(reverse("desk:home"))
    physician.click(f"main a:has-text('{case.code}')")
    is_sound(physician)
    text = physician.locator("main").inner_text()
    assert "Ask who was there before naming a fit." in text
    assert "Judged otherwise" in text
    assert physician.locator("a[href*='/pathways/read/dep/#']").count() == 1
    assert round(physician.evaluate(HEARD), 1) == 1.0  # the policy lets the player have the sound
    shot(physician, "to-read")
    physician.click("main button:has-text('I have read it')")
    physician.click("main a:has-text('I put it to use')")
    physician.fill("[name=text]", "Stopped the tablet; told the family.")
    physician.click("main button:has-text('Say it')")
    physician.click("main a:has-text('Say whether it was useful')")
    physician.get_by_label("Useful for the assessment").check()
    physician.click("main button:has-text('Send')")
    is_sound(physician)
    physician.click("main a:has-text('Close it')")
    physician.click("main button:has-text('Close it')")
    shot(physician, "closed")
    assert Request.objects.get().status == "closed"
    physician.goto(reverse("cases:case", args=[case.pk]))
    assert "Ask who was there before naming a fit." in physician.locator("main").inner_text()
    is_sound(physician)


def _leads(team, walk):  # noqa: F811
    lead = walk(team.users["lead"])
    for name, args in (
        ("workers", []), ("worker", [Trainee.objects.get().pk]), ("alarms", []), ("sessions", []),
        ("session_new", []), ("audits", []), ("sample_new", []), ("figures", []), ("standing_new", []),
    ):  # fmt: skip
        lead.goto(reverse(f"supervision:{name}", args=args))
        is_sound(lead)
        shot(lead, f"lead-{name}")


@pytest.mark.parametrize("width", [320, 390])
def test_the_supervisors_queue_in_urdu(world, walk, width):  # noqa: F811
    team, case = world
    now = timezone.now()
    made = actions.ask(by=team.actor("worker", now=now), case=case, opinion=FITS,
                       question="کیا یہ دورے مرگی کے ہیں؟")  # fmt: skip
    page = walk(team.users["specialist"], width=width, language="ur")
    for name, args in (("queue", []), ("answer", [made.pk]), ("more", [made.pk])):
        page.goto(reverse(f"supervision:{name}", args=args))
        assert page.evaluate("document.documentElement.dir") == "rtl"
        is_sound(page)
        shot(page, f"ur-{width}-{name}")
    actions.answer(
        by=team.actor("specialist", now=now), request=Request.objects.get(),
        draft=actions.Draft(verdict="change", opinion=STRESS, words=WHY),
    )  # fmt: skip
    trainee = walk(team.users["worker"], width=width, language="ur")
    for name, args in (
        ("request", [made.pk]), ("mine", []), ("rate", [made.pk]), ("sessions", []),
        ("worker", [Trainee.objects.get().pk]),
    ):  # fmt: skip
        trainee.goto(reverse(f"supervision:{name}", args=args))
        is_sound(trainee)
        shot(trainee, f"ur-{width}-{name}")
