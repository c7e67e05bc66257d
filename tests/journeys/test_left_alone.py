"""A page that is left alone clears itself; what somebody typed is not lost by it."""

import pytest

from tests.journeys.test_coordinator import CHROMIUM, FLAGS, pytestmark  # noqa: F401
from tests.journeys.test_passkeys import EMAIL, PASSWORD, address  # noqa: F401


def sign_in(page):
    page.goto("/account/sign-in/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def left_alone(page, minutes):
    page.clock.run_for(minutes * 60_000)


@pytest.fixture
def inside(address):  # noqa: F811
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(base_url=address).new_page()
        page.set_default_timeout(15_000)
        page.clock.install()
        sign_in(page)
        page.goto("/account/")
        yield page
        browser.close()


def test_a_page_left_alone_clears_itself_and_loses_nothing_typed(inside):
    script = inside.locator("script[data-awake]")
    assert script.get_attribute("data-idle") == "900"  # an administrator's fifteen minutes

    # Somebody types in a form, and is called away; meanwhile the session ends on the server.
    inside.goto("/account/password/")
    inside.fill("[name=password1]", "half a password")
    inside.context.clear_cookies(name="sessionid")
    left_alone(inside, 16)
    inside.get_by_role("heading", name="You were signed out").wait_for()
    assert not inside.locator("#main").is_visible()

    # They sign in again in another tab, and go on where they were.
    inside.get_by_role("button", name="Then go on here").click()
    assert not inside.locator("#main").is_visible()
    other = inside.context.new_page()
    sign_in(other)
    other.close()
    inside.get_by_role("button", name="Then go on here").click()
    inside.locator("#main").wait_for(state="visible")
    assert inside.input_value("[name=password1]") == "half a password"
    kept = inside.locator("#main [name=csrfmiddlewaretoken]").first.get_attribute("value")
    assert kept in {c["value"] for c in inside.context.cookies()}


def test_a_page_with_nothing_typed_leads_to_the_sign_in_page(inside):
    inside.context.clear_cookies(name="sessionid")
    left_alone(inside, 16)
    inside.wait_for_url("**/account/sign-in/**")


def test_a_password_is_measured_while_it_is_typed_and_shown_on_wish(inside):
    inside.goto("/account/password/")
    meter, said = inside.locator("meter"), inside.locator("[data-strength] [role=status]")
    for password, value in (
        ("lahorelahorelahore", 1),
        ("correct horse battery staple moon river", 4),
    ):
        inside.fill("[name=password1]", password)
        assert meter.evaluate("m => m.value") == value
        assert said.inner_text()
    assert inside.get_attribute("[name=password1]", "type") == "password"
    inside.get_by_role("button", name="Show the letters").click()
    assert inside.get_attribute("[name=password1]", "type") == "text"
    inside.get_by_role("button", name="Hide the letters").click()
    assert inside.get_attribute("[name=password1]", "type") == "password"
