"""The key ring: made once, read from three places, never repeated in an error."""

import json
import stat

import pytest

from sukoon.core import keys
from sukoon.core.keys import KeyRing, KeysMissing, read_json, ring, write_ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


def test_a_ring_is_made_once_and_only_its_owner_reads_it(folder):
    first = ring()
    assert ring() == first
    assert stat.S_IMODE((folder / "ring.json").stat().st_mode) == 0o600


def test_a_ring_that_others_can_read_is_refused(folder):
    ring()
    (folder / "ring.json").chmod(0o644)
    with pytest.raises(KeysMissing, match="chmod 600"):
        ring()


def test_a_new_key_is_seen_at_once_by_whoever_read_the_old_ring(folder):
    before = ring()
    write_ring(before.with_new_key())
    after = ring()
    assert after.current == before.current + 1
    assert after.keys[before.current] == before.keys[before.current]
    assert after.derived(keys.FIELD) != before.derived(keys.FIELD)
    assert after.derived(keys.FIELD, before.current) == before.derived(keys.FIELD)


def test_each_purpose_has_a_key_of_its_own(folder):
    derived = {ring().derived(p) for p in (keys.FIELD, keys.INDEX, keys.AUDIT, keys.BACKUP)}
    assert len(derived) == 4
    assert not derived & set(ring().keys.values())


def test_the_environment_and_a_command_win_over_the_file(folder, monkeypatch, tmp_path):
    told = KeyRing(1, {1: b"k" * 32}).as_json()
    monkeypatch.setenv("SUKOON_KEY_COMMAND", f"cat {tmp_path / 'told.json'}")
    (tmp_path / "told.json").write_text(told)
    assert (keys.source(), ring().keys[1]) == ("command", b"k" * 32)
    monkeypatch.setenv("SUKOON_KEY_RING", KeyRing(3, {3: b"e" * 32}).as_json())
    assert (keys.source(), ring().current) == ("environment", 3)
    assert not folder.exists()


@pytest.mark.parametrize("command", ["/nowhere/at/all", "false", "'"])
def test_a_command_that_fails_is_named_and_nothing_else(folder, monkeypatch, command):
    monkeypatch.setenv("SUKOON_KEY_COMMAND", command)
    with pytest.raises(KeysMissing, match="SUKOON_KEY_COMMAND did not work"):
        ring()


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"current": 1, "keys": {}}', '{"current": 2, "keys": {"1": "c2hvcnQ="}}',
     '{"current": 1, "keys": {"1": "c2VjcmV0LXZhbHVl"}}', '{"current": 1, "keys": {"1": "%%%"}}'],
)  # fmt: skip
def test_a_broken_ring_is_refused_without_showing_it(text):
    with pytest.raises(KeysMissing) as caught:
        read_json(text)
    assert "c2VjcmV0" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_missing_version_says_which(folder):
    with pytest.raises(KeysMissing, match="version 99"):
        ring().derived(keys.FIELD, 99)


def test_keys_nothing_uses_can_go_but_never_the_current_one():
    kept = KeyRing(2, {1: b"a" * 32, 2: b"b" * 32}).without({1, 2})
    assert dict(kept.keys) == {2: b"b" * 32}


def test_replacing_the_ring_leaves_one_whole_file(folder):
    write_ring(ring().with_new_key())
    assert [p.name for p in folder.iterdir()] == ["ring.json"]
    assert set(json.loads((folder / "ring.json").read_text())["keys"]) == {"1", "2"}
