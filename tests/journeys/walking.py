"""What journeys in a real browser share: a browser, a page signed in as somebody, is it sound.

    def test_something(team, walk):
        page = walk("worker", width=390, language="ur")
        page.goto("/cases/")
        is_sound(page)

`walk` serves this test's own database (transactional), so things are made by actions beforehand.
"""

import os
import shutil
from collections.abc import Callable

import pytest
from django.test import Client

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

journey = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="Debian's chromium is not installed"
    ),
]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def walk(chromium, live_server) -> Callable[..., object]:
    """Return what opens a page signed in as a user (None: nobody), on paths of the live server."""
    contexts = []

    def open_page(user=None, *, width: int = 1280, language: str = "en", script: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url,
            accept_downloads=True, java_script_enabled=script,
        )  # fmt: skip
        contexts.append(context)
        cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
        if user is not None:
            user.is_synthetic = True  # sets the second factor aside, as in the demonstration
            user.save(update_fields=["is_synthetic"])
            client = Client()
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
            session = client.cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        return page

    yield open_page
    for context in contexts:
        context.close()


def is_sound(page) -> None:
    """Nothing is wider than the screen, nothing was refused by the policy, axe finds no harm."""
    from axe_playwright_python.sync_playwright import Axe

    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, page.url
    # An answer that says what is wrong with a form is no fault of the page.
    faults = [f for f in page.faults if "422" not in f]
    assert faults == [], page.url
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["html"][:160] for n in v["nodes"][:3]])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == [], page.url
