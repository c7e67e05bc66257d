"""The three days of coordination in a real browser: a chair, a focal point, a planner."""

import csv
import io
import os
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from sukoon.accounts.roles import console_actor
from sukoon.coordination.actions import groups, package, pledges
from sukoon.coordination.actions.package import ActivityRow
from sukoon.coordination.models import Commitment, Meeting
from sukoon.core.outbox import run_once
from tests.journeys.walking import chromium, is_sound, journey, walk  # noqa: F401 - fixtures

pytestmark = journey
SHOTS = os.environ.get("SUKOON_SHOTS", "")


def look(page, name: str) -> None:
    """Check the page; keep a picture where somebody asked for some."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    is_sound(page)


@pytest.fixture
def world(transactional_db, cast):
    by = console_actor()
    group = groups.record_group(
        by=by, code="wg", kind="working", name_en="Working group", area=cast.swat
    )
    for org, role in ((cast.other, "chair"), (cast.misaal, "member")):
        groups.record_member(
            by=by, group=group, organisation=org, role=role,
            contact_email=f"{org.name.lower()}@example.org",
        )  # fmt: skip
    pledge = pledges.record_pledge(by=by, code="joint", title_en="Joint pledge", area=cast.country)
    draft = pledges.CommitmentDraft(
        pledge, "P25", "Mental health in health care", [cast.misaal], target_value=6,
        target_unit="refugee settings",
    )  # fmt: skip
    pledges.record_commitment(by=by, draft=draft)
    rows = [
        ActivityRow(c, "Activities", f"Activity {c}", codes="8.1") for c in ("1.1", "3.1", "3.2")
    ]
    package.load_package(by=by, version="1", activities=rows, actions=[])
    return cast, group


def save(page) -> None:
    page.click("main form button:not([name])")


def test_a_chair_runs_a_meeting_to_sent_action_points(world, walk):  # noqa: F811
    cast, _group = world
    page = walk(cast.coco)
    page.goto(reverse("coordination:home"))
    look(page, "chair-home")
    page.click("nav >> text=Groups and meetings")
    page.click("text=Working group")
    page.click("text=Plan a meeting")
    page.fill("[name=title_en]", "November meeting")
    page.fill("[name=title_ur]", "نومبر کا اجلاس")
    page.fill("[name=held_on]", timezone.localdate().isoformat())
    page.fill("[name=starts_at]", "11:00")
    page.fill("[name=ends_at]", "10:00")
    page.fill("[name=agenda]", "Pledges without a word | خاموش عہد")
    look(page, "chair-plan")
    save(page)
    assert "It ends before it begins" in page.locator("main").inner_text()
    page.fill("[name=ends_at]", "12:00")
    save(page)
    meeting = Meeting.objects.get()
    assert page.url.endswith(reverse("coordination:meeting", args=[meeting.pk]))

    _fill_in(page)
    page.click("button[name=to][value=held]")
    look(page, "chair-meeting")
    page.click("text=Send action points")
    look(page, "chair-sent")
    while run_once(now=timezone.now()):
        pass
    assert [(m.to, "Bring the list of services" in m.body) for m in mail.outbox] == [
        (["misaal@example.org"], True)
    ]
    with page.expect_download() as download:
        page.click("text=Minutes, PDF in Urdu")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def _fill_in(page):
    """Write down who came, what was said and decided, the minutes, and what follows."""
    page.click("text=Who took part")
    page.fill("[name=seats]", "1; Other; in_person\n2; Misaal; online")
    save(page)
    page.click("text=Add a statement")
    page.select_option("[name=organisation]", label="Misaal")
    page.fill("[name=text_en]", "We work in two districts")
    save(page)
    page.click("text=Add a decision")
    page.fill("[name=text_en]", "One referral list for the district")
    save(page)
    page.click("text=Write the minutes")
    page.fill("[name=body]", "The group met.\n\nIt agreed on one list.")
    save(page)
    page.click("text=Write the minutes")
    page.select_option("select[name=language]", "ur")
    page.fill("[name=body]", "گروپ کا اجلاس ہوا۔")
    save(page)
    page.click("text=Add an action point")
    page.fill("[name=text_en]", "Bring the list of services")
    page.fill("[name=text_ur]", "خدمات کی فہرست لائیں")
    page.select_option("[name=owner]", label="Misaal")
    page.fill("[name=due_on]", "2026-12-15")
    save(page)


def test_a_focal_point_updates_a_pledge_in_urdu_on_a_phone(world, walk):  # noqa: F811
    cast, _group = world
    page = walk(cast.parveen, width=390, language="ur")
    page.goto(reverse("coordination:pledges"))
    look(page, "focal-pledges-ur")
    page.click("main table a[href*='/coordination/pledges/']")
    commitment = Commitment.objects.get()
    page.click(f"a[href='{reverse('coordination:commitment_update', args=[commitment.pk])}']")
    page.check("[name=stage][value=in_progress]")
    page.fill("[name=value]", "2")
    page.fill("[name=happened_on]", "2099-01-01")
    page.fill("[name=narrative]", "دو بستیوں میں کام شروع")
    save(page)
    assert page.locator(".error, .summary").count() > 0
    look(page, "focal-wrong-ur")
    page.fill("[name=happened_on]", timezone.localdate().isoformat())
    save(page)
    look(page, "focal-commitment-ur")
    assert "دو بستیوں میں کام شروع" in page.locator("main").inner_text()
    commitment.refresh_from_db()
    assert (commitment.stage, commitment.reported_value) == ("in_progress", 2)


def test_a_planner_costs_three_activities_and_exports(world, walk):  # noqa: F811
    cast, _group = world
    page = walk(cast.coco)
    page.goto(reverse("coordination:costings"))
    page.click("text=Begin a costing")
    page.fill("[name=title]", "Swat, half a year")
    page.select_option("[name=area]", str(cast.swat.pk))
    page.select_option("[name=currency]", "PKR")
    page.fill("[name=scenarios]", "Least | Whole")
    save(page)
    for activity, quantity, rate in (("1.1", 2, 1000), ("3.1", 10, 250), ("3.2", 4, 500)):
        page.click("section.card >> nth=0 >> text=Add an ingredient")
        option = page.locator(f"[name=activity] option:has-text('{activity} ')").first
        page.select_option("[name=activity]", option.get_attribute("value"))
        page.select_option("[name=ingredient]", "staff")
        page.fill("[name=quantity]", str(quantity))
        page.fill("[name=rate]", str(rate))
        page.fill("[name=periods]", "6")
        save(page)
    page.click("section.card >> nth=0 >> text=How much of an activity")
    option = page.locator("[name=activity] option:has-text('3.1 ')").first
    page.select_option("[name=activity]", option.get_attribute("value"))
    page.fill("[name=quantity]", "300")
    page.fill("[name=unit]", "persons")
    save(page)
    look(page, "planner-costing")
    assert "39,000" in page.locator("section.card h2").first.inner_text()
    page.click("summary:has-text('Download')")
    with page.expect_download() as download:
        page.click("text=Table (CSV)")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    told = " ".join(" ".join(r) for r in rows)
    assert all(code in told for code in ("1.1", "3.1", "3.2"))
    assert "12000" in told.replace(",", "").replace(".00", "")
    assert "50" in told, "15,000 for 300 persons is 50 each"
    if not page.locator("details.menu[open]").count():
        page.click("summary:has-text('Download')")
    with page.expect_download() as download:
        page.click("text=Workbook (XLSX)")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
