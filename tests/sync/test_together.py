"""What a phone sends of one kind in a row is written together, and each still stands by itself."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases.models import Entry
from sukoon.core import operations
from sukoon.core.ids import new_id
from sukoon.core.models import Operation
from sukoon.core.operations import Kind
from sukoon.sync.models import KeptOperation, Receipt
from tests.sync.conftest import _read, _write, named, new_contact, operation, written


@pytest.fixture
def case(phone):
    case = str(new_id())
    phone.results(*new_contact(str(new_id()), case))
    return case


def note(case, text="Slept.", **told):
    return named("cases.entry", case=case, kind="note", values={"text": text}, **told)


def outcomes(results):
    return [r["outcome"] for r in results]


def test_many_of_a_kind_cost_little_more_than_two(phone, case):
    spent = []
    for many in (2, 40):
        with CaptureQueriesContext(connection) as asked:
            assert outcomes(phone.results(*[note(case) for _ in range(many)])) == ["applied"] * many
        spent.append(len(asked))
    assert spent[1] <= spent[0] + 3


def test_each_has_its_entry_its_event_its_receipt_and_its_stored_result(phone, case):
    sent = [note(case, f"night {n}") for n in range(5)]
    results = phone.results(*sent)
    ids = [one["id"] for one in sent]
    assert [r["result"]["entry"] for r in results] == [r["id"] for r in results] == ids
    for rows in (Entry.objects, Receipt.objects, Operation.objects):
        assert rows.filter(pk__in=ids).count() == 5
    said = AuditEntry.objects.filter(event="entry.recorded", subject_id=case)
    assert said.count() == 5 + 1
    in_order = Entry.objects.filter(pk__in=ids).order_by("recorded_at")
    assert [str(e.pk) for e in in_order] == ids


def test_one_that_cannot_be_done_is_refused_and_kept_and_the_others_stand(phone, case):
    sent = [note(case), note(str(new_id())), note(case, wrong="field"), note(case)]
    results = phone.results(*sent)
    assert outcomes(results) == ["applied", "rejected", "rejected", "applied"]
    assert [r["reason"] for r in results[1:3]] == ["sync.not_here", "input.invalid"]
    assert Entry.objects.filter(case=case, kind="note").count() == 2
    assert KeptOperation.objects.count() == 2


def test_one_that_came_before_is_told_so_and_the_others_are_done_once(phone, case):
    first = note(case)
    phone.results(first)
    second, third = note(case), note(case)
    results = phone.results(second, first, second, third)
    assert outcomes(results) == ["applied", "duplicate", "duplicate", "applied"]
    again = phone.results(second, first, third)
    assert outcomes(again) == ["duplicate"] * 3
    assert Entry.objects.filter(case=case, kind="note").count() == 3


def test_what_breaks_together_is_done_one_by_one(phone, case, monkeypatch, caplog):
    """Even a fault of ours in doing several at once loses nothing and refuses nothing."""

    def breaks(**told):
        raise ZeroDivisionError("private words")

    monkeypatch.setattr(cases, "record_entries", breaks)
    assert outcomes(phone.results(note(case), note(case))) == ["applied", "applied"]
    assert "ZeroDivisionError" in caplog.text


def test_a_busy_database_sends_the_whole_batch_back(phone, case, monkeypatch):
    def busy(**told):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(cases, "record_entries", busy)
        assert phone.push(operation(1), note(case), note(case)).status_code == 503
    assert written() == []
    assert not Entry.objects.filter(kind="note").exists()
    assert not KeptOperation.objects.exists()


def test_what_was_begun_together_and_failed_leaves_nothing(phone, monkeypatch):
    """Rows, events and results of the attempt are undone before each is tried by itself."""

    def halfway(by, told):
        bodies = [_write(by, one) for one in told[:1]]
        raise ZeroDivisionError(bodies)

    monkeypatch.setitem(operations._kinds, "test.write", Kind(_read, _write, halfway))
    assert outcomes(phone.results(operation(1), operation(2))) == ["applied", "applied"]
    assert written() == ["1", "2"]


def test_risk_in_one_of_many_opens_its_episode(phone, case):
    from sukoon.risk.models import RiskEpisode

    risky = named("cases.entry", case=case, kind="risk", values={"level": "high"})
    assert outcomes(phone.results(note(case), risky, note(case))) == ["applied"] * 3
    assert RiskEpisode.objects.filter(case_id=case).count() == 1
