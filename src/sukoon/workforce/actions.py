"""Everything that can be done to organisations, workers and teams."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sukoon.accounts.models import User
from sukoon.audit.events import emit
from sukoon.core.access import NOWHERE, Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.places.models import Area
from sukoon.workforce.models import (
    Organisation,
    OrganisationAlias,
    Team,
    TeamMember,
    Worker,
    WorkerLanguage,
)
from sukoon.workforce.problems import MergeIntoItself, NameMissing, NameTaken
from sukoon.workforce.words import Cadre, Gender, OrganisationType, WorkerStatus


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    name: str
    type: OrganisationType
    acronym: str = ""
    name_ur: str = ""
    aliases: tuple[str, ...] = ()


@transaction.atomic
def note_tenant_export(*, by: Actor, organisation: Organisation, rows: int) -> None:
    """Say that everything of an organisation was taken out."""
    require(by, Permission.ORGANISATION_WRITE, Scope(org_id=organisation.pk))
    emit("organisation.exported", subject=organisation.pk, by=by, rows=rows)


@transaction.atomic
def record_organisation(
    *,
    by: Actor,
    name: str,
    type: OrganisationType,  # noqa: A002 - the field's word
    organisation: Organisation | None = None,
    acronym: str = "",
    name_ur: str = "",
    aliases: Iterable[str] = (),
) -> Organisation:
    """Add an organisation, or change one. Every name it has finds it, and only it (NameTaken)."""
    require(by, Permission.ORGANISATION_WRITE, organisation.scope if organisation else NOWHERE)
    if not name_key(name):
        raise NameMissing
    kept = organisation or Organisation()
    kept.name, kept.type, kept.acronym, kept.name_ur = name.strip(), type, acronym, name_ur
    kept.save()
    _keep_names(kept, [name, acronym, name_ur, *aliases])
    emit("organisation.changed" if organisation else "organisation.added", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def load_organisations(*, by: Actor, rows: Sequence[OrganisationRow]) -> int:
    """Add the organisations of a pack that are not known yet; return how many were added."""
    require(by, Permission.ORGANISATION_WRITE, NOWHERE)
    added = 0
    for row in rows:
        names = [row.name, row.acronym, row.name_ur, *row.aliases]
        keys = {name_key(n) for n in names} - {""}
        if OrganisationAlias.objects.filter(key__in=keys).exists():
            continue
        organisation = Organisation.objects.create(
            name=row.name, type=row.type, acronym=row.acronym, name_ur=row.name_ur
        )
        _keep_names(organisation, names)
        emit("organisation.added", subject=organisation.pk, by=by)
        added += 1
    return added


@transaction.atomic
def merge_organisations(*, by: Actor, source: Organisation, into: Organisation) -> Organisation:
    """Let `source` go on as `into`: its names find `into`; what it did keeps its own name."""
    require(by, Permission.ORGANISATION_MERGE, NOWHERE)
    gone = {source.merged_into_id, into.merged_into_id} - {None}
    if source.pk == into.pk or gone:
        raise MergeIntoItself
    source.aliases.update(organisation=into)
    Organisation.objects.filter(merged_into=source).update(merged_into=into)
    source.merged_into = into
    source.save(update_fields=["merged_into", "updated_at"])
    emit("organisation.merged", subject=source.pk, by=by, into=str(into.pk))
    return into


@transaction.atomic
def record_worker(
    *,
    by: Actor,
    name: str,
    organisation: Organisation,
    cadre: Cadre,
    worker: Worker | None = None,
    account: User | None = None,
    area: Area | None = None,
    tier: int | None = None,
    gender: Gender | str = "",
    languages: Sequence[str] = (),
    phone: str = "",
    licence_number: str = "",
    licence_until: date | None = None,
    status: WorkerStatus = WorkerStatus.ACTIVE,
) -> Worker:
    """Add a worker, or change one, within the actor's reach."""
    require(by, Permission.WORKER_WRITE, _scope(organisation, area))
    if worker is not None:
        require(by, Permission.WORKER_WRITE, worker.scope)
    kept = worker or Worker()
    kept.name, kept.organisation, kept.cadre, kept.account = name, organisation, cadre, account
    kept.area, kept.tier, kept.gender, kept.phone = area, tier, gender, phone
    kept.licence_number, kept.licence_until, kept.status = licence_number, licence_until, status
    kept.save()
    kept.languages.exclude(language__in=languages).delete()
    for language in languages:
        WorkerLanguage.objects.get_or_create(worker=kept, language=language)
    emit("worker.changed" if worker else "worker.added", subject=kept.pk, by=by, cadre=cadre)
    return kept


@transaction.atomic
def record_team(
    *,
    by: Actor,
    name: str,
    organisation: Organisation,
    members: Sequence[Worker],
    team: Team | None = None,
    area: Area | None = None,
    today: date,
) -> Team:
    """Add a team, or change one; who is no longer in it has left today."""
    require(by, Permission.WORKER_WRITE, _scope(organisation, area))
    if team is not None:
        require(by, Permission.WORKER_WRITE, team.scope)
    kept = team or Team()
    kept.name, kept.organisation, kept.area = name, organisation, area
    kept.save()
    wanted = {m.pk for m in members}
    kept.members.filter(left_on=None).exclude(worker_id__in=wanted).update(left_on=today)
    for member in members:
        TeamMember.objects.get_or_create(team=kept, worker=member, left_on=None)
    emit("team.changed" if team else "team.added", subject=kept.pk, by=by, members=len(wanted))
    return kept


def _scope(organisation: Organisation, area: Area | None) -> Scope:
    return Scope(org_id=organisation.pk, area_path=area.path if area else "")


def _keep_names(organisation: Organisation, names: Iterable[str]) -> None:
    """Let each of these names find the organisation. Raises NameTaken for another's name."""
    for name in names:
        key = name_key(name)
        if not key:
            continue
        alias, _ = OrganisationAlias.objects.get_or_create(
            key=key, defaults={"organisation": organisation, "name": name.strip()}
        )
        if alias.organisation_id != organisation.pk:
            raise NameTaken
