"""Roles: which permissions, reaching how far. Read from the roles pack."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sukoon.accounts.models import BrokenGlass, CareRelation, RoleAssignment, User
from sukoon.accounts.rules import SessionLimits
from sukoon.core import prepared
from sukoon.core.access import Actor, Grant, Reach, Scope, can, in_force
from sukoon.core.content import content_path
from sukoon.core.permissions import Permission

PUBLIC_ID = UUID(int=1)
CONSOLE_ID = UUID(int=2)
# Whoever holds one of these proves themselves twice, whatever a pack of roles says.
OPENS_PEOPLE = frozenset(
    {
        Permission.PERSON_VIEW, Permission.CASE_VIEW, Permission.RISK_VIEW,
        Permission.REFERRAL_VIEW, Permission.SUPERVISION_VIEW, Permission.SUBJECT_ANSWER,
        Permission.GLASS_BREAK, Permission.GLASS_REVIEW, Permission.AUDIT_VIEW,
        Permission.ACCOUNT_MANAGE, Permission.ROLE_GRANT,
    }
)  # fmt: skip
SESSION = SessionLimits(idle=timedelta(minutes=30), whole=timedelta(hours=12))


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    label_en: str
    label_ur: str
    what_en: str
    what_ur: str
    requires_second_factor: bool
    permissions: Mapping[Permission, Reach]
    may_give: frozenset[str] = frozenset()
    session: SessionLimits = SESSION

    def label(self, language: str) -> str:
        return self.label_ur if language == "ur" else self.label_en

    def what(self, language: str) -> str:
        return self.what_ur if language == "ur" else self.what_en


@cache
def roles() -> Mapping[str, Role]:
    """Return the roles of the pack by code. Raises on an unknown permission or reach."""
    raw = tomllib.loads((content_path() / "roles" / "roles.toml").read_text(encoding="utf-8"))
    return {
        code: Role(
            code=code,
            label_en=entry["label_en"],
            label_ur=entry["label_ur"],
            what_en=entry.get("what_en", ""),
            what_ur=entry.get("what_ur", ""),
            requires_second_factor=_needs_two(entry),
            may_give=frozenset(entry.get("may_give", ())),
            session=_session(entry),
            permissions={Permission[p]: Reach(r) for p, r in entry["permissions"].items()},
        )
        for code, entry in raw.get("roles", raw).items()
    }


def _needs_two(entry: Mapping[str, Any]) -> bool:
    opens = any(Permission[p] in OPENS_PEOPLE for p in entry["permissions"])
    return opens or bool(entry.get("requires_second_factor", False))


def _session(entry: Mapping[str, Any]) -> SessionLimits:
    """Return how long a session with a role stands: never longer than anybody's."""
    told = SessionLimits(
        idle=timedelta(minutes=entry["idle_minutes"]) if "idle_minutes" in entry else SESSION.idle,
        whole=timedelta(hours=entry["session_hours"])
        if "session_hours" in entry
        else SESSION.whole,
    )
    return told.stricter(SESSION)


def session_limits(by: Actor) -> SessionLimits:
    """Return how long this actor's session stands: as the strictest of their roles says.

    An actor is labelled by the codes of their roles: they are read once a request.
    """
    limits = SESSION
    for code in by.label.split("+"):
        if code in roles():
            limits = limits.stricter(roles()[code].session)
    return limits


def actor_for(user: User, *, now: datetime) -> Actor:
    """Read a user's roles once per request and turn them into grants in force at `now`."""
    held = [h for told in prepared.rows(_roles_held, user.pk) if (h := Held(*told)).stands(now)]
    grants = {grant for role in held for grant in _grants(role)} | {
        Grant(Permission.SELF, Reach.OWN),
        *public_actor().grants,
    }
    if any(g.permission == Permission.GLASS_BREAK for g in grants):
        grants |= _through_broken_glass(user, now)
    if any(g.permission == Permission.RISK_ACT for g in grants):
        grants |= _of_care(user, {g.permission for g in grants})
    return Actor(
        id=user.id,
        label="+".join(sorted({h.role for h in held})) or "account",
        grants=in_force(frozenset(grants), now=now),
    )


def _through_broken_glass(user: User, now: datetime) -> set[Grant]:
    """Return what somebody sees through glass they broke: one person, to look at, for minutes.

    A person's cases and risks carry the person's id as their `record_id`, so they open too.
    """
    return {
        Grant(permission, Reach.RECORD, expires_at=ends_at, record_id=record_id)
        for record_id, ends_at in prepared.rows(_glass_open, user.pk, now)
        for permission in (Permission.PERSON_VIEW, Permission.CASE_VIEW, Permission.RISK_VIEW)
    }


# What a care relationship opens, of what the account's roles hold: the whole record of one person, to look at
# and to add to; not to say who they are, to merge, to assign.
CARE = frozenset(
    {
        Permission.PERSON_VIEW, Permission.CASE_VIEW, Permission.CASE_WRITE, Permission.RISK_VIEW,
        Permission.RISK_RAISE, Permission.RISK_ACT,
    }
)  # fmt: skip


def _of_care(user: User, held: set[Permission]) -> set[Grant]:
    """Return what somebody sees because they answer for a person's open risk: that one person."""
    return {
        Grant(permission, Reach.RECORD, record_id=record_id)
        for (record_id,) in prepared.rows(_care_standing, user.pk)
        for permission in CARE & held
    }


def team_of(account_id: UUID) -> UUID | None:
    """Return the team or organisation that an account's work belongs to: its first role's."""
    held = RoleAssignment.objects.filter(user_id=account_id).exclude(org_id=None)
    return held.order_by("created_at", "id").values_list("org_id", flat=True).first()


def giveable(by: Actor, role: str, scope: Scope) -> bool:
    """Say whether this actor may give this role there: named in their own role, or all held.

    Nobody gives what they neither hold nor are named to give.
    """
    if by.id == CONSOLE_ID:
        return True
    wanted = roles()[role]
    own = RoleAssignment.objects.filter(user_id=by.id).values_list("role", flat=True)
    if any(role in roles()[code].may_give for code in own if code in roles()):
        return True
    return all(can(by, permission, scope) for permission in wanted.permissions)


def asks_for_second_factor(by: Actor) -> bool:
    """Say whether a role that this actor holds asks for a second factor."""
    return any(roles()[code].requires_second_factor for code in by.label.split("+")
               if code in roles())  # fmt: skip


@cache
def public_actor() -> Actor:
    """Whoever has not signed in."""
    return Actor(id=PUBLIC_ID, label="public", grants=_everywhere("public"))


@cache
def console_actor() -> Actor:
    """Whoever runs the command line on the server itself; audited as `console`."""
    return Actor(id=CONSOLE_ID, label="console", grants=_everywhere("console"))


def _everywhere(code: str) -> frozenset[Grant]:
    role = roles()[code]
    return frozenset(Grant(permission=p, reach=r) for p, r in role.permissions.items())


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an account holds, as an actor is made of it."""

    role: str
    org_id: UUID | None
    area_path: str | None
    expires_at: datetime | None

    def stands(self, now: datetime) -> bool:
        return self.expires_at is None or self.expires_at > now


# Asked with every request: worded once (`core.prepared`).
def _roles_held(user_id: UUID) -> QuerySet[RoleAssignment, tuple[Any, ...]]:
    held = RoleAssignment.objects.filter(user_id=user_id)
    return held.values_list("role", "org_id", "area__path", "expires_at")


def _glass_open(user_id: UUID, now: datetime) -> QuerySet[BrokenGlass, tuple[Any, ...]]:
    glass = BrokenGlass.objects.filter(user_id=user_id, started_at__lte=now, ends_at__gt=now)
    return glass.order_by().values_list("record_id", "ends_at")


def _care_standing(user_id: UUID) -> QuerySet[CareRelation, tuple[Any, ...]]:
    care = CareRelation.objects.filter(user_id=user_id, ended_at=None)
    return care.order_by().values_list("record_id")


def _grants(assignment: Held) -> list[Grant]:
    role = roles().get(assignment.role)
    if role is None:  # a role that a newer pack no longer has grants nothing
        return []
    return [
        Grant(
            permission=permission,
            reach=reach,
            org_id=assignment.org_id if reach is Reach.TEAM else None,
            area_path=(assignment.area_path or "") if reach is Reach.AREA else "",
            expires_at=assignment.expires_at,
        )
        for permission, reach in role.permissions.items()
    ]
