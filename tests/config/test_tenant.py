"""Everything of one organisation, and nothing of another's."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases.models import Case
from sukoon.cases.words import EntryKind
from sukoon.config import backup, tenant
from sukoon.config.backup import BackupBroken
from sukoon.config.cli import main
from sukoon.config.matrix_world import anybody
from sukoon.core import keys
from sukoon.people import actions as people
from sukoon.referrals.models import Referral
from sukoon.referrals.words import Kind, State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture
def place(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.UPLOADS = settings.VAR / "uploads"
    settings.UPLOADS.mkdir(parents=True)
    settings.KEY_FOLDER = settings.VAR / "keys"
    return tmp_path


@pytest.fixture
def cared(cast, place):
    """A person with a case, a note and a picture in each of two organisations."""
    found = {}
    for org, name in ((cast.misaal, "Gul Bano"), (cast.other, "Zarghuna")):
        by = anybody(cast.parveen.pk)
        person = people.record_person(by=by, names=[name], org_id=org.pk)
        case = cases.open_case(
            by=by, person=person, tier=2, opened_at=NOW, org_id=org.pk, without_consent="test"
        )
        entry = cases.record_entry(
            by=by, case=case, kind=EntryKind.NOTE, values={"text": f"note of {name}"},
            happened_at=NOW,
        )  # fmt: skip
        cases.attach(by=by, entry=entry, name="x.png", data=PNG + name.encode())
        found[name] = person
    return found


@pytest.fixture
def archive(cast, cared, place):
    path = place / "misaal.sealed"
    told = tenant.export(path, cast.misaal, now=NOW)
    return path, told


def everything(folder: Path) -> str:
    files = [p for p in folder.rglob("*") if p.is_file()]
    return "\n".join(p.read_text(errors="replace") for p in files)


def test_all_of_the_organisation_is_in_it_and_opened(archive, place, cared):
    path, told = archive
    backup.unpack(path, place / "out")
    text = everything(place / "out")
    assert "Gul Bano" in text
    assert "note of Gul Bano" in text
    assert told["files"] == 1
    files = [p.read_bytes() for p in (place / "out" / "files").iterdir()]
    assert files == [PNG + b"Gul Bano"]
    events = (place / "out" / "records" / "audit.AuditEntry.ndjson").read_text()
    assert str(cared["Gul Bano"].pk) in events
    rows = (place / "out" / "records" / "people.PersonName.ndjson").read_text().splitlines()
    assert [json.loads(r)["text"] for r in rows] == ["Gul Bano"]


def test_nothing_of_another_is_in_it(archive, place, cared):
    path, _told = archive
    backup.unpack(path, place / "out")
    text = everything(place / "out")
    assert "Zarghuna" not in text
    assert str(cared["Zarghuna"].pk) not in text


def test_a_row_kept_by_another_does_not_come_along_with_our_person(cast, cared, place):
    by = anybody(cast.parveen.pk)
    theirs = cases.open_case(
        by=by, person=cared["Gul Bano"], tier=2, opened_at=NOW, org_id=cast.other.pk,
        without_consent="test",
    )  # fmt: skip
    found = tenant.rows_of(cast.misaal)
    assert theirs.pk not in found[type(theirs)]
    assert len(found[type(theirs)]) == 1


def test_a_referral_to_our_service_is_its_senders(cast, cared):
    case = Case.objects.get(person=cared["Zarghuna"])
    theirs = Referral.objects.create(
        code="R-1", case=case, state=State.DRAFT, need="x", urgency="urgent", service=cast.service,
        sender_id=cast.coco.pk, from_account_id=cast.coco.pk, from_org_id=cast.other.pk,
        kind=Kind.SERVICE, to_name="Misaal", transport="none", escort="none", contact="any",
        owner_id=cast.coco.pk, due_at=NOW, next_alarm_at=NOW, moved_at=NOW,
    )  # fmt: skip
    assert not tenant.rows_of(cast.misaal).get(Referral)
    assert tenant.rows_of(cast.other)[Referral] == {theirs.pk}


def test_no_secret_is_in_it(archive, place, cast):
    path, _told = archive
    backup.unpack(path, place / "out")
    users = (place / "out" / "records" / "accounts.User.ndjson").read_text()
    assert cast.parveen.email in users
    assert cast.coco.email not in users
    assert "password" not in users
    tokens = place / "out" / "records" / "people.PersonToken.ndjson"
    assert "token" not in json.loads(tokens.read_text().splitlines()[0])


def test_the_file_yields_nothing_without_its_key(archive):
    path, _told = archive
    raw = path.read_bytes()
    assert b"Gul Bano" not in raw
    assert b"people.PersonName" not in raw


def test_its_own_key_opens_it_where_the_ring_is_another(archive, place, settings):
    path, told = archive
    settings.KEY_FOLDER = place / "elsewhere"
    keys._read.cache_clear()
    with pytest.raises(BackupBroken):
        backup.unpack(path, place / "no")
    backup.unpack(path, place / "out", key=bytes.fromhex(told["key"]))
    assert "Gul Bano" in everything(place / "out")


def test_a_changed_archive_does_not_open(archive, place):
    path, _told = archive
    raw = bytearray(path.read_bytes())
    raw[-40] ^= 1
    path.write_bytes(raw)
    with pytest.raises(BackupBroken):
        backup.unpack(path, place / "out")


def test_the_commands(cast, cared, place, capsys):
    path, key = place / "a.sealed", place / "a.key"
    arguments = ["export", "tenant", "Misaal", str(path), "--key-file", str(key), "--json"]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verified"] is True
    assert "key" not in told
    assert key.stat().st_mode & 0o077 == 0
    assert AuditEntry.objects.get(event="organisation.exported").subject_id == cast.misaal.pk
    out = ["export", "open-tenant", str(path), str(place / "o"), "--key-file", str(key), "--json"]
    assert main(out) == 0
    assert "records/people.PersonName.ndjson" in json.loads(capsys.readouterr().out)["files"]
    assert main(["export", "tenant", "Nobody of this name", str(path)]) == 2
