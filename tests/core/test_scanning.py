"""Files of others: looked through where there is a scanner, and no more of them than a share."""

import socketserver
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

import sukoon
from sukoon.audit.models import AuditEntry
from sukoon.core import clock, scanning
from sukoon.core.file_problems import FileInfected, ScannerSilent, ShareUsedUp
from sukoon.core.files import keep_file, take_in
from sukoon.core.ids import new_id
from sukoon.core.models import BroughtFile
from tests.accounts.test_security import sign_in
from tests.clamd import EICAR, Clamd, running


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, tmp_path, settings):
    if request.param == "unix":
        path = tmp_path / "clamd.ctl"
        server = socketserver.ThreadingUnixStreamServer(str(path), Clamd)
        settings.CLAMD = f"unix:{path}"
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
    with running(server):
        yield server


class TestScanner:
    def test_what_is_clean_comes_in_whole(self, clamd, tmp_path):
        data = b"%PDF-1.7 " + bytes(range(256)) * 1000
        path = tmp_path / "a.pdf"
        path.write_bytes(data)
        scanning.look_through(data)
        scanning.look_through(path)
        assert clamd.seen == [data, data]
        assert scanning.answers()

    def test_a_virus_is_refused_and_noted_by_its_name(self, clamd):
        with scanning.noting() as found, pytest.raises(FileInfected):
            scanning.look_through(b"a text " + EICAR)
        assert found == ["Eicar-Test-Signature"]

    def test_a_scanner_that_fails_lets_nothing_in(self, clamd):
        clamd.says = b"INSTREAM size limit exceeded. ERROR"
        with pytest.raises(ScannerSilent):
            scanning.look_through(b"a text")
        clamd.broken = True
        with pytest.raises(ScannerSilent):
            scanning.look_through(b"a text")
        assert not scanning.answers()


@pytest.mark.parametrize("where", ["unix:/nowhere/clamd.ctl", "tcp://127.0.0.1:1", "nonsense"])
def test_a_scanner_that_is_not_there_lets_nothing_in(settings, where):
    settings.CLAMD = where
    with pytest.raises(ScannerSilent):
        scanning.look_through(b"a text")


def test_without_a_scanner_files_come_in(settings):
    settings.CLAMD = ""
    scanning.look_through(EICAR)


@pytest.mark.django_db
class TestShare:
    def test_one_account_brings_no_more_than_its_share_of_a_day(self, settings):
        settings.UPLOAD_SHARE_BYTES = 100
        mine, other = new_id(), new_id()
        take_in(b"x" * 60, by_id=mine)
        with pytest.raises(ShareUsedUp):
            take_in(b"x" * 41, by_id=mine)
        take_in(b"x" * 40, by_id=mine)
        take_in(b"x" * 100, by_id=other)
        with time_machine.travel(clock.now() + timedelta(days=1, minutes=1), tick=False):
            take_in(b"x" * 100, by_id=mine)

    def test_nor_more_files_than_its_share(self, settings):
        settings.UPLOAD_SHARE_FILES = 2
        mine = new_id()
        for _ in range(2):
            take_in(b"", by_id=mine)
        with pytest.raises(ShareUsedUp):
            take_in(b"", by_id=mine)

    def test_what_is_refused_is_neither_kept_nor_counted(self, settings, tmp_path, clamd):
        settings.UPLOADS = tmp_path / "uploads"
        path = tmp_path / "bad.csv"
        path.write_bytes(EICAR)
        with pytest.raises(FileInfected):
            keep_file(path, by_id=new_id())
        assert not settings.UPLOADS.exists()
        assert not BroughtFile.objects.exists()


@pytest.mark.django_db
def test_a_virus_in_an_import_is_refused_in_words_and_is_an_event(cast, clamd, settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    path = tmp_path / "list.csv"
    path.write_bytes(b"Organisation,Activity\nMisaal," + EICAR + b"\n")
    client = sign_in(cast.coco)
    with path.open("rb") as file:
        answer = client.post(reverse("exchange:import_new"), {"file": file})
    assert answer.status_code == 422
    assert "found a virus" in answer.content.decode()
    event = AuditEntry.objects.get(event="file.infected")
    assert event.subject_id == cast.coco.pk
    assert dict(event.details) == {"virus": "Eicar-Test-Signature"}
    assert not settings.UPLOADS.exists()


def test_every_way_a_file_is_written_passes_the_scanner():
    """Who writes below UPLOADS has taken the file in first."""
    root = Path(sukoon.__file__).parent
    writers = [
        path for path in root.rglob("*.py")
        if "settings.UPLOADS" in (text := path.read_text()) and "write_bytes" in text
    ]  # fmt: skip
    assert writers
    for path in writers:
        if path.name == "tenant.py":  # takes out, keeps nothing
            continue
        assert "take_in(" in path.read_text(), path
