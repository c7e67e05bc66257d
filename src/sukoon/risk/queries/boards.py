"""What waits for whom: one's own risks, what is to be signed, and a coordinator's watch list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor, holds, within_reach
from sukoon.core.permissions import Permission
from sukoon.risk.models import OPEN, RiskEpisode, RiskStep, SignOff
from sukoon.risk.queries.base import visible, waiting_sign_offs
from sukoon.risk.words import EpisodeStatus, Rung
from sukoon.workforce.models import Organisation, Team

MOST_WATCHED = 200
LATE_WATCH = timedelta(minutes=15)


def for_me(by: Actor) -> QuerySet[RiskEpisode]:
    """Open risks that the actor owns, or was asked to answer and nobody has; the next due first."""
    asked = RiskStep.objects.filter(target_id=by.id).exclude(rung=Rung.COORDINATOR)
    mine = Q(owner_id=by.id) | Q(status=EpisodeStatus.WAITING, pk__in=asked.values("episode_id"))
    return visible(by).filter(OPEN & mine).order_by("due_at", "id")


def unanswered(by: Actor, *, now: datetime) -> QuerySet[RiskEpisode]:
    """Risks that wait for this actor's answer, or whose next step of theirs is late."""
    waits = Q(status=EpisodeStatus.WAITING) | Q(owner_id=by.id, due_at__lte=now)
    return for_me(by).filter(waits)


def to_sign(by: Actor) -> QuerySet[SignOff]:
    """What waits for this actor's signature: never what they asked for themselves."""
    if not holds(by, Permission.RISK_LOWER):
        return SignOff.objects.none()
    return waiting_sign_offs(by).exclude(asked_by_id=by.id)


@dataclass(frozen=True, slots=True)
class Watched:
    """A risk that waits too long, as a coordinator sees it: a code, a place, how long. No more."""

    code: str
    organisation: str
    due_at: datetime
    asked: int


def watch_list(by: Actor, *, now: datetime) -> list[Watched]:
    """Return the risks of the actor's area that nobody answered in time, the longest first."""
    reached = within_reach(by, Permission.RISK_WATCH, owner=None, org="org_id", area="area_path")
    if holds(by, Permission.RISK_WATCH):
        # Where nobody watches the place, or it is not known, those of the widest area are told: they see it.
        told = RiskStep.objects.filter(target_id=by.id, rung=Rung.COORDINATOR)
        reached |= Q(pk__in=told.values("episode_id"))
    late = (
        RiskEpisode.objects.filter(reached & OPEN)
        .filter(Q(due_at__lte=now) | Q(escalations__gt=0))
        .order_by("due_at", "id")
    )
    found = list(
        late.values_list("code", "case_code", "org_id", "due_at", "escalations")[:MOST_WATCHED]
    )
    ids = {row[2] for row in found if row[2]}
    names = {o.pk: o.shown_name for o in Organisation.objects.filter(pk__in=ids)}
    names |= {t.pk: t.name for t in Team.objects.filter(pk__in=ids)}
    return [
        Watched(case_code or code, names.get(org, "") if org else "", due_at, asked)
        for code, case_code, org, due_at, asked in found
        if due_at
    ]


def unwatched(*, now: datetime) -> int:
    """Return how many open risks the watch should have acted on long ago. For `doctor`."""
    return RiskEpisode.objects.filter(OPEN, watch_at__lt=now - LATE_WATCH).count()


def faults() -> dict[str, list[str]]:
    """Return the codes of open episodes that lack an owner or a deadline: there must be none."""
    wanting = Q(owner_id=None) | Q(due_at=None) | Q(watch_at=None) | Q(next_step="")
    found = RiskEpisode.objects.filter(OPEN & wanting).order_by("id")
    return {"orphans": list(found.values_list("code", flat=True))}
