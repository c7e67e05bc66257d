"""Who may answer, who leads, who is away: asked by the platform to find somebody, not by a page."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sukoon.accounts import queries as accounts
from sukoon.accounts.models import RoleAssignment
from sukoon.accounts.roles import roles
from sukoon.core.access import Reach, Scope
from sukoon.core.permissions import Permission
from sukoon.supervision import rules
from sukoon.supervision.models import Absence, Request, Standing
from sukoon.supervision.words import Turn

MOST_COVERS = 5  # a cover who is away has a cover, and so on; never round in a circle


def _codes(permission: Permission, reach: Reach) -> list[str]:
    return [code for code, role in roles().items() if role.permissions.get(permission) == reach]


def _held(permission: Permission, reach: Reach, now: datetime) -> QuerySet[RoleAssignment]:
    return (
        RoleAssignment.objects.filter(role__in=_codes(permission, reach), user__is_active=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .order_by("created_at", "id")
    )


def prefixes(path: str) -> list[str]:
    """Return the paths of an area and of those above it, the nearest first."""
    codes = [c for c in path.split("/") if c]
    return ["".join(f"{c}/" for c in codes[:n]) for n in range(len(codes), 0, -1)]


def who_may_answer(scope: Scope, *, now: datetime) -> list[UUID]:
    """Return the accounts that may answer in a scope, the nearest first: team, area, everywhere."""
    answer = Permission.SUPERVISION_ANSWER
    found: list[UUID] = []
    if scope.org_id:
        near = _held(answer, Reach.TEAM, now).filter(org_id=scope.org_id)
        found += near.values_list("user_id", flat=True)
    paths = prefixes(scope.area_path)
    far = _held(answer, Reach.AREA, now).filter(area__path__in=paths)
    by_path = list(far.values_list("area__path", "user_id"))
    found += [user for path in paths for told, user in by_path if told == path]
    found += _held(answer, Reach.EVERYWHERE, now).values_list("user_id", flat=True)
    return list(dict.fromkeys(found))


def pool(scope: Scope, *, now: datetime) -> list[UUID]:
    """Return who may answer in a scope or, being of its team, whatever is given to them."""
    found = who_may_answer(scope, now=now)
    if scope.org_id:
        found += accounts.holding(Permission.SUPERVISION_ANSWER, org_id=scope.org_id, now=now)
    return list(dict.fromkeys(found))


def may_supervise(request: Request, *, now: datetime, today: date) -> list[UUID]:
    """Return who may be given a request, the nearest first.

    The one rule of the page that offers them and of the actions that give: who may answer where it
    was asked, everybody of its team who may answer at all, and who stands by its asker; in the place
    of those who are away their cover. Never who asked, nor who may not answer any more.
    """
    near = pool(Scope(None, request.org_id, request.area_path), now=now)
    known = set(near)
    if standing := standing_of(request.asked_by_id, today):
        near.insert(0, standing.supervisor_id)
    gone = away(near, today)
    found = dict.fromkeys(stand_in(a, today) if a in gone else a for a in near)
    far = {a for a in found if a and a not in known}
    if far:
        known |= set(_able(far, now).values_list("user_id", flat=True))
    return [a for a in found if a in known and a and a != request.asked_by_id]


def may_stand_by(scope: Scope, *, now: datetime) -> list[UUID]:
    """Return who may stand by a trainee: of the team, or a specialist, of whatever area.

    Remote supervision goes from one area to another; a worker or lead of another team has no part.
    """
    far = _held(Permission.SUPERVISION_ANSWER, Reach.AREA, now).values_list("user_id", flat=True)
    return list(dict.fromkeys([*pool(scope, now=now), *far]))


def may_cover(account_id: UUID, *, now: datetime) -> list[UUID]:
    """Return who may answer where somebody answers, the nearest first: who may cover for them."""
    held = _able([account_id], now).values_list("org_id", "area__path").distinct()
    places = [Scope(None, org, path or "") for org, path in sorted(held.order_by(), key=str)]
    found = [a for there in places for a in pool(there, now=now)]
    return [a for a in dict.fromkeys(found) if a != account_id]


def _able(ids: Collection[UUID], now: datetime) -> QuerySet[RoleAssignment]:
    """Return the roles of these accounts by which they may answer, be it only what is given to them."""
    codes = [c for c, role in roles().items() if Permission.SUPERVISION_ANSWER in role.permissions]
    held = RoleAssignment.objects.filter(role__in=codes, user__is_active=True, user_id__in=ids)
    return held.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def leads(org_id: UUID | None, *, now: datetime) -> list[UUID]:
    """Return who leads supervision in a team: those who keep its rota before the others."""
    if org_id is None:
        return []
    held = _held(Permission.SUPERVISION_LEAD, Reach.TEAM, now).filter(org_id=org_id)
    first = set(_codes(Permission.CASE_ASSIGN, Reach.TEAM))
    rows = sorted(held.values_list("role", "user_id"), key=lambda r: r[0] not in first)
    return list(dict.fromkeys(user for _role, user in rows))


def away(accounts: Iterable[UUID], today: date) -> dict[UUID, UUID | None]:
    """Return who of these is away today, and who covers for them."""
    found = Absence.objects.filter(
        account_id__in=list(accounts), from_on__lte=today, until_on__gte=today, removed_at=None
    )
    return {a.account_id: a.cover_id for a in found}


def stand_in(account_id: UUID, today: date) -> UUID | None:
    """Return who answers for somebody today: themselves, or their cover; None: nobody."""
    here: UUID | None = account_id
    for _step in range(MOST_COVERS):
        if here is None:
            return None
        gone = away([here], today)
        if here not in gone:
            return here
        here = gone[here]
    return None


def loads(accounts: Sequence[UUID]) -> dict[object, int]:
    """Return how many answers are waited for from each."""
    found = Request.objects.filter(supervisor_id__in=accounts, turn=Turn.ANSWER)
    rows = found.order_by().values("supervisor_id").annotate(n=Count("id"))
    return {row["supervisor_id"]: row["n"] for row in rows}


def standing_of(trainee_id: UUID, today: date) -> Standing | None:
    """Return the standing supervision of a trainee that holds today."""
    found = Standing.objects.filter(trainee_id=trainee_id, ended_at=None, starts_on__lte=today)
    return found.filter(Q(ends_on=None) | Q(ends_on__gte=today)).first()


def chosen(
    scope: Scope, *, now: datetime, today: date, without: Iterable[UUID]
) -> tuple[UUID | None, Standing | None]:
    """Return who is to answer a question in this scope: who stands by its asker, or the least busy.

    `without` are those who shall not be: who asked, who let it pass already.
    """
    barred = set(without)
    if scope.owner_id and (standing := standing_of(scope.owner_id, today)):
        found = stand_in(standing.supervisor_id, today)
        if found and found not in barred and _able([found], now).exists():
            return found, standing
    may = [a for a in who_may_answer(scope, now=now) if a not in barred]
    gone = away(may, today)
    here = [a for a in may if a not in gone]
    if not here:
        return None, None
    picked = rules.least_loaded(loads(here), here)
    return picked if isinstance(picked, UUID) else None, None
