"""A guided assessment on a phone without a signal, in Urdu: depression, and a plan to die is told."""

import os
import sys

from tests.journeys.test_coordinator import pytestmark  # noqa: F401
from tests.journeys.test_phone import (  # noqa: F401 - fixtures
    is_sound,
    phone_of,
    playwright,
    server,
)

SHOTS = os.environ.get("SUKOON_SHOTS", "")
TOLD = {
    "visit": "first", "dep_core": "yes", "dep_signs": ["energy", "sleep", "death"], "function": "yes",
    "body_cause": "no", "dep_loss": "none", "mania": "no", "sui_hurt": "no", "sui_now": "yes",
    "age": "۳۴", "sex": "female",
}  # fmt: skip
HEAVY = {**TOLD, "dep_signs": ["energy", "sleep", "worth"], "sui_now": "no", "sui_before": "neither", "age": "40",
         "sex": "male", "dep_tried": "not_there", "illnesses": ["heart"], "medicines_now": ["none"]}  # fmt: skip
# Click, and say how many milliseconds passed until the next question (or the advice) was drawn.
STEP = """async (selector) => {
    const asked = () => document.querySelector("main progress")?.dataset.question ?? document.querySelector("h1").textContent + location;
    const before = asked();
    const begun = performance.now();
    document.querySelector(selector).click();
    while (asked() === before && performance.now() - begun < 10000) await new Promise((go) => requestAnimationFrame(go));
    return performance.now() - begun;
}"""
SLOW = 4  # times slower than this machine


def shot(phone, name):
    if SHOTS:
        phone.page.screenshot(path=f"{SHOTS}/phone-{name}.png", full_page=True)


def question(phone):
    return phone.page.get_attribute("main progress", "data-question")


def answer(phone, told):
    """Answer the question that is shown; return which it was, and how long the next one took."""
    asked = question(phone)
    value = told[asked]
    if phone.page.locator("#answer").count():
        phone.page.fill("#answer", value)
        took = phone.page.evaluate(STEP, "main .push .button")
    elif isinstance(value, list):
        for one in value:
            phone.page.check(f"main fieldset input[value={one}]")
        took = phone.page.evaluate(STEP, "main .push .button")
    else:
        took = phone.page.evaluate(STEP, f"main fieldset input[value={value}]")
    return asked, took


def begin(phone, text):
    """Record somebody new, and begin an assessment with a complaint in roman Urdu."""
    phone.page.click("main .button >> nth=0")
    phone.page.click(".choice >> nth=4")  # who: not told, so that age and sex are asked
    for step, taps in ((2, [".button"]), (3, [".choice >> nth=0", ".button"]), (4, [".choice >> nth=0"]),
                       (5, [".choice >> nth=1"]), (6, [".button >> nth=0"])):  # fmt: skip
        phone.step(step)
        for tap in taps:
            phone.page.click(f"main {tap}")
    phone.page.wait_for_selector("main .pair")
    phone.page.click("main > .button >> nth=1")
    phone.page.fill("#complaint", text)
    phone.page.click(".rows .plain >> nth=0")
    phone.page.wait_for_selector("main progress[data-question]")


def home(phone):
    """Go out of whatever is shown; what was answered is kept."""
    for _ in range(20):
        if phone.page.locator("nav.tabs").count():
            return
        phone.page.go_back()
    raise AssertionError(phone.page.inner_text("body"))


PAUSED = "رہنمائی کے ساتھ جائزہ، رکا ہوا"


def queued(phone, until=""):
    """Return what waits to be sent; `until`: once this is among it."""
    home(phone)
    phone.tab(2)
    if until:
        phone.until(f"document.querySelector('main').innerText.includes('{until}')")
    found = phone.page.locator("[data-state=waiting] .who").all_inner_texts()
    phone.tab(0)
    return [text.split(" · ")[0] for text in found]


def until_asked(phone, wanted, told):
    """Answer until this question is shown; return what was asked and how long each step took."""
    seen, took = [], []
    for _ in range(30):
        if (
            phone.page.locator("main progress[data-question]").count() == 0
            or question(phone) == wanted
        ):
            break
        name, milliseconds = answer(phone, told)
        seen.append(name)
        took.append(milliseconds)
    return seen, took


CAME = """
from sukoon.cases import queries as cases
from sukoon.cases.models import Entry
from sukoon.risk.models import RiskEpisode
from sukoon.pathways.models import Walk, StockSeen
from sukoon.supervision.models import Request
entries = [dict(cases.opened(e)) for e in Entry.objects.filter(kind="walk").order_by("happened_at")]
told = {"walks": Walk.objects.filter(status="finished").count(), "entries": entries,
        "levels": sorted(RiskEpisode.objects.values_list("level", flat=True)),
        "requests": Request.objects.count(), "stock": list(StockSeen.objects.values_list("medicine", "level"))}
"""


def dead_battery(phone):
    """The walk goes on where it was, still without a signal; then its last answer is taken back."""
    phone.kill()
    phone.open(offline=True)
    phone.unlock()
    phone.tab(1)
    phone.page.click(".rows .plain >> nth=0")
    phone.page.click("main > .button >> nth=1")
    phone.page.wait_for_selector("main progress[data-question]")
    assert question(phone) == "function"
    phone.page.click("text=آخری جواب واپس لیں")
    phone.until("document.querySelector('main progress').dataset.question === 'dep_signs'")


def another_way(phone):
    """Another way than the guide's needs a reason; then the guide is followed after all."""
    phone.page.click("main .push .button.quiet")
    phone.page.check("main fieldset input[value=worth]")
    phone.page.click("main .push .button >> nth=0")
    assert phone.page.locator("main .error").count() == 1
    shot(phone, "otherwise")
    phone.page.click("main .push .button.quiet")
    phone.page.uncheck("main fieldset input[value=worth]")


def a_plan_to_die(phone):
    """What to do and whom to call, at once; nobody was told yet, and it says so."""
    phone.page.click(
        "main fieldset input[value=yes]"
    )  # the next screen is there before it is ticked
    phone.page.wait_for_selector("main .banner h2")
    assert "ابھی نہیں پہنچا" in phone.page.inner_text("main")
    assert phone.page.locator("main .banner a[href^='tel:']").count() >= 1
    is_sound(phone)
    shot(phone, "risk")
    phone.page.click("header .plain")
    phone.page.wait_for_selector("main .card.life")
    assert "ہنگامی حالت: ابھی عمل کریں" in phone.page.inner_text("main")
    is_sound(phone)
    shot(phone, "advice")


def into_the_case(phone, reason):
    """Advice left out needs a reason; then case and supervisor get it in one action."""
    phone.page.click("main .card.life details >> nth=1")
    phone.page.check("main .card.life input[type=checkbox] >> nth=0")
    phone.page.check("main > .card > .choice input")
    phone.page.click("main > .button")
    phone.page.wait_for_selector("main .field.wrong")
    phone.page.fill(".field.wrong input", reason)
    phone.page.click("main > .button")
    phone.page.wait_for_selector("main .pair")
    assert {"رہنمائی کے ساتھ جائزہ", "نگران سے سوال"} <= set(queued(phone))


def test_a_depression_run_with_a_plan_to_die_offline_in_urdu(phone_of, server):  # noqa: F811
    phone = phone_of("two")
    phone.context.set_offline(True)
    begin(phone, "udaas hai dil nahi lagta")
    is_sound(phone)
    shot(phone, "question")
    seen, _took = until_asked(phone, "function", TOLD)
    assert seen == ["visit", "dep_core", "dep_signs"]

    # An answer spoke of death: whom to call stands on every screen, and the alert waits to go first.
    phone.page.wait_for_selector("main .banner")
    is_sound(phone)
    shot(phone, "danger")
    assert {"جان کا خطرہ", PAUSED} <= set(queued(phone, until=PAUSED))
    dead_battery(phone)
    another_way(phone)
    until_asked(phone, "sui_now", TOLD)
    is_sound(phone)
    shot(phone, "suicide")
    a_plan_to_die(phone)
    reason = "وہ پہلے سے ہسپتال میں ہیں"
    into_the_case(phone, reason)

    home(phone)
    phone.context.set_offline(False)
    phone.everything_has_arrived()
    came = server.ask(CAME)
    assert (came["walks"], came["requests"], came["levels"]) == (1, 1, ["imminent"])
    (entry,) = came["entries"]
    assert entry["concluded"] == ["suicide_imminent"]
    assert reason in entry["differed"]
    assert entry["emergency"] is True
    assert phone.faults == []


AT_THE_DESK = """
from django.utils import timezone
from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from sukoon.pathways import actions
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.models import Walk
walk = Walk.objects.filter(status="under_way").order_by("-created_at").first()
before = inputs_of(walk).answers
by = actor_for(User.objects.get(email="two@example.org"), now=timezone.now())
outcome = actions.answer(by=by, walk=walk, question="function", value="yes", version=walk.version)
told = {"walk": str(walk.pk), "before": sorted(before), "asking": outcome.asking}
"""
BECAME = """
from sukoon.pathways.models import Walk
walk = Walk.objects.get(pk="{}")
told = {{"status": walk.status, "walks": walk.case.walks.count()}}
"""


def go_on(phone, name):
    """Open the walk that was begun for somebody: others may stand before them in the list."""
    phone.tab(1)
    phone.page.click(f".rows .plain:has-text('{name}')")
    phone.page.click("main > .button >> nth=1")
    phone.page.wait_for_selector("main progress[data-question]")
    return question(phone)


def test_a_walk_goes_from_the_phone_to_the_desk_and_back_without_a_signal(phone_of, server):  # noqa: F811
    """Paused on the phone, gone on with at the desk, then on the phone without a signal, after it died."""
    phone = phone_of("two")
    begin(phone, "udaas hai dil nahi lagta")
    until_asked(phone, "function", HEAVY)
    assert question(phone) == "function"
    name = phone.page.locator("main p.soft").first.inner_text().split(" · ")[0]
    queued(phone, until=PAUSED)
    phone.everything_has_arrived()
    desk = server.ask(AT_THE_DESK)
    assert desk["before"] == ["dep_core", "dep_signs", "visit"]
    phone.everything_has_arrived()
    phone.context.set_offline(True)
    assert go_on(phone, name) == desk["asking"] != "function"
    asked, _took = answer(phone, HEAVY)
    phone.page.wait_for_timeout(1000)  # an answer is shown at once and kept a moment later
    phone.kill()
    phone.open(offline=True)
    phone.unlock()
    assert go_on(phone, name) not in {asked, "function"}
    seen, _took = until_asked(phone, "", HEAVY)
    assert "visit" not in seen
    phone.page.wait_for_selector("main > .button >> text=کیس میں لکھیں")
    phone.page.click("main > .button >> text=کیس میں لکھیں")
    phone.page.wait_for_selector("main .pair")
    phone.until("!document.querySelector('main').innerText.includes('جاری رکھیں')")
    home(phone)
    phone.context.set_offline(False)
    phone.everything_has_arrived()
    assert server.ask(BECAME.format(desk["walk"])) == {"status": "finished", "walks": 1}
    assert phone.faults == []


def test_medicines_are_held_to_the_table_and_a_step_is_quick_on_a_slow_phone(phone_of, server):  # noqa: F811
    phone = phone_of("lead")
    phone.context.set_offline(True)
    begin(phone, "udaas hai dil nahi lagta")
    phone.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    told = {**HEAVY, "sex": "female", "can_conceive": "no", "pregnant": "no", "breastfeeding": "no"}
    _seen, took = until_asked(phone, "", told)
    sys.stdout.write(f"\nmilliseconds of each step at {SLOW}x: {[round(t) for t in took]}\n")
    phone.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": 1})
    phone.page.wait_for_selector("main article[data-status=blocked]")
    blocked = phone.page.locator("main article[data-status=blocked]")
    assert blocked.locator("input[name^=med-]").count() == 0
    assert blocked.locator("strong").count() >= 1
    is_sound(phone)
    shot(phone, "medicines")
    given = phone.page.locator("main article[data-status]:not([data-status=blocked])").first
    given.locator("input[name^=med-]").check()
    given.locator("details >> nth=-1").locator("summary").click()
    given.locator("input[value=never]").check()
    phone.page.click("main > .button")
    if phone.page.locator("main .field.wrong").count():
        phone.page.fill(".field.wrong input", "ماہر سے پوچھا")
        phone.page.click("main > .button")
    phone.page.wait_for_selector("main .pair")
    home(phone)
    phone.context.set_offline(False)
    phone.everything_has_arrived()
    came = server.ask(CAME)
    assert "never" in dict(came["stock"]).values()
    assert came["entries"][-1]["medicines"]
    assert phone.faults == []


def test_a_pathway_can_be_read_without_a_case_in_both_languages(phone_of):  # noqa: F811
    phone = phone_of("lead")
    phone.context.set_offline(True)
    for language in ("ur", "en"):
        phone.tab(0)
        phone.page.click("main .push .button >> nth=1")
        phone.page.wait_for_selector("#complaint")
        phone.page.fill("#complaint", "mirgi ke daure")
        is_sound(phone)
        shot(phone, f"find-{language}")
        phone.page.click(".rows .plain >> nth=0")
        phone.page.wait_for_selector("#n-epi_now")
        is_sound(phone)
        shot(phone, f"read-{language}")
        phone.page.go_back()
        phone.page.go_back()
        phone.page.wait_for_selector("nav.tabs")
        if language == "ur":
            phone.context.set_offline(False)
            phone.tab(3)
            phone.page.click("main .button >> text=English")
            phone.everything_has_arrived()
            phone.context.set_offline(True)
    assert phone.faults == []
