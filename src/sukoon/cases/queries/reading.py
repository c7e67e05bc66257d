"""Which cases and entries an actor sees, and what stands in them."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sukoon.cases.fields import field_set
from sukoon.cases.models import (
    Attachment,
    Case,
    CaseLink,
    CaseStep,
    Conflict,
    Entry,
    Goal,
    Response,
)
from sukoon.cases.words import EntryKind
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission


def _reach(by: Actor, permission: Permission) -> Q:
    linked = CaseLink.objects.filter(account_id=by.id, ended_at=None).values("case")
    return within_reach(
        by, permission, owner="owner_id", org="org_id", area="area_path", record="person_id",
        related=linked,
    )  # fmt: skip


def visible(by: Actor) -> QuerySet[Case]:
    """Cases within reach of CASE_VIEW: one's own and those one has a care relationship to, the
    team's, the area's, or one person's through broken glass."""
    return Case.objects.filter(_reach(by, Permission.CASE_VIEW))


def writable(by: Actor, permission: Permission = Permission.CASE_WRITE) -> QuerySet[Case]:
    """Cases the actor may add to, or do with what another permission names."""
    return Case.objects.filter(_reach(by, permission))


def with_links(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Fetch what a case's scope needs along with it."""
    return cases.select_related("person").prefetch_related(
        Prefetch("links", CaseLink.objects.filter(ended_at=None))
    )


def case_by_code(by: Actor, code: str) -> Case | None:
    """Return the visible case of this code, as people say it: case and dashes do not matter."""
    return visible(by).filter(code=_as_written(code)).first()


def case_named(code: str) -> Case | None:
    """Return the case of this code, whoever asks. Only for breaking glass."""
    return Case.objects.filter(code=_as_written(code)).first()


def _as_written(code: str) -> str:
    told = "".join(c for c in code.upper() if c.isalnum())[:8]
    return f"{told[:4]}-{told[4:]}"


def entries(by: Actor, case: Case) -> QuerySet[Entry]:
    """Entries of a case the actor sees, the latest first."""
    seen = visible(by).filter(pk=case.pk)
    return Entry.objects.filter(case__in=seen).order_by("-happened_at", "-id")


def written_by(by: Actor, *, since: datetime) -> QuerySet[Entry]:
    """Entries the actor wrote themselves in cases they see, recorded since then."""
    return Entry.objects.filter(author_id=by.id, recorded_at__gte=since, case__in=visible(by))


def entry_of(by: Actor, pk: UUID) -> Entry | None:
    """Return one entry if its case is visible."""
    found = Entry.objects.select_related("case__person").filter(pk=pk).first()
    if found is None or not visible(by).filter(pk=found.case_id).exists():
        return None
    return found


def opened(entry: Entry) -> Mapping[str, Any]:
    """Return what an entry says. The actor's right to see it was asked where the entry was found."""
    return cast(Mapping[str, Any], json.loads(entry.body)) if entry.body else {}


def steps(by: Actor, case: Case) -> QuerySet[CaseStep]:
    """Return the steps of a visible case, the first first."""
    return CaseStep.objects.filter(case__in=visible(by).filter(pk=case.pk))


def open_conflicts(by: Actor, case: Case) -> QuerySet[Conflict]:
    """Return what a person must decide on in a visible case."""
    return Conflict.objects.filter(case__in=visible(by).filter(pk=case.pk), resolved_at=None)


def attachment_of(by: Actor, case: Case, pk: UUID) -> Attachment | None:
    """Return a file of a visible case."""
    seen = visible(by).filter(pk=case.pk)
    return (
        Attachment.objects.filter(pk=pk, entry__case__in=seen).select_related("entry__case").first()
    )


def shared_fields(case: Case, fields: Iterable[str], *, now: datetime) -> Mapping[str, object]:
    """Return exactly the named clinical fields of a case (`people.words.SharedField` codes).

    For referral and supervision: the consent named the fields, nothing else leaves. Fields of
    identity (name, phone, …) are `people`'s to give.
    """
    return {name: SHARED[name](case, now) for name in SHARED if name in set(fields)}


def _latest(case: Case, kind: EntryKind) -> Mapping[str, Any]:
    found = (
        Entry.objects.filter(case=case, kind=kind, amendments=None)
        .exclude(field_set__endswith="@platform")
        .order_by("-happened_at", "-id")
        .first()
    )
    return opened(found) if found else {}


def _assessment(case: Case, _now: datetime) -> object:
    told = dict(_latest(case, EntryKind.ASSESSMENT))
    told.pop("motive", None)
    return told


def _scores(case: Case, _now: datetime) -> object:
    rows = Response.objects.filter(case=case, is_current=True).order_by("-happened_at", "-id")[:20]
    return [
        {
            "instrument": r.instrument, "total": None if r.total is None else float(r.total),
            "band": r.band, "on": r.happened_at.date().isoformat(),
        }
        for r in rows
    ]  # fmt: skip


def _plan(case: Case, _now: datetime) -> object:
    return [
        {
            "text": g.text, "owner": g.owner, "status": g.status,
            "due_on": g.due_on.isoformat() if g.due_on else None,
        }
        for g in Goal.objects.filter(case=case)
    ]  # fmt: skip


def _all(case: Case, kind: EntryKind, most: int = 20) -> list[Mapping[str, Any]]:
    found = Entry.objects.filter(case=case, kind=kind, amendments=None)
    return [
        {**opened(e), "on": e.happened_at.date().isoformat()}
        for e in found.order_by("-happened_at", "-id")[:most]
    ]


SHARED: Mapping[str, Callable[[Case, datetime], object]] = {
    "reason": lambda case, _now: _latest(case, EntryKind.ASSESSMENT).get("motive", ""),
    "assessment": _assessment,
    "scores": _scores,
    "diagnosis": lambda case, _now: _latest(case, EntryKind.DIAGNOSIS),
    "plan": _plan,
    "medicine": lambda case, _now: _all(case, EntryKind.MEDICINE),
    "risk": lambda case, _now: {"level": case.risk_level, **_latest(case, EntryKind.RISK)},
    "notes": lambda case, _now: _all(case, EntryKind.SESSION) + _all(case, EntryKind.NOTE),
}


def label_of(kind: EntryKind, code: str, language: str) -> str:
    """Return what a field is called."""
    found = field_set(kind)
    told = found.field(code) if found else None
    return told.label(language) if told else code
