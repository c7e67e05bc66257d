"""Entries that are written together: the same as one after the other, all or none, in few statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions, queries
from sukoon.cases.models import Case, Entry, EntryCode, Task
from sukoon.cases.problems import CaseClosed, EntryWrong, HappenedWrong
from sukoon.cases.words import ClosureReason, EntryKind, Source, TaskKind
from sukoon.core.access import NotAllowed
from sukoon.core.ids import new_id
from sukoon.risk.models import RiskEpisode
from tests.cases.making import WORDS, contact, make_case
from tests.risk.making import NOW

HOUR = timedelta(hours=1)


def told(case, kind=EntryKind.CONTACT, *, at=NOW, risk=None, **values):
    wanted = {EntryKind.CONTACT: contact, EntryKind.NOTE: dict, EntryKind.RISK: dict}[kind](
        **values
    )
    return actions.Told(case, kind, wanted, at, new_id(), risk)


def together(team, *several, who="worker"):
    return actions.record_entries(by=team.actor(who), told=several, source=Source.PHONE)


def one_by_one(team, *several):
    return [
        actions.record_entry(
            by=team.actor("worker"), case=one.case, kind=one.kind, values=one.values,
            happened_at=one.happened_at, entry_id=one.entry_id, source=Source.PHONE,
            risk_answered=one.risk_answered,
        )
        for one in several
    ]  # fmt: skip


def state_of(case):
    """Return all that stands of a case, without ids and times of writing."""
    row = Case.objects.get(pk=case.pk)
    entries = Entry.objects.filter(case=case).order_by("recorded_at")
    return {
        "entries": [(e.kind, e.happened_at, e.body, e.source, e.field_set) for e in entries],
        "codes": sorted(EntryCode.objects.filter(entry__case=case).values_list("field", "code")),
        "case": (row.last_contact_at, row.next_due_at, row.next_due_kind, row.risk_level),
        "tasks": [t.kind for t in Task.objects.filter(case=case).order_by("due_at", "kind")],
        "risks": list(RiskEpisode.objects.filter(case_id=case.pk).values_list("level", "status")),
        "said": list(
            AuditEntry.objects.filter(subject_id=case.pk).order_by("at", "id").values_list("event", flat=True)
        ),
    }  # fmt: skip


def day(case):
    """Return what a day holds: a contact, an earlier one that came late, a note, words of risk."""
    return (
        told(case, at=NOW),
        told(case, at=NOW - HOUR, outcome="no_answer"),
        told(case, EntryKind.NOTE, at=NOW, text="Slept."),
        told(case, EntryKind.NOTE, at=NOW, text="She wants to end her life."),
        told(case, EntryKind.NOTE, at=NOW, text="She wants to end her life.", risk=False),
        told(case, EntryKind.RISK, at=NOW, level="high"),
        told(case, at=NOW - 2 * HOUR),
    )


def test_it_is_the_same_as_one_after_the_other(team):
    first, second, third = (make_case(team, opened_at=NOW - 5 * HOUR) for _ in range(3))
    actions.add_task(by=team.actor("worker"), case=second, kind=TaskKind.CONTACT, due_at=NOW + HOUR)
    actions.add_task(by=team.actor("worker"), case=third, kind=TaskKind.CONTACT, due_at=NOW + HOUR)
    one_by_one(team, *day(second))
    made = together(team, *day(first), *day(third))

    assert [e.case_id for e in made] == [first.pk] * 7 + [third.pk] * 7
    assert state_of(third) == state_of(second)
    assert state_of(third)["risks"]
    assert state_of(first)["case"][0] == NOW


def test_in_so_many_statements_whatever_the_number(team):
    cases = [make_case(team, opened_at=NOW - 5 * HOUR) for _ in range(3)]
    spent = []
    for several in (2, 20):
        held = list(queries.with_links(Case.objects.filter(pk__in=[c.pk for c in cases])))
        with CaptureQueriesContext(connection) as asked:
            together(team, *(told(held[n % 3], EntryKind.NOTE, text="x") for n in range(several)))
        tables = ("cases_entry", "cases_case", "cases_task")
        spent.append(
            sum(any(t in (q["sql"] or "") for t in tables) for q in asked.captured_queries)
        )
    assert spent[0] == spent[1] <= 5


@pytest.mark.parametrize("who", ["stranger", "coordinator"])
def test_one_out_of_reach_stops_all(team, who):
    case = make_case(team)
    with pytest.raises(NotAllowed):
        together(team, told(case), who=who)
    assert not Entry.objects.exists()


def test_what_one_alone_could_not_do_nothing_does(team):
    case, closed = (
        make_case(team, opened_at=NOW - 5 * HOUR),
        make_case(team, opened_at=NOW - 5 * HOUR),
    )
    actions.close_case(by=team.actor("worker"), case=closed, happened_at=NOW - HOUR,
                       reason=ClosureReason.END_OF_CARE, values={"outcome": "recovered"})  # fmt: skip
    before = Entry.objects.count()
    for wrong, problem in (
        (told(closed), CaseClosed),
        (told(case, at=NOW + 50 * HOUR), HappenedWrong),
        (told(case, outcome="somehow"), EntryWrong),
    ):
        with pytest.raises(problem):
            together(team, told(case), wrong)
    assert Entry.objects.count() == before
    together(team, told(case), told(closed, at=NOW - 2 * HOUR))  # before it was closed


def test_no_word_of_it_is_said(team):
    case = make_case(team)
    together(team, told(case, told=WORDS), told(case, EntryKind.NOTE, text=WORDS))
    said = " ".join(str(vars(e)) for e in AuditEntry.objects.all())
    assert "entry.recorded" in said
    assert "tablets" not in said
