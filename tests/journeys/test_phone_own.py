"""On the phone without a signal: listening, the words a deployer brought, and asking to be called."""

import gzip
import json
from urllib.parse import urlsplit

import pytest

from sukoon.core.content import content_path
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
from tests.journeys.test_phone_walks import begin, question
from tests.sync.test_brought import sounds_pack

HEARD = (("risk:stay", "stay.wav"), ("care:breathe", "stay.wav"), ("item:phq9:q1", "stay.wav"))
KEPT = """async () => (await (await caches.open("sounds")).keys()).length"""


def own_guide(folder):
    """A pathway of a deployer's own that begins with the score of an instrument."""
    folder.mkdir(parents=True)
    shipped = content_path() / "pathways"
    stamp = (shipped / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(
        stamp.replace('id = "pathways"', 'id = "own-guide"'), encoding="utf-8"
    )
    text = (shipped / "gri.toml").read_text(encoding="utf-8")
    text = text.replace('entry = "gri_loss"', 'entry = "phq9"')
    first = '[[question]]\nid = "phq9"\ngo = "gri_loss"\n\n[[question]]\n'
    (folder / "gri.toml").write_text(text.replace("[[question]]\n", first, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    if not BUILT.is_file():
        pytest.skip("the app is not built")
    wording_pack(folder / "packs", language="ur")
    sounds_pack(folder / "packs", rows=HEARD, seconds=60)
    own_guide(folder / "packs" / "own-guide")
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


def test_a_walk_asks_an_instrument_in_the_words_that_were_brought(phone_of, server):  # noqa: F811
    phone = phone_of("two")
    phone.until(f"({KEPT})().then((n) => n > 0)")
    phone.context.set_offline(True)
    begin(phone, "beta faut ho gaya")
    assert question(phone) == "phq9"
    phone.page.click("main .button.quiet >> nth=0")  # ask the questions now
    phone.page.wait_for_selector("legend:has-text('synthetic words of q1')")
    assert phone.page.get_attribute("legend h2", "lang") == "ur"
    assert "always so" in phone.page.inner_text("main fieldset")
    assert phone.page.locator(".listen .button").count() == 1
    assert "مسودہ" in phone.page.inner_text("main")
    is_sound(phone)
    shot(phone, "ur-walk-wording")
    for n in range(9):
        phone.page.wait_for_selector(f"legend:has-text('synthetic words of q{n + 1}')")
        phone.choose(0)
    while question(phone) == "phq9":
        phone.choose(0)
        phone.page.wait_for_timeout(100)
    assert question(phone) == "gri_loss"
    phone.page.go_back()
    phone.page.wait_for_selector("nav.tabs, main .pair")
    while not phone.page.locator("nav.tabs").count():
        phone.page.go_back()
    phone.context.set_offline(False)
    phone.everything_has_arrived()
    assert server.ask(SCORED) == ["phq9", "ur", 0]
    assert phone.faults == []


SCORED = """
from sukoon.cases.models import Response
one = Response.objects.order_by("-created_at").first()
told = [one.instrument, one.language, int(one.total)]
"""
# Everything that lies on the phone in plain, as one text: each store, and what its records say.
IN_PLAIN = """async () => {
    const told = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, document.title];
    const plain = (value) => value instanceof Uint8Array || value instanceof ArrayBuffer
        ? new TextDecoder("utf-8").decode(value) : value && typeof value === "object" && !(value instanceof CryptoKey)
        ? Object.entries(value).map(([name, inner]) => name + ":" + plain(inner)).join() : String(value);
    for (const name of await caches.keys()) {
        for (const asked of await (await caches.open(name)).keys()) told.push(asked.url);
    }
    for (const { name } of await indexedDB.databases()) {
        const to = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
        for (const store of to.objectStoreNames) {
            const rows = await new Promise((done) => {
                const asked = to.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result);
            });
            told.push(store + JSON.stringify(rows.map(plain)));
        }
        to.close();
    }
    return told.join("\\n");
}"""
RECORDED = """
from sukoon.audit.models import AuditEntry
from sukoon.core.models import Operation
from sukoon.staffcare.models import CareCall
from sukoon.sync.models import KeptOperation, Receipt
told = [m.objects.count() for m in (Receipt, KeptOperation, Operation, CareCall)]
"""
ANSWERS = ("well", "heavy", "limit")


def test_how_a_worker_is_never_leaves_the_phone_and_lies_nowhere_in_plain(phone_of, server):  # noqa: F811
    """Not in the outbox, in no request, in no store that can be read without the PIN; also after a death."""
    phone = phone_of("one")
    before, stored = server.ask(RECORDED), phone.counts()
    sent = []
    phone.context.on("request", lambda r: sent.append((r.method, r.url, r.post_data_buffer or b"")))
    phone.tab(3)
    labels = phone.page.locator("fieldset.choices >> nth=0").locator(".choice").all_inner_texts()
    assert len(labels) == len(ANSWERS)
    for n, code in enumerate(ANSWERS):
        phone.tab(3)
        phone.choose(n)
        phone.until(f"document.querySelector('input[value={code}]').checked")
        phone.page.wait_for_timeout(300)
        assert phone.counts()["outbox"] == 0
        assert phone.waiting() == 0
        plain = phone.page.evaluate(f"({IN_PLAIN})()")
        for told in (
            f'"{code}"',
            f"how:{code}",
            f'"how":"{code}',
            labels[n].strip(),
            "own/check",
            '"how"',
        ):
            assert told not in plain, told
        phone.everything_has_arrived()
    phone.kill()
    phone.open()
    phone.context.on("request", lambda r: sent.append((r.method, r.url, r.post_data_buffer or b"")))
    phone.unlock()
    phone.everything_has_arrived()
    phone.tab(3)
    assert phone.page.locator("input[value=limit]").is_checked()  # it is kept for the worker

    assert any("/field/pull" in url for _method, url, _body in sent)
    for method, url, body in sent:
        at = urlsplit(url)
        told = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
        assert at.netloc == urlsplit(server.url).netloc, url
        assert at.query.removeprefix("cursor=").isdigit() or not at.query, url
        if method != "GET":
            assert at.path.endswith("/field/push"), url
            assert json.loads(told)["operations"] == []
    assert server.ask(RECORDED) == before
    after = phone.counts()
    assert (after["outbox"], after["rescue"]) == (stored["outbox"], stored["rescue"]) == (0, 0)
    assert after["rows"] <= stored["rows"] + 1  # one row, sealed: the answer stands for the next
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
