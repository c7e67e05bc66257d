"""One person's care in a real browser: a contact, an instrument that tells of risk, a plan."""

import os

import pytest
from django.urls import reverse
from django.utils import timezone

from sukoon.cases import actions
from sukoon.cases.words import TaskKind
from sukoon.risk import queries as risks
from tests.cases.making import contact, make_person
from tests.journeys.walking import chromium, is_sound, journey, walk  # noqa: F401 - fixtures
from tests.risk.making import make_team

pytestmark = journey
SHOTS = os.environ.get("SUKOON_SHOTS", "")


def shot(page, name: str) -> None:
    """Keep a picture where somebody asked for some."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def world(transactional_db):
    team = make_team()
    now = timezone.now()
    from sukoon.people import actions as people
    from sukoon.people.words import GivenBy, Manner, Purpose

    person = make_person(team, consents=False)
    people.record_consent(
        by=team.actor("worker", now=now), person=person, purpose=Purpose.CARE,
        given_by=GivenBy.SELF, manner=Manner.SPOKEN, language="ur", given_at=now,
    )  # fmt: skip
    by = team.actor("worker", now=now)
    case = actions.open_case(by=by, person=person, tier=2, opened_at=now, org_id=team.org.pk)
    return team, case, by


def test_from_a_contact_to_a_risk_that_is_owned(world, walk):  # noqa: F811
    team, case, by = world
    page = walk(team.users["worker"])
    page.goto(reverse("cases:worklist"))
    is_sound(page)
    shot(page, "worklist")
    page.goto(reverse("cases:case", args=[case.pk]))
    is_sound(page)
    page.click("a.button:has-text('Record a contact')")
    is_sound(page)
    shot(page, "contact")
    page.select_option("[name=channel]", "phone")
    for label in ("Reached", "Listened and comforted", "Better"):
        page.get_by_label(label, exact=True).first.check()
    page.click("main button:has-text('Save')")
    assert "Listened and comforted" in page.locator("ol.timeline").inner_text()

    page.click("main a:has-text('Instrument')")
    is_sound(page)
    shot(page, "instruments")
    page.click("a:has-text('PHQ-9')")
    is_sound(page)
    shot(page, "phq9")
    for n in range(1, 9):
        page.locator(f"input[name=q{n}][value='1']").check()
    page.locator("input[name=q9][value='2']").check()
    page.click("main button:has-text('Save the answers')")
    assert risks.open_for_case(case.pk) is not None
    text = page.locator("main").inner_text()
    assert "10" in text
    assert "Moderate" in text
    is_sound(page)

    page.click("a[href$='/plan/']")
    page.fill("textarea[name=form-0-text]", "Sleep before midnight on four nights")
    page.click("main button:has-text('Save the plan')")
    assert "Sleep before midnight" in page.locator("main").inner_text()
    actions.add_task(by=by, case=case, kind=TaskKind.SCORE, due_at=timezone.now())
    page.reload()
    is_sound(page)
    shot(page, "case")
    page.goto(reverse("cases:case_close", args=[case.pk]))
    is_sound(page)
    shot(page, "close")
    page.get_by_label("Agreed: care has reached its end").check()
    page.get_by_label("Recovered").check()
    page.click("main button:has-text('Close the case')")
    assert "risk to life is open" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [320, 390])
def test_the_same_pages_in_urdu_on_a_phone(world, walk, width):  # noqa: F811
    team, case, by = world
    actions.record_entry(by=by, case=case, kind="contact", values=contact(told="نیند بہتر ہے۔"),
                         happened_at=timezone.now())  # fmt: skip
    page = walk(team.users["worker"], width=width, language="ur")
    for name, args in (
        ("worklist", []), ("case", [case.pk]), ("entry_new", [case.pk, "contact"]),
        ("answer", [case.pk, "phq9"]), ("plan", [case.pk]), ("scores", [case.pk]),
        ("case_close", [case.pk]), ("task_new", [case.pk]), ("group", []),
    ):  # fmt: skip
        page.goto(reverse(f"cases:{name}", args=args))
        assert page.evaluate("document.documentElement.dir") == "rtl"
        is_sound(page)
        shot(page, f"ur-{width}-{name}")
