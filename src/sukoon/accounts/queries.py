"""Everything that can be asked about accounts."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q, QuerySet

from sukoon.accounts.models import (
    ApiToken,
    BrokenGlass,
    CareRelation,
    GlassVerdict,
    Invitation,
    RoleAssignment,
    User,
)
from sukoon.accounts.roles import actor_for, public_actor, roles
from sukoon.accounts.secrets import hash_of
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, Grant, Reach, can
from sukoon.core.permissions import Permission


def visible(by: Actor) -> QuerySet[User]:
    """All accounts for whoever holds ACCOUNT_VIEW, else one's own."""
    users = User.objects.prefetch_related("roles__area").order_by("email")
    return users if can(by, Permission.ACCOUNT_VIEW, NOWHERE) else users.filter(pk=by.id)


def open_account(address: str) -> User | None:
    """Return the one open account with this e-mail address, for whoever proved to have it."""
    found = list(User.objects.filter(email__iexact=address, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that an account holds, in words."""

    assignment: RoleAssignment
    label: str
    what: str
    area: str
    expires_at: datetime | None


def found(by: Actor, text: str) -> QuerySet[User]:
    """Visible accounts whose name or address says the text; all of them without one."""
    users = visible(by)
    return users.filter(Q(full_name__icontains=text) | Q(email__icontains=text)) if text else users


def roles_of(user: User, *, language: str) -> list[HeldRole]:
    """Return the roles of an account in words. A role that no pack knows is shown by its code."""
    held = []
    for assignment in user.roles.all():
        role = roles().get(assignment.role)
        held.append(
            HeldRole(
                assignment=assignment,
                label=role.label(language) if role else assignment.role,
                what=role.what(language) if role else "",
                area=assignment.area.name if assignment.area else "",
                expires_at=assignment.expires_at,
            )
        )
    return held


def demo_account(role: str) -> User | None:
    """Return the synthetic account that stands for a role in the demonstration, if there is one.

    Where several hold a role, the one whose address begins with what was asked for.
    """
    synthetic = User.objects.filter(is_synthetic=True, is_active=True).order_by("email")
    named = synthetic.filter(email=f"{role}@demo.invalid", roles__isnull=False)
    return named.first() or synthetic.filter(roles__role=role).first()


def anyone_can_sign_in() -> bool:
    """Say whether any active account exists (if not, the first start makes an administrator)."""
    return User.objects.filter(is_active=True).exists()


def officers() -> list[tuple[str, str]]:
    """Return address and language of whoever is called because of security.

    Open accounts with a role that sees what was done, and the address that was set.
    """
    codes = [code for code, role in roles().items() if Permission.AUDIT_VIEW in role.permissions]
    now = clock.now()
    held = User.objects.filter(
        Q(roles__expires_at=None) | Q(roles__expires_at__gt=now), is_active=True,
        is_synthetic=settings.DEMO, roles__role__in=codes,
    )  # fmt: skip
    found = sorted(set(held.values_list("email", "language")))
    more = [(settings.SECURITY_MAIL, "en")] if settings.SECURITY_MAIL else []
    return found + more


def owner(account_id: UUID, *, now: datetime) -> tuple[Actor, str] | None:
    """Return the actor and the language of an active account, for work done in its name later."""
    user = User.objects.filter(pk=account_id, is_active=True).first()
    return (actor_for(user, now=now), user.language) if user else None


def answering_for(record_id: UUID) -> set[UUID]:
    """Return the accounts that see a person now because they answer for that person's risk."""
    standing = CareRelation.objects.filter(record_id=record_id, ended_at=None)
    return set(standing.values_list("user_id", flat=True))


def area_paths(account_id: UUID) -> list[str]:
    """Return the areas that an account's roles name, for work done near them."""
    held = RoleAssignment.objects.filter(user_id=account_id).exclude(area=None)
    return sorted(set(held.values_list("area__path", flat=True)))


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where somebody is signed in, the latest first."""
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user)
    return found.order_by("-last_seen_at")


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Tokens of an account that still work or worked lately, the newest first."""
    return user.tokens.select_related("area")


def invited(secret: str, *, now: datetime) -> User | None:
    """Return whose invitation this is while it can still be used."""
    told = Invitation.objects.filter(token_hash=hash_of(secret), used_at=None, expires_at__gt=now)
    found = told.filter(user__is_active=True).select_related("user").first()
    return found.user if found else None


def glass_to_review(by: Actor) -> QuerySet[BrokenGlass]:
    """Broken glass nobody has judged yet, the oldest first, for whoever reviews it."""
    waiting = BrokenGlass.objects.filter(verdict=GlassVerdict.WAITING).select_related("user")
    return waiting if can(by, Permission.GLASS_REVIEW, NOWHERE) else waiting.none()


def own_glass(by: Actor, *, now: datetime) -> QuerySet[BrokenGlass]:
    """What the actor looks through right now."""
    return BrokenGlass.objects.filter(user_id=by.id, ends_at__gt=now)


def by_token(secret: str, *, address: str, now: datetime) -> Actor | None:
    """Return the actor a token speaks for, or None: unknown, over, revoked, from elsewhere.

    It may at most what its owner may at this moment, of that what the token names, and only
    below the token's area where it has one.
    """
    token = (
        ApiToken.objects.select_related("user", "area")
        .filter(token_hash=hash_of(secret), revoked_at=None, expires_at__gt=now)
        .filter(user__is_active=True)
        .first()
    )
    if token is None or not _from_there(token, address):
        return None
    named = set(token.permissions.split())
    grants = {g for g in actor_for(token.user, now=now).grants if g.permission.name in named}
    if token.area:
        grants = set(filter(None, (_narrowed(g, token.area.path) for g in grants)))
    ApiToken.objects.filter(pk=token.pk).exclude(last_used_on=now.date()).update(
        last_used_on=now.date()
    )
    return Actor(token.user_id, "token", frozenset(grants) | public_actor().grants)


def _from_there(token: ApiToken, address: str) -> bool:
    if not token.networks:
        return True
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(told in ipaddress.ip_network(n) for n in token.networks.split())


def _narrowed(grant: Grant, path: str) -> Grant | None:
    """Return a grant as far as it lies below an area; None when none of it does."""
    if grant.reach is Reach.EVERYWHERE:
        return replace(grant, reach=Reach.AREA, area_path=path)
    if grant.reach is not Reach.AREA:
        return None  # one's own and the team's do not stand in an area
    if grant.area_path.startswith(path):
        return grant
    return replace(grant, area_path=path) if path.startswith(grant.area_path) else None


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what accounts are called, for those who already see what they wrote."""
    found = User.objects.filter(pk__in=set(ids)).values_list("pk", "full_name", "email")
    return {pk: name or email for pk, name, email in found}


def organisations_of(account_id: UUID) -> list[UUID]:
    """Return the teams and organisations an account holds roles for, the first given first."""
    found = RoleAssignment.objects.filter(user_id=account_id, org_id__isnull=False)
    ids = found.order_by("created_at", "id").values_list("org_id", flat=True)
    return list(dict.fromkeys(i for i in ids if i is not None))


def holders(
    by: Actor, within: Permission, wanted: Permission, *, now: datetime
) -> list[tuple[User, UUID | None]]:
    """Return who holds `wanted` in the teams that `by` reaches with `within`, by name."""
    teams = {g.org_id for g in by.grants if g.permission == within and g.org_id}
    everywhere = can(by, within, NOWHERE)
    codes = [code for code, role in roles().items() if wanted in role.permissions]
    found = RoleAssignment.objects.filter(role__in=codes, user__is_active=True).filter(
        Q(expires_at=None) | Q(expires_at__gt=now)
    )
    if not everywhere:
        found = found.filter(org_id__in=teams)
    rows = {(a.user_id, a.org_id): a.user for a in found.select_related("user")}
    pairs = [(user, org) for (_pk, org), user in rows.items()]
    return sorted(pairs, key=lambda p: (p[0].full_name, str(p[0].pk)))


def holding(
    permission: Permission, *, org_id: UUID, now: datetime, account_id: UUID | None = None
) -> list[UUID]:
    """Return whose role gives a permission in a team or organisation. For the platform itself."""
    codes = [code for code, role in roles().items() if permission in role.permissions]
    found = RoleAssignment.objects.filter(role__in=codes, org_id=org_id, user__is_active=True)
    found = found.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    if account_id:
        found = found.filter(user_id=account_id)
    return list(found.values_list("user_id", flat=True).distinct())


def address_of(account_id: UUID) -> tuple[str, str] | None:
    """Return an active account's e-mail address and language, for a notice without private words."""
    user = User.objects.filter(pk=account_id, is_active=True).first()
    return (user.email, user.language) if user else None


def teams_holding(permission: Permission, *, now: datetime) -> list[UUID]:
    """Return the teams and organisations in which somebody's role gives a permission."""
    codes = [code for code, role in roles().items() if permission in role.permissions]
    found = RoleAssignment.objects.filter(role__in=codes, user__is_active=True)
    found = found.filter(Q(expires_at=None) | Q(expires_at__gt=now), org_id__isnull=False)
    return [pk for pk in found.values_list("org_id", flat=True).distinct().order_by() if pk]


def named_around(
    permission: Permission, *, orgs: Iterable[UUID], paths: Iterable[str], now: datetime
) -> dict[UUID, int]:
    """Return who was given a permission for where somebody works, and how near: for the platform.

    The own organisation is nearest, then the smaller area; a role given for no place is for all.
    """
    codes = [code for code, role in roles().items() if permission in role.permissions]
    found = RoleAssignment.objects.filter(role__in=codes, user__is_active=True)
    found = found.filter(Q(expires_at=None) | Q(expires_at__gt=now)).select_related("area")
    at, below = set(orgs), list(paths)
    near: dict[UUID, int] = {}
    for given in found.order_by("id"):
        steps = _nearness(given, at, below)
        if steps is not None:
            near[given.user_id] = max(steps, near.get(given.user_id, 0))
    return near


def _nearness(given: RoleAssignment, orgs: set[UUID], paths: Iterable[str]) -> int | None:
    if given.org_id is None and given.area is None:
        return 0
    if given.org_id in orgs:
        return 100
    if given.area and any(p.startswith(given.area.path) for p in paths):
        return given.area.path.count("/")
    return None
