"""Statements made once, rows written together: the same as one by one, or not at all."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sukoon.audit import sealing
from sukoon.audit.events import emit
from sukoon.audit.models import AuditEntry
from sukoon.core import clock, ledger, prepared
from sukoon.core.access import SYSTEM
from sukoon.core.ids import new_id
from sukoon.core.models import LoadedPack, Operation, OutboxMessage
from sukoon.core.operations import Outcome, Sent, apply_batch
from sukoon.core.outbox import register
from sukoon.services.models import Return, ReturnStep, ReturnVersion

pytestmark = pytest.mark.django_db


def pack(name):
    return LoadedPack(
        pack_id=name, kind="x", version="1", checksum="c", status="draft", loaded_at=clock.now()
    )


@transaction.atomic
def fails(**details):
    emit("thing.done", subject=uuid4(), by=SYSTEM, **details)
    raise ZeroDivisionError


class TestPrepared:
    def test_rows_come_back_as_they_were(self):
        rows = [pack(f"p{n} %s '") for n in range(3)]
        prepared.insert(rows)
        prepared.insert([])
        kept = {p.pk: p for p in LoadedPack.objects.all()}
        assert {p.pk for p in rows} == set(kept)
        for row in rows:
            assert kept[row.pk].pack_id == row.pack_id
            assert kept[row.pk].created_at is not None
            assert kept[row.pk].loaded_at == row.loaded_at

    def test_only_the_first_of_two_is_new(self):
        assert prepared.insert_if_new(pack("one"))
        assert not prepared.insert_if_new(pack("one"))
        assert LoadedPack.objects.filter(pack_id="one").count() == 1

    def test_a_constraint_still_holds(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            prepared.insert([pack("one"), pack("one")])

    def test_a_row_is_found_by_its_id_or_not_at_all(self):
        row = pack("one")
        prepared.insert([row])
        assert prepared.by_id(LoadedPack, row.pk, "pack_id", "kind") == ("one", "x")
        assert prepared.by_id(LoadedPack, uuid4(), "pack_id") is None


def _packs_of(kind, since):
    found = LoadedPack.objects.filter(kind=kind, loaded_at__gte=since).order_by("pack_id")
    return found.values_list("id", "pack_id", "loaded_at")


def _two_of_a_kind(kind):
    return LoadedPack.objects.filter(kind=kind, version=kind).values_list("id")


def _heeds_not(kind):
    return LoadedPack.objects.values_list("id")


class TestRows:
    def test_they_are_those_that_django_would_find(self, django_assert_num_queries):
        prepared.insert([pack(f"p{n}") for n in range(3)])
        for since in (clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)):
            for kind in ("x", "y", "stands-in-0"):
                with django_assert_num_queries(1):
                    found = prepared.rows(_packs_of, kind, since)
                assert found == list(_packs_of(kind, since))

    def test_a_value_that_stands_twice_is_put_twice(self):
        prepared.insert([pack("one")])
        LoadedPack.objects.update(version="x")
        assert len(prepared.rows(_two_of_a_kind, "x")) == 1
        assert prepared.rows(_two_of_a_kind, "y") == []

    def test_who_does_not_heed_what_is_told_is_refused(self):
        with pytest.raises(ValueError, match="_heeds_not"):
            prepared.rows(_heeds_not, "x")


class TestLedger:
    @pytest.fixture
    def reactions(self):
        from sukoon.config.reactions import register_reactions

        register({"thing.done": ("h",)}, {"h": lambda _pk: None})
        yield
        register_reactions()

    def test_what_was_collected_is_written_in_its_order(self, reactions):
        with transaction.atomic(), ledger.together():
            for n in range(3):
                emit("thing.done", subject=uuid4(), by=SYSTEM, n=n)
            assert not AuditEntry.objects.exists()
        assert [e.told for e in AuditEntry.objects.order_by("id")] == [
            f'[["n","{n}"]]' for n in range(3)
        ]
        assert OutboxMessage.objects.count() == 3
        assert sealing.verify().ok

    def test_an_event_whose_change_was_undone_is_not_written(self):
        with transaction.atomic(), ledger.together():
            emit("thing.done", subject=uuid4(), by=SYSTEM, n=1)
            with pytest.raises(ZeroDivisionError):
                fails(n=2)
            with transaction.atomic():
                emit("thing.done", subject=uuid4(), by=SYSTEM, n=3)
        assert [dict(e.details)["n"] for e in AuditEntry.objects.order_by("id")] == ["1", "3"]

    def test_nothing_is_written_when_all_was_undone(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), ledger.together():
            fails()
        assert not AuditEntry.objects.exists()
        emit("thing.done", subject=uuid4(), by=SYSTEM)  # at once again
        assert AuditEntry.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_ledger_outside_a_transaction_is_refused(self):
        with pytest.raises(RuntimeError), ledger.together():
            pass


def returns(cast, *days, service=None):
    first = date(2026, 1, 1)
    return [
        Sent(new_id(), "services.submit", {
            "service": str((service or cast.service).pk), "basis": "people", "total": 3,
            "period_start": (first + timedelta(days=d)).isoformat(),
            "period_end": (first + timedelta(days=d)).isoformat(),
        })
        for d in days
    ]  # fmt: skip


class TestTogether:
    def test_many_returns_cost_a_fixed_number_of_statements(
        self, cast, django_assert_max_num_queries
    ):
        by = cast.actor("parveen")
        with django_assert_max_num_queries(16):
            told = apply_batch(returns(cast, *range(40)), by=by)
        assert {r.outcome for r in told} == {Outcome.APPLIED}
        for model in (Return, ReturnStep, ReturnVersion, Operation):
            assert model.objects.count() == 40
        assert AuditEntry.objects.filter(event="return.submitted").count() == 40
        assert sealing.verify().ok

    def test_the_answers_are_those_of_one_by_one(self, cast):
        by = cast.actor("parveen")
        sent = returns(cast, 1, 2, 2, 3)
        sent.insert(1, returns(cast, 5, service=type("S", (), {"pk": uuid4()}))[0])
        told = apply_batch(sent, by=by)
        assert [r.outcome for r in told] == [
            Outcome.APPLIED, Outcome.REJECTED, Outcome.APPLIED, Outcome.APPLIED, Outcome.APPLIED,
        ]  # fmt: skip
        assert Return.objects.get(period_start=date(2026, 1, 3)).version == 2
        again = apply_batch(sent, by=by)
        assert [r.outcome for r in again] == [
            Outcome.DUPLICATE, Outcome.REJECTED, *[Outcome.DUPLICATE] * 3,
        ]  # fmt: skip
        assert [r.body for r in again] == [r.body for r in told]
        assert Operation.objects.count() == 4

    def test_an_id_twice_in_one_batch_happens_once(self, cast):
        one = returns(cast, 1)[0]
        told = apply_batch([one, one], by=cast.actor("parveen"))
        assert [r.outcome for r in told] == [Outcome.APPLIED, Outcome.DUPLICATE]
        assert ReturnVersion.objects.count() == 1

    def test_somebody_without_the_right_gets_nothing_through(self, cast):
        told = apply_batch(returns(cast, 1, 2), by=cast.actor("vida"))
        assert {r.outcome for r in told} == {Outcome.REJECTED}
        assert not Return.objects.exists()
        assert not AuditEntry.objects.filter(event="return.submitted").exists()
