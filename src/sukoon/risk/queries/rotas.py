"""Rotas: who is on duty when, where nobody is, and where two are first at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor, Reach, within_reach
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.places.words import Level
from sukoon.risk import rules
from sukoon.risk.ladder import who_may_answer
from sukoon.risk.models import DutyRota, DutyShift
from sukoon.risk.rules import Span, Turn
from sukoon.workforce.models import Organisation, Team, Worker
from sukoon.workforce.words import WorkerStatus


def rotas(by: Actor) -> QuerySet[DutyRota]:
    """Rotas within reach of ROTA_WRITE that go on."""
    reached = within_reach(by, Permission.ROTA_WRITE, owner=None, org="org_id", area="area_path")
    return DutyRota.objects.filter(reached, ended_at=None).order_by("name", "id")


def shifts_of(rota: DutyRota, *, since: datetime, until: datetime) -> list[DutyShift]:
    """Return the turns of a rota that touch a span of time, in their order."""
    found = rota.shifts.filter(removed_at=None, ends_at__gt=since, starts_at__lt=until)
    return list(found.select_related("worker__account").order_by("starts_at", "order", "id"))


def coverage_of(
    shifts: Sequence[DutyShift], *, since: datetime, until: datetime
) -> tuple[list[Span], list[Span]]:
    """Return the gaps and the overlaps of some turns. Who cannot be asked fills no gap."""
    able = can_be_asked([s.worker for s in shifts], now=since)
    turns = [Turn(s.starts_at, s.ends_at, s.order) for s in shifts if s.worker_id in able]
    return rules.gaps(turns, since=since, until=until), rules.overlaps(turns)


def can_be_asked(workers: Iterable[Worker], *, now: datetime) -> set[UUID]:
    """Return the ids of those workers who can answer for a risk: at work, with a role that may."""
    at_work = [w for w in workers if w.status == WorkerStatus.ACTIVE and w.account_id]
    accounts = who_may_answer(now=now).filter(pk__in={w.account_id for w in at_work})
    able = set(accounts.values_list("pk", flat=True))
    return {w.pk for w in at_work if w.account_id in able}


def workers_for(rota: DutyRota, *, now: datetime) -> QuerySet[Worker]:
    """Workers who may stand on a rota: of its organisation or team, or of its area, and may answer."""
    here = Q(organisation_id=rota.org_id) | Q(in_teams__team_id=rota.org_id, in_teams__left_on=None)
    team = Team.objects.filter(pk=rota.org_id).first() if rota.org_id else None
    if team:
        here |= Q(organisation_id=team.organisation_id)
    if rota.org_id is None:
        here = Q(area__path__startswith=rota.area_path)
    found = Worker.objects.filter(
        here, status=WorkerStatus.ACTIVE, account__in=who_may_answer(now=now)
    )  # fmt: skip
    return found.distinct().order_by("name", "id")


def on_rota(by: Actor, *, now: datetime) -> DutyShift | None:
    """Return the turn that the actor has right now, if any."""
    return (
        DutyShift.objects.filter(worker__account=by.id, removed_at=None, rota__ended_at=None)
        .filter(starts_at__lte=now, ends_at__gt=now)
        .select_related("rota")
        .order_by("order")
        .first()
    )


def places_for_rotas(by: Actor) -> list[tuple[str, str]]:
    """Return for whom the actor may begin a rota: (`org:id` or `area:path`, name)."""
    grants = [g for g in by.grants if g.permission == Permission.ROTA_WRITE]
    ids = {g.org_id for g in grants if g.reach == Reach.TEAM and g.org_id}
    here = Q(pk__in=[])
    for grant in grants:
        if grant.reach == Reach.EVERYWHERE:
            here |= Q(pk__isnull=False)
        elif grant.reach == Reach.AREA and grant.area_path:
            here |= Q(path__startswith=grant.area_path)
    found = [(f"org:{o.pk}", o.shown_name) for o in Organisation.objects.filter(pk__in=ids)]
    found += [(f"org:{t.pk}", t.name) for t in Team.objects.filter(pk__in=ids)]
    areas = Area.objects.filter(here, level__lte=Level.DISTRICT).order_by("path")
    return found + [(f"area:{a.path}", a.name) for a in areas]


def rotas_without_anybody(*, now: datetime) -> list[str]:
    """Return the rotas on which nobody can be asked right now. For `doctor`."""
    found = []
    for rota in DutyRota.objects.filter(ended_at=None).order_by("name", "id"):
        shifts = shifts_of(rota, since=now, until=now + timedelta(seconds=1))
        if not can_be_asked([s.worker for s in shifts], now=now):
            found.append(rota.name)
    return found
