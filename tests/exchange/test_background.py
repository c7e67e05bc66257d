"""Large files are checked and written by the outbox: with progress, stoppable, nothing half."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from sukoon.core import clock, outbox
from sukoon.exchange import background, importing
from sukoon.services import import_queries
from sukoon.services.models import ImportJob, Service
from sukoon.services.words import ImportStatus

HEAD = "Organisation,Activity code,District,Status,Description\n"


@pytest.fixture
def staff(reference, client, tmp_path, settings, monkeypatch):
    """A coordinator of the country, signed in; every file counts as large."""
    from tests.factories import RoleAssignmentFactory

    settings.UPLOADS = tmp_path
    settings.IMPORT_AT_ONCE_BYTES = 10
    monkeypatch.setattr(importing, "EVERY", 1)
    from sukoon.places.models import Area

    user = RoleAssignmentFactory(role="coordinator", area=Area.objects.get(pcode="PK")).user
    user.is_synthetic = True
    user.save()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.user = user
    return client


def bring(staff, rows=3, **more):
    text = HEAD + "".join(f"UNICEF,8.2,Kohat,ongoing,line {n}\n" for n in range(rows))
    text += "".join(more.values())
    file = SimpleUploadedFile("x.csv", text.encode())
    page = staff.post(reverse("exchange:import_new"), {"file": file}, follow=True)
    return page, ImportJob.objects.get()


def work():
    while outbox.run_once(now=clock.now()):
        pass


def status(job):
    return ImportJob.objects.get(pk=job.pk).status


def ask(staff, job, what):
    return staff.post(reverse("exchange:accept", args=[job.pk]), {"what": what}, follow=True)


def test_a_large_file_is_checked_then_written_by_the_worker(staff):
    page, job = bring(staff)
    assert "The rows are being checked" in page.content.decode()
    assert status(job) == ImportStatus.CHECKING
    told = staff.get(reverse("exchange:progress", args=[job.pk])).json()
    assert told == {"busy": True, "rows": 0, "said": "Waiting for its turn."}

    work()
    page = staff.get(reverse("exchange:review", args=[job.pk])).content.decode()
    assert "All 3 rows are good" in strip_tags(page)
    assert "The rows are being written" in ask(staff, job, "all").content.decode()
    assert Service.objects.count() == 0

    work()
    assert status(job) == ImportStatus.ACCEPTED
    assert Service.objects.count() == 3
    assert not staff.get(reverse("exchange:progress", args=[job.pk])).json()["busy"]


def test_a_message_delivered_twice_does_nothing_twice(staff):
    _page, job = bring(staff)
    work()
    ask(staff, job, "all")
    work()
    background.write_file(job.pk)
    background.check_file(job.pk)
    assert (status(job), Service.objects.count()) == (ImportStatus.ACCEPTED, 3)


def test_rows_that_need_answers_hold_the_file_back_and_say_why(staff):
    _page, job = bring(staff, bad="UNICEF,99.9,Kohat,ongoing,x\n")
    work()
    ask(staff, job, "all")
    work()
    page = staff.get(reverse("exchange:review", args=[job.pk])).content.decode()
    assert "1 rows still need an answer" in page
    assert Service.objects.count() == 0
    ask(staff, job, "good")
    work()
    assert (status(job), Service.objects.count()) == (ImportStatus.ACCEPTED, 3)


def test_columns_that_are_not_known_are_asked_for(staff):
    file = SimpleUploadedFile("x.csv", b"a,b\n" + b"one,two\n" * 20)
    staff.post(reverse("exchange:import_new"), {"file": file}, follow=True)
    job = ImportJob.objects.get()
    work()
    page = staff.get(reverse("exchange:review", args=[job.pk])).content.decode()
    assert "The columns need you" in page


def test_checking_can_be_stopped_and_keeps_nothing(staff, tmp_path):
    _page, job = bring(staff)
    ask(staff, job, "stop")
    work()
    assert status(job) == ImportStatus.STOPPED
    assert list(tmp_path.iterdir()) == []


def test_writing_can_be_stopped_midway_and_writes_nothing(staff, monkeypatch):
    _page, job = bring(staff, rows=5)
    work()
    ask(staff, job, "all")
    real = importing.signs_of

    def stop_at_the_last_row(of):
        report, told = real(of), []

        def progress(rows):
            told.append(rows)
            if len(told) == 9:  # the second reading has begun, inside the transaction
                importing.ask_to_stop(of)
            report(rows)

        return progress

    monkeypatch.setattr(importing, "signs_of", stop_at_the_last_row)
    work()
    assert (status(job), Service.objects.count()) == (ImportStatus.CHECKED, 0)
    ask(staff, job, "all")
    monkeypatch.setattr(importing, "signs_of", real)
    work()
    assert (status(job), Service.objects.count()) == (ImportStatus.ACCEPTED, 5)


def test_progress_is_the_rows_read(staff):
    _page, job = bring(staff)
    importing.signs_of(job)(1234)
    told = staff.get(reverse("exchange:progress", args=[job.pk])).json()
    assert told["said"] == "1,234 rows checked."


def test_who_left_no_longer_writes(staff):
    _page, job = bring(staff)
    work()
    ask(staff, job, "all")
    staff.user.is_active = False
    staff.user.save()
    work()
    assert Service.objects.count() == 0
    assert import_queries.job_of(job.pk).status == ImportStatus.WRITING


def test_the_worker_says_the_problem_in_the_owners_language(staff):
    staff.user.language = "ur"
    staff.user.save()
    _page, job = bring(staff, bad="UNICEF,99.9,Kohat,ongoing,x\n")
    work()
    message = import_queries.findings(job).get().message
    assert not message.isascii()
