"""Item wording from packs of a deployer: shown in its language, with a band only where it was validated."""

import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sukoon.accounts.roles import console_actor
from sukoon.cases import actions as cases
from sukoon.cases import queries as records
from sukoon.config import cli
from sukoon.core.access import NotAllowed
from sukoon.exchange import own_packs
from sukoon.instruments import camcops
from sukoon.instruments.definitions import definition, definitions
from sukoon.instruments.rules import Scorer
from sukoon.instruments.wording import in_language, is_draft, wording_of
from tests.cases.making import make_case
from tests.risk.conftest import team  # noqa: F401 - a fixture
from tests.risk.making import NOW

ITEMS = [f"q{n}" for n in range(1, 10)]
ANSWERS = dict.fromkeys(ITEMS, "1")


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("SUKOON_PACKS", str(tmp_path / "packs"))
    return tmp_path / "packs"


def pack(
    where: Path, *, instrument="phq9", language="ps", validated="", items=None, **told
) -> Path:
    """Write a synthetic pack: invented words, nobody's items."""
    folder = where / f"w-{instrument}-{language}"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = {
        "id": folder.name, "kind": "wording", "version": "1", "title": "Synthetic", "source": "tests",
        "source_tag": "D", "licence": "synthetic", "status": "draft", "instrument": instrument,
        "language": language, "validated": validated, "stem": "Synthetic stem", **told,
    }  # fmt: skip
    lines = "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in stamp.items())
    (folder / "pack.toml").write_text(lines, encoding="utf-8")
    told_items = items or [i.code for i in definition(instrument).instrument.items]
    (folder / "items.csv").write_text(
        "code,text\n" + "".join(f"{c},synthetic words of {c}\n" for c in told_items), "utf-8"
    )
    (folder / "options.csv").write_text("item,value,text\n,0,never so\n,3,always so\n", "utf-8")
    return folder


def take(folder):
    return [(e.field, e.message) for e in own_packs.take_in(by=console_actor(), folder=folder)]


def band(language):
    scorer = Scorer(in_language(definition("phq9").instrument, language))
    score = scorer.score(["1"] * 9 + [""], language=language)
    return score.total, score.band


def test_a_pack_is_taken_in_by_its_folder_or_file_and_read_at_once(tmp_path):
    assert wording_of("phq9", "ps") is None
    assert take(pack(tmp_path) / "pack.toml") == []
    told = wording_of("phq9", "ps")
    assert told.items["q1"] == "synthetic words of q1"
    assert (told.option("q1", 3), told.option("q1", 1)) == ("always so", "")
    assert (told.licence, told.source, len(told.checksum)) == ("synthetic", "tests", 64)
    # A newer one takes its place, also for a process that has read the old one.
    assert take(pack(tmp_path, version="2")) == []
    assert wording_of("phq9", "ps").version == "2"


def test_a_band_is_shown_only_for_wording_that_was_validated(tmp_path):
    assert band("ps") == (9, None)
    take(pack(tmp_path))
    assert band("ps") == (9, None)
    assert is_draft(definition("phq9").instrument, "ps")
    take(pack(tmp_path, validated="Somebody et al. 2019, n=300"))
    assert band("ps") == (9, "mild")
    assert not is_draft(definition("phq9").instrument, "ps")
    # A wording nobody validated takes the band away even where a validated one is known to exist.
    assert band("ur") == (9, "mild")
    take(pack(tmp_path, language="ur"))
    assert band("ur") == (9, None)


def test_what_is_wrong_is_said_with_its_place(tmp_path, own):
    assert take(pack(tmp_path, language="")) == [("language", "the stamp lacks this")]
    assert take(pack(tmp_path, items=ITEMS[:8])) == [
        ("code", "the wording of item q9 is missing")
    ]  # fmt: skip
    assert take(pack(tmp_path, items=[*ITEMS, "q77"])) == [("code", "“q77” is not known")]
    wrong = pack(tmp_path)
    (wrong / "options.csv").write_text("item,value,text\n,9,x\nq77,1,x\n", "utf-8")
    assert [f for f, _m in take(wrong)] == ["value", "item"]
    (wrong / "pack.toml").write_text((wrong / "pack.toml").read_text().replace("phq9", "none"))
    assert take(wrong)[0][0] == "instrument"
    assert not own.exists()


def test_what_the_licence_forbids_is_score_entry_only_unless_somebody_allowed_it(tmp_path):
    (told,) = take(pack(tmp_path, instrument="hads"))
    assert told[0] == "permission"
    assert "enter scores only" in told[1]
    assert wording_of("hads", "ps") is None
    assert take(pack(tmp_path, instrument="hads", permission="Owner, letter of 2026-01-05")) == []
    assert wording_of("hads", "ps") is not None


def test_only_who_loads_packs_may(tmp_path, team):  # noqa: F811
    with pytest.raises(NotAllowed):
        own_packs.take_in(by=team.actor("lead"), folder=pack(tmp_path))


def test_a_broken_pack_on_the_disk_stops_nobody(tmp_path, own):
    take(pack(tmp_path))
    (own / "w-phq9-ps" / "items.csv").write_text("code\nq1\n", "utf-8")
    (own / "w-phq9-ps" / "pack.toml").touch()
    assert wording_of("phq9", "ps") is None


def test_the_product_ships_no_wording():
    assert not [d for d in definitions().values() if d.about.get("wording")]
    root = Path(camcops.__file__).parents[3]
    assert not [
        p for p in (root / "content").rglob("pack.toml") if 'kind = "wording"' in p.read_text()
    ]


@pytest.mark.django_db
def test_the_form_shows_the_words_says_draft_and_the_answer_keeps_the_stamp(tmp_path, team):  # noqa: F811
    take(pack(tmp_path))
    case = make_case(team)
    user = team.users["worker"]
    user.is_synthetic = True
    user.save()
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("cases:answer", args=[case.pk, "phq9"])
    english = client.get(url).content.decode()
    assert "synthetic words" not in english
    assert "?in=ps" in english
    assert "Draft." not in english
    page = client.get(url, {"in": "ps"}).content.decode()
    assert "synthetic words of q9" in page
    assert "never so" in page
    assert "Draft." in page
    entry = cases.record_response(by=team.actor("worker"), case=case, instrument="phq9",
                                  answers=ANSWERS, language="ps", happened_at=NOW)  # fmt: skip
    assert records.opened(entry)["wording"] == wording_of("phq9", "ps").stamp
    assert (entry.response.total, entry.response.band) == (9, "")
    # Flags are of the answers, whatever the wording: a life at risk is never a question of validation.
    case.refresh_from_db()
    assert case.risk_level


class TestFromAWheel:
    """A file made here in the form of the wheel: invented words, nobody's items."""

    @pytest.fixture
    def wheel(self, tmp_path):
        path = tmp_path / "camcops_server-0.whl"
        lines = [
            f'<string name="q{n}">{n}. invented &amp; plain {n}</string>' for n in range(1, 10)
        ]
        lines += [f'<string name="a{v}">invented {v}</string>' for v in range(4)]
        lines += [
            '<string name="stem">Invented stem</string>',
            '<string name="finalq">At last</string>',
        ]
        lines += [f'<string name="fa{v}">hard {v}</string>' for v in range(4)]
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "camcops_server/extra_strings/phq9.xml", f"<resources>{''.join(lines)}</resources>"
            )
        return path

    def test_its_words_become_a_pack_with_where_they_came_from(self, wheel, capsys):
        assert cli.main(["packs", "wording", str(wheel), "--only", "phq9,phq2", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["packs"] == [
            "wording-phq9-en",
            "wording-phq2-en",
        ]
        told = wording_of("phq9", "en")
        assert told.items["q1"] == "invented & plain 1"
        assert told.items["q10"] == "At last"
        assert (told.option("q2", 3), told.option("q10", 3)) == ("invented 3", "hard 3")
        assert "sha256" in told.source
        assert "camcops_server-0.whl" in told.source
        assert not is_draft(definition("phq9").instrument, "en")
        assert list(wording_of("phq2", "en").items) == ["q1", "q2"]

    def test_what_is_no_wheel_or_not_in_it_is_said(self, wheel, tmp_path, capsys):
        wrong = tmp_path / "x.whl"
        wrong.write_bytes(b"no zip")
        for path, only in (
            (wrong, "phq9"),
            (wheel, "gad7"),
            (wheel, "hads"),
            (tmp_path / "y", "phq9"),
        ):
            assert cli.main(["packs", "wording", str(path), "--only", only]) == 2
            assert "sukoon: " in capsys.readouterr().err

    def test_no_source_is_an_instrument_that_forbids_copies(self):
        from sukoon.instruments.wording import score_entry_only

        assert not [name for name in camcops.SOURCES if score_entry_only(name)]
