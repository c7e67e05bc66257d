"""Who may be asked to call a worker: read for the platform, whatever whoever asks may see."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from sukoon.accounts import queries as accounts
from sukoon.core.access import Scope, can
from sukoon.core.permissions import Permission
from sukoon.staffcare.models import CareCall
from sukoon.staffcare.rules import Candidate
from sukoon.staffcare.words import OPEN
from sukoon.workforce import queries as workforce

# Whoever holds one of these where a worker works decides about that worker.
ABOVE = (
    Permission.CASE_ASSIGN, Permission.SUPERVISION_ANSWER, Permission.SUPERVISION_LEAD,
    Permission.WORKER_WRITE, Permission.DEVICE_MANAGE,
)  # fmt: skip


def candidates(asker_id: UUID, *, now: datetime) -> list[Candidate]:
    """Return the contacts named for where a worker works (unscoped: the platform chooses)."""
    scopes = _where(asker_id)
    orgs = [s.org_id for s in scopes if s.org_id]
    named = accounts.named_around(
        Permission.STAFF_CARE_ANSWER, orgs=orgs, paths=[s.area_path for s in scopes], now=now
    )
    above = _above(named, scopes, now=now)
    counted = CareCall.objects.filter(contact_id__in=list(named), state__in=OPEN)
    waiting = dict(counted.order_by().values_list("contact_id").annotate(n=Count("id")))
    return [Candidate(pk, near, waiting.get(pk, 0), pk in above) for pk, near in named.items()]


def _where(asker_id: UUID) -> list[Scope]:
    """Return where a worker works, as what others may reach: by roles, and by the staff's record."""
    worker = workforce.worker_of(asker_id)
    orgs: list[UUID | None] = [*accounts.organisations_of(asker_id)]
    paths = accounts.area_paths(asker_id)
    if worker is not None:
        orgs.append(worker.organisation_id)
        paths += [worker.area.path] if worker.area else []
    return [Scope(asker_id, org, path) for org in orgs or [None] for path in paths or [""]]


def _above(named: Iterable[UUID], scopes: Sequence[Scope], *, now: datetime) -> set[UUID]:
    """Return which of these decide about the worker, or answer questions in the same team."""
    orgs = {s.org_id for s in scopes if s.org_id}
    found = {
        pk
        for org in orgs
        for pk in accounts.holding(Permission.SUPERVISION_ANSWER, org_id=org, now=now)
    }
    for pk in set(named) - found:
        known = accounts.owner(pk, now=now)
        if known and any(can(known[0], p, s) for p in ABOVE for s in scopes):
            found.add(pk)
    return found
