"""What a deployer brings and phones carry: wording under the desk's rules, recordings by language."""

import json
import wave
from pathlib import Path

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.exchange import own_packs
from tests.instruments.test_wording import pack as wording_pack


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("SUKOON_PACKS", str(tmp_path / "packs"))
    return tmp_path


def tone(path: Path, *, seconds=1):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(bytes(128 + (n * 7) % 40 for n in range(8000 * seconds)))


def sounds_pack(
    where: Path, *, language="ur", rows=(("risk:stay", "stay.wav"),), seconds=1, **told
) -> Path:
    """Write a synthetic pack: tones, nobody's voice."""
    folder = where / f"sounds-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = {
        "id": folder.name, "kind": "sounds", "version": "1", "title": "Synthetic tones",
        "source": "tests", "source_tag": "D", "licence": "synthetic", "status": "draft",
        "language": language, **told,
    }  # fmt: skip
    lines = "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in stamp.items())
    (folder / "pack.toml").write_text(lines, encoding="utf-8")
    (folder / "sounds.csv").write_text("about,file\n" + "".join(f"{a},{f}\n" for a, f in rows))
    tone(folder / "stay.wav", seconds=seconds)
    return folder


def take(folder):
    return [(e.field, e.message) for e in own_packs.take_in(by=console_actor(), folder=folder)]


def versions(phone):
    return {p["id"]: p["version"] for p in phone.get("pull?cursor=0").json()["packs"]}


def test_wording_that_was_loaded_goes_to_the_phone_with_its_stamp(phone, own):
    assert phone.get("packs/wording").json() == {}
    before = versions(phone)["wording"]
    assert take(wording_pack(own, language="ps")) == []
    told = phone.get("packs/wording").json()["phq9"]["ps"]
    assert told["items"]["q1"] == "synthetic words of q1"
    assert told["options"][""]["3"] == "always so"
    assert told["validated"] is False
    assert told["licence"] == "synthetic"
    assert versions(phone)["wording"] != before


def test_recordings_are_named_by_language_and_fetched_by_their_name(phone, own, client):
    assert phone.get("packs/sounds").json() == {}
    assert take(sounds_pack(own)) == []
    sound = phone.get("packs/sounds").json()["ur"]["risk:stay"]
    answer = phone.get(f"sounds/{sound['name']}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "audio/wav"
    assert len(answer.content) == sound["size"]
    assert phone.get("sounds/" + "0" * 32 + ".wav").status_code == 404
    assert client.get(f"/api/1/field/sounds/{sound['name']}").status_code == 401


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ((("risk:stay", "gone.wav"),), "file"),
        ((("risk:stay", "../stay.wav"),), "file"),
        ((("risk:stay", "pack.toml"),), "file"),
        ((("risk:stay", "stay.opus"),), "file"),
    ],
)
def test_a_pack_of_recordings_that_is_broken_is_refused_in_words(own, rows, field):
    folder = sounds_pack(own, rows=rows)
    (folder / "stay.opus").write_bytes((folder / "stay.wav").read_bytes())
    assert [f for f, _message in take(folder)] == [field]


def test_a_recording_may_not_be_larger_than_a_phone_can_carry(own):
    folder = sounds_pack(own)
    tone(folder / "stay.wav", seconds=130)
    assert [f for f, _message in take(folder)] == ["file"]
    assert take(sounds_pack(own, language="")) != []
