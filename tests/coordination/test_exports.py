"""What leaves as a file: stakeholders, interventions, gaps and lessons; harmless, within reach, noted."""

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.coordination.actions import knowledge
from sukoon.coordination.actions.exports import note_export
from sukoon.coordination.drafts import InterventionDraft, LogDraft
from sukoon.coordination.models import Intervention
from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed
from tests.coordination.conftest import TODAY
from tests.factories import OrganisationFactory

EVIL = '=HYPERLINK("https://example.org")'
FILES = ("stakeholders", "interventions", "log")


@pytest.fixture
def known(cast):
    by = console_actor()
    OrganisationFactory(name=EVIL)
    knowledge.load_interventions(
        by=by, rows=[InterventionDraft("pm-plus", EVIL, "told", tiers=[1, 2], languages=["ps"])]
    )
    found = Intervention.objects.get(code="pm-plus")
    for area, org in ((cast.swat, cast.misaal), (cast.kohat, cast.other)):
        knowledge.record_use(by=by, intervention=found, organisation=org, area=area, told_on=TODAY)
        draft = LogDraft("lesson", area, f"{EVIL} {area.name_en}", TODAY, indicators=["W1"])
        knowledge.record_log_entry(by=by, draft=draft, today=TODAY)
    return found


def book(client, name, query=""):
    answer = client.get(f"/coordination/{name}/export/?format=xlsx{query}")
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content))


def rows(found, name):
    return found.get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("name", FILES)
def test_no_cell_is_a_formula(cast, known, client_of, name):
    found = book(client_of("coco"), name)
    cells = [str(c) for sheet in found.sheet_names for row in rows(found, sheet) for c in row]
    assert any(c.startswith("'" + EVIL) for c in cells)
    assert not any(c.startswith("=") for c in cells)
    told = b"".join(
        client_of("coco").get(f"/coordination/{name}/export/?format=csv").streaming_content
    )
    assert "'=HYPERLINK" in told.decode()


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_noted_with_codes_only(cast, known, client_of, name):
    book(client_of("coco"), name)
    noted = AuditEntry.objects.filter(event="coordination.exported").latest("id")
    assert name in noted.told
    assert "HYPERLINK" not in noted.told


@pytest.mark.parametrize("name", FILES)
def test_who_may_not_see_it_may_not_take_it_out(cast, known, client_of, name):
    address = f"/coordination/{name}/export/?format=xlsx"
    assert client_of("nobody").get(address).status_code in {403, 404}
    assert Client().get(address).status_code == 302
    with pytest.raises(NotAllowed):
        note_export(
            by=cast.actor("nobody"), permission=Permission.PLAN_VIEW, what=name, form="csv", rows=1
        )


def test_an_export_holds_what_the_list_shows_and_no_more(cast, known, client_of):
    log = rows(book(client_of("coco"), "log"), "log")
    assert len(log) == 3
    assert "W1" in log[1]
    log = rows(book(client_of("coco"), "log", "&q=Kohat"), "log")
    assert [r[2] for r in log[1:]] == ["PK514"]
    uses = rows(book(client_of("coco"), "interventions"), "uses")
    assert {r[2] for r in uses[1:]} == {"PK532", "PK514"}
    stakeholders = rows(book(client_of("coco"), "stakeholders", "&q=misaal"), "stakeholders")
    assert [r[0] for r in stakeholders[1:]] == ["Misaal"]
    services = stakeholders[0].index("services")
    assert stakeholders[1][services] == 1
