"""Referrals in figures: by state, how long to the end, alarms. Never by place."""

from collections.abc import Mapping
from datetime import datetime
from statistics import median

from django.db.models import Count

from sukoon.core.access import NOWHERE, Actor, can
from sukoon.core.permissions import Permission
from sukoon.core.problems import NotAllowed
from sukoon.referrals.models import Referral, ReferralAlarm
from sukoon.referrals.words import FINAL, Audience, State

SECONDS = 86400


def figures(by: Actor, *, now: datetime) -> Mapping[str, object]:
    """Return how many referrals stand where, the median days to their end, and alarms.

    For whoever watches everywhere: a count of a small place would point at persons. Protection
    referrals are counted in the whole, and nowhere else.
    """
    if not can(by, Permission.REFERRAL_WATCH, NOWHERE):
        raise NotAllowed
    counts = dict(Referral.objects.order_by().values_list("state").annotate(n=Count("pk")))
    results = dict(
        Referral.objects.order_by().exclude(result="").values_list("result").annotate(n=Count("pk"))
    )
    ended = Referral.objects.filter(sent_at__isnull=False, ended_at__isnull=False)
    times = ended.values_list("sent_at", "ended_at")
    days = [(end - sent).total_seconds() / SECONDS for sent, end in times if sent and end]
    alarms = ReferralAlarm.objects.filter(audience=Audience.SENDER)
    late = Referral.objects.filter(due_at__lt=now).exclude(state__in=FINAL)
    left = sum(n for s, n in counts.items() if s != State.DRAFT)
    return {
        "by_state": {s.value: counts.get(s.value, 0) for s in State},
        "by_result": results,
        "sent": left,
        "closed": counts.get(State.CLOSED.value, 0),
        "seen": results.get("seen", 0),
        "median_days_to_closure": round(median(days), 2) if days else None,
        "alarms": alarms.count(),
        "alarms_open": alarms.filter(settled_at=None).count(),
        "past_their_clock": late.count(),
    }
