"""Files of commitments: the real one, bad ones, and back again."""

import csv
import io
import json
from pathlib import Path

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.config.cli import main
from sukoon.coordination import pledge_files, reports
from sukoon.coordination.actions.pledges import CommitmentDraft, record_commitment
from sukoon.coordination.models import Commitment, Pledge
from sukoon.coordination.problems import (
    AreaNeeded,
    ColumnsMissing,
    RowsRefused,
    TooManyCommitments,
)
from sukoon.coordination.queries import pledges as queries
from sukoon.core.content import content_path
from sukoon.core.sheets import write_csv, write_xlsx
from sukoon.workforce.models import Organisation
from tests.coordination.conftest import TODAY

SEED = content_path() / "pledges" / "joint-mhpss" / "pledges.csv"
GIVEN = (
    "pledge_id", "pledging_entities", "commitment", "kind", "target_value", "target_unit", "start",
    "deadline", "geography", "msp_or_theme", "source",
)  # fmt: skip


@pytest.fixture
def given(tmp_path):
    """The file as it was given: without the columns that our pack adds."""
    path = tmp_path / "pledges.csv"
    rows = list(csv.DictReader(io.StringIO(SEED.read_text(encoding="utf-8"))))
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, GIVEN, extrasaction="ignore")
        out.writeheader()
        out.writerows(rows)
    return path


def bring(path, cast):
    return pledge_files.accept(
        pledge_files.review(path), by=console_actor(), area=cast.country, today=TODAY
    )


def write(tmp_path, *rows, head="pledge_id,pledging_entities,commitment,target_value,target_unit,start,deadline,kind"):  # fmt: skip
    path = tmp_path / "file.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def test_the_real_file_comes_in_whole_and_again_without_a_change(cast, given):
    first = bring(given, cast)
    assert (first.rows, first.created, first.refused) == (37, 37, 0)
    again = bring(given, cast)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 37)
    totals = {
        t.unit: t.total
        for t in queries.summary(queries.visible(console_actor()), today=TODAY).totals
    }
    assert totals["children and youth"] == 46_080
    assert totals["teaching artists"] == 320
    assert totals["emergencies"] == 25
    assert totals["children"] == 500_000


def test_our_pack_and_the_given_file_are_the_same_commitments(cast, given):
    bring(SEED, cast)
    after = bring(given, cast)
    assert (after.created, after.changed) == (0, 0)
    assert Pledge.objects.count() == 1
    assert Commitment.objects.get(code="P25").measure == "places"


def test_every_error_is_named_and_nothing_is_written(cast, tmp_path):
    path = write(
        tmp_path,
        "P1,Misaal,Good,5,countries,2024,2027,technical",
        ",Misaal,No number,,,,,",
        "P3,,Nobody signed,,,,,",
        "P4,Misaal,Words,many,children,,,",
        "P5,Misaal,No unit,5,,,,",
        "P6,Misaal,Impossible day,,,2026-02-30,,",
        "P7,Misaal,Other calendar,,,1446-01-01,,",
        "P8,Misaal,Ends first,,,2027,2026,",
        "P9,Misaal,Kind,,,,,tecnical",
        "P1,Misaal,Twice,,,,,",
        f"P10,Misaal,{'x' * 601},,,,,",
    )
    found = pledge_files.review(path)
    wrong = {(e.row, e.column) for e in found.errors}
    assert wrong == {
        (3, "pledge_id"), (4, "pledging_entities"), (5, "target_value"), (6, "target_unit"),
        (7, "start"), (8, "start"), (9, "deadline"), (10, "kind"), (11, "pledge_id"),
        (12, "commitment"),
    }  # fmt: skip
    assert next(e.suggestion for e in found.errors if e.column == "kind") == "technical"
    with pytest.raises(RowsRefused):
        pledge_files.accept(found, by=console_actor(), area=cast.country, today=TODAY)
    assert not Commitment.objects.exists()
    kept = pledge_files.accept(
        found, by=console_actor(), area=cast.country, today=TODAY, only_good=True
    )
    assert (kept.rows, kept.created, kept.refused) == (11, 1, 10)


def test_a_dry_look_leaves_no_trace(cast, tmp_path):
    found = pledge_files.review(write(tmp_path, "P1,Nobody Knew,Good,,,,,"))
    assert (
        pledge_files.counted(found, by=console_actor(), area=cast.country, today=TODAY).created == 1
    )
    assert not Commitment.objects.exists()
    assert not Organisation.objects.filter(name="Nobody Knew").exists()


def test_a_file_without_its_columns_or_without_an_area_is_refused_in_words(cast, tmp_path):
    with pytest.raises(ColumnsMissing, match="pledging_entities"):
        pledge_files.review(write(tmp_path, "P1,x", head="pledge_id,commitment"))
    found = pledge_files.review(write(tmp_path, "P1,Misaal,Good,,,,,"))
    with pytest.raises(AreaNeeded):
        pledge_files.accept(found, by=console_actor(), area=None, today=TODAY)


def test_a_file_of_too_many_commitments_is_refused_before_anything_is_written(tmp_path, cast, monkeypatch):  # fmt: skip
    monkeypatch.setattr(pledge_files, "MOST_ROWS", 2)
    rows = [f"P{n},Misaal,Good,,,,," for n in range(3)]
    assert pledge_files.review(write(tmp_path, *rows[:2])).rows == 2
    with pytest.raises(TooManyCommitments, match="more than 2"):
        pledge_files.review(write(tmp_path, *rows))


def test_a_blank_cell_clears_and_a_missing_column_leaves(cast, tmp_path):
    bring(write(tmp_path, "P1,Misaal,Good,5,countries,2024,2027,technical"), cast)
    bring(write(tmp_path, "P1,Misaal,Better", head="pledge_id,pledging_entities,commitment"), cast)
    kept = Commitment.objects.get()
    assert (kept.text, kept.target_value, kept.deadline_precision) == ("Better", 5, "year")
    bring(write(tmp_path, "P1,Misaal,Better,,,2024,,technical"), cast)
    kept.refresh_from_db()
    assert (kept.target_value, kept.deadline_on) == (None, None)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_comes_back_without_a_change(cast, given, tmp_path, form):
    bring(given, cast)
    draft = CommitmentDraft(
        Pledge.objects.get(), "P99", "=1+1", [cast.misaal], start_on=TODAY, deadline_on=TODAY
    )
    record_commitment(by=console_actor(), draft=draft)
    sheet = reports.pledge_sheet(queries.visible(console_actor()), today=TODAY)
    path = tmp_path / f"out.{form}"
    if form == "csv":
        path.write_bytes(b"".join(write_csv(sheet, mark=True)))
    else:
        buffer = io.BytesIO()
        write_xlsx(buffer, [sheet])
        path.write_bytes(buffer.getvalue())
    again = bring(path, cast)
    assert (again.rows, again.unchanged) == (38, 38)


def test_the_commands_say_what_the_issue_asks(cast, given, capsys):
    assert main(["import", "pledges", str(given), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"rows": 37, "created": 37, "changed": 0, "unchanged": 0, "refused": 0,
                    "errors": []}  # fmt: skip
    assert not Commitment.objects.exists()
    assert main(["import", "pledges", str(given), "--json"]) == 0
    capsys.readouterr()
    assert main(["report", "pledges", "--json"]) == 0
    rows = {r["commitment"]: r for r in json.loads(capsys.readouterr().out)}
    assert len(rows) == 37
    assert {
        "target",
        "unit",
        "deadline",
        "state",
        "self_reported",
        "computed",
        "days_silent",
    } <= set(rows["P21"])
    assert (rows["P21"]["target"], rows["P21"]["unit"]) == (46_080, "children and youth")
    assert rows["P01"]["self_reported"] is None
    assert main(["import", "pledges", str(Path("/nowhere.csv"))]) == 2


def test_lines_say_what_each_column_is_and_never_none(cast, given, capsys):
    bring(given, cast)
    assert main(["report", "pledges"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == list(next(reports.pledge_rows(queries.visible(console_actor()), today=TODAY)))  # fmt: skip
    assert lines[1].split()[:4] == ["001", "P01", "–", "–"]
    assert lines[-1] == "37 in all"
    assert not any("None" in line for line in lines)
