"""A physician's guided assessment in a real browser: depression, and a plan to die is told."""

import os
import shutil

import pytest
from django.test import Client
from django.urls import reverse

from sukoon.cases import queries as cases
from sukoon.cases.words import EntryKind
from sukoon.pathways.models import Walk
from sukoon.risk import queries as risks
from tests.cases.making import make_case
from tests.journeys.test_coordinator import FLAGS, is_sound, page_of
from tests.pathways.test_actions import DEPRESSED
from tests.risk.making import make_team

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no chromium"),
]
SHOTS = os.environ.get("SUKOON_SHOTS", "")
TOLD = {**DEPRESSED, "dep_signs": ["energy", "sleep", "death"], "sui_now": "yes"}


@pytest.fixture(scope="module")
def browser(django_db_setup):
    """A browser in this process, beside the database (see `tests/settings.py`)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def answer(page, told):
    """Choose the answer that is told for the question on the page, then go on."""
    question = page.locator("input[name=question]").get_attribute("value")
    value = told[question]
    if isinstance(value, int):
        page.fill("input[name=answer]", str(value))
    else:
        for one in value if isinstance(value, list) else [value]:
            page.check(f"input[name=answer][value={one}]")
    page.locator("form.asked > div.line > button").click()
    return question


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ur", 390)])
def test_a_depression_run_with_a_plan_to_die(browser, live_server, language, width):
    team = make_team()
    case = make_case(team)
    user = team.users["worker"]
    user.is_synthetic = True
    user.save(update_fields=["is_synthetic"])
    page = page_of(browser, live_server.url, width=width, language=language)
    signed_in(page, live_server, user)

    page.goto(live_server.url + reverse("pathways:choose", args=[case.pk]))
    page.fill("input[name=q]", "udaas hai dil nahi lagta")
    page.locator("form.filters button").click()
    is_sound(page)
    shot(page, f"choose-{language}")
    page.locator("ul.rows li form button").first.click()
    seen = []
    for _step in range(30):
        if page.locator("input[name=question]").count() == 0:
            break
        if len(seen) in {0, 2, 7}:
            is_sound(page)
            shot(page, f"walk-{len(seen)}-{language}")
        seen.append(answer(page, TOLD))
    assert {"mania", "sui_hurt", "sui_now"} <= set(seen)
    episode = risks.open_for_case(case.pk)
    assert episode is not None, "the risk is open before anybody presses a further button"
    assert episode.level == "imminent"
    is_sound(page)
    shot(page, f"finish-{language}")
    if language == "en":
        assert "Emergency: act now" in page.locator("h1").inner_text()
        assert "Do not leave the person alone" in page.locator("main").inner_text()
    page.locator("form:has(input[name^=not-]) > div.line > button").click()
    assert page.url.endswith(reverse("cases:case", args=[case.pk]))
    is_sound(page)
    shot(page, f"case-{language}")
    assert Walk.objects.get().status == "finished"
    found = cases.entries(team.actor("worker"), case).filter(kind=EntryKind.WALK)
    assert cases.opened(found.get())["concluded"] == ["suicide_imminent"]
    for name, url in (("read", reverse("pathways:pathway", args=["dep"])), ("list", reverse("pathways:index")),
                      ("diagram", reverse("pathways:diagram", args=["dep"])),
                      ("medicines", reverse("pathways:medicines"))):  # fmt: skip
        page.goto(live_server.url + url)
        is_sound(page)
        if name == "diagram":
            box = page.locator("svg.graph a[href$='#visit']").bounding_box()
            assert 0 <= box["x"] <= width - box["width"], (
                "the picture does not open at its first question"
            )
        shot(page, f"{name}-{language}")
        page.emulate_media(media="print")
        shot(page, f"{name}-{language}-print")
        page.emulate_media(media="screen")
    page.context.close()
