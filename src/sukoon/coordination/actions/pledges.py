"""Keeping pledges and commitments, reporting on them, deciding what counts, publishing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.coordination.models import (
    Commitment,
    CommitmentCode,
    CommitmentEntity,
    CommitmentKind,
    CommitmentProgramme,
    CommitmentService,
    CommitmentTheme,
    CommitmentUpdate,
    Document,
    Match,
    MatchedCommitment,
    Pledge,
)
from sukoon.coordination.problems import (
    AlreadyAmended,
    CodeTaken,
    DateInFuture,
    DatesOutOfOrder,
    NotASignatory,
)
from sukoon.coordination.words import Counts, Measure, Stage
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.problems import ChangedMeanwhile
from sukoon.core.words import DatePrecision
from sukoon.places.models import Area
from sukoon.services.models import Service
from sukoon.workforce.models import Organisation


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """A commitment as somebody tells it. `values` are columns, taken as they are."""

    pledge: Pledge
    code: str
    text: str
    organisations: Sequence[Organisation]
    kinds: Sequence[str] = ()
    themes: Sequence[str] = ()
    codes: Sequence[str] = ()
    programmes: Sequence[str] = ()
    text_ur: str = ""
    target_value: int | None = None
    target_unit: str = ""
    start_on: date | None = None
    start_precision: str = ""
    deadline_on: date | None = None
    deadline_precision: str = ""
    geography: str = ""
    msp_activity: str = ""
    measure: str = Measure.NONE


PARTS = frozenset({"pledge", "organisations", "kinds", "themes", "codes", "programmes"})
COLUMNS = tuple(f.name for f in fields(CommitmentDraft) if f.name not in PARTS)


@dataclass(frozen=True, slots=True)
class PledgePlan:
    """A pledge that a file names: found, or to be made."""

    code: str
    title_en: str = ""
    source_code: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentPlan:
    """One good row of a file. `values` and the lists hold only what the file has a column for."""

    row: int
    pledge: PledgePlan
    code: str
    organisations: Sequence[UUID | str]
    values: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What became of the rows of a file."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


@transaction.atomic
def record_pledge(
    *, by: Actor, code: str, title_en: str, area: Area, title_ur: str = "", source: str = "",
    source_code: str = "", announced_on: date | None = None, pledge: Pledge | None = None,
) -> Pledge:  # fmt: skip
    """Add a pledge, or change one. Raises CodeTaken."""
    require(by, Permission.PLEDGE_WRITE, pledge.scope if pledge else area.scope)
    require(by, Permission.PLEDGE_WRITE, area.scope)
    kept = pledge or Pledge()
    kept.code, kept.title_en, kept.title_ur = code.strip(), title_en.strip(), title_ur.strip()
    kept.source, kept.source_code, kept.announced_on = source, source_code, announced_on
    moved = kept.area_path and kept.area_path != area.path
    kept.area, kept.area_path = area, area.path
    try:
        with transaction.atomic():
            kept.save(force_insert=pledge is None)
    except IntegrityError as error:
        raise CodeTaken from error
    if moved:
        kept.commitments.update(area_path=area.path)
    emit("pledge.changed" if pledge else "pledge.added", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def record_commitment(
    *, by: Actor, draft: CommitmentDraft, commitment: Commitment | None = None,
    version: int | None = None, synthetic: bool = False,
) -> Commitment:  # fmt: skip
    """Add a commitment, or change one. Raises CodeTaken, DatesOutOfOrder, ChangedMeanwhile."""
    require(by, Permission.PLEDGE_WRITE, draft.pledge.scope)
    _in_order(draft.start_on, draft.deadline_on)
    kept = _locked(by, commitment, version)
    for name in COLUMNS:
        setattr(kept, name, getattr(draft, name))
    kept.start_precision = _precision(kept.start_on, kept.start_precision)
    kept.deadline_precision = _precision(kept.deadline_on, kept.deadline_precision)
    if commitment is None:
        kept.known_since, kept.is_synthetic = clock.today(), synthetic
    kept.pledge, kept.area_path = draft.pledge, draft.pledge.area_path
    try:
        with transaction.atomic():
            kept.save(force_insert=commitment is None)
    except IntegrityError as error:
        raise CodeTaken from error
    _keep_entities(kept, [o.pk for o in draft.organisations])
    for name in LISTS:
        _keep_list(kept, name, getattr(draft, name))
    emit("commitment.changed" if commitment else "commitment.added", subject=kept.pk, by=by)
    return kept


@transaction.atomic
def import_commitments(
    *, by: Actor, plans: Iterable[CommitmentPlan], organisations: Mapping[str, Organisation],
    area: Area, today: date, synthetic: bool = False,
) -> Outcome:  # fmt: skip
    """Write the good rows of a file: new ones are added, others changed where they differ.

    What the file has no column for stays as it was. `organisations` holds the new ones by name.
    """
    require(by, Permission.PLEDGE_WRITE, area.scope)
    outcome, kept_pledges = Outcome(), {}
    for plan in plans:
        outcome.rows += 1
        if plan.pledge not in kept_pledges:
            kept_pledges[plan.pledge] = _pledge_of(by, plan.pledge, area)
        pledge = kept_pledges[plan.pledge]
        said = _write(by, plan, pledge, organisations, today, synthetic=synthetic)
        setattr(outcome, said, getattr(outcome, said) + 1)
    emit(
        "pledges.imported", subject=new_id(), by=by, rows=outcome.rows, created=outcome.created,
        changed=outcome.changed,
    )  # fmt: skip
    return outcome


@transaction.atomic
def add_update(
    *, by: Actor, commitment: Commitment, organisation: Organisation, stage: Stage,
    happened_on: date, today: date, value: int | None = None, narrative: str = "",
    evidence: Document | None = None, amends: CommitmentUpdate | None = None,
) -> CommitmentUpdate:  # fmt: skip
    """Say how far a commitment is. An amendment takes the place of an earlier update, which stays.

    Raises NotASignatory, DateInFuture, AlreadyAmended.
    """
    require(
        by, Permission.PLEDGE_UPDATE,
        Scope(org_id=organisation.pk, area_path=commitment.area_path),
    )  # fmt: skip
    if not commitment.entities.filter(organisation=organisation).exists():
        raise NotASignatory
    if happened_on > today:
        raise DateInFuture
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if amends is not None:
        if amends.commitment_id != commitment.pk or amends.organisation_id != organisation.pk:
            raise NotASignatory
        if CommitmentUpdate.objects.filter(amends=amends).exists():
            raise AlreadyAmended
    update = CommitmentUpdate.objects.create(
        commitment=locked, organisation=organisation, stage=stage, value=value,
        narrative=narrative, happened_on=happened_on, evidence=evidence, amends=amends, by_id=by.id,
    )  # fmt: skip
    _copy_latest(locked)
    emit(
        "commitment.amended" if amends else "commitment.reported", subject=commitment.pk, by=by,
        stage=str(stage),
    )  # fmt: skip
    commitment.refresh_from_db()
    return update


@transaction.atomic
def decide_service(
    *, by: Actor, commitment: Commitment, service: Service, counts: Counts, reason: str = ""
) -> None:
    """Decide whether a service counts towards a commitment; LOOK takes the decision back."""
    require(by, Permission.PLEDGE_WRITE, commitment.scope)
    if counts == Counts.LOOK:
        CommitmentService.objects.filter(commitment=commitment, service=service).delete()
    else:
        told = {"counts": counts, "reason": reason, "decided_at": clock.now(), "by_id": by.id}
        CommitmentService.objects.update_or_create(
            commitment=commitment, service=service, defaults=told
        )
    emit("commitment.service_decided", subject=commitment.pk, by=by, counts=str(counts))


@transaction.atomic
def record_match(
    *, by: Actor, title_en: str, area: Area, commitments: Iterable[Commitment], title_ur: str = "",
    match: Match | None = None,
) -> Match:  # fmt: skip
    """Say which commitments serve one aim."""
    require(by, Permission.PLEDGE_WRITE, match.scope if match else area.scope)
    require(by, Permission.PLEDGE_WRITE, area.scope)
    kept = match or Match()
    kept.title_en, kept.title_ur, kept.area_path = title_en.strip(), title_ur.strip(), area.path
    kept.save()
    wanted = {c.pk for c in commitments}
    kept.commitments.exclude(commitment__in=wanted).delete()
    for pk in wanted:
        MatchedCommitment.objects.get_or_create(match=kept, commitment_id=pk)
    emit("match.changed" if match else "match.added", subject=kept.pk, by=by, n=len(wanted))
    return kept


@transaction.atomic
def publish(*, by: Actor, pledge: Pledge, now: datetime | None) -> Pledge:
    """Open the page of a pledge to everyone, or close it again (`now` is None)."""
    require(by, Permission.PLEDGE_WRITE, pledge.scope)
    pledge.published_at = now
    pledge.save(update_fields=["published_at", "updated_at"])
    emit("pledge.published" if now else "pledge.withdrawn", subject=pledge.pk, by=by)
    return pledge


@transaction.atomic
def note_pledge_export(*, by: Actor, form: str, rows: int) -> None:
    """Record that commitments were taken out as a file."""
    require(by, Permission.PLEDGE_VIEW, _reach_of(by))
    emit("pledges.exported", subject=new_id(), by=by, form=form, rows=rows)


def _reach_of(by: Actor) -> Scope:
    """Return a scope that the actor's own grant reaches: exporting what one sees is enough."""
    grant = next((g for g in by.grants if g.permission == Permission.PLEDGE_VIEW), None)
    if grant is None:
        return Scope()
    return Scope(org_id=grant.org_id, area_path=grant.area_path)


def _in_order(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise DatesOutOfOrder


def _locked(by: Actor, commitment: Commitment | None, version: int | None) -> Commitment:
    if commitment is None:
        return Commitment()
    require(by, Permission.PLEDGE_WRITE, commitment.scope)
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile
    locked.version += 1
    return locked


def _copy_latest(commitment: Commitment) -> None:
    """Copy stage, value and day of the latest update that nobody amended."""
    latest = commitment.updates.filter(amended_by=None).first()
    if latest is None:
        return
    commitment.stage, commitment.reported_value = latest.stage, latest.value
    commitment.told_on = latest.happened_on
    commitment.save(update_fields=["stage", "reported_value", "told_on", "updated_at"])


def _precision(day: date | None, told: str) -> str:
    """Return how precisely a day was told: to the day, where nothing else is said."""
    return (told or DatePrecision.DAY) if day else ""


LISTS: Mapping[str, tuple[Any, str]] = {
    "kinds": (CommitmentKind, "kind"),
    "themes": (CommitmentTheme, "theme"),
    "codes": (CommitmentCode, "code"),
    "programmes": (CommitmentProgramme, "code"),
}


def _keep_list(commitment: Commitment, name: str, wanted: Iterable[str]) -> bool:
    """Keep exactly these values of a list; say whether anything changed."""
    model, column = LISTS[name]
    have = set(model.objects.filter(commitment=commitment).values_list(column, flat=True))
    want = set(wanted)
    if have == want:
        return False
    model.objects.filter(commitment=commitment, **{f"{column}__in": have - want}).delete()
    model.objects.bulk_create(
        model(commitment=commitment, **{column: v}) for v in sorted(want - have)
    )
    return True


def _keep_entities(commitment: Commitment, wanted: Sequence[UUID]) -> bool:
    have = list(commitment.entities.values_list("organisation_id", flat=True))
    want = list(dict.fromkeys(wanted))
    if have == want:
        return False
    commitment.entities.all().delete()
    CommitmentEntity.objects.bulk_create(
        CommitmentEntity(commitment=commitment, organisation_id=pk, sort=n)
        for n, pk in enumerate(want)
    )
    return True


def _pledge_of(by: Actor, plan: PledgePlan, area: Area) -> Pledge:
    """Return the pledge that a file means: by code, by what files call it, or a new one."""
    found = Pledge.objects.filter(code=plan.code).first()
    if found is None and plan.source_code:
        found = Pledge.objects.filter(source_code=plan.source_code).first()
    if found is not None:
        require(by, Permission.PLEDGE_WRITE, found.scope)
        return found
    return record_pledge(
        by=by, code=plan.code, title_en=plan.title_en or plan.code, area=area,
        source_code=plan.source_code,
    )  # fmt: skip


def _write(
    by: Actor, plan: CommitmentPlan, pledge: Pledge, organisations: Mapping[str, Organisation],
    today: date, *, synthetic: bool,
) -> str:  # fmt: skip
    """Write one row; return whether it was created, changed or unchanged."""
    known = Commitment.objects.filter(pledge=pledge, code=plan.code).first()
    kept = known or Commitment(
        pledge=pledge, code=plan.code, known_since=today, is_synthetic=synthetic
    )
    kept.area_path = pledge.area_path
    different = [n for n, v in plan.values.items() if getattr(kept, n) != v]
    for name in different:
        setattr(kept, name, plan.values[name])
    if known is None:
        kept.save(force_insert=True)
    ids = [organisations[o].pk if isinstance(o, str) else o for o in plan.organisations]
    changed = [_keep_entities(kept, ids)]
    changed += [_keep_list(kept, name, values) for name, values in plan.lists.items()]
    if known is None:
        emit("commitment.added", subject=kept.pk, by=by)
        return "created"
    if not different and not any(changed):
        return "unchanged"
    kept.version += 1
    kept.save()
    emit("commitment.changed", subject=kept.pk, by=by)
    return "changed"
