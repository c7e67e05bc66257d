"""Asking for experts, sending them, and what came of it."""

from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.core import documents
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.surge.drafts import ReportDraft, RequestDraft
from sukoon.surge.models import (
    Deployment,
    DeploymentReport,
    DeploymentStep,
    Emergency,
    Expert,
    Paper,
    Request,
    RequestLanguage,
    RequestSkill,
)
from sukoon.surge.problems import (
    AlreadyAsked,
    DateInFuture,
    DatesOutOfOrder,
    EmergencyOver,
    NotBackYet,
    NotFree,
    RequestFull,
)
from sukoon.surge.rules.flows import COUNTS, DEPLOYMENT_FLOW, OUT, REQUEST_FLOW
from sukoon.surge.words import DeploymentState, RequestState
from sukoon.workforce.models import Organisation

ANSWERS = frozenset({DeploymentState.ACCEPTED, DeploymentState.DECLINED})


@transaction.atomic
def ask_for_experts(*, by: Actor, emergency: Emergency, draft: RequestDraft) -> Request:
    """Ask for experts in an emergency. Raises EmergencyOver, DatesOutOfOrder."""
    require(
        by, Permission.SURGE_WRITE,
        Scope(org_id=draft.organisation.pk, area_path=draft.area.path),
    )  # fmt: skip
    if emergency.ended_on:
        raise EmergencyOver
    if draft.ends_on < draft.starts_on:
        raise DatesOutOfOrder
    kept = Request.objects.create(
        emergency=emergency, is_exercise=emergency.is_exercise, area_path=draft.area.path,
        role=draft.role.strip(), organisation=draft.organisation, area=draft.area,
        starts_on=draft.starts_on, ends_on=draft.ends_on, people=draft.people,
        remote=draft.remote, note=draft.note.strip(),
    )  # fmt: skip
    needed = sorted(set(draft.skills))
    wished = sorted(set(draft.wished) - set(needed))
    RequestSkill.objects.bulk_create(
        [RequestSkill(request=kept, skill=s, needed=True) for s in needed]
        + [RequestSkill(request=kept, skill=s, needed=False) for s in wished]
    )
    RequestLanguage.objects.bulk_create(
        RequestLanguage(request=kept, language=c) for c in sorted(set(draft.languages))
    )
    emit("surge.asked", subject=kept.pk, by=by, people=kept.people,
         exercise=int(kept.is_exercise))  # fmt: skip
    return kept


@transaction.atomic
def move_request(*, by: Actor, request: Request, to: RequestState) -> Request:
    """Close a request, withdraw it, or open it again."""
    require(by, Permission.SURGE_WRITE, request.scope)
    locked = Request.objects.select_for_update().get(pk=request.pk)
    REQUEST_FLOW.check(RequestState(locked.state), to)
    locked.state = to
    locked.save(update_fields=["state", "updated_at"])
    emit("surge.request_moved", subject=locked.pk, by=by, state=str(to))
    return locked


@transaction.atomic
def offer(
    *, by: Actor, request: Request, expert: Expert, now: datetime,
    starts_on: date | None = None, ends_on: date | None = None,
    hosted_by: Organisation | None = None, funded_by: Organisation | None = None,
) -> Deployment:  # fmt: skip
    """Ask an expert for a request. One who is out elsewhere in that time is refused (NotFree)."""
    require(by, Permission.SURGE_WRITE, Scope(area_path=request.area_path))
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if locked.state != RequestState.OPEN:
        raise RequestFull
    start, end = starts_on or locked.starts_on, ends_on or locked.ends_on
    if end < start:
        raise DatesOutOfOrder
    if _busy(expert, start, end, exercise=locked.is_exercise):
        raise NotFree
    try:
        with transaction.atomic():
            kept = Deployment.objects.create(
                request=locked, emergency_id=locked.emergency_id, expert=expert,
                starts_on=start, ends_on=end, hosted_by=hosted_by, funded_by=funded_by,
                area_path=locked.area_path, org_id=expert.organisation_id,
                is_exercise=locked.is_exercise,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyAsked from error
    _step(kept, DeploymentState.OFFERED, by, now)
    emit("deployment.offered", subject=kept.pk, by=by, exercise=int(kept.is_exercise))
    return kept


def _busy(expert: Expert, start: date, end: date, *, exercise: bool) -> bool:
    """Say whether somebody is out then. What is played never keeps anybody from what is real."""
    out = expert.deployments.filter(state__in=OUT, starts_on__lte=end, ends_on__gte=start)
    return out.filter(is_exercise=exercise).exists()


def _step(
    kept: Deployment, state: DeploymentState, by: Actor, now: datetime, note: str = ""
) -> None:
    DeploymentStep.objects.create(
        deployment=kept, state=state, at=now, by_id=by.id, note=note.strip()
    )


@transaction.atomic
def move_deployment(
    *, by: Actor, deployment: Deployment, to: DeploymentState, now: datetime, today: date,
    note: str = "",
) -> Deployment:  # fmt: skip
    """Move a deployment on. The expert's organisation answers; the area's coordinator does all."""
    require(by, Permission.SURGE_WRITE, deployment.scope)
    locked = Deployment.objects.select_for_update().get(pk=deployment.pk)
    DEPLOYMENT_FLOW.check(DeploymentState(locked.state), to)
    if to == DeploymentState.DEPLOYED and locked.starts_on > today and not locked.is_exercise:
        raise DateInFuture
    if to == DeploymentState.ACCEPTED and _busy(
        locked.expert, locked.starts_on, locked.ends_on, exercise=locked.is_exercise
    ):
        raise NotFree
    locked.state = to
    if to == DeploymentState.RETURNED and locked.starts_on <= today < locked.ends_on:
        locked.ends_on = today
    locked.save(update_fields=["state", "ends_on", "updated_at"])
    _step(locked, to, by, now, note)
    _fill(locked.request)
    emit("deployment.moved", subject=locked.pk, by=by, state=str(to),
         exercise=int(locked.is_exercise))  # fmt: skip
    return locked


def _fill(request: Request) -> None:
    """Keep the request's state in step with how many said yes."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    found = locked.deployments.filter(state__in=COUNTS).count()
    full = RequestState.FILLED if found >= locked.people else RequestState.OPEN
    if locked.state in {RequestState.OPEN, RequestState.FILLED} and locked.state != full:
        locked.state = full
        locked.save(update_fields=["state", "updated_at"])


@transaction.atomic
def report_deployment(
    *, by: Actor, deployment: Deployment, draft: ReportDraft, today: date
) -> DeploymentReport:
    """Write what came of a deployment, once it is over. The same one again corrects it."""
    require(by, Permission.SURGE_WRITE, deployment.scope)
    if deployment.state != DeploymentState.RETURNED:
        raise NotBackYet
    if draft.told_on > today:
        raise DateInFuture
    told = {n: getattr(draft, n) for n in draft.__dataclass_fields__}
    kept, _made = DeploymentReport.objects.update_or_create(
        deployment=deployment, defaults={**told, "by_id": by.id}
    )
    emit("deployment.reported", subject=deployment.pk, by=by,
         exercise=int(deployment.is_exercise))  # fmt: skip
    return kept


@transaction.atomic
def keep_paper_of_deployment(
    *, by: Actor, deployment: Deployment, title: str, path: Path | None = None,
    file_name: str = "", link: str = "",
) -> Paper:  # fmt: skip
    """Keep a file or a link with a deployment. FileKindRefused, LinkRefused."""
    require(by, Permission.SURGE_WRITE, deployment.scope)
    kept = Paper(
        deployment=deployment, org_id=deployment.org_id, area_path=deployment.area_path,
        by_id=by.id,
    )  # fmt: skip
    documents.fill(kept, title=title, path=path, file_name=file_name, link=link)
    kept.save(force_insert=True)
    emit("deployment.paper_kept", subject=deployment.pk, by=by, bytes=kept.size)
    return kept
