"""A passkey in a real browser: added, used as a second factor, used alone, taken away."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.journeys.test_coordinator import CHROMIUM, FLAGS, ROOT, pytestmark  # noqa: F401

PASSWORD = "correct horse battery staple"
EMAIL = "nadia@example.org"
MAKE = f"""
import django; django.setup()
from sukoon.accounts.models import User
from sukoon.accounts.roles import console_actor
from sukoon.accounts import actions
user = User.objects.create_user({EMAIL!r}, {PASSWORD!r}, full_name="Nadia")
actions.give_role(by=console_actor(), user=user, role="administrator")
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server as in real use, on `localhost`, with one administrator who has no second factor."""
    folder = tmp_path_factory.mktemp("passkeys")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("SUKOON", "DATABASE"))},
        "SUKOON_MODE": "development", "SUKOON_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sukoon.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "SUKOON_ADMIN_EMAIL": f"{secrets.token_hex(4)}@example.org",
    }  # fmt: skip
    for command in (["-m", "sukoon", "prepare"], ["-c", MAKE]):
        subprocess.run([sys.executable, *command], env=env, check=True, capture_output=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "sukoon", "serve", "--port", str(port)], env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(480):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.25)
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def page(address):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=address)
        page.set_default_timeout(15_000)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
        }})  # fmt: skip
        yield page
        browser.close()


def sign_in(page):
    page.goto("/account/sign-in/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form >> nth=0 >> button")


def sign_out(page):
    page.goto("/account/sign-out/")
    page.click("main form button")


def test_a_passkey_from_adding_to_taking_away(page):
    sign_in(page)
    page.goto("/desk/accounts/")
    assert "/second-factor/set-up/" in page.url or "/confirm/" in page.url
    page.goto("/account/second-factor/passkeys/add/")
    if "/confirm/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
    page.fill("[name=name]", "my phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/second-factor/**codes/**")
    page.goto("/desk/accounts/")
    assert page.locator("h1").inner_text() == "Accounts"

    sign_out(page)
    sign_in(page)
    page.wait_for_url("**/second-factor/enter/**")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/desk/**")

    sign_out(page)
    page.goto("/account/sign-in/")
    page.click("#passkey_login")
    page.wait_for_url("**/desk/**")

    page.goto("/account/second-factor/passkeys/")
    assert "my phone" in page.content()
    page.click("text=Take away")
    if "/confirm/" in page.url:
        page.goto("/account/confirm/?next=/account/second-factor/passkeys/")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.click("text=Take away")
    page.click("main form button")
    page.wait_for_url("**/second-factor/passkeys/")
    assert "my phone" not in page.content()
