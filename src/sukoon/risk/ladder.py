"""Who is asked about a risk, from the nearest: on duty, standing in, team lead, coordinator.

Read for the platform itself (to ask somebody), not for a page: it is not narrowed to a reader.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.accounts.models import RoleAssignment, User
from sukoon.accounts.roles import roles
from sukoon.core.access import Reach, Scope
from sukoon.core.permissions import Permission
from sukoon.risk.models import DutyShift
from sukoon.risk.rules import Asked
from sukoon.risk.words import Rung
from sukoon.workforce.models import Team
from sukoon.workforce.words import WorkerStatus

ELSEWHERE = 99  # deeper than any area lies


def ladder(scope: Scope, *, now: datetime) -> list[Asked]:
    """Return who can be asked about a risk in this scope at `now`, the nearest first, each once."""
    found = [*_on_duty(scope, now), *_leads(scope, now), *_coordinators(scope, now)]
    seen: dict[UUID, Asked] = {}
    for asked in found:
        seen.setdefault(asked.account_id, asked)
    return list(seen.values())


def _on_duty(scope: Scope, now: datetime) -> list[Asked]:
    shifts = list(
        DutyShift.objects.filter(_rotas_of(scope), rota__ended_at=None, removed_at=None)
        .filter(starts_at__lte=now, ends_at__gt=now)
        .filter(worker__status=WorkerStatus.ACTIVE, worker__account__in=who_may_answer(now=now))
        .select_related("rota", "worker")
    )
    shifts.sort(key=lambda s: (_farness(s, scope), s.order, s.starts_at, s.pk))
    return [
        Asked(s.worker.account_id, Rung.BACKUP if place else Rung.DUTY)
        for place, s in enumerate(shifts)
        if s.worker.account_id
    ]


def who_may_answer(*, now: datetime) -> QuerySet[User]:
    """Return the open accounts with a role that lets them answer for a risk to life."""
    codes = [c for c, role in roles().items() if Permission.RISK_ACT in role.permissions]
    held = RoleAssignment.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), role__in=codes
    ).values("user_id")
    return User.objects.filter(pk__in=held, is_active=True)


def _rotas_of(scope: Scope) -> Q:
    found = Q(rota__org_id=None, rota__area_path__in=prefixes(scope.area_path))
    if scope.org_id:
        found |= Q(rota__org_id__in=_organisations(scope.org_id))
    return found


def _organisations(org_id: UUID) -> list[UUID]:
    """The team or organisation itself, and a team's organisation."""
    team = Team.objects.filter(pk=org_id).first()
    return [org_id, team.organisation_id] if team else [org_id]


def _farness(shift: DutyShift, scope: Scope) -> int:
    rota = shift.rota
    if rota.org_id is not None:
        return 0 if rota.org_id == scope.org_id else 1
    return 2 + ELSEWHERE - rota.area_path.count("/")


def prefixes(path: str) -> list[str]:
    """Return the paths of an area and of those above it, the nearest first."""
    codes = [c for c in path.split("/") if c]
    return ["".join(f"{c}/" for c in codes[:n]) for n in range(len(codes), 0, -1)]


def _leads(scope: Scope, now: datetime) -> list[Asked]:
    """Those who lead the team, then those who may sign for it."""
    if scope.org_id is None:
        return []
    found = []
    for permission in (Permission.ROTA_WRITE, Permission.RISK_LOWER):
        held = _holding(permission, {Reach.TEAM}, now).filter(org_id=scope.org_id)
        found += [Asked(pk, Rung.LEAD) for pk in _accounts(held)]
    return found


def _coordinators(scope: Scope, now: datetime) -> list[Asked]:
    """Those who watch the nearest area that somebody watches."""
    held = _holding(Permission.RISK_WATCH, {Reach.AREA}, now)
    for path in prefixes(scope.area_path):
        near = list(_accounts(held.filter(area__path=path)))
        if near:
            return [Asked(pk, Rung.COORDINATOR) for pk in near]
    # Nobody watches any area above, or the place is not known: whoever watches the widest one.
    rest = held.exclude(area=None).order_by("area__level", "created_at")
    first = rest.first()
    widest = rest.filter(area__level=first.area.level) if first and first.area else rest.none()
    return [Asked(pk, Rung.COORDINATOR) for pk in _accounts(widest)]


def _holding(
    permission: Permission, reaches: set[Reach], now: datetime
) -> QuerySet[RoleAssignment]:
    codes = [c for c, role in roles().items() if role.permissions.get(permission) in reaches]
    return RoleAssignment.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), role__in=codes, user__is_active=True
    ).order_by("created_at")


def _accounts(assignments: QuerySet[RoleAssignment]) -> Iterable[UUID]:
    return assignments.values_list("user_id", flat=True)


def active(account_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of some accounts that can still sign in."""
    return set(User.objects.filter(pk__in=account_ids, is_active=True).values_list("pk", flat=True))
