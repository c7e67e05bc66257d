"""Audits and competences, for those who lead and for the gating of what somebody may do."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.supervision import reach
from sukoon.supervision.definitions import book
from sukoon.supervision.models import CompetenceRating, NoteCheck, NoteSample


def samples(by: Actor) -> QuerySet[NoteSample]:
    """Samples of the teams one leads, the latest first."""
    seen = within_reach(by, Permission.SUPERVISION_LEAD, owner=None, org="org_id", area=None)
    return NoteSample.objects.filter(seen)


def checks(by: Actor, *, done: bool | None = None) -> QuerySet[NoteCheck]:
    """Entries to look at in the teams one leads, the nearest deadline first; never one's own."""
    found = NoteCheck.objects.filter(sample__in=samples(by)).exclude(worker_id=by.id)
    if done is not None:
        found = found.exclude(done_at=None) if done else found.filter(done_at=None)
    return found.select_related("sample").order_by("due_at", "id")


def ratings(by: Actor, account_id: UUID) -> QuerySet[CompetenceRating]:
    """Ratings of a worker in reach, the first first."""
    seen = reach.of_workers(by, Permission.SUPERVISION_VIEW)
    return CompetenceRating.objects.filter(seen, account_id=account_id)


def competence_levels(account_id: UUID) -> Mapping[str, int]:
    """Return the level that stands of each competence of a worker. Unscoped: for gating."""
    found = CompetenceRating.objects.filter(account_id=account_id).order_by("rated_on", "id")
    return dict(found.values_list("competence", "level"))


def harmful(account_id: UUID) -> frozenset[str]:
    """Return the competences of safety in which something harmful stands. Unscoped: for gating."""
    safety = {c.code for c in book().competences.values() if c.safety}
    levels = competence_levels(account_id)
    return frozenset(c for c, level in levels.items() if level == 1 and c in safety)
