"""The list of parts is that of the lock files; advisories that name a part of ours are found."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from tools import parts
from tools.parts import Part, compare, is_affected

NOW = datetime(2026, 11, 25, tzinfo=UTC)
DJANGO = next(p for p in parts.parts() if p.name == "django")


def record(**more):
    return {"id": "TEST-1", "modified": "2026-11-20T00:00:00Z", "summary": "a hole", **more}


def affected(name, *events, register="PyPI", versions=()):
    return {"package": {"ecosystem": register, "name": name}, "versions": list(versions),
            "ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}  # fmt: skip


def test_the_list_is_of_the_lock_files():
    assert parts.main(["check"]) == 0


def test_it_holds_every_pinned_part_of_every_lock_file():
    told = json.loads(parts.FILE.read_text(encoding="utf-8"))
    there = {(c["name"], c["version"]) for c in told["components"]}
    for lock in parts.LOCKS.values():
        lines = (parts.ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines()
        for line in lines:
            if "==" in line and not line.startswith((" ", "#")):
                name, _, rest = line.partition("==")
                version = rest.split()[0]
                assert (name.partition("[")[0].lower().replace("_", "-"), version) in there
    assert {c["scope"] for c in told["components"] if c["name"] == "django"} == {"required"}
    assert any(c["purl"].startswith("pkg:npm/") for c in told["components"])


@pytest.mark.parametrize(
    ("version", "events", "expected"),
    [
        ("1.5", [{"introduced": "0"}, {"fixed": "2.0"}], True),
        ("2.0", [{"introduced": "0"}, {"fixed": "2.0"}], False),
        ("1.10", [{"introduced": "1.9"}, {"last_affected": "1.10"}], True),
        ("1.11", [{"introduced": "1.9"}, {"last_affected": "1.10"}], False),
        ("1.8", [{"introduced": "1.9"}], False),
        ("3.1", [{"introduced": "0"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "3.2"}], True),
        (
            "2.5",
            [{"introduced": "0"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "3.2"}],
            False,
        ),
        ("2.0rc1", [{"introduced": "0"}, {"fixed": "2.0"}], True),
    ],
)
def test_a_version_is_within_or_not(version, events, expected):
    assert is_affected(version, affected("x", *events)) is expected


def test_a_hole_in_a_part_of_ours_is_found_by_any_spelling():
    told = [
        record(affected=[affected("Django", {"introduced": "0"})]),
        record(id="TEST-2", affected=[affected("django", versions=[DJANGO.version])]),
        record(id="TEST-3", affected=[affected("django", {"introduced": "99"})]),
        record(id="TEST-4", affected=[affected("django", {"introduced": "0"}, register="npm")]),
        record(id="TEST-5", withdrawn="2026-11-21T00:00:00Z",
               affected=[affected("django", {"introduced": "0"})]),
    ]  # fmt: skip
    found = compare(told, parts.parts())
    assert [h.advisory for h in found.holes] == ["TEST-1", "TEST-2"]
    assert {h.part for h in found.holes} == {DJANGO}
    assert (found.records, found.newest) == (5, datetime(2026, 11, 20, tzinfo=UTC))


def test_files_are_read_in_every_form_and_old_ones_are_no_good_news(tmp_path, capsys):
    one, many, packed = (tmp_path / name for name in ("one.json", "many.json", "all.zip"))
    other = record(affected=[affected("nothing-of-ours", {"introduced": "0"})])
    one.write_text(json.dumps(other))
    many.write_text(json.dumps([other, other]))
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("TEST-1.json", json.dumps(other))
        archive.writestr("readme.txt", "no record")
    assert parts.advisories([one, many, packed], now=NOW) == 0
    assert "4 advisories" in capsys.readouterr().out
    assert parts.advisories([one], now=datetime(2026, 12, 25, tzinfo=UTC)) == 1
    assert "older than two weeks" in capsys.readouterr().out
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(record(affected=[affected("django", {"introduced": "0"})])))
    assert parts.advisories([bad], now=NOW) == 1
    assert f"TEST-1: django {DJANGO.version} (runtime): a hole" in capsys.readouterr().out


def test_a_scoped_part_has_an_address():
    assert Part("npm", "@x/y", "1.0", "phone's app").purl == "pkg:npm/%40x/y@1.0"
