"""A coordinator's day in a real browser: sign in, import the mapping, gaps, map, export; in Urdu too."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.reference import MAPPING

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.own_database,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="Debian's chromium is not installed"
    ),
]
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The real server, in demonstration mode, on a free port and a database of its own."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "SUKOON_MODE": "demo",
        "SUKOON_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "sukoon", "demo-serve", "--port", str(port)],
        env=env, stdout=log, stderr=log,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(2400):  # a busy machine builds the demonstration slowly
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.25)
    else:
        pytest.fail((folder / "log").read_text())
    yield address
    process.terminate()
    assert process.wait(20) == 0
    log.close()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def page_of(browser, server, *, width, language="en"):
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    if language != "en":
        context.add_cookies([{"name": "django_language", "value": language, "url": server}])
    page = context.new_page()
    page.faults = []
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    return page


def is_sound(page):
    """Nothing is wider than the screen, nothing was refused by the policy, axe finds no harm."""
    from axe_playwright_python.sync_playwright import Axe

    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, page.url
    assert page.faults == [], page.url
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["html"][:160] for n in v["nodes"][:3]])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == [], page.url


def test_a_coordinator_imports_the_mapping_sees_the_gaps_and_the_map_and_exports(browser, server):
    page = page_of(browser, server, width=1280)
    page.goto(server)
    assert "districts" in page.locator("h1").inner_text()
    is_sound(page)

    page.click("button[value=coordinator]")
    assert page.url == f"{server}/desk/"
    is_sound(page)

    page.click("nav >> text=Import")
    page.set_input_files("input[type=file]", str(MAPPING))
    page.click("text=Check the file")
    assert "All 38 rows are good" in page.locator("h1").inner_text().replace("\n", " ")
    is_sound(page)
    page.click("text=Accept all")
    assert "38 as before" in page.locator("main").inner_text()
    is_sound(page)

    page.click("nav >> text=Gaps")
    assert "Lahore" in page.locator("tbody tr").first.inner_text()
    is_sound(page)

    page.click("nav >> text=Service map")
    assert page.locator("svg.map a").count() > 150
    page.click("summary:has-text('Download')")
    with page.expect_download() as download:
        page.click("text=Workbook (XLSX)")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.context.close()


def test_the_same_in_urdu_on_a_phone(browser, server):
    page = page_of(browser, server, width=390, language="ur")
    page.goto(server)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert "اضلاع" in page.locator("h1").inner_text()
    is_sound(page)

    page.click("button[value=coordinator]")
    page.goto(f"{server}/import/")
    page.set_input_files("input[type=file]", str(MAPPING))
    page.click("text=فائل جانچیں")
    assert "38" in page.locator("h1").inner_text()
    is_sound(page)
    page.click("form[action$='accept/'] button[value=all]")
    assert "رجسٹر" in page.locator("h1").inner_text()

    page.goto(f"{server}/gaps/")
    assert "لاہور" in page.locator("tbody tr").first.inner_text()
    is_sound(page)
    page.context.close()


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_open_page_is_sound(browser, server, width, language):
    page = page_of(browser, server, width=width, language=language)
    for path in (
        "/", "/gaps/", "/overlaps/?status=all", "/staleness/", "/matrix/", "/pyramid/",
        "/directory/?status=all", "/directory/?q=zzz", "/organisations/", "/areas/PK514/",
        "/about/", "/account/sign-in/",
    ):  # fmt: skip
        page.goto(f"{server}{path}")
        is_sound(page)
    page.context.close()


def test_the_map_is_walked_by_keyboard(browser, server):
    page = page_of(browser, server, width=1280)
    page.goto(server)
    page.locator("svg.map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/*/")
    page.context.close()


LISTS = (
    "/coordination/", "/coordination/pledges/", "/coordination/matches/", "/coordination/groups/",
    "/coordination/actions/", "/coordination/package/?area=PK5", "/coordination/costings/",
    "/coordination/plans/", "/coordination/readiness/", "/coordination/jurisdictions/",
    "/coordination/stakeholders/", "/coordination/interventions/", "/coordination/log/",
    "/coordination/picture/PK/", "/coordination/open/PK/", "/coordination/published/", "/surge/",
    "/surge/assessments/", "/surge/roster/", "/surge/exercises/",
)  # fmt: skip
# From a list to the first thing in it: (list, the way its things are addressed).
FIRST = (
    ("/coordination/pledges/", "main table a[href^='/coordination/pledges/']"),
    ("/coordination/pledges/", "main a[href^='/coordination/bundles/']"),
    ("/coordination/groups/", "main a[href^='/coordination/groups/']:not(.button)"),
    ("/coordination/plans/", "main h2 a"),
    ("/coordination/stakeholders/?q=UNICEF", "main table a"),
    ("/coordination/interventions/", "main table a"),
    ("/surge/", "main a[href^='/surge/emergencies/']:not(.button)"),
    ("/surge/", "main a[href^='/surge/requests/']"),
    ("/surge/assessments/", "main table a"), ("/surge/roster/", "main table a"),
    ("/surge/exercises/", "main .rows a"), ("/coordination/published/", "main .rows a, main li a"),
)  # fmt: skip
SHOTS = os.environ.get("SUKOON_SHOTS", "")


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "ur")])
def test_every_page_of_coordination_and_surge_is_sound(browser, server, width, language):
    page = page_of(browser, server, width=width, language=language)
    page.goto(server)
    page.click("button[value=coordinator]")
    for path in LISTS:
        page.goto(f"{server}{path}")
        keep(page, f"{path}-{language}")
        is_sound(page)
    for path, first in FIRST:
        page.goto(f"{server}{path}")
        page.goto(server + page.locator(first).first.get_attribute("href"))
        keep(page, f"{path}-one-{first[-12:]}-{language}")
        is_sound(page)
    page.context.close()


def keep(page, name: str) -> None:
    """Keep a picture of a page where somebody asked for some."""
    if SHOTS:
        safe = "".join(c if c.isalnum() else "_" for c in name)
        page.screenshot(path=f"{SHOTS}/{safe}.png", full_page=True)
