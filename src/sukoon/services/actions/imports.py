"""Bringing a file into the register: a job, its findings, and one transaction that accepts it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require, require_system
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.services import plans
from sukoon.services.models import (
    ColumnChoice,
    ImportFinding,
    ImportJob,
    ImportOrganisation,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServicePartner,
    ServiceStep,
    ServiceTarget,
)
from sukoon.services.plans import BATCH, Counts, Found, LinePlan, NewOrganisation
from sukoon.services.problems import NothingToAccept
from sukoon.services.words import ImportStatus
from sukoon.workforce.models import Organisation, OrganisationAlias

OPEN = (ImportStatus.READ, ImportStatus.CHECKED)


@transaction.atomic
def start_import(
    *, by: Actor, file_name: str, stored_name: str, checksum: str, org_id: UUID | None = None
) -> ImportJob:
    """Begin an import: a file was kept, nothing is in the register yet."""
    require(by, Permission.SERVICE_IMPORT, Scope(owner_id=by.id, org_id=org_id))
    job = ImportJob.objects.create(
        owner_id=by.id,
        org_id=org_id,
        file_name=file_name[:200],
        stored_name=stored_name,
        checksum=checksum,
        status=ImportStatus.READ,
    )
    emit("import.started", subject=job.pk, by=by)
    return job


@transaction.atomic
def choose_columns(*, by: Actor, job: ImportJob, choices: Mapping[str, str]) -> None:
    """Keep which field each column is (heading key to field), and remember it for next time."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    for key, name in choices.items():
        ColumnChoice.objects.update_or_create(
            job=None, owner_id=by.id, header_key=key, defaults={"field": name}
        )
    emit("import.columns_chosen", subject=job.pk, by=by, columns=len(choices))


@transaction.atomic
def ask_check(*, by: Actor, job: ImportJob) -> ImportJob:
    """Have a large file checked in the background."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    _move(job, OPEN, ImportStatus.CHECKING, problem="")
    emit("import.check_asked", subject=job.pk, by=by)
    return job


@transaction.atomic
def keep_check(
    *,
    by: Actor,
    job: ImportJob,
    found: Sequence[Found],
    counts: Counts,
    organisations: Sequence[NewOrganisation] = (),
) -> ImportJob:
    """Keep what checking the file found; answers given before stay with their row and field."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    _move(job, (*OPEN, ImportStatus.CHECKING), ImportStatus.CHECKED, problem="")
    before = list(ImportFinding.objects.filter(job=job))
    answered = {(f.row, f.field, f.value): f.choice for f in before}
    again = {(f.row, f.field) for f in found}
    # An answer that made its row good stays: accepting reads the file once more with it.
    kept = [
        f.pk
        for f in before
        if f.suggestion
        and f.choice == ImportFinding.Choice.SUGGESTION
        and (f.row, f.field) not in again
    ]
    ImportFinding.objects.filter(job=job).exclude(pk__in=kept).delete()
    ImportFinding.objects.bulk_create(
        (
            ImportFinding(
                job=job, row=f.row, field=f.field, column=f.column[:120], value=f.value[:300],
                message=f.message[:400], suggestion=f.suggestion[:300],
                choice=answered.get((f.row, f.field, f.value[:300]), _safest(f)),
            )
            for f in found
        ),
        batch_size=BATCH,
    )  # fmt: skip
    job.new_organisations.all().delete()
    ImportOrganisation.objects.bulk_create(
        (ImportOrganisation(job=job, name=o.name[:200], type=o.type) for o in organisations),
        batch_size=BATCH,
    )
    job.rows, job.refused = counts.rows, counts.refused
    job.created, job.changed, job.unchanged = counts.created, counts.changed, counts.unchanged
    job.save()
    emit("import.checked", subject=job.pk, by=by, rows=counts.rows, refused=counts.refused)
    return job


@transaction.atomic
def say_why(*, by: Actor, job: ImportJob, problem: str) -> None:
    """Open a job again whose checking or writing ended early, and keep the reason."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    busy = (ImportStatus.CHECKING, ImportStatus.WRITING, *OPEN)
    _move(job, busy, ImportStatus.CHECKED, problem=problem[:400])
    emit("import.ended_early", subject=job.pk, by=by)


@transaction.atomic
def answer(*, by: Actor, job: ImportJob, choices: Mapping[UUID, str]) -> None:
    """Keep what was chosen for each finding: take the suggestion, or leave the row for later."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    if job.status not in OPEN:
        raise NothingToAccept
    for finding in ImportFinding.objects.filter(job=job, pk__in=list(choices)):
        wanted = choices[finding.pk]
        if wanted == ImportFinding.Choice.SUGGESTION and not finding.suggestion:
            continue
        finding.choice = wanted
        finding.save(update_fields=["choice", "updated_at"])
    emit("import.answered", subject=job.pk, by=by, answers=len(choices))


@transaction.atomic
def begin_writing(*, by: Actor, job: ImportJob) -> ImportJob:
    """Say that the file is about to be written, so that a broken-off attempt can be told."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    _move(job, OPEN, ImportStatus.WRITING, problem="")
    emit("import.writing", subject=job.pk, by=by)
    return job


@transaction.atomic
def ask_write(*, by: Actor, job: ImportJob, only_good: bool) -> ImportJob:
    """Have a large file written in the background."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    _move(job, OPEN, ImportStatus.WRITING, problem="", only_good=only_good)
    emit("import.write_asked", subject=job.pk, by=by)
    return job


@transaction.atomic
def accept_import(
    *,
    by: Actor,
    job: ImportJob,
    lines: Iterable[LinePlan],
    organisations: Mapping[str, NewOrganisation],
    rows: int,
    refused: int,
    today: date,
) -> ImportJob:
    """Write all planned lines at once, or none. The same lines again change nothing."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    ids = _add_organisations(by, organisations)
    counts = Counts(rows=rows, refused=refused, new_organisations=len(ids))
    for batch in plans.batches(lines):
        _write_batch(by, job, batch, ids, counts, today)
    job.status = ImportStatus.ACCEPTED
    job.rows, job.refused, job.accepted_at = counts.rows, counts.refused, clock.now()
    job.created, job.changed, job.unchanged = counts.created, counts.changed, counts.unchanged
    job.save()
    emit(
        "services.imported", subject=job.pk, by=by, created=counts.created,
        changed=counts.changed, unchanged=counts.unchanged, refused=refused,
    )  # fmt: skip
    return job


@transaction.atomic
def put_back(*, by: Actor, job: ImportJob) -> None:
    """Open a job again whose writing was refused: nothing of it is in the register."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    ImportJob.objects.filter(pk=job.pk, status=ImportStatus.WRITING).update(
        status=ImportStatus.CHECKED
    )
    emit("import.put_back", subject=job.pk, by=by)


@transaction.atomic
def stop_import(*, by: Actor, job: ImportJob) -> None:
    """Give an import up; nothing of it is kept."""
    require(by, Permission.SERVICE_IMPORT, job.scope)
    _move(job, (*OPEN, ImportStatus.CHECKING), ImportStatus.STOPPED)
    ImportFinding.objects.filter(job=job).delete()
    emit("import.stopped", subject=job.pk, by=by)


@transaction.atomic
def mark_interrupted(*, by: Actor) -> list[str]:
    """At a start: name the imports that were being written when the server died.

    Their transaction was rolled back, so nothing of them is in the register.
    """
    require_system(by)
    broken = list(ImportJob.objects.filter(status=ImportStatus.WRITING))
    for job in broken:
        job.status = ImportStatus.INTERRUPTED
        job.created = job.changed = 0
        job.save()
        emit("import.interrupted", subject=job.pk, by=by)
    return [job.file_name for job in broken]


def _move(job: ImportJob, before: Sequence[str], after: str, **values: object) -> None:
    """Change a job's status where it stands where we think it does; else NothingToAccept."""
    if not ImportJob.objects.filter(pk=job.pk, status__in=before).update(status=after, **values):
        raise NothingToAccept
    job.status = after
    for name, value in values.items():
        setattr(job, name, value)


def _safest(found: Found) -> str:
    choice = ImportFinding.Choice
    return choice.SUGGESTION if found.suggestion else choice.LEAVE


def _add_organisations(by: Actor, new: Mapping[str, NewOrganisation]) -> dict[str, UUID]:
    """Add the organisations that a file names and nobody knew; return ids by name key."""
    ids: dict[str, UUID] = {}
    for key, organisation in new.items():
        alias = OrganisationAlias.objects.filter(key=key).first()
        if alias:
            ids[key] = alias.organisation_id
            continue
        made = Organisation.objects.create(name=organisation.name[:200], type=organisation.type)
        OrganisationAlias.objects.create(organisation=made, name=organisation.name[:200], key=key)
        emit("organisation.added", subject=made.pk, by=by)
        ids[key] = made.pk
    return ids


def _write_batch(
    by: Actor,
    job: ImportJob,
    batch: Sequence[LinePlan],
    ids: Mapping[str, UUID],
    counts: Counts,
    today: date,
) -> None:
    known = plans.known(batch, ids)
    now = clock.now()
    new: list[Service] = []
    related: list[ServiceArea | ServiceTarget | ServicePartner | ServiceLanguage] = []
    steps: list[ServiceStep] = []
    for plan in batch:
        service = plans.existing(plan, ids, known)
        if service is None:
            service = _made(plan, ids, today)
            new.append(service)
            related += _related(service, plan, ids)
            counts.created += 1
        elif plans.differs(service, plan, ids):
            before = service.status
            _change(service, plan, ids, today)
            counts.changed += 1
            if service.status == before:
                continue
        else:
            counts.unchanged += 1
            continue
        steps.append(
            ServiceStep(service=service, status=service.status, at=now, by_id=by.id, import_job=job)
        )
    Service.objects.bulk_create(new, batch_size=500)
    for model in (ServiceArea, ServiceTarget, ServicePartner, ServiceLanguage):
        rows: list[Any] = [r for r in related if isinstance(r, model)]
        model.objects.bulk_create(rows, batch_size=BATCH)
    ServiceStep.objects.bulk_create(steps, batch_size=BATCH)


def _made(plan: LinePlan, ids: Mapping[str, UUID], today: date) -> Service:
    organisation = plans.resolved(plan.organisation, ids)
    return Service(
        id=new_id(),
        organisation_id=organisation,
        activity_id=plan.activity_id,
        area_group_id=plan.group_id,
        area_path=plan.area_path,
        is_sensitive=plan.hidden,
        line_key=plans.plan_key(plan, organisation),
        **{"reported_on": today, **plan.values},
    )


def _change(service: Service, plan: LinePlan, ids: Mapping[str, UUID], today: date) -> None:
    organisation = plans.resolved(plan.organisation, ids)
    service.organisation_id = organisation
    service.activity_id = plan.activity_id
    service.area_path, service.area_group_id = plan.area_path, plan.group_id
    service.is_sensitive = service.is_sensitive or plan.hidden
    service.line_key = plans.plan_key(plan, organisation)
    for name, value in {"reported_on": today, **plan.values}.items():
        setattr(service, name, value)
    service.version += 1
    service.save()
    service.in_areas.all().delete()
    service.targets.all().delete()
    if plan.languages is not None:
        service.languages.all().delete()
    for role, _told in plans.told_others(plan):
        service.others.filter(role=role).delete()
    for row in _related(service, plan, ids):
        row.save(force_insert=True)


def _related(
    service: Service, plan: LinePlan, ids: Mapping[str, UUID]
) -> list[ServiceArea | ServiceTarget | ServicePartner | ServiceLanguage]:
    rows: list[ServiceArea | ServiceTarget | ServicePartner | ServiceLanguage] = []
    rows += [ServiceArea(service=service, area_id=pk) for pk in plan.area_ids]
    rows += [ServiceTarget(service=service, target_group_id=pk) for pk in plan.target_ids]
    rows += [ServiceLanguage(service=service, language=code) for code in plan.languages or ()]
    for role, told in plans.told_others(plan):
        rows += [
            ServicePartner(service=service, organisation_id=pk, role=role)
            for pk in {plans.resolved(who, ids) for who in told}
        ]
    return rows
