"""People, cases and risks: the actions of those areas as operations."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ninja import Field

from sukoon.cases import actions as cases
from sukoon.cases import queries as case_queries
from sukoon.cases.actions.planning import GoalChange
from sukoon.cases.models import Conflict, Task
from sukoon.cases.words import CaseStatus, ClosureReason, EntryKind, Source, TaskKind
from sukoon.core import clock
from sukoon.core.access import Actor, Scope
from sukoon.core.operations import Kind, Ran
from sukoon.people import actions as people
from sukoon.people import queries as people_queries
from sukoon.people.models import Person
from sukoon.people.rules import Birth, Details
from sukoon.people.words import Answer, GivenBy, Manner, Purpose, Sex
from sukoon.risk import actions as risk
from sukoon.risk.words import Trigger
from sukoon.sync.kinds.base import (
    OperationPayload,
    Part,
    became,
    case_of,
    case_to_write,
    home_of,
    kind,
    said,
)
from sukoon.sync.problems import NotHere


class PersonRecord(OperationPayload):
    person: UUID
    names: list[str] = Field([], max_length=12)
    phones: list[dict[str, Any]] = Field([], max_length=12)
    alias: str = ""
    sex: Sex = Sex.NOT_TOLD
    age: int | None = Field(None, ge=0, le=125)
    area: str | None = None


def record_person(by: Actor, told: PersonRecord) -> str:
    """Keep a person, in the worker's own team and area."""
    team, area = home_of(by)
    day = told.happened_at.date()
    birth = Birth("", told.age, day) if told.age is not None else Birth()
    person = people.record_person(
        by=by, person_id=told.person, names=told.names, phones=told.phones,
        org_id=team, area_path=told.area if told.area is not None else area,
        details=Details(alias=told.alias, sex=told.sex, birth=birth),
    )  # fmt: skip
    return said(person=str(person.pk))


class PersonConsent(OperationPayload):
    person: UUID
    purpose: Purpose
    answer: Answer = Answer.YES
    given_by: GivenBy = GivenBy.SELF
    manner: Manner = Manner.SPOKEN
    language: str = Field("ur", max_length=10)
    recipient: str = ""
    fields: list[str] = Field([], max_length=40)
    guardian: str = ""
    reason: str = ""


def record_consent(by: Actor, told: PersonConsent) -> str:
    """Keep what a person answered."""
    people.record_consent(
        by=by, person=_person(by, told.person), consent_id=told.operation_id, purpose=told.purpose,
        answer=told.answer, given_by=told.given_by, manner=told.manner, language=told.language,
        given_at=told.happened_at, recipient=told.recipient, fields=told.fields,
        guardian=told.guardian, reason=told.reason,
    )  # fmt: skip
    return said(consent=str(told.operation_id))


class PersonChange(OperationPayload):
    person: UUID
    base_version: int = Field(ge=0)
    changes: dict[str, Any]


def change_person(by: Actor, told: PersonChange) -> Ran:
    """Change fields of a person; what somebody else changed meanwhile is kept beside it."""
    person = _person(by, told.person)
    moved = person.version != told.base_version
    done = people.change_person(
        by=by, person=person, changes=told.changes, base_version=told.base_version
    )
    body = said(applied=sorted(done.applied), conflicts=sorted(done.conflicts),
                 version=done.person.version)  # fmt: skip
    return became(body, conflicts=bool(done.conflicts), moved=moved)


class CaseOpen(OperationPayload):
    case: UUID
    person: UUID
    tier: int = Field(1, ge=1, le=4)
    alias: str = Field("", max_length=60)
    without_consent: str = Field("", max_length=300)


def open_case(by: Actor, told: CaseOpen) -> str:
    """Open a case, led by the worker, in their team."""
    case = cases.open_case(
        by=by, person=_person(by, told.person), tier=told.tier, opened_at=told.happened_at,
        org_id=home_of(by)[0], case_id=told.case, without_consent=told.without_consent,
        alias=told.alias,
    )  # fmt: skip
    return said(case=str(case.pk), code=case.code, alias=case.alias)


class CaseEntry(OperationPayload):
    case: UUID
    kind: EntryKind
    values: dict[str, Any]
    risk_answered: bool | None = None


def record_entry(by: Actor, told: CaseEntry) -> str:
    """Add an entry; a risk that is told opens or feeds an episode."""
    entry = cases.record_entry(
        by=by, case=case_to_write(by, told.case), kind=told.kind, values=told.values,
        happened_at=told.happened_at, entry_id=told.operation_id, source=Source.PHONE,
        risk_answered=told.risk_answered,
    )  # fmt: skip
    return said(entry=str(entry.pk))


def record_entries(by: Actor, told: Sequence[CaseEntry]) -> list[str]:
    """Add entries that follow each other, with the same result as one after the other."""
    made = cases.record_entries(by=by, source=Source.PHONE, told=[
        cases.Told(case_to_write(by, t.case), t.kind, t.values, t.happened_at, t.operation_id,
                   t.risk_answered)
        for t in told
    ])  # fmt: skip
    return [said(entry=str(entry.pk)) for entry in made]


class CaseAmend(OperationPayload):
    entry: UUID
    values: dict[str, Any]
    why: str = Field(max_length=300)


def amend_entry(by: Actor, told: CaseAmend) -> str:
    """Say an entry anew; what it said before stays."""
    entry = case_queries.entry_of(by, told.entry)
    if entry is None:
        raise NotHere
    made = cases.amend_entry(
        by=by, entry=entry, values=told.values, why=told.why, entry_id=told.operation_id,
        source=Source.PHONE,
    )  # fmt: skip
    return said(entry=str(made.pk))


class CaseResponse(OperationPayload):
    case: UUID
    instrument: str = Field(max_length=40)
    answers: dict[str, Any]
    language: str = Field("ur", max_length=10)
    population: str = Field("", max_length=40)


def record_response(by: Actor, told: CaseResponse) -> str:
    """Keep the answers to an instrument; the server scores them itself."""
    entry = cases.record_response(
        by=by, case=case_to_write(by, told.case), instrument=told.instrument, answers=told.answers,
        language=told.language, population=told.population, happened_at=told.happened_at,
        entry_id=told.operation_id, source=Source.PHONE,
    )  # fmt: skip
    return said(entry=str(entry.pk))


class GoalIn(Part):
    goal: UUID
    wanted: dict[str, Any]
    base: dict[str, Any] = {}


class CasePlan(OperationPayload):
    case: UUID
    plan_version: int = Field(0, ge=0)
    changes: list[GoalIn] = Field(max_length=40)


def change_plan(by: Actor, told: CasePlan) -> Ran:
    """Change goals of the plan, merged field by field with what others changed."""
    case = case_of(by, told.case)
    moved = case.plan_version != told.plan_version
    done = cases.change_plan(
        by=by,
        case=case,
        happened_at=told.happened_at,
        entry_id=told.operation_id,
        changes=[GoalChange(g.goal, g.wanted, g.base) for g in told.changes],
    )
    body = said(goals=[str(g) for g in done.goals], conflicts=[str(c.pk) for c in done.conflicts])
    return became(body, conflicts=bool(done.conflicts), moved=moved)


class CaseResolve(OperationPayload):
    conflict: UUID
    take: bool


def resolve(by: Actor, told: CaseResolve) -> str:
    """Decide between two values of a plan's field: take the one that was proposed, or leave it."""
    found = _conflict(by, told.conflict)
    done = cases.resolve_conflict(by=by, conflict=found, take_proposed=told.take)
    return said(conflict=str(done.pk), took_proposed=done.took_proposed)


class CaseTask(OperationPayload):
    case: UUID
    task: UUID
    kind: TaskKind = TaskKind.CONTACT
    due_on: date
    what: str = Field("", max_length=300)


def add_task(by: Actor, told: CaseTask) -> str:
    """Add something to do by a day."""
    due_at = clock.morning_of(told.due_on)
    task = cases.add_task(
        by=by,
        case=case_to_write(by, told.case),
        kind=told.kind,
        due_at=due_at,
        what=told.what,
        task_id=told.task,
    )
    return said(task=str(task.pk))


class CaseTaskDone(OperationPayload):
    task: UUID
    is_risk: bool | None = None


def finish_task(by: Actor, told: CaseTaskDone) -> str:
    """Say that something was done; "is this a risk?" is finished by an answer."""
    task = _task(by, told.task)
    done = cases.finish_task(by=by, task=task, is_risk=told.is_risk)
    return said(task=str(done.pk), status=done.status)


class CaseClose(OperationPayload):
    case: UUID
    reason: ClosureReason
    values: dict[str, Any] = {}


def close_case(by: Actor, told: CaseClose) -> str:
    """Close a case."""
    case = cases.close_case(
        by=by,
        case=case_of(by, told.case),
        reason=told.reason,
        values=told.values,
        happened_at=told.happened_at,
        entry_id=told.operation_id,
    )
    return said(case=str(case.pk), status=CaseStatus(case.status))


class RiskRaise(OperationPayload):
    level: str = Field(max_length=20)
    note: str = Field("", max_length=500)


def raise_risk(by: Actor, told: RiskRaise) -> str:
    """Say that the life of somebody without a case is at risk; with a case, it is an entry of it."""
    scope = Scope(by.id, *home_of(by))
    episode = risk.raise_risk(
        by=by,
        trigger=Trigger.WORKER,
        level=told.level,
        scope=scope,
        entry_id=told.operation_id,
        happened_at=told.happened_at,
        note=told.note,
    )
    return said(episode=str(episode.pk))


def _person(by: Actor, pk: UUID) -> Person:
    found = people_queries.visible(by).filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def _conflict(by: Actor, pk: UUID) -> Conflict:
    found = Conflict.objects.filter(pk=pk, case__in=case_queries.visible(by)).first()
    if found is None:
        raise NotHere
    return found


def _task(by: Actor, pk: UUID) -> Task:
    found = Task.objects.filter(pk=pk, case__in=case_queries.visible(by)).first()
    if found is None:
        raise NotHere
    return found


KINDS: Mapping[str, Kind] = {
    "people.record": kind(PersonRecord, record_person),
    "people.consent": kind(PersonConsent, record_consent),
    "people.change": kind(PersonChange, change_person),
    "cases.open": kind(CaseOpen, open_case),
    "cases.entry": kind(CaseEntry, record_entry, record_entries),
    "cases.amend": kind(CaseAmend, amend_entry),
    "cases.response": kind(CaseResponse, record_response),
    "cases.plan": kind(CasePlan, change_plan),
    "cases.resolve": kind(CaseResolve, resolve),
    "cases.task": kind(CaseTask, add_task),
    "cases.task_done": kind(CaseTaskDone, finish_task),
    "cases.close": kind(CaseClose, close_case),
    "risk.raise": kind(RiskRaise, raise_risk),
}
