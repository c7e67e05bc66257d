"""A worker's own caseload: cases they lead or have a care relationship to, with what is to do.

Of entries a phone holds what a guide must know before it asks (scores, medicines, what earlier walks
came to), for who walks guides; what was written stays on the server.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q
from django.utils.timezone import localdate

from sukoon.cases import queries
from sukoon.cases.models import Case, CaseLink, Conflict, Goal, Task
from sukoon.cases.words import CaseStatus, TaskStatus
from sukoon.core.access import Actor
from sukoon.pathways import queries as pathways
from sukoon.pathways.known import as_list
from sukoon.people import queries as people

MOST = 400


def listed(by: Actor, *, now: datetime) -> Iterator[tuple[str, UUID, Mapping[str, object]]]:
    """Yield the cases of a phone, those due first; and what its worker must decide on."""
    linked = CaseLink.objects.filter(account_id=by.id, ended_at=None).values("case")
    mine = queries.visible(by).filter(Q(owner_id=by.id) | Q(pk__in=linked))
    found = queries.with_links(mine.exclude(status=CaseStatus.CLOSED)).prefetch_related(
        "person__names", "person__phones",
        Prefetch("tasks", Task.objects.filter(status=TaskStatus.OPEN)),
        Prefetch("goals", Goal.objects.order_by("place", "id")),
        Prefetch("conflicts", Conflict.objects.filter(resolved_at=None)),
    ).order_by(F("next_due_at").asc(nulls_last=True), "id")  # fmt: skip
    held = list(found[:MOST])
    known = pathways.known(by, [case.pk for case in held], today=localdate(now))
    for case in held:
        told = _told(by, case, now)
        if case.pk in known:
            told |= {"known": as_list(known[case.pk])}
        yield "case", case.pk, told


def _told(by: Actor, case: Case, now: datetime) -> dict[str, object]:
    told = {
        "code": case.code, "alias": case.alias, "tier": case.tier, "status": case.status,
        "mine": case.owner_id == by.id, "risk": case.risk_level,
        "opened_at": case.opened_at, "last_contact_at": case.last_contact_at,
        "plan_version": case.plan_version,
        "person": _person(by, case, now),
        "tasks": [
            {"id": t.pk, "kind": t.kind, "due_at": t.due_at, "what": t.what}
            for t in case.tasks.all()
        ],
        "goals": [
            {"id": g.pk, "text": g.text, "owner": g.owner, "status": g.status,
             "due_on": g.due_on.isoformat() if g.due_on else None}
            for g in case.goals.all()
        ],
        "conflicts": [
            {"id": c.pk, "about": c.about_id, "field": c.field, "stands": c.stands,
             "proposed": c.proposed}
            for c in case.conflicts.all()
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
