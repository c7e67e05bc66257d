"""A worker's phone in a real browser: no signal, a dead battery, a server that dies, a lost phone."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.journeys.phone_world import PASSWORD
from tests.journeys.test_coordinator import CHROMIUM, FLAGS, ROOT, pytestmark  # noqa: F401

PIN = "294751"
SHOTS = Path(os.environ.get("SUKOON_SHOTS") or ROOT / "var" / "shots")
EMPTIED = "h2:has-text('خالی کر دیا گیا')"
BUILT = ROOT / "src" / "sukoon" / "sync" / "app" / "index.html"
BESIDE = """
import json, sys, django
django.setup()
for line in sys.stdin:
    names = {}
    exec(json.loads(line), names)
    print(json.dumps(names["told"]), flush=True)
"""


def run(env, *command):
    done = subprocess.run(
        [sys.executable, *command], env=env, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


class Server:
    """The real server on a database of its own; it can be killed and started again."""

    def __init__(self, folder: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
            "SUKOON_MODE": "development", "SUKOON_VAR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }  # fmt: skip
        run(self.env, "-m", "sukoon", "prepare")
        self.process = self.beside = None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sukoon", "serve", "--port", str(self.port)], env=self.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/health/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("the server does not answer")

    def kill(self):
        """As a power cut: every process of the server at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def ask(self, code):
        """Run Python beside the server, in one process that stays; return what it calls `told`."""
        if self.beside is None:
            self.beside = subprocess.Popen(
                [sys.executable, "-c", BESIDE], env=self.env, cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        self.beside.stdin.write(json.dumps(code) + "\n")
        self.beside.stdin.flush()
        return json.loads(self.beside.stdout.readline())

    def close(self):
        self.kill()
        if self.beside is not None:
            self.beside.stdin.close()
            self.beside.wait(20)
            self.beside.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not BUILT.is_file():
        run(
            {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            "-m",
            "tools.field_app",
            "build",
        )
    made = Server(tmp_path_factory.mktemp("phones"))
    made.codes = json.loads(run(made.env, "tests/journeys/phone_world.py"))
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        yield p


class Phone:
    """A phone: a profile on disk, and the browser that runs from it."""

    def __init__(self, playwright, server, profile: Path, language="ur"):
        self.playwright, self.server, self.profile = playwright, server, profile
        self.language, self.context = language, None

    def open(self, *, offline=False):
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=CHROMIUM, args=FLAGS, offline=offline,
            viewport={"width": 360, "height": 740},
        )  # fmt: skip
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("console", lambda m: self.faults.append(m.text)
                     if m.type == "error" and "Failed to load resource" not in m.text else None)  # fmt: skip
        return self

    def connect(self, code):
        self.page.goto(f"{self.server.url}/field/#connect={code}")
        self.page.wait_for_selector("#pin")
        self.page.fill("#pin", PIN)
        self.page.fill("#again", PIN)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector("nav.tabs")
        self.until("navigator.serviceWorker.controller !== null")
        self.everything_has_arrived()
        return self

    def unlock(self):
        self.page.goto(f"{self.server.url}/field/")
        self.page.fill("#pin", PIN)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector("nav.tabs")

    def kill(self):
        """As an empty battery: the browser of this profile ends, whatever it was doing."""
        for child in psutil.Process().children(recursive=True):
            try:
                if f"--user-data-dir={self.profile}" in child.cmdline():
                    child.kill()
            except psutil.Error:
                continue
        try:
            self.context.close()
        except Exception:  # noqa: BLE001 - it is dead already: that is the point
            self.context = None

    def until(self, expression, *, seconds=60):
        """Ask the page until it is so. (The page's own policy forbids what Playwright would put in.)"""
        for _ in range(seconds * 10):
            if self.page.evaluate(expression):
                return
            time.sleep(0.1)
        pytest.fail(f"not so after {seconds} s: {expression}\n{self.page.inner_text('body')}")

    def tab(self, n):
        self.page.click(f"nav.tabs button >> nth={n}")

    def choose(self, n):
        self.page.click(f".choice >> nth={n}")

    def button(self, n=0):
        self.page.click(f"main .button >> nth={n}")

    def someone_new(self):
        """Record somebody new; return how many taps it took."""
        taps = 0

        def tap(selector):
            nonlocal taps
            taps += 1
            self.page.click(selector)

        tap("main .button >> nth=0")  # someone new
        tap(".choice >> nth=0")  # a woman
        self.step(2)
        tap("main .button")  # go on: nothing was told of what weighs
        self.step(3)
        tap(".choice >> nth=0")  # listened
        tap("main .button")
        self.step(4)
        tap(".choice >> nth=0")  # no danger
        self.step(5)
        tap(".choice >> nth=1")  # in a week
        self.step(6)
        tap("main .button >> nth=0")  # they agree: save
        self.page.wait_for_selector("main .pair")
        alias = self.page.inner_text("h1")
        self.page.go_back()
        return taps, alias

    def step(self, n):
        self.page.wait_for_selector(f"progress[value='{n}']")

    def waiting(self):
        """How many entries the phone says are not sent."""
        return self.page.locator("[data-state=waiting]").count()

    def everything_has_arrived(self):
        """Send now, and wait until nothing waits and the server has told what is new since.

        A round that is under way may have asked before the server knew: it is waited out, and
        what counts is an answer to a question of ours.
        """
        self.tab(2)
        self.page.wait_for_selector("main .push .button:not([disabled])")
        with self.page.expect_response(lambda r: "/pull" in r.url and r.ok):
            self.page.evaluate("document.querySelector('main .push .button').click()")
        self.until(
            "!document.querySelector('[data-state=waiting]') && !document.querySelector('header .tag')"
        )
        self.tab(0)

    def counts(self):
        """What lies in the phone's database, by store."""
        return self.page.evaluate("""async () => {
            const to = await new Promise((done) => {
                const asked = indexedDB.open("field"); asked.onsuccess = () => done(asked.result);
            });
            const told = {};
            for (const name of to.objectStoreNames) {
                told[name] = await new Promise((done) => {
                    const asked = to.transaction(name).objectStore(name).count();
                    asked.onsuccess = () => done(asked.result);
                });
            }
            to.close();
            return told;
        }""")


@pytest.fixture
def phone_of(playwright, server, tmp_path):
    opened = []

    def make(name, *, connect=True):
        phone = Phone(playwright, server, tmp_path / name)
        opened.append(phone)
        phone.open()
        if connect:
            phone.connect(code_for(server, name))
        return phone

    yield make
    for phone in opened:
        if phone.context:
            phone.context.close()


def code_for(server, name):
    return server.ask(f"""
from sukoon.accounts import actions
from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from django.utils import timezone
user = User.objects.get(email="{name}@example.org")
told = actions.make_device_code(by=actor_for(user, now=timezone.now()), user=user)
""")


def shot(phone, name):
    """Keep a picture of the screen as build output, never committed."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    phone.page.screenshot(path=SHOTS / f"phone-{name}.png", full_page=True)


def is_sound(phone):
    from axe_playwright_python.sync_playwright import Axe

    wider = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
    found = Axe().run(phone.page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []
    assert phone.faults == []


COUNT = """
from sukoon.cases.models import Case, Entry
from sukoon.people.models import Person, Consent
from sukoon.sync.models import Receipt, KeptOperation
told = {"cases": Case.objects.count(), "entries": Entry.objects.count(),
        "persons": Person.objects.count(), "consents": Consent.objects.count(),
        "receipts": Receipt.objects.count(), "kept": KeptOperation.objects.count()}
"""

RISKS = """
from sukoon.risk.models import RiskEpisode
told = RiskEpisode.objects.count()
"""


def test_twenty_entries_offline_survive_a_dead_battery_and_a_dying_server_each_once(
    phone_of, server
):
    phone = phone_of("one")
    before = server.ask(COUNT)
    phone.context.set_offline(True)
    names = []
    for _ in range(4):
        taps, alias = phone.someone_new()
        assert taps <= 8
        names.append(alias)
        phone.page.wait_for_selector("nav.tabs")
    phone.tab(2)
    assert phone.waiting() == 20
    phone.kill()

    phone.open(offline=True)
    phone.unlock()
    phone.tab(1)
    assert {e.inner_text() for e in phone.page.query_selector_all(".rows .who")} == set(names)
    phone.tab(2)
    assert phone.waiting() == 20

    # The server dies while it takes the batch in.
    killed = []

    def die(request):
        if request.url.endswith("/push") and not killed:
            killed.append(True)
            server.kill()

    phone.page.on("request", die)
    phone.context.set_offline(False)
    phone.page.click("main .push .button")
    phone.until("document.querySelector('header .tag') !== null")
    assert phone.waiting() == 20
    assert killed
    server.start()
    phone.everything_has_arrived()
    phone.tab(2)
    assert phone.page.locator("[data-state=applied]").count() >= 20

    after = server.ask(COUNT)
    grown = {name: after[name] - before[name] for name in after}
    assert grown == {
        "cases": 4,
        "entries": 4,
        "persons": 4,
        "consents": 4,
        "receipts": 20,
        "kept": 0,
    }
    assert phone.faults == []


def test_two_phones_edit_one_plan_and_the_lead_decides_at_the_desk(phone_of, server, playwright):
    one, two = phone_of("one"), phone_of("two")
    _taps, alias = one.someone_new()
    one.tab(1)
    one.page.click(f"text={alias}")
    one.page.click("main .pair .button >> nth=1")
    one.page.fill("#goal", "Sleep")
    one.button()
    one.page.wait_for_selector(".rows .who")
    one.page.go_back()
    one.page.go_back()
    one.everything_has_arrived()
    case = server.ask("""
from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from sukoon.cases import actions
from sukoon.cases.models import Goal
from django.utils import timezone
case = Goal.objects.order_by("-created_at")[0].case
lead, two = (User.objects.get(email=f"{n}@example.org") for n in ("lead", "two"))
actions.link(by=actor_for(lead, now=timezone.now()), case=case, account_id=two.pk, kind="co_worker")
told = str(case.pk)
""")
    for phone in (one, two):
        phone.everything_has_arrived()
    for phone, text in ((one, "Sleep six hours"), (two, "Sleep and eat")):
        phone.context.set_offline(True)
        phone.tab(1)
        phone.page.click(f"text={alias}")
        phone.page.click("main .pair .button >> nth=1")
        phone.page.click(".rows .plain")
        phone.page.fill("#goal", text)
        phone.page.click("main > .button")
        phone.page.wait_for_selector(f"text={text}")
    for phone in (one, two):
        phone.context.set_offline(False)
        phone.page.go_back()
        phone.page.go_back()
        phone.everything_has_arrived()
    two.tab(2)
    assert two.page.locator("[data-state=conflict]").count() == 1

    desk = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    page = desk.new_page()
    page.goto(f"{server.url}/account/sign-in/")
    page.fill("[name=login]", "lead@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit], main form button")
    page.goto(f"{server.url}/cases/{case}/")
    text = page.inner_text("main")
    assert "Sleep six hours" in text
    assert "Sleep and eat" in text
    page.click("button[value=proposed]")
    desk.close()
    goal = server.ask(f"""
from sukoon.cases.models import Goal
told = [g.text for g in Goal.objects.filter(case="{case}")]
""")
    assert goal == ["Sleep and eat"]


def test_a_lost_phone_hands_over_what_it_had_and_is_empty(phone_of, server):
    phone = phone_of("one")
    phone.context.set_offline(True)
    phone.someone_new()
    device = json.loads(run(server.env, "-m", "sukoon", "devices", "list", "--account",
                            "one@example.org", "--json"))[0]["id"]  # fmt: skip
    run(server.env, "-m", "sukoon", "devices", "revoke", device)
    assert phone.counts()["rows"] > 0

    phone.context.set_offline(False)  # it tries by itself
    phone.page.wait_for_selector(EMPTIED)

    assert phone.counts() == {"outbox": 0, "profiles": 0, "rescue": 0, "rows": 0}
    told = json.loads(run(server.env, "-m", "sukoon", "devices", "list", "--json"))
    for _ in range(20):
        if next(d for d in told if d["id"] == device)["state"] == "wiped":
            break
        time.sleep(0.5)
        told = json.loads(run(server.env, "-m", "sukoon", "devices", "list", "--json"))
    assert next(d for d in told if d["id"] == device)["state"] == "wiped"
    kept = server.ask(f"""
from sukoon.sync.models import KeptOperation
told = KeptOperation.objects.filter(device="{device}").count()
""")
    assert kept == 5


def test_ten_wrong_pins_empty_the_phone_and_its_work_arrives_sealed(phone_of, server):
    phone = phone_of("one")
    before = server.ask(COUNT)
    phone.context.set_offline(True)
    phone.someone_new()
    phone.page.clock.install()
    phone.page.goto(f"{server.url}/field/")
    phone.page.wait_for_selector("#pin")
    for n in range(10):
        phone.page.clock.fast_forward(3_700_000)
        phone.page.wait_for_selector("form button:not([disabled])")
        phone.page.fill("#pin", f"48610{n}")
        phone.page.click("form button")
        if n < 9:
            phone.until("document.querySelector('#pin').value === ''")
    phone.page.wait_for_selector(EMPTIED)
    assert phone.counts() == {"outbox": 0, "profiles": 0, "rescue": 5, "rows": 0}

    phone.context.set_offline(False)
    phone.page.reload()
    for _ in range(60):
        if phone.counts()["rescue"] == 0:
            break
        time.sleep(0.25)
    after = server.ask(COUNT)
    assert phone.counts()["rescue"] == 0
    assert (after["cases"] - before["cases"], after["kept"] - before["kept"]) == (1, 0)


def test_a_referral_and_a_question_written_offline_arrive_where_they_belong(phone_of, server):
    phone = phone_of("one")
    phone.context.set_offline(True)
    _taps, alias = phone.someone_new()
    phone.tab(1)
    phone.page.click(f"text={alias}")
    phone.page.click("main .pair .button >> nth=2")
    for n in range(1, 4):  # where, what for, how soon
        phone.step(n)
        phone.choose(0)
    phone.step(4)
    phone.page.click("main .push .button")
    phone.page.wait_for_selector("main .pair")
    phone.page.click("main .pair .button >> nth=3")
    phone.page.fill("#question", "She sleeps badly. What now?")
    phone.button()
    phone.page.wait_for_selector("main .pair")
    phone.context.set_offline(False)
    phone.page.go_back()
    phone.everything_has_arrived()
    told = server.ask("""
from sukoon.referrals.models import Referral
from sukoon.supervision.models import Request
told = [[r.state for r in Referral.objects.all()], Request.objects.count()]
""")
    assert told == [["sent"], 1]
    phone.tab(1)
    phone.page.click(f"text={alias}")
    assert phone.page.locator("main .rows .tag").count() >= 1
    assert phone.faults == []


def test_a_life_in_danger_offline_is_advice_at_once_and_nobody_is_said_to_know(phone_of, server):
    before = server.ask(RISKS)
    phone = phone_of("two")
    phone.context.set_offline(True)
    phone.tab(3)
    phone.page.fill("#supervisor", "+92 300 1234567")
    phone.tab(0)
    phone.page.click("main .push .button >> nth=0")
    phone.choose(0)
    phone.page.wait_for_selector(".banner")
    said = phone.page.inner_text(".banner")
    assert "ابھی نہیں پہنچا" in said
    assert phone.page.get_attribute(".banner .button", "href") == "tel:+923001234567"
    assert phone.page.locator(".banner a[href^='sms:+923001234567']").count() == 1
    assert phone.page.locator(".banner a[href^='tel:']").count() > 1  # and the area's numbers
    assert phone.page.locator("main ol li").count() >= 3
    assert server.ask(RISKS) == before
    phone.context.set_offline(False)  # it goes by itself, before anything else
    phone.until("!document.querySelector('.banner').innerText.includes('ابھی نہیں پہنچا')")
    assert server.ask(RISKS) == before + 1
    assert phone.page.locator(".banner a[href^='sms:']").count() == 0
    assert phone.faults == []


def test_a_code_that_is_over_is_said_and_another_can_be_typed(phone_of, server):
    phone = phone_of("two", connect=False)
    phone.page.goto(f"{server.url}/field/#connect=AAAA-BBBB-CCCC")
    phone.page.wait_for_selector(".error")
    phone.page.fill("#code", code_for(server, "two"))
    phone.page.click("button[type=submit]")
    phone.page.wait_for_selector("#again")


def test_the_screens_are_sound_in_urdu_and_english_at_360(phone_of, server):
    phone = phone_of("two", connect=False)
    phone.page.goto(f"{server.url}/field/")
    phone.page.wait_for_selector("h2")
    is_sound(phone)
    phone.connect(code_for(server, "two"))
    assert phone.page.get_attribute("html", "dir") == "rtl"
    phone.someone_new()
    for language in ("ur", "en"):
        assert phone.page.get_attribute("html", "lang") == language
        for n in range(4):
            phone.tab(n)
            phone.page.wait_for_selector("main")
            is_sound(phone)
            shot(phone, f"{language}-tab-{n}")
        phone.tab(1)
        phone.page.click(".rows .plain")
        is_sound(phone)
        shot(phone, f"{language}-person")
        for n in range(4):
            phone.page.click(f"main .pair .button >> nth={n}")
            phone.page.wait_for_timeout(150)
            is_sound(phone)
            shot(phone, f"{language}-person-{n}")
            phone.page.go_back()
            phone.page.wait_for_selector("main .pair")
        phone.page.click("main .push .button")  # a life in danger
        is_sound(phone)
        phone.choose(1)
        phone.page.wait_for_selector(".banner")
        is_sound(phone)
        shot(phone, f"{language}-danger")
        phone.page.go_back()
        phone.page.wait_for_selector("main .pair")
        phone.page.go_back()
        phone.tab(3)
        phone.page.click("main section.flow .button >> nth=0")
        phone.until(f"document.documentElement.lang !== '{language}'")
        phone.tab(0)


def test_the_shell_is_small_and_nothing_of_the_api_is_kept_by_the_worker(phone_of, server):
    sizes = {}
    for name in (
        "",
        *(f"assets/{p.name}" for p in (BUILT.parent / "assets").iterdir() if p.suffix != ".woff2"),
        "sw.js",
    ):
        asked = urllib.request.Request(
            f"{server.url}/field/{name}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(asked) as answer:
            sizes[name] = len(answer.read())
    assert sum(sizes.values()) < 150_000, sizes
    phone = phone_of("two")
    kept = phone.page.evaluate("""async () => {
        const names = await caches.keys();
        const found = await Promise.all(names.map(async (n) => (await (await caches.open(n)).keys()).map((r) => r.url)));
        return found.flat();
    }""")
    assert kept
    assert not [url for url in kept if "/api/" in url]
