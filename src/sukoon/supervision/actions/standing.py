"""Standing supervision: every case of a trainee; and who covers for a supervisor who is away."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts import queries as accounts
from sukoon.audit.events import emit
from sukoon.cases.problems import EntryWrong
from sukoon.cases.rules import check
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, can, require, require_holds, require_system
from sukoon.core.permissions import Permission
from sukoon.supervision import supervisors
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Absence, Standing
from sukoon.supervision.problems import (
    AlreadyStanding,
    DatesWrong,
    NotYourTurn,
    SupervisorUnknown,
    TooManySupervisees,
    TraineeUnknown,
)

MONTH = timedelta(days=30)
NOTHING: Mapping[str, object] = {}


@transaction.atomic
def begin_standing(
    *, by: Actor, trainee_id: UUID, supervisor_id: UUID, org_id: UUID | None, area_path: str = "",
    starts_on: date, ends_on: date | None = None, endless: bool = False, every_days: int = 0,
    contract: Mapping[str, object] = NOTHING,
) -> Standing:  # fmt: skip
    """Let every case of a trainee go to one supervisor: for three months, until a day, or on.

    Without an end only while the supervisor has no more supervisees than the pack allows. Raises
    SupervisorUnknown, TraineeUnknown, TooManySupervisees, AlreadyStanding, DatesWrong, EntryWrong.
    """
    require(by, Permission.SUPERVISION_LEAD, Scope(None, org_id, area_path))
    limits = book().limits
    end = None if endless else ends_on or starts_on + limits["standing_months"] * MONTH
    if end is not None and end <= starts_on:
        raise DatesWrong
    scope = Scope(trainee_id, org_id, area_path)
    _who(trainee_id, supervisor_id, scope)
    have = Standing.objects.filter(supervisor_id=supervisor_id, ended_at=None).count()
    if endless and have >= limits["ratio_individual"]:
        raise TooManySupervisees(have=have, most=limits["ratio_individual"])
    checked = check(book().contract, contract)
    if checked.wrong:
        raise EntryWrong(checked.wrong)
    if Standing.objects.select_for_update().filter(trainee_id=trainee_id, ended_at=None).exists():
        raise AlreadyStanding
    made = Standing.objects.create(
        trainee_id=trainee_id, supervisor_id=supervisor_id, org_id=org_id, area_path=area_path,
        starts_on=starts_on, ends_on=end, every_days=every_days or limits["session_every_days"],
        contract=json.dumps(checked.values, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip
    emit("supervision.standing_begun", subject=made.pk, by=by, supervisor=str(supervisor_id))
    return made


@transaction.atomic
def end_standing(*, by: Actor, standing: Standing) -> Standing:
    """End a standing supervision; what was asked meanwhile goes on."""
    require(by, Permission.SUPERVISION_VIEW, standing.scope)
    leads = can(by, Permission.SUPERVISION_LEAD, Scope(None, standing.org_id, standing.area_path))
    if by.id != standing.supervisor_id and not leads:
        raise NotYourTurn
    standing = Standing.objects.select_for_update().get(pk=standing.pk)
    if standing.ended_at is None:
        standing.ended_at = clock.now()
        standing.save()
    emit("supervision.standing_ended", subject=standing.pk, by=by)
    return standing


@transaction.atomic
def note_unmet(*, by: Actor, standing: Standing) -> None:
    """Say that a trainee has not met their supervisor for long."""
    require_system(by)
    standing = Standing.objects.select_for_update().get(pk=standing.pk)
    standing.missing_since = standing.missing_since or clock.today()
    standing.save()
    emit("supervision.unmet", subject=standing.pk, by=by)


@transaction.atomic
def note_away(
    *, by: Actor, account_id: UUID, from_on: date, until_on: date, cover_id: UUID | None = None
) -> Absence:
    """Say that somebody is away, and who answers meanwhile. One's own, or of the team one leads.

    Raises DatesWrong, SupervisorUnknown for a cover who may not answer where they do.
    """
    require_holds(by, Permission.SUPERVISION_ANSWER)
    if by.id != account_id and not _leads(by, account_id):
        raise NotYourTurn
    if until_on < from_on:
        raise DatesWrong
    if cover_id and cover_id not in supervisors.may_cover(account_id, now=clock.now()):
        raise SupervisorUnknown
    made = Absence.objects.create(
        account_id=account_id, cover_id=cover_id, from_on=from_on, until_on=until_on
    )
    emit("supervision.away", subject=account_id, by=by, cover=str(cover_id or ""))
    return made


@transaction.atomic
def note_back(*, by: Actor, absence: Absence) -> Absence:
    """Say that somebody is back, or was never away."""
    require_holds(by, Permission.SUPERVISION_ANSWER)
    if by.id != absence.account_id and not _leads(by, absence.account_id):
        raise NotYourTurn
    absence.removed_at = absence.removed_at or clock.now()
    absence.save(update_fields=["removed_at", "updated_at"])
    emit("supervision.back", subject=absence.account_id, by=by)
    return absence


def _leads(by: Actor, account_id: UUID) -> bool:
    return any(
        can(by, Permission.SUPERVISION_LEAD, Scope(org_id=org))
        for org in accounts.organisations_of(account_id)
    )


def _who(trainee_id: UUID, supervisor_id: UUID, scope: Scope) -> None:
    now = clock.now()
    trainee = accounts.owner(trainee_id, now=now)
    if trainee is None or not can(trainee[0], Permission.SUPERVISION_ASK, scope):
        raise TraineeUnknown
    may = supervisors.may_stand_by(Scope(None, scope.org_id, scope.area_path), now=now)
    if supervisor_id not in may or supervisor_id == trainee_id:
        raise SupervisorUnknown
