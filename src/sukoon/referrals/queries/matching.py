"""Which services answer a need, the best first, each with its reasons in words.

Services are looked for in rings: the person's own district with the areas around it, then the
next districts, until there are enough. What is not visible to the actor is not suggested.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from sukoon.core.access import Actor
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.referrals import rules
from sukoon.referrals.definitions import book
from sukoon.referrals.models import Referral
from sukoon.referrals.problems import DraftIncomplete
from sukoon.referrals.queries.saying import reasons
from sukoon.referrals.rules import Candidate, Fit, Wish
from sukoon.services import queries as services
from sukoon.services.models import (
    Activity,
    ReturnVersion,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceTarget,
)
from sukoon.services.words import ServiceStatus

ENOUGH, MOST_LOOKED_AT, MOST_SHOWN = 40, 120, 12
RINGS = (3, 6, 12, 24)  # how many more districts each ring takes in
FURTHEST_KM = 400.0
RETURNS_OF = timedelta(days=120)
EVIDENCE_OF = timedelta(days=365)
COLUMNS = (
    "pk", "modality", "provider_gender", "fee", "opening_hours", "eligibility",
    "reported_on", "activity__code", "activity__label_en", "activity__label_ur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: a need near a place, and what else would be good."""

    need: str
    area: str
    urgency: str = "normal"
    at: datetime | None = None
    provider_gender: str = ""
    languages: frozenset[str] = frozenset()
    free: bool = False
    age: str = ""
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A service with what speaks for it and against it, in words."""

    service: Service
    fit: Fit
    fits: Sequence[str]
    unknown: Sequence[str]
    against: Sequence[str]

    @property
    def key(self) -> str:
        return str(self.service.pk)


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: suggestions, and services left out because they take nobody new."""

    suggestions: Sequence[Suggestion] = field(default_factory=list)
    full: Sequence[Suggestion] = field(default_factory=list)
    looked_at: int = 0


Row = Mapping[str, Any]


def match(by: Actor, ask: Ask, *, now: datetime, most: int = MOST_SHOWN) -> Match:
    """Return the services that fit best. Raises DraftIncomplete for a need or place not known."""
    need = book().needs.get(ask.need)
    urgency = book().urgencies.get(ask.urgency)
    here = Area.objects.filter(pcode=ask.area).first()
    if need is None or urgency is None or here is None:
        known = {"need": need, "urgency": urgency, "area": here}
        raise DraftIncomplete(where=", ".join(n for n, v in known.items() if v is None))
    rows, distances = _found(by, here, _activities(need.activities))
    at = timezone.localtime(ask.at) if ask.at and timezone.is_aware(ask.at) else ask.at
    wish = Wish(
        ask.provider_gender, ask.languages, ask.free, ask.age, ask.accessible, at,
        urgency.clock.answer,
    )  # fmt: skip
    today = timezone.localdate(now)
    fits = [
        rules.fit(c, wish, today=today) for c in _candidates(rows, distances, need.activities, now)
    ]
    fits.sort(key=lambda f: (-f.score, f.candidate.key))
    takes = [f for f in fits if not f.full][:most]
    full = [f for f in fits if f.full][:3]
    return Match(*_shown(by, takes, full), looked_at=len(fits))


@cache
def _sub_codes(told: tuple[str, ...], known: tuple[str, ...]) -> frozenset[str]:
    return frozenset(k for k in known if k in told or k.partition(".")[0] in told)


def _activities(told: tuple[str, ...]) -> list[UUID]:
    """Return the activities that codes of a need mean: "8" is every 8.x."""
    rows = dict(Activity.objects.values_list("pk", "code"))
    wanted = _sub_codes(told, tuple(sorted(set(rows.values()))))
    return [pk for pk, code in rows.items() if code in wanted]


def _found(
    by: Actor, here: Area, activities: Sequence[UUID]
) -> tuple[dict[UUID, Row], dict[UUID, float | None]]:
    """Return services by id, and how far the nearest of their places is (None: not known)."""
    rings, distances = _rings(here)
    nearest = dict[UUID, float | None]()
    under_way = services.visible(by).alias(
        what=_unindexed("activity_id"), how=_unindexed("status")
    ).filter(what__in=activities, how=ServiceStatus.UNDER_WAY).order_by()  # fmt: skip
    for ring in rings:
        lines = under_way.filter(in_areas__area__in=ring)
        for pk, area in lines.values_list("pk", "in_areas__area").iterator():
            km, before = distances[area], nearest.get(pk)
            nearest[pk] = km if before is None else min(before, km) if km is not None else before
        if len(nearest) >= ENOUGH:
            break
    near = sorted(nearest, key=lambda pk: (nearest[pk] is None, nearest[pk], pk))[:MOST_LOOKED_AT]
    rows = Service.objects.filter(pk__in=near).order_by().values(*COLUMNS)
    return {row["pk"]: row for row in rows}, nearest


def _unindexed(column: str) -> F | Coalesce:
    """Return a column so that SQLite takes no index of it: there are thousands of lines of an activity,
    and hundreds in these few areas, so it has to begin with the areas. PostgreSQL knows by itself, and
    would take a Coalesce for something that hardly any line fulfils.
    """
    return Coalesce(column, column) if connection.vendor == "sqlite" else F(column)


def _rings(here: Area) -> tuple[list[list[UUID]], dict[UUID, float | None]]:
    """Return areas ring by ring, and the distance of each; None for those that contain it."""
    columns = ("pk", "path", "level", "lat", "lon")
    above_and_here = [here.path[: n + 1] for n, c in enumerate(here.path) if c == "/"]
    around = above_and_here[: Level.DISTRICT + 1][-1]  # the district, or what is above it
    wanted = Q(level=Level.DISTRICT) | Q(path__in=above_and_here) | Q(path__startswith=around)
    known = list(Area.objects.filter(wanted, valid_to=None).order_by().values_list(*columns))
    own = [a for a in known if a[1].startswith(here.path)]
    above = [a for a in known if a[1] != here.path and here.path.startswith(a[1])]
    district = next((a for a in above if a[2] == Level.DISTRICT), None)
    beside = [a for a in known if district and a[1].startswith(district[1]) and a not in own]
    distances: dict[UUID, float | None] = {a[0]: 0.0 for a in [*beside, *own]}
    distances |= {a[0]: None for a in above if a[0] not in distances}
    if district:
        distances[district[0]] = 0.0
    first, rings = list(distances), []
    point = _point(here.lat, here.lon) or (_point(district[3], district[4]) if district else None)
    far = sorted(
        (rules.kilometres(point, (a[3], a[4])), a[0])
        for a in known
        if point and a[2] == Level.DISTRICT and a[3] is not None and a[0] not in distances
    )
    far = [(km, pk) for km, pk in far if km <= FURTHEST_KM]
    distances |= {pk: km for km, pk in far}
    begun = 0
    for size in RINGS:
        rings.append([pk for _km, pk in far[begun : begun + size]])
        begun += size
    return [first, *(r for r in rings if r)], distances


def _point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    return (lat, lon) if lat is not None and lon is not None else None


def _candidates(
    rows: Mapping[UUID, Row], nearest: Mapping[UUID, float | None], wanted: Sequence[str],
    now: datetime,
) -> list[Candidate]:  # fmt: skip
    ids = list(rows)
    languages = _many(ServiceLanguage, ids, "language")
    targets = _many(ServiceTarget, ids, "target_group__code")
    told, evidence = told_of_places(ids, now.date()), _evidence(ids, now)
    made = []
    for pk, row in rows.items():
        places, waiting, told_on = told.get(pk, (None, None, None))
        asked, answered, closed = evidence.get(pk, (0, 0, 0))
        made.append(
            Candidate(
                key=str(pk), km=nearest[pk], whole_province=nearest[pk] is None,
                modality=row["modality"], provider_gender=row["provider_gender"],
                languages=languages.get(pk, frozenset()), targets=targets.get(pk, frozenset()),
                fee=row["fee"], opening_hours=row["opening_hours"],
                eligibility=row["eligibility"], reported_on=row["reported_on"],
                activity=_label(row), place=_place(row["activity__code"], wanted),
                places_free=places, waiting_days=waiting, told_on=told_on, asked=asked,
                answered=answered, closed=closed,
            )
        )  # fmt: skip
    return made


def _label(row: Row) -> str:
    return str((get_language() == "ur" and row["activity__label_ur"]) or row["activity__label_en"])


def _place(code: str, wanted: Sequence[str]) -> int:
    """Return where an activity stands in a need's list; the end of it where it is not there."""
    found = (n for n, told in enumerate(wanted) if told in {code, code.partition(".")[0]})
    return next(found, len(wanted))


def _many(model: type[Any], ids: Sequence[UUID], column: str) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, set[str]] = {}
    for pk, value in model.objects.filter(service__in=ids).values_list("service_id", column):
        found.setdefault(pk, set()).add(value)
    return {pk: frozenset(v) for pk, v in found.items()}


Told = tuple[int | None, int | None, date | None]


def told_of_places(ids: Sequence[UUID], today: date) -> dict[UUID, Told]:
    """Return what the latest return of each service says of places and waiting."""
    rows = (
        ReturnVersion.objects.filter(
            report__service__in=ids, report__period_end__gte=today - RETURNS_OF
        )
        .filter(Q(places_free__isnull=False) | Q(waiting_days__isnull=False))
        .order_by("report__period_end", "number")
    )
    columns = ("report__service_id", "places_free", "waiting_days", "report__period_end")
    return {pk: (free, days, end) for pk, free, days, end in rows.values_list(*columns)}


def _evidence(ids: Sequence[UUID], now: datetime) -> dict[UUID, tuple[int, int, int]]:
    """Return how many referrals each got in a year, how many it answered in time and closed.

    Only those whose time to answer is over or that were answered; none for protection.
    """
    asked = Referral.objects.filter(
        Q(answered_at__isnull=False) | Q(answer_due_at__lte=now), service__in=ids,
        sent_at__gte=now - EVIDENCE_OF, is_protection=False,
    ).order_by()  # fmt: skip
    in_time = Q(answered_at__isnull=False, answered_at__lte=F("answer_due_at"))
    rows = asked.values("service_id").annotate(
        n=Count("pk"), answered=Count("pk", filter=in_time),
        closed=Count("pk", filter=Q(reported_at__isnull=False)),
    )  # fmt: skip
    return {r["service_id"]: (r["n"], r["answered"], r["closed"]) for r in rows}


def _shown(
    by: Actor, takes: Sequence[Fit], full: Sequence[Fit]
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Fetch what the page shows of the chosen ones, in few queries."""
    ids = [f.candidate.key for f in (*takes, *full)]
    places = Prefetch("in_areas", ServiceArea.objects.select_related("area"))
    found = services.visible(by).filter(pk__in=ids).order_by()
    chosen = found.select_related("organisation", "activity").prefetch_related(places)
    lines = {str(s.pk): s for s in chosen}
    said = [
        [
            Suggestion(lines[f.candidate.key], f, *reasons(f))
            for f in group
            if f.candidate.key in lines
        ]
        for group in (takes, full)
    ]
    return said[0], said[1]
