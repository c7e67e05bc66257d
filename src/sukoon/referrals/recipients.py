"""To whom a referral goes: what is told of them, made into who may answer here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sukoon.accounts import queries as accounts
from sukoon.core.access import Scope, can
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.referrals.models import Referral
from sukoon.referrals.problems import RecipientUnknown
from sukoon.referrals.words import Kind
from sukoon.services.models import Service
from sukoon.workforce import queries as workforce

MOST_NAME, MOST_REACH, MOST_KEY = 200, 300, 120


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom somebody wants to refer to: one of a service, a team, an account, or a name outside."""

    kind: Kind
    service: Service | None = None
    org_id: UUID | None = None
    account_id: UUID | None = None
    name: str = ""
    reach: str = ""  # how somebody without an account is reached


def set_recipient(referral: Referral, to: Recipient, *, now: datetime) -> None:
    """Write onto a referral who may answer it. Raises RecipientUnknown."""
    found = {
        Kind.SERVICE: _service, Kind.TEAM: _team, Kind.WORKER: _worker, Kind.OUTSIDE: _outside
    }[Kind(to.kind)](to, now)  # fmt: skip
    referral.kind = to.kind
    referral.service = to.service if to.kind == Kind.SERVICE else None
    referral.to_org_id, referral.to_account_id, referral.to_name = found
    referral.to_reach = to.reach.strip()[:MOST_REACH]
    referral.answers_here = bool(
        (
            referral.to_org_id
            and accounts.holding(Permission.REFERRAL_ANSWER, org_id=referral.to_org_id, now=now)
        )
        or referral.to_account_id
    )


Found = tuple[UUID | None, UUID | None, str]


def _service(to: Recipient, _now: datetime) -> Found:
    if to.service is None:
        raise RecipientUnknown
    return to.service.organisation_id, None, to.service.organisation.name[:MOST_NAME]


def _team(to: Recipient, _now: datetime) -> Found:
    name = workforce.team_names([to.org_id]).get(to.org_id, "") if to.org_id else ""
    if not name:
        raise RecipientUnknown
    return to.org_id, None, name[:MOST_NAME]


def _worker(to: Recipient, now: datetime) -> Found:
    """A worker answers alone or, while away, their team does."""
    found = accounts.owner(to.account_id, now=now) if to.account_id else None
    if found is None or to.account_id is None:
        raise RecipientUnknown
    org = next(iter(accounts.organisations_of(to.account_id)), None)
    if not can(found[0], Permission.REFERRAL_ANSWER, Scope(to.account_id, org)):
        raise RecipientUnknown
    return org, to.account_id, accounts.names([to.account_id])[to.account_id][:MOST_NAME]


def _outside(to: Recipient, _now: datetime) -> Found:
    if not to.name.strip():
        raise RecipientUnknown
    return None, None, to.name.strip()[:MOST_NAME]


def consent_key(referral: Referral) -> str:
    """Return the code under which a consent names this receiver."""
    if referral.to_org_id:
        return str(referral.to_org_id)
    if referral.to_account_id:
        return str(referral.to_account_id)
    return f"outside:{name_key(referral.to_name)}"[:MOST_KEY]
