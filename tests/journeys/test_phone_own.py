"""On the phone without a signal: listening, the words a deployer brought, and asking to be called."""

import json

import pytest

from tests.instruments.test_wording import pack as wording_pack
from tests.journeys.phone_world import PASSWORD
from tests.journeys.test_coordinator import CHROMIUM, FLAGS, pytestmark  # noqa: F401
from tests.journeys.test_phone import (  # noqa: F401 - fixtures
    BUILT,
    PIN,
    SHOTS,
    Server,
    code_for,
    is_sound,
    phone_of,
    playwright,
    run,
    shot,
)
from tests.sync.test_brought import sounds_pack

HEARD = (("risk:stay", "stay.wav"), ("care:breathe", "stay.wav"), ("item:phq9:q1", "stay.wav"))
KEPT = """async () => (await (await caches.open("sounds")).keys()).length"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    if not BUILT.is_file():
        pytest.skip("the app is not built")
    wording_pack(folder / "packs", language="ur")
    sounds_pack(folder / "packs", rows=HEARD, seconds=60)
    made = Server(folder)
    made.codes = json.loads(run(made.env, "tests/journeys/phone_world.py"))
    made.start()
    yield made
    made.close()


def listens(phone):
    """Begin to listen; say whether the button turned into one that pauses."""
    phone.page.focus(".listen .button")
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector(".listen .error, .listen .button:has-text('روکیں')")
    assert phone.page.locator(".listen .error").count() == 0, phone.faults
    phone.page.keyboard.press("Space")
    phone.page.wait_for_selector(".listen .button:has-text('آگے سنیں')")


def test_what_is_written_can_be_listened_to_and_wording_is_read_without_a_signal(phone_of, server):  # noqa: F811
    phone = phone_of("two")
    phone.until(f"({KEPT})().then((n) => n > 0)")
    phone.context.set_offline(True)
    phone.tab(3)
    phone.choose(1)  # it is heavy
    listens(phone)
    is_sound(phone)
    shot(phone, "ur-heavy")
    phone.tab(0)
    phone.someone_new()
    phone.tab(1)
    phone.page.click(".rows .plain")
    phone.page.click("main .pair .button >> nth=0")
    phone.page.click(".choice:has-text('PHQ-9')")
    phone.page.wait_for_selector("legend:has-text('synthetic words of q1')")
    assert phone.page.get_attribute("legend h2", "lang") == "ur"
    assert "always so" in phone.page.inner_text("main")
    listens(phone)
    is_sound(phone)
    shot(phone, "ur-wording")
    for n in range(9):
        phone.page.wait_for_selector(f"progress[value='{n + 1}']")
        phone.choose(1)
    while phone.page.locator("progress").count():
        phone.choose(0)
        phone.page.wait_for_timeout(100)
    said = phone.page.inner_text("main")
    assert "9" in said
    assert "مسودہ" in said  # no study checked these words: a score, no band
    assert "mild" not in said
    shot(phone, "ur-score")
    assert phone.faults == []


CONTACT = f"""
from sukoon.accounts import actions
from sukoon.accounts.roles import console_actor
from sukoon.places import queries
by = console_actor()
user = actions.create_account(by=by, email="contact@example.org", full_name="Contact Farzi",
                              password="{PASSWORD}", language="ur", synthetic=True)
actions.give_role(by=by, user=user, role="staff_care", area=queries.area("PK5"))
told = str(user.pk)
"""


def test_a_worker_asks_to_be_called_and_only_the_contact_sees_it(phone_of, server, playwright):  # noqa: F811
    server.ask(CONTACT)
    phone = phone_of("one")
    phone.context.set_offline(True)
    phone.tab(3)
    phone.page.click("main > .button")
    phone.page.fill("#own-number", "0300 7654321")
    phone.page.click("form button")
    phone.page.wait_for_selector(".note.warn")
    is_sound(phone)
    shot(phone, "ur-callme-waits")
    phone.context.set_offline(False)
    phone.page.go_back()
    phone.everything_has_arrived()
    phone.tab(3)
    phone.page.click("main > .button")
    phone.page.wait_for_selector(".note:has-text('Contact Farzi')")
    shot(phone, "ur-callme-asked")

    desk = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    pages = {}
    for who in ("lead", "contact"):
        page = desk.new_context(viewport={"width": 390, "height": 800}).new_page()
        page.goto(f"{server.url}/account/sign-in/")
        page.fill("[name=login]", f"{who}@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit], main form button")
        page.goto(f"{server.url}/staff-care/")
        pages[who] = page
    assert "0300 7654321" not in pages["lead"].content()
    assert "0300 7654321" in pages["contact"].inner_text("main")
    pages["contact"].screenshot(path=SHOTS / "staff-care.png", full_page=True)
    pages["contact"].click("button[value=will_call]")
    pages["contact"].wait_for_selector("button[value=called]")
    desk.close()

    phone.page.go_back()
    phone.everything_has_arrived()
    phone.tab(3)
    phone.page.click("main > .button")
    phone.page.wait_for_selector(".note:has-text('دیکھ لیا')")
    phone.page.click("main > .button")  # no call is needed any more
    phone.page.wait_for_selector("#own-number")
    assert phone.faults == []


def test_two_workers_share_a_phone_that_locks_itself_and_neither_sees_the_other(phone_of, server):  # noqa: F811
    phone = phone_of("one")
    _taps, alias = phone.someone_new()
    phone.everything_has_arrived()
    phone.page.clock.install()
    phone.unlock()
    phone.tab(1)
    phone.page.wait_for_selector(f"text={alias}")
    phone.page.clock.fast_forward(301_000)  # nobody touched it for five minutes
    phone.page.wait_for_selector("#pin")
    assert alias not in phone.page.content()

    phone.page.click("main .push .button >> nth=0")  # somebody else
    phone.page.click("main .button.quiet >> nth=0")
    phone.page.fill("#code", code_for(server, "two"))
    phone.page.click("button[type=submit]")
    phone.page.wait_for_selector("#again")
    phone.page.fill("#pin", "382910")
    phone.page.fill("#again", "382910")
    phone.page.click("button[type=submit]")
    phone.page.wait_for_selector("nav.tabs")
    phone.everything_has_arrived()
    phone.tab(1)
    assert alias not in phone.page.content()
    assert phone.counts()["profiles"] == 2

    phone.page.goto(f"{server.url}/field/")
    phone.page.wait_for_selector("fieldset")
    is_sound(phone)
    shot(phone, "ur-who-are-you")
    phone.page.click(".choice:has-text('Farzi one')")
    phone.page.fill("#pin", PIN)
    phone.page.click("form button")
    phone.page.wait_for_selector("nav.tabs")
    phone.tab(1)
    phone.page.wait_for_selector(f"text={alias}")
    assert phone.faults == []
