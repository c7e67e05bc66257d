"""What can be asked about imports: one's own jobs, their findings, remembered columns."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from sukoon.core.access import Actor, Reach, within_reach
from sukoon.core.permissions import Permission
from sukoon.places.models import Site
from sukoon.services.models import ColumnChoice, ImportFinding, ImportJob, Service


def jobs(by: Actor) -> QuerySet[ImportJob]:
    """Imports within the actor's reach, newest first."""
    seen = within_reach(by, Permission.SERVICE_IMPORT, owner="owner_id", org="org_id", area=None)
    return ImportJob.objects.filter(seen).order_by("-created_at", "-id")


def job_of(job_id: UUID) -> ImportJob | None:
    """Return a job by its id, for work in the background: it acts as the job's owner."""
    return ImportJob.objects.filter(pk=job_id).first()


def findings(job: ImportJob) -> QuerySet[ImportFinding]:
    return ImportFinding.objects.filter(job=job).order_by("row", "field", "id")


def answers(job: ImportJob) -> Mapping[tuple[int, str, str], str]:
    """Return what was chosen instead of a cell, by row, field and what the cell says."""
    chosen = findings(job).filter(choice=ImportFinding.Choice.SUGGESTION).exclude(suggestion="")
    return {(f.row, f.field, f.value): f.suggestion for f in chosen}


def own_sites(by: Actor) -> QuerySet[Site]:
    """Sites of the lines the actor may write: whoever runs a service knows where it is."""
    lines = within_reach(
        by, Permission.SERVICE_WRITE, owner=None, org="organisation_id", area="area_path"
    )
    return Site.objects.filter(services__in=Service.objects.filter(lines)).select_related("area")


def remembered_columns(by: Actor) -> Mapping[str, str]:
    """Return the fields this person chose for headings before."""
    rows = ColumnChoice.objects.filter(owner_id=by.id, job=None)
    return dict(rows.values_list("header_key", "field"))


def own_organisation(by: Actor) -> UUID | None:
    """Return the one organisation the actor writes for, if it is one."""
    found = {
        g.org_id
        for g in by.grants
        if g.permission == Permission.SERVICE_WRITE and g.reach is Reach.TEAM and g.org_id
    }
    return next(iter(found)) if len(found) == 1 else None
