"""The real mapping loads whole; the same again changes nothing; what is wrong is said, row by row."""

import csv
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from sukoon.core.file_problems import (
    DuplicateHeaders,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    NotATable,
)
from sukoon.core.problems import Problem
from sukoon.core.reading import count_by, read_table
from sukoon.exchange import importing
from sukoon.exchange.problems import HeadersMissing
from sukoon.places.models import Area
from sukoon.services import actions
from sukoon.services.models import ImportFinding, Service, ServiceStep
from sukoon.services.problems import NothingToAccept, RowsNeedAnswers
from tests.factories import SiteFactory
from tests.reference import MAPPING, SHARED, TODAY, bring

HEAD = "Organisation,Activity code,District,Status,Target group,Start,End,Quantity,Description\n"
GOOD = "UNICEF,8.2,Kohat,ongoing,children,2025,,10,PM+ groups\n"


def review(tmp_path, text, name="x.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return importing.review(by=console_actor(), path=path, today=TODAY)


def findings(tmp_path, row):
    return [(f.column, f.suggestion) for f in review(tmp_path, HEAD + row + "\n").found]


def test_the_real_mapping_loads_without_an_error(mapped):
    assert (mapped.rows, mapped.created, mapped.refused) == (38, 38, 0)
    assert Service.objects.count() == ServiceStep.objects.count() == 38


def test_karachi_is_its_seven_districts(mapped):
    line = Service.objects.filter(area_group__isnull=False).first()
    assert line.area_group.name_en == "Karachi"
    assert line.in_areas.count() == 7
    assert line.area_path == "PK/PK7/"


def test_the_same_file_again_changes_nothing(mapped):
    before = list(Service.objects.order_by("id").values())
    again = bring(MAPPING)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 38)
    assert list(Service.objects.order_by("id").values()) == before


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared facts are not beside the project")
def test_the_mapping_we_ship_is_the_one_we_were_given(mapped):
    assert bring(SHARED).unchanged == 38


def test_an_import_is_one_event_with_its_counts(mapped):
    event = AuditEntry.objects.get(event="services.imported")
    assert {d.name: d.value for d in event.details.all()}["created"] == "38"


def test_survivors_of_violence_are_served_by_hidden_lines(mapped):
    assert Service.objects.filter(is_sensitive=True).count() == 1


def test_a_year_keeps_being_a_year(mapped):
    line = Service.objects.get(description="Expansion of HAT")
    assert (str(line.start_on), line.start_precision) == ("2025-01-01", "year")
    assert (str(line.end_on), line.end_precision) == ("2027-12-31", "year")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("UNICEF,8.2,Kohatt,ongoing,,,,,", [("District", "Kohat")]),
        ("UNICEFF,8.2,Kohat,ongoing,,,,,", [("Organisation", "UNICEF")]),
        (",8.2,Kohat,ongoing,,,,,", [("Organisation", "")]),
        ("UNICEF,8.9,Kohat,ongoing,,,,,", [("Activity code", "")]),
        ("UNICEF,8,Kohat,ongoing,,,,,", [("Activity code", "")]),
        ("UNICEF,8.2,Kohat,ongoin,,,,,", [("Status", "Under way")]),
        ("UNICEF,8.2,Kohat,,,,,,", [("Status", "")]),
        ("UNICEF,8.2,Kohat,ongoing,martians,,,,", [("Target group", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,1446-05-01,,,", [("Start", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,2081-05-01,,,", [("Start", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,31/02/2025,,,", [("Start", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,2026,2025,,", [("End", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,,,-3,", [("Quantity", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,,,2.5,", [("Quantity", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,,,many,", [("Quantity", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,,,99999999999,", [("Quantity", "")]),
        ("UNICEF,8.2,Kohat,ongoing,,,,," + "x" * 501, [("Description", "")]),
    ],
)
def test_what_is_wrong_in_a_row_is_said_with_a_suggestion(reference, tmp_path, row, expected):
    found = findings(tmp_path, row)
    if expected[0] == ("Status", "Under way"):
        found = [(c, "Under way" if s in {"Under way", "ongoing"} else s) for c, s in found]
    assert found == expected


@pytest.mark.parametrize(
    "row",
    [
        "unicef,8.20,کوہاٹ,جاری,بچے,Oct 2025,۲۰۲۶,۱۰,x",
        "UNICEF,8.2 Basic counselling,Kohat,Currently implemented,Children|Refugees,3/10/2025,,0,x",
        "UN Children's Fund,8.2,KARACHI,completed,refugees and host community,45000,,,x",
    ],
)
def test_what_people_really_type_is_understood(reference, tmp_path, row):
    assert findings(tmp_path, row) == []


def test_the_same_line_twice_in_a_file_is_asked_about(reference, tmp_path):
    found = review(tmp_path, HEAD + GOOD + GOOD)
    assert [(f.row, "2" in f.message) for f in found.found] == [(3, True)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileEmpty),
        (b"\n\n \n", FileEmpty),
        (b"<html><table></table></html>", NotATable),
        (b"%PDF-1.7\n1 0 obj, of, commas", NotATable),
        (b"{\\rtf1 a, b}", NotATable),
        (b"PK\x03\x04 this is no workbook", FileUnreadable),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, FileUnreadable),
        (b"a,b\x00,c\n1,2,3\n", FileUnreadable),
        (b"Status,Status\n1,2\n", DuplicateHeaders),
        (b"Colour,Shape\nred,round\n", HeadersMissing),
    ],
)
def test_a_file_we_cannot_use_is_refused_in_words(reference, tmp_path, content, problem):
    with pytest.raises(problem) as error:
        review(tmp_path, content)
    assert "%(" not in str(error.value)


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(1024**3)
    with pytest.raises(FileTooLarge):
        read_table(path)


def test_a_bomb_is_refused_unpacked(tmp_path):
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60 * 1024 * 1024)
    with pytest.raises(FileTooLarge):
        read_table(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_encodings_people_save_in_are_read(reference, tmp_path, encoding):
    row = "UNICEF,8.2,کراچی,ongoing,,,,10,کچھ\n" if encoding != "cp1256" else (
        "UNICEF,8.2,Kohat,ongoing,,,,10,محاضرة عن الصحة النفسية في المدرسة\n" * 1
    )  # fmt: skip
    found = review(tmp_path, HEAD + row, encoding=encoding)
    assert (found.counts.created, found.found) == (1, [])


def test_a_formula_is_text(reference, tmp_path):
    text = HEAD + 'UNICEF,8.2,Kohat,ongoing,,,,,"=HYPERLINK(""http://x"")"\n'
    path = tmp_path / "x.csv"
    path.write_text(text)
    bring(path)
    assert Service.objects.get().description == '=HYPERLINK("http://x")'


def test_good_rows_are_not_held_hostage_and_nothing_is_written_unasked(reference, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(HEAD + GOOD + "UNICEF,8.2,Atlantis,ongoing,,,,,\n")

    with pytest.raises(RowsNeedAnswers):
        bring(path)
    assert not Service.objects.exists()

    job = bring(path, only_good=True)
    assert (job.created, job.refused) == (1, 1)


def test_an_answer_makes_a_row_good(reference, tmp_path):
    by = console_actor()
    path = tmp_path / "x.csv"
    path.write_text(HEAD + "UNICEF,8.2,Kohatt,ongoing,,,,,\n")
    job = importing.begin(by=by, path=path, file_name="x.csv")
    assert importing.check(by=by, job=job, today=TODAY).counts.refused == 1
    finding = ImportFinding.objects.get(job=job)
    assert finding.choice == "suggestion"  # chosen beforehand, and still only an offer

    job.refresh_from_db()
    again = importing.check(by=by, job=job, today=TODAY)
    importing.accept(by=by, job=job, today=TODAY)

    assert (again.counts.refused, Service.objects.get().area_path) == (0, "PK/PK5/PK514/")


def test_a_job_is_accepted_once(reference, tmp_path):
    by = console_actor()
    path = tmp_path / "x.csv"
    path.write_text(HEAD + GOOD)
    job = importing.begin(by=by, path=path, file_name="x.csv")
    importing.accept(by=by, job=job, today=TODAY)

    with pytest.raises(NothingToAccept):
        actions.begin_writing(by=by, job=job)


def test_a_partner_brings_only_its_own_lines(reference, tmp_path, cast_of):
    partner = cast_of("partner_focal_point", organisation="UNICEF")
    path = tmp_path / "x.csv"
    path.write_text(HEAD + GOOD + "WHO,8.2,Kohat,ongoing,,,,,\n")

    found = importing.review(by=partner, path=path, today=TODAY)

    assert (found.counts.created, [f.row for f in found.found]) == (1, [3])


def test_who_may_not_import_is_stopped(reference, tmp_path, cast_of):
    path = tmp_path / "x.csv"
    path.write_text(HEAD + GOOD)
    for role in ("viewer", "me_officer", "administrator", "data_protection_officer"):
        with pytest.raises(NotAllowed):
            importing.begin(by=cast_of(role), path=path, file_name="x.csv")


def test_a_change_keeps_what_the_file_does_not_tell(mapped, tmp_path):
    line = Service.objects.get(description="Expansion of HAT")
    path = tmp_path / "x.csv"
    path.write_text(
        "Service id,Organisation,Activity code,District,Target group,Description,Status\n"
        f"{line.pk},UNICEF,5.2,Muzaffargarh,adolescents,Expansion of HAT,completed\n"
    )
    job = bring(path)

    line.refresh_from_db()
    assert (job.changed, line.status, line.version) == (1, "completed", 2)
    assert str(line.end_on) == "2027-12-31"


def test_problems_say_what_to_do_next():
    for problem in Problem.__subclasses__():
        assert str(problem.sentence).strip().endswith("."), problem.code


def test_a_count_by_tags_is_the_count_of_the_rows(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Title\n\norg,code\n#org,#activity+code\nA,'=1\n\nA ,'=1\nB,8.2\n")
    assert count_by(path, ["#org", "#activity+code"]) == Counter({("A", "=1"): 2, ("B", "8.2"): 1})
    assert count_by(path, ["#org"]) == Counter({("A",): 2, ("B",): 1})
    with pytest.raises(KeyError):
        count_by(path, ["#nowhere"])


cells = st.sampled_from(
    ["", " ", "A", "a,b", 'say "x"', "two\nlines", "'=1", "ا", "\u200eA", "x" * 40]
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=12), mark=st.booleans())
def test_the_fast_count_and_the_slow_one_agree(tmp_path_factory, rows, mark):
    path = tmp_path_factory.mktemp("count") / "x.csv"
    with path.open("w", newline="", encoding="utf-8-sig" if mark else "utf-8") as file:
        csv.writer(file).writerows([("o", "c", "d"), ("#org", "#activity", "#date"), *rows])
    slow = Counter((c[0], c[1]) for _n, c in read_table(path).rows)
    assert count_by(path, ["#org", "#activity"]) == slow


def test_a_site_is_found_by_its_name_and_hidden_ones_hide_the_line(reference, tmp_path):
    kohat = Area.objects.get(name_en="Kohat")
    site = SiteFactory(name="DHQ Hospital", area=kohat)
    SiteFactory(name="Safe House", area=kohat, kind="safe_space", is_sensitive=True)
    head = "Organisation,Activity code,District,Status,Site\n"
    rows = [
        "UNICEF,8.2,Kohat,ongoing,dhq hospital", "UNICEF,8.3,Kohat,ongoing,Safe House",
        "UNICEF,8.2,Swat,ongoing,DHQ Hospital", "UNICEF,8.2,Kohat,ongoing,DHQ Hospitl",
    ]  # fmt: skip
    path = tmp_path / "x.csv"
    path.write_text(head + "\n".join(rows) + "\n")
    found = importing.review(by=console_actor(), path=path, today=TODAY).found
    assert [(f.row, f.field, f.suggestion) for f in found] == [
        (4, "site", ""), (5, "site", "DHQ Hospital"),
    ]  # fmt: skip

    job = importing.begin(by=console_actor(), path=path, file_name="x.csv")
    importing.accept(by=console_actor(), job=job, today=TODAY, only_good=True)
    lines = {s.activity.code: s for s in Service.objects.select_related("site", "activity")}
    assert lines["8.2"].site == site
    assert (lines["8.2"].is_sensitive, lines["8.3"].is_sensitive) == (False, True)
    again = importing.begin(by=console_actor(), path=path, file_name="x.csv")
    again = importing.accept(by=console_actor(), job=again, today=TODAY, only_good=True)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
