"""A worker's own caseload: cases they lead or have a care relationship to, with what is to do.

Of entries a phone holds what a guide must know before it asks (scores, medicines, what earlier walks
came to), for who walks guides; what was written stays on the server.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from sukoon.cases import queries
from sukoon.cases.models import Case, CaseLink, Conflict, Goal, Task
from sukoon.cases.words import CaseStatus, TaskStatus
from sukoon.core.access import Actor
from sukoon.pathways import queries as pathways
from sukoon.pathways.known import as_list
from sukoon.people import queries as people

MOST = 400
P = TypeVar("P", Task, Goal, Conflict)


def listed(by: Actor, *, now: datetime) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield the cases of a phone, those due first; and what its worker must decide on."""
    linked = CaseLink.objects.filter(account_id=by.id, ended_at=None).values("case")
    mine = queries.visible(by).filter(Q(owner_id=by.id) | Q(pk__in=linked))
    found = mine.exclude(status=CaseStatus.CLOSED).select_related("person")
    held = list(
        found.prefetch_related("person__names", "person__phones")
        .order_by(F("next_due_at").asc(nulls_last=True), "id")[:MOST]
    )  # fmt: skip
    ids = [case.pk for case in held]
    of_cases = _OfCases(
        _by_case(Task.objects.filter(case__in=ids, status=TaskStatus.OPEN)),
        _by_case(Goal.objects.filter(case__in=ids).order_by("place", "id")),
        _by_case(Conflict.objects.filter(case__in=ids, resolved_at=None)),
    )
    known = pathways.known(by, ids, today=localdate(now))
    for case in held:
        told = _told(by, case, of_cases, now)
        if case.pk in known:
            told |= {"known": as_list(known[case.pk])}
        yield "case", case.pk, told


class _OfCases(NamedTuple):
    """What stands beside cases, by the case: read at once, without Django's search for each."""

    tasks: Mapping[UUID, Sequence[Task]]
    goals: Mapping[UUID, Sequence[Goal]]
    conflicts: Mapping[UUID, Sequence[Conflict]]


def _by_case(rows: QuerySet[P]) -> Mapping[UUID, Sequence[P]]:
    found: dict[UUID, list[P]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _told(by: Actor, case: Case, beside: _OfCases, now: datetime) -> dict[str, object]:
    told = {
        "code": case.code, "alias": case.alias, "tier": case.tier, "status": case.status,
        "mine": case.owner_id == by.id, "risk": case.risk_level,
        "opened_at": case.opened_at, "last_contact_at": case.last_contact_at,
        "plan_version": case.plan_version,
        "person": _person(by, case, now),
        "tasks": [
            {"id": t.pk, "kind": t.kind, "due_at": t.due_at, "what": t.what}
            for t in beside.tasks.get(case.pk, ())
        ],
        "goals": [
            {"id": g.pk, "text": g.text, "owner": g.owner, "status": g.status,
             "due_on": g.due_on.isoformat() if g.due_on else None}
            for g in beside.goals.get(case.pk, ())
        ],
        "conflicts": [
            {"id": c.pk, "about": c.about_id, "field": c.field, "stands": c.stands,
             "proposed": c.proposed}
            for c in beside.conflicts.get(case.pk, ())
        ],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _person(by: Actor, case: Case, now: datetime) -> Mapping[str, object]:
    person = case.person
    told = {
        "id": person.pk, "version": person.version, "name": people.shown_name(by, person),
        "sex": person.sex, "age": people.age_on(person, now.date()),
        "phones": [
            {"text": p.text, "whose": p.whose, "safe_to_call": p.safe_to_call,
             "safe_from": p.safe_from, "safe_until": p.safe_until}
            for p in person.phones.all()
        ],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, "", [])}
