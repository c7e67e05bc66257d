"""Audits and competences, for those who lead and for the gating of what somebody may do."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.supervision import reach
from sukoon.supervision.definitions import book
from sukoon.supervision.models import CompetenceRating, NoteCheck, NoteSample

HARMFUL, BASIC = 1, 3  # levels of EQUIP: something harmful was seen; basic helping skills are there


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


def competence_levels(account_id: UUID, *, on: date | None = None) -> Mapping[str, int]:
    """Return the level that stands of each competence of a worker, on a day or now.

    The last rating seen up to that day counts, whoever gave it. Unscoped: for gating.
    """
    found = CompetenceRating.objects.filter(account_id=account_id).order_by("rated_on", "id")
    if on is not None:
        found = found.filter(rated_on__lte=on)
    return dict(found.values_list("competence", "level"))


def competence_level(account_id: UUID, competence: str, *, on: date | None = None) -> int | None:
    """Return the level of one competence that stood on a day, or now; None: not rated by then."""
    return competence_levels(account_id, on=on).get(competence)


def harmful(account_id: UUID, *, on: date | None = None) -> frozenset[str]:
    """Return the competences of safety in which something harmful stands. Unscoped: for gating."""
    safety = {c.code for c in book().competences.values() if c.safety}
    levels = competence_levels(account_id, on=on)
    return frozenset(c for c, level in levels.items() if level == HARMFUL and c in safety)


def is_competent(
    account_id: UUID, needed: Iterable[str], *, on: date | None = None, least: int = BASIC
) -> bool:
    """Say whether a worker has each of these competences, and nothing harmful stands. For gating."""
    levels = competence_levels(account_id, on=on)
    return not harmful(account_id, on=on) and all(levels.get(c, 0) >= least for c in needed)
