"""Breaking glass: seeing one person out of reach, for minutes, with a reason somebody reviews."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts.models import BrokenGlass, GlassVerdict, User
from sukoon.accounts.problems import AlreadyReviewed, OwnGlass, ReasonNeeded
from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, require, require_holds
from sukoon.core.permissions import Permission

LEAST_REASON = 20
MOST_MINUTES = 60


@transaction.atomic
def break_glass(
    *, by: Actor, user: User, record_id: UUID, reason: str, minutes: int
) -> BrokenGlass:
    """Let the actor look at one person for some minutes (at most an hour). Raises ReasonNeeded."""
    require_holds(by, Permission.GLASS_BREAK)
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonNeeded(least=LEAST_REASON)
    now = clock.now()
    ends = now + timedelta(minutes=max(1, min(minutes, MOST_MINUTES)))
    glass = BrokenGlass.objects.create(
        user=user, record_id=record_id, reason=reason.strip()[:500], started_at=now, ends_at=ends
    )
    emit("glass.broken", subject=record_id, by=by, minutes=minutes, glass=str(glass.pk))
    return glass


@transaction.atomic
def mend_glass(*, by: Actor, glass: BrokenGlass) -> None:
    """End what one sees through glass before its time."""
    require_holds(by, Permission.GLASS_BREAK)
    BrokenGlass.objects.filter(pk=glass.pk, user_id=by.id, ends_at__gt=clock.now()).update(
        ends_at=clock.now()
    )
    emit("glass.mended", subject=glass.record_id, by=by, glass=str(glass.pk))


@transaction.atomic
def review_glass(
    *, by: Actor, glass: BrokenGlass, verdict: GlassVerdict, note: str = ""
) -> BrokenGlass:
    """Say whether glass was broken with good reason. Raises OwnGlass, AlreadyReviewed."""
    require(by, Permission.GLASS_REVIEW, NOWHERE)
    if glass.user_id == by.id:
        raise OwnGlass
    now = clock.now()
    reviewed = BrokenGlass.objects.filter(pk=glass.pk, verdict=GlassVerdict.WAITING).update(
        verdict=verdict, reviewed_by_id=by.id, reviewed_at=now
    )
    if not reviewed or verdict == GlassVerdict.WAITING:
        raise AlreadyReviewed
    glass = BrokenGlass.objects.get(pk=glass.pk)
    glass.review_note = note.strip()[:500]
    glass.save()
    emit("glass.reviewed", subject=glass.record_id, by=by, verdict=verdict, glass=str(glass.pk))
    return glass
