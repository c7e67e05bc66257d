"""Workers and their supervision: the record of one over time, ratios, who has fallen silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sukoon.accounts import queries as accounts
from sukoon.core.access import Actor, can, holds
from sukoon.core.permissions import Permission
from sukoon.supervision import reach, rules, supervisors
from sukoon.supervision.definitions import book
from sukoon.supervision.models import (
    Absence,
    CompetenceRating,
    NoteCheck,
    Request,
    Seat,
    Standing,
    Trainee,
    Usefulness,
)
from sukoon.supervision.queries.alarms import _quiet
from sukoon.supervision.queries.audits import ratings
from sukoon.supervision.words import Changed, Presence, SessionStatus

MOST = 200
MOST_REQUESTS = 2000


@dataclass(frozen=True, slots=True)
class Quarter:
    """What supervision was in a quarter of a year: never a judgement of the worker alone."""

    first: date
    cases: int
    answered: int
    diagnoses_changed: int
    plans_changed: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """The supervision record of one worker over time."""

    trainee: Trainee
    quarters: Sequence[Quarter]
    sessions: Mapping[str, int]
    notes_checked: int
    notes_met: float | None
    levels: Sequence[CompetenceRating]
    useful: Mapping[str, int]
    rated: int
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many are supervised by one: standing, and waiting now."""

    supervisor_id: UUID
    supervisees: int
    waiting: int
    too_many: bool


def trainees(by: Actor) -> QuerySet[Trainee]:
    """Trainees within reach."""
    return reach.trainees(by)


def workers(by: Actor, *, most: int = MOST) -> list[Trainee]:
    """Return trainees in reach who have an account, those with the most cases first."""
    found = trainees(by).exclude(account_id=None)
    return list(found.order_by("-sent", "code")[:most])


def quiet(by: Actor, *, today: date, most: int = MOST) -> list[Trainee]:
    """Return who sends no cases any more in the teams one leads, the longest silent first."""
    return list(_quiet(by, today).order_by("silent_since", "id")[:most])


def standings(by: Actor) -> QuerySet[Standing]:
    """Standing supervision in reach that has not ended."""
    seen = reach.of_standings(by, Permission.SUPERVISION_VIEW)
    return Standing.objects.filter(seen, ended_at=None).order_by("starts_on", "id")


def own_supervisors(by: Actor, *, today: date) -> list[UUID]:
    """Return the accounts of the actor's own standing supervisors, the longest standing first."""
    now = Q(ends_on=None) | Q(ends_on__gte=today)
    found = Standing.objects.filter(now, trainee_id=by.id, ended_at=None, starts_on__lte=today)
    return list(found.order_by("starts_on", "id").values_list("supervisor_id", flat=True))


def absences(by: Actor, *, today: date) -> list[Absence]:
    """Return who is away or will be: oneself, and the supervisors of the standing ones in reach."""
    people = {by.id, *standings(by).values_list("supervisor_id", flat=True)[:MOST]}
    found = Absence.objects.filter(account_id__in=people, until_on__gte=today, removed_at=None)
    return list(found)


def ratios(by: Actor) -> list[Ratio]:
    """Return supervisees per supervisor, the most first; beyond the pack's ratio is said."""
    most = book().limits["ratio_individual"]
    rows = standings(by).order_by().values("supervisor_id").annotate(n=Count("pk"))
    told = {row["supervisor_id"]: row["n"] for row in rows}
    waits = Request.objects.filter(supervisor_id__in=list(told), due_at__isnull=False)
    waiting = dict(
        waits.order_by()
        .values("supervisor_id")
        .annotate(n=Count("pk"))
        .values_list("supervisor_id", "n")
    )
    found = [Ratio(pk, n, waiting.get(pk, 0), n > most) for pk, n in told.items()]
    return sorted(found, key=lambda r: (-r.supervisees, str(r.supervisor_id)))


def record_of(by: Actor, trainee: Trainee) -> WorkerRecord | None:
    """Return a worker's record for themselves and those who lead or supervise there."""
    account = trainee.account_id
    if account is None or not can(by, Permission.SUPERVISION_VIEW, trainee.scope):
        return None
    asked = list(Request.objects.filter(asked_by_id=account).order_by("-asked_at")[:MOST_REQUESTS])
    seats = Seat.objects.filter(account_id=account, session__status=SessionStatus.HELD)
    attended = dict(
        seats.order_by().values("presence").annotate(n=Count("pk")).values_list("presence", "n")
    )
    attended["missed"] = Seat.objects.filter(
        account_id=account, session__status=SessionStatus.MISSED
    ).count()
    told = NoteCheck.objects.filter(worker_id=account).values_list("met", flat=True)
    met = [percent for percent in told if percent is not None]
    rated = Usefulness.objects.filter(request__asked_by_id=account).aggregate(
        n=Count("pk"), assessment=Count("pk", filter=Q(assessment=True)),
        management=Count("pk", filter=Q(management=True)),
        referral=Count("pk", filter=Q(referral=True)),
    )  # fmt: skip
    latest = {r.competence: r for r in ratings(by, account)}
    return WorkerRecord(
        trainee=trainee, quarters=_quarters(asked),
        sessions={**dict.fromkeys(Presence.values, 0), **attended},
        notes_checked=len(met), notes_met=round(sum(met) / len(met)) if met else None,
        levels=sorted(latest.values(), key=lambda r: r.competence),
        rated=int(rated.pop("n")), useful={k: int(v) for k, v in rated.items()},
        standing=Standing.objects.filter(trainee_id=account, ended_at=None).first(),
    )  # fmt: skip


def _quarters(asked: Sequence[Request]) -> list[Quarter]:
    found: dict[date, list[Request]] = {}
    for request in asked:
        found.setdefault(_quarter(request.asked_at), []).append(request)
    return [_quarter_of(first, rows) for first, rows in sorted(found.items(), reverse=True)]


def _quarter_of(first: date, rows: Sequence[Request]) -> Quarter:
    days = [rules.days_between(r.asked_at, r.answered_at) for r in rows if r.answered_at]
    changed = {Changed.PARTLY, Changed.YES}
    return Quarter(
        first, len({r.case_id for r in rows}), len(days),
        sum(r.diagnosis_changed in changed for r in rows), sum(bool(r.plan_changed) for r in rows),
        rules.middle(days),
    )  # fmt: skip


def _quarter(moment: datetime) -> date:
    return date(moment.year, (moment.month - 1) // 3 * 3 + 1, 1)


def own_absences(by: Actor) -> QuerySet[Absence]:
    """When the actor is away or will be."""
    if not holds(by, Permission.SUPERVISION_ANSWER):
        return Absence.objects.none()
    return Absence.objects.filter(account_id=by.id, removed_at=None)


def covers(by: Actor, *, now: datetime) -> list[tuple[UUID, str]]:
    """Return who may answer where the actor answers, with their names: for whoever goes away."""
    names = accounts.names(supervisors.may_cover(by.id, now=now))
    return sorted(names.items(), key=lambda pair: pair[1])


def nudged(by: Actor) -> Trainee | None:
    """Return the actor as a trainee whom somebody reminded of their silence."""
    found = reach.trainees(by).filter(account_id=by.id, ended_on=None, quiet_reason="")
    return found.exclude(nudges=0).first()
