"""Packs: every shipped one is sound, and a broken one says in which file, line and field."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sukoon.core.content import content_path
from sukoon.core.packs import Pack, PackBroken, PackError, check_all, pack_folders, read_pack
from sukoon.core.text import name_key

STAMP = """id = "colour"
kind = "codes"
version = "1"
title = "Colours"
source = "made up for this test"
source_tag = "D"
licence = "Apache-2.0"
status = "draft"
reviewed_by = ""
reviewed_on = ""
"""
ROWS = "code,label_en,label_ur,sensitive,aliases\nred,Red,سرخ,0,\nblue,Blue,نیلا,0,azure\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_pack(stamp: str = STAMP, rows: str | bytes = ROWS, folder: str = "colour") -> Path:
        place = tmp_path / folder
        place.mkdir()
        (place / "pack.toml").write_text(stamp, encoding="utf-8")
        data = rows if isinstance(rows, bytes) else rows.encode()
        (place / "colour.csv").write_bytes(data)
        return place

    return write_pack


def found(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(PackBroken) as caught:
        read_pack(folder)
    assert all(error.message for error in caught.value.errors)
    return [(Path(e.file).name, e.line, e.field) for e in caught.value.errors]


# What is shipped


def test_every_shipped_pack_is_sound() -> None:
    assert len(pack_folders(content_path())) >= 10
    assert check_all(content_path()) == []


def test_content_can_be_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUKOON_CONTENT", str(tmp_path))
    assert content_path() == tmp_path


def test_urdu_is_marked_as_drafted_by_a_machine_until_somebody_reviewed_it() -> None:
    for folder in pack_folders(content_path()):
        pack = read_pack(folder)
        text = (folder / "pack.toml").read_text(encoding="utf-8")
        if '"ur"' in text and not pack.stamp.reviewed_by:
            assert "machine draft" in text, folder


# What is broken


def test_a_sound_pack_is_read_with_the_lines_of_its_rows(write: Write) -> None:
    pack = read_pack(write())
    assert [(row.line, row["code"]) for row in pack.files["colour.csv"]] == [
        (2, "red"),
        (3, "blue"),
    ]


def test_checksum_follows_the_data(write: Write) -> None:
    one = read_pack(write(folder="one"))
    same = read_pack(write(folder="same"))
    other = read_pack(write(rows=ROWS.replace("Blue", "Navy"), folder="other"))
    assert one.checksum == same.checksum != other.checksum


@pytest.mark.parametrize("field", ["version", "title", "source", "source_tag", "licence", "status"])
def test_a_missing_field_of_the_stamp_is_named(write: Write, field: str) -> None:
    stamp = "".join(line for line in STAMP.splitlines(True) if not line.startswith(f"{field} ="))
    assert found(write(stamp)) == [("pack.toml", 0, field)]


def test_an_unknown_status_is_named(write: Write) -> None:
    assert found(write(STAMP.replace("draft", "final"))) == [("pack.toml", 0, "status")]


def test_a_signed_pack_says_who_signed_it_and_when(write: Write) -> None:
    signed = STAMP.replace("draft", "signed")
    assert found(write(signed, folder="unsigned")) == [("pack.toml", 0, "reviewed_by")]
    half = signed.replace('reviewed_by = ""', 'reviewed_by = "A. Reviewer"')
    assert found(write(half, folder="undated")) == [("pack.toml", 0, "reviewed_by")]
    whole = half.replace('reviewed_on = ""', 'reviewed_on = "2026-01-31"')
    assert read_pack(write(whole, folder="signed")).stamp.reviewed_on == "2026-01-31"


def test_a_row_told_twice_is_named_where_it_stands_again(write: Write) -> None:
    assert found(write(rows=ROWS + "red,Rouge,سرخ,0,\n")) == [("colour.csv", 4, "code")]


def test_an_empty_code_is_named(write: Write) -> None:
    assert found(write(rows=ROWS + ",Green,سبز,0,\n")) == [("colour.csv", 4, "code")]


def test_a_missing_column_is_named(write: Write) -> None:
    rows = "code,label_en,sensitive,aliases\nred,Red,0,\n"
    assert found(write(rows=rows)) == [("colour.csv", 1, "label_ur")]


def test_a_row_with_too_many_cells_is_named(write: Write) -> None:
    assert found(write(rows=ROWS + "green,Green,سبز,0,,surplus\n")) == [("colour.csv", 4, "")]


def test_a_file_in_another_encoding_is_named_with_the_line_of_the_first_bad_byte(
    write: Write,
) -> None:
    rows = ROWS.encode() + "vert,Été,x,0,\n".encode("latin-1")
    assert found(write(rows=rows)) == [("colour.csv", 4, "")]


def test_a_missing_data_file_is_named(write: Write) -> None:
    folder = write()
    (folder / "colour.csv").unlink()
    assert found(folder) == [("colour.csv", 0, "")]


def test_every_error_is_told_at_once(write: Write) -> None:
    rows = ROWS + ",Green,سبز,0,\nred,Rouge,سرخ,0,\n"
    stamp = STAMP.replace('licence = "Apache-2.0"\n', "")
    assert found(write(stamp, rows)) == [
        ("pack.toml", 0, "licence"),
        ("colour.csv", 4, "code"),
        ("colour.csv", 5, "code"),
    ]


def test_two_packs_of_one_id_are_named(write: Write, tmp_path: Path) -> None:
    write(folder="a")
    second = write(folder="b")
    errors = check_all(tmp_path)
    assert [(e.file, e.field) for e in errors] == [(str(second / "pack.toml"), "id")]


def test_an_error_reads_as_file_line_field_and_sentence() -> None:
    assert str(PackError("areas.csv", 7, "pcode", "Wrong.")) == "areas.csv:7: pcode: Wrong."


# Every word of the real mapping is known


@pytest.fixture(scope="module")
def mapping() -> list[dict[str, str]]:
    path = content_path() / "mapping" / "pakistan-2025" / "mapping.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines[0]["org"] == "#org"
    assert len(lines) == 1 + 38
    return lines[1:]


def names_of(pack: Pack, file: str, *columns: str) -> set[str]:
    return {
        name_key(name)
        for row in pack.files[file]
        for column in columns
        for name in row[column].split("|")
        if name
    }


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("target_group", "target_group"),
        ("status", "service_status"),
        ("org_type", "organisation_type"),
    ],
)
def test_every_code_of_the_mapping_is_known(
    mapping: list[dict[str, str]], column: str, codes: str
) -> None:
    pack = read_pack(content_path() / "codes" / codes)
    known = names_of(pack, f"{codes}.csv", "code", "label_en", "aliases")
    # "refugees and host community" names two groups at once.
    told = {line[column] for line in mapping if line[column]}
    unknown = {
        text
        for text in told
        if name_key(text) not in known
        and not all(name_key(part) in known for part in text.split(" and "))
    }
    assert told
    assert unknown == set()


def test_every_place_of_the_mapping_is_known(mapping: list[dict[str, str]]) -> None:
    pack = read_pack(content_path() / "areas" / "pakistan")
    areas = pack.files["areas.csv"]
    codes = {row["pcode"]: row["level"] for row in areas}
    known: dict[str, set[str]] = {"1": set(), "2": set()}
    for row in areas:
        known.setdefault(row["level"], set()).add(name_key(row["name_en"]))
    for row in pack.files["aliases.csv"]:
        known[codes[row["pcode"]] if row["pcode"] else "2"].add(name_key(row["name"]))
    known["2"] |= names_of(pack, "groups.csv", "name_en")
    assert {
        x["adm1"] for x in mapping if x["adm1"] and name_key(x["adm1"]) not in known["1"]
    } == set()
    assert {
        x["adm2"] for x in mapping if x["adm2"] and name_key(x["adm2"]) not in known["2"]
    } == set()


def test_every_organisation_of_the_mapping_is_known(mapping: list[dict[str, str]]) -> None:
    pack = read_pack(content_path() / "mapping" / "pakistan-2025")
    known = names_of(pack, "organisations.csv", "name", "acronym", "aliases")
    told = {
        name
        for line in mapping
        for column in ("org", "partners", "donor")
        for name in line[column].split("|")
        if name
    }
    assert {name for name in told if name_key(name) not in known} == set()


def test_every_activity_of_the_mapping_is_known(mapping: list[dict[str, str]]) -> None:
    rows = read_pack(content_path() / "codes" / "iasc-4ws-2012").files["activities.csv"]
    codes = {row["code"] for row in rows}
    assert len([c for c in codes if "." not in c]) == 11
    assert len([c for c in codes if "." in c]) == 45
    assert {line["activity_code"] for line in mapping} <= codes


# The areas hang together


def test_every_parent_alias_and_member_is_an_area() -> None:
    pack = read_pack(content_path() / "areas" / "pakistan")
    pcodes = {row["pcode"] for row in pack.files["areas.csv"]}
    groups = {row["code"] for row in pack.files["groups.csv"]}
    assert {r["parent"] for r in pack.files["areas.csv"]} - {""} <= pcodes
    assert {r["pcode"] for r in pack.files["groups.csv"]} <= pcodes
    assert {r["pcode"] for r in pack.files["aliases.csv"]} - {""} <= pcodes
    assert {r["group"] for r in pack.files["aliases.csv"]} - {""} <= groups
    assert all(bool(r["pcode"]) != bool(r["group"]) for r in pack.files["aliases.csv"])


@pytest.mark.parametrize(
    "name", ["Khyber Pakhtunkwa", "Qambar", "Noshero Feroz", "Nawabshah", "KPK"]
)
def test_names_people_write_lead_to_an_area(name: str) -> None:
    pack = read_pack(content_path() / "areas" / "pakistan")
    assert name_key(name) in names_of(pack, "aliases.csv", "name")


def test_karachi_is_seven_districts() -> None:
    pack = read_pack(content_path() / "areas" / "pakistan")
    members = [r["pcode"] for r in pack.files["groups.csv"] if r["code"] == "karachi"]
    assert sorted(members) == sorted(
        ["PK702", "PK704", "PK712", "PK714", "PK721", "PK729", "PK7-KEAMARI"]
    )


# What must be true beyond the columns


def shipped_copy(tmp_path: Path, kind: str) -> Path:
    place = tmp_path / kind.replace("/", "-")
    shutil.copytree(content_path() / kind, place)
    return place


def test_a_misspelt_heading_is_named(write: Write) -> None:
    rows = ROWS.replace("aliases", "aliases,colr").replace(",0,", ",0,,", 1)
    assert ("colour.csv", 1, "colr") in found(write(rows=rows))


def test_a_role_with_an_unknown_permission_or_reach_is_named(tmp_path: Path) -> None:
    place = shipped_copy(tmp_path, "roles")
    path = place / "roles.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('SERVICE_VIEW = "area"', 'SERVICE_VEIW = "planet"', 1)
    text = text.replace('label_en = "Viewer"', 'label_en = ""')
    path.write_text(text, encoding="utf-8")
    assert {f for _file, _line, f in found(place)} == {"viewer.SERVICE_VEIW", "viewer.label_en"}


def test_a_name_for_no_area_is_named_with_its_line(tmp_path: Path) -> None:
    place = shipped_copy(tmp_path, "areas/pakistan")
    with (place / "aliases.csv").open("a", encoding="utf-8") as file:
        file.write("Nowhere,en,XX999,,spelling\n")
    with (place / "groups.csv").open("a", encoding="utf-8") as file:
        file.write("nowhere,Nowhere,کہیں نہیں,XX999\n")
    assert {(name, f) for name, _line, f in found(place)} == {
        ("aliases.csv", "pcode"), ("groups.csv", "pcode"),
    }  # fmt: skip


def test_an_area_below_no_area_is_named(tmp_path: Path) -> None:
    place = shipped_copy(tmp_path, "areas/pakistan")
    path = place / "areas.csv"
    text = path.read_text(encoding="utf-8")
    head, _found, tail = text.rpartition(",PK5,")
    path.write_text(f"{head},PK55,{tail}", encoding="utf-8")
    assert [f for _name, _line, f in found(place)] == ["parent"]


@pytest.mark.parametrize("value", ["0", "-3", "true", '"ten"', "1.5"])
def test_a_clock_is_a_whole_number_of_days(tmp_path: Path, value: str) -> None:
    place = shipped_copy(tmp_path, "clocks")
    (place / "clocks.toml").write_text(f"stale_days = {value}\n")
    assert found(place) == [("clocks.toml", 0, "stale_days")]


def test_broken_toml_is_named(tmp_path: Path) -> None:
    place = shipped_copy(tmp_path, "clocks")
    (place / "clocks.toml").write_text("stale_days = \n")
    assert found(place) == [("clocks.toml", 0, "")]
