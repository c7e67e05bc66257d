"""The register goes out whole, hides what it must, and comes back unchanged."""

import csv
import io

import hxl
import pytest
from python_calamine import CalamineWorkbook

from sukoon.accounts.roles import console_actor, public_actor
from sukoon.audit.models import AuditEntry
from sukoon.core.sheets import write_csv, write_xlsx
from sukoon.exchange.exporting import COLUMNS, sheet
from sukoon.services.models import Service
from sukoon.services.queries import Filters
from tests.reference import TODAY, bring

ALL = Filters(status="all")


def rows_of(by, filters=ALL):
    data = b"".join(write_csv(sheet(by, filters, today=TODAY))).decode()
    return list(csv.reader(io.StringIO(data)))


def test_the_feed_is_valid_hxl_and_holds_every_public_line(client, mapped):
    answer = client.get("/feeds/services.hxl.csv")
    data = b"".join(answer.streaming_content)
    found = hxl.data(io.BytesIO(data), hxl.InputOptions(allow_local=True))

    assert len(list(found)) == 37  # one of the 38 is hidden
    assert {"#org+impl", "#adm2+code", "#meta+basis", "#meta+version"} <= {
        c.display_tag for c in found.columns
    }


def test_a_sensitive_line_and_a_focal_point_never_go_to_the_public(mapped):
    Service.objects.update(focal_name="Nadia", focal_phone="+923001234567")
    data = str(rows_of(public_actor()))

    assert "Nadia" not in data
    assert "1234567" not in data
    assert "helplines" not in data  # the one line for survivors of violence
    assert "Nadia" in str(rows_of(console_actor()))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_unedited_export_changes_nothing(mapped, tmp_path, kind):
    path = tmp_path / f"x.{kind}"
    found = sheet(console_actor(), ALL, today=TODAY)
    if kind == "csv":
        path.write_bytes(b"".join(write_csv(found)))
    else:
        write_xlsx(str(path), [found])

    job = bring(path)
    assert (job.created, job.changed, job.unchanged) == (0, 0, 38)


def test_an_edited_cell_changes_that_service_alone(mapped, tmp_path):
    found = rows_of(console_actor())
    wanted = found[5][0]
    status = [h for h, *_ in COLUMNS].index("Status")
    found[5][status] = "completed" if found[5][status] != "completed" else "under_way"
    path = tmp_path / "x.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(found)

    job = bring(path)
    assert (job.created, job.changed, job.unchanged) == (0, 1, 37)
    assert [str(s.pk) for s in Service.objects.filter(version=2)] == [wanted]


def test_a_formula_survives_the_journey_there_and_back(mapped, tmp_path):
    line = Service.objects.first()
    line.description = "=1+1"
    line.save()
    path = tmp_path / "x.csv"
    path.write_bytes(b"".join(write_csv(sheet(console_actor(), ALL, today=TODAY))))
    assert b"'=1+1" in path.read_bytes()

    bring(path)
    line.refresh_from_db()
    assert line.description == "=1+1"


def test_pages_download_in_every_form(client, mapped):
    for form, start in (
        ("csv", b"\xef\xbb\xbfService id"),
        ("hxl", b"Service id"),
        ("xlsx", b"PK"),
    ):
        answer = client.get("/export/services/", {"format": form, "status": "all"})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert body.startswith(start)
        assert "attachment" in answer.headers["Content-Disposition"]


def test_who_may_export_leaves_a_trace(client_of, cast):
    client_of("mehr").get("/export/services/")
    assert AuditEntry.objects.filter(event="services.exported").count() == 1


def test_a_workbook_can_be_opened(client, mapped):
    body = client.get("/export/services/", {"format": "xlsx", "status": "all"}).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    assert book.sheet_names == ["services", "notes"]
    assert len(book.get_sheet_by_name("services").to_python()) == 2 + 37
