"""Persons in a real browser: found by two spellings, consent that is withdrawn shows at once."""

import os

import pytest
from django.urls import reverse

from sukoon.accounts.roles import actor_for
from sukoon.core import clock
from sukoon.people import actions
from sukoon.people.models import Person
from sukoon.people.rules import Birth, Details
from sukoon.people.words import LinkKind, RequestKind
from tests.factories import AreaFactory, OrganisationFactory, RoleAssignmentFactory
from tests.journeys.walking import chromium, is_sound, journey, walk  # noqa: F401 - fixtures

pytestmark = journey
SHOTS = os.environ.get("SUKOON_SHOTS", "")


def shot(page, name: str) -> None:
    """Keep a picture where somebody asked for some."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def team(transactional_db):
    AreaFactory(pcode="PK5", level=1, name_en="Khyber Pakhtunkhwa", path="PK/PK5/")
    AreaFactory(pcode="PK532", name_en="Swat", name_ur="سوات", path="PK/PK5/PK532/")
    org = OrganisationFactory(name="Misaal")
    roles = {"care_worker": org.pk, "care_lead": org.pk, "data_protection_officer": None}
    return {
        role: RoleAssignmentFactory(role=role, org_id=where).user for role, where in roles.items()
    } | {"org": org}


def by_of(team, role="care_worker"):
    return actor_for(team[role], now=clock.now())


SPOKEN = {
    "en": ("Zarghuna Afridi", "None of these: record", "Withdraw", "Nothing was asked yet"),
    "ur": ("زرغونہ آفریدی", "ان میں سے کوئی نہیں: درج کریں", "واپس لیں", "ابھی کچھ پوچھا نہیں گیا"),
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ur", 390)])
def test_a_person_is_recorded_once_under_two_spellings_and_takes_a_consent_back(
    team, walk, language, width  # noqa: F811
):  # fmt: skip
    name, none_of_these, withdraw, nothing = SPOKEN[language]
    other = SPOKEN["ur" if language == "en" else "en"][0]
    page = walk(team["care_worker"], width=width, language=language)
    page.goto(reverse("people:register"))
    is_sound(page)
    shot(page, f"{language}-register")
    page.fill("[name=name]", name)
    page.fill("[name=born_year]", "1990")
    page.fill("[name=phones_0_text]", "0300 1234567")
    page.select_option("[name=phones_0_safe_to_call]", "yes")
    page.fill("[name=phones_0_safe_from]", "16:00")
    page.fill("[name=phones_0_safe_until]", "18:00")
    page.click("form.loose > div.line button")
    is_sound(page)
    kept = Person.objects.get()
    assert page.url.endswith(reverse("people:person", args=[kept.pk]))
    assert name in page.locator("h1").inner_text()

    # The same person, told in the other script: found, and not recorded again.
    page.goto(reverse("people:register"))
    page.fill("[name=name]", other)
    page.fill("[name=phones_0_text]", "+92 300 1234567")
    page.click("form.loose > div.line button")
    assert name in page.locator("section[role=alert]").inner_text()
    assert page.locator(f"button:has-text('{none_of_these}')").count() == 2
    assert page.input_value("[name=name]") == other
    is_sound(page)
    shot(page, f"{language}-alike")
    assert Person.objects.count() == 1

    # Found by the other spelling, too; and the name stands in no address.
    page.goto(reverse("people:home"))
    page.fill("[name=q]", other)
    page.click("form[role=search] button")
    shot(page, f"{language}-found")
    page.click(f"main a:has-text('{name}')")
    assert "?" not in page.url
    is_sound(page)

    page.click("main a[href$='/consents/new/']")
    is_sound(page)
    shot(page, f"{language}-consent")
    page.locator("[name=purpose][value=contact]").check()
    page.click("form.loose button")
    assert nothing not in page.locator("main").inner_text()
    shot(page, f"{language}-person")
    page.click(f"main a:has-text('{withdraw}')")
    is_sound(page)
    shot(page, f"{language}-withdraw")
    page.click("main button")
    assert nothing in page.locator("main").inner_text()
    is_sound(page)
    shot(page, f"{language}-withdrawn")


def test_a_wrong_line_is_said_beside_it_and_nothing_typed_is_lost(team, walk):  # noqa: F811
    page = walk(team["care_worker"], width=320)
    page.goto(reverse("people:register"))
    page.fill("[name=name]", "Zarghuna\u202eidirfA")
    page.fill("[name=alias]", "Blue bird")
    page.click("form.loose > div.line button")
    assert "signs that are not seen" in page.locator(".summary").inner_text()
    assert page.input_value("[name=alias]") == "Blue bird"
    is_sound(page)
    shot(page, "en-320-error")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ur", 320)])
def test_every_page_of_a_person_is_sound(team, walk, language, width):  # noqa: F811
    by = by_of(team)
    told = Details(birth=Birth("1990-05"), address="House 4\nnear the well", sex="female")
    phone = {"text": "03001234567", "safe_to_call": "not_told", "note": "ask for the tailor"}
    somebody, alike, infant = (
        actions.record_person(
            by=by, names=names, org_id=team["org"].pk, details=told, phones=[phone],
            area_path="PK/PK5/PK532/", languages=["ps", "ur"],
            identifiers=[{"kind": "cnic", "text": "1730112345671"}],
        )
        for names in (["زرغونہ آفریدی", "Zarghuna Afridi"], ["Zarghuna Afridi"], ["Gul"])
    )  # fmt: skip
    actions.link_people(by=by, person=infant, kind=LinkKind.MOTHER, other=somebody)
    actions.link_people(by=by, person=somebody, kind=LinkKind.GUARDIAN, other_name="Palwasha",
                        is_risk=True)  # fmt: skip
    actions.record_household(by=by, name="Afridi", members=[somebody, infant],
                             org_id=team["org"].pk)  # fmt: skip
    for alias in ("Blue bird", "Grey bird"):
        actions.change_person(by=by, person=somebody, changes={"alias": alias}, base_version=1)
    asked = actions.record_request(by=by, person=somebody, kind=RequestKind.COPY,
                                   asked_on=clock.today())  # fmt: skip
    pair = actions.note_pair(by=by, first=somebody, second=alike, score=90)
    page = walk(team["care_lead"], width=width, language=language)
    for name, args in (
        ("home", []), ("person", [somebody.pk]), ("change", [somebody.pk]),
        ("link_new", [somebody.pk]), ("household", [somebody.pk]), ("same", [somebody.pk]),
        ("request_new", [somebody.pk]), ("request", [asked.pk]), ("pairs", []),
        ("pair", [pair.pk]), ("notice", []),
    ):  # fmt: skip
        page.goto(reverse(f"people:{name}", args=args))
        shot(page, f"{language}-{width}-{name}")
        is_sound(page)
    page = walk(team["data_protection_officer"], width=width, language=language)
    for name, args in (("requests", []), ("request", [asked.pk])):
        page.goto(reverse(f"people:{name}", args=args))
        shot(page, f"{language}-{width}-officer-{name}")
        is_sound(page)
