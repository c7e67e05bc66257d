"""Keeping the catalogue of interventions, and the log of gaps and lessons."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.coordination.drafts import InterventionDraft, LogDraft
from sukoon.coordination.models import (
    Intervention,
    InterventionLanguage,
    InterventionTier,
    InterventionUse,
    LogEntry,
    LogIndicator,
    LogStep,
)
from sukoon.coordination.problems import CodeTaken, DateInFuture, DatesOutOfOrder, SourceNeeded
from sukoon.coordination.rules.knowledge import LOG_FLOW
from sukoon.coordination.words import Alignment, LogState
from sukoon.core import clock
from sukoon.core.access import NOWHERE, Actor, Scope, require
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.places.models import Area
from sukoon.workforce.models import Organisation

PARTS = ("tiers", "languages", "alignment", "alignment_note")


@transaction.atomic
def load_interventions(*, by: Actor, rows: Sequence[InterventionDraft]) -> int:
    """Load the catalogue of a pack. What was judged here, by whom and when, stays."""
    require(by, Permission.PACK_LOAD, NOWHERE)
    for sort, draft in enumerate(rows):
        kept = Intervention.objects.filter(code=draft.code).first()
        _write(kept, draft, sort)
    emit("interventions.loaded", subject=new_id(), by=by, rows=len(rows))
    return len(rows)


@transaction.atomic
def record_intervention(
    *, by: Actor, country: Area, draft: InterventionDraft, intervention: Intervention | None = None
) -> Intervention:
    """Add an intervention to the catalogue, or change one. Raises CodeTaken, SourceNeeded."""
    require(by, Permission.PLAN_WRITE, country.scope)
    if not draft.source.strip():
        raise SourceNeeded
    kept = _write(intervention, draft, intervention.sort if intervention else 1000)
    emit("intervention.changed" if intervention else "intervention.added", subject=kept.pk, by=by)
    return kept


def _write(kept: Intervention | None, draft: InterventionDraft, sort: int) -> Intervention:
    row = kept or Intervention(alignment=draft.alignment, alignment_note=draft.alignment_note)
    for name in draft.__dataclass_fields__:
        if name not in PARTS:
            setattr(row, name, getattr(draft, name))
    row.sort = sort
    try:
        with transaction.atomic():
            row.save(force_insert=kept is None)
    except IntegrityError as error:
        raise CodeTaken from error
    row.tiers.all().delete()
    row.languages.all().delete()
    InterventionTier.objects.bulk_create(
        InterventionTier(intervention=row, tier=t) for t in sorted(set(draft.tiers))
    )
    InterventionLanguage.objects.bulk_create(
        InterventionLanguage(intervention=row, language=c) for c in sorted(set(draft.languages))
    )
    return row


@transaction.atomic
def judge_alignment(
    *, by: Actor, country: Area, intervention: Intervention, alignment: Alignment | str,
    body: Organisation, on: date, today: date, note: str = "",
) -> Intervention:  # fmt: skip
    """Say how far an intervention agrees with the national model, who judged so, and when."""
    require(by, Permission.PLAN_WRITE, country.scope)
    if on > today:
        raise DateInFuture
    intervention.alignment, intervention.alignment_note = alignment, note.strip()
    intervention.aligned_by, intervention.aligned_on = body, on
    intervention.save(
        update_fields=[
            "alignment", "alignment_note", "aligned_by", "aligned_on", "updated_at",
        ]
    )  # fmt: skip
    emit("intervention.judged", subject=intervention.pk, by=by, alignment=str(alignment))
    return intervention


@transaction.atomic
def record_use(
    *, by: Actor, intervention: Intervention, organisation: Organisation, area: Area,
    note: str = "", told_on: date | None = None,
) -> InterventionUse:  # fmt: skip
    """Say that an organisation uses an intervention in an area: the own one, or one of the area."""
    require(by, Permission.PLEDGE_UPDATE, Scope(org_id=organisation.pk, area_path=area.path))
    kept, _made = InterventionUse.objects.update_or_create(
        intervention=intervention, organisation=organisation, area=area,
        defaults={"area_path": area.path, "note": note.strip(), "told_on": told_on},
    )  # fmt: skip
    emit("intervention.use_told", subject=intervention.pk, by=by)
    return kept


@transaction.atomic
def record_log_entry(
    *, by: Actor, draft: LogDraft, today: date, entry: LogEntry | None = None
) -> LogEntry:
    """Note a gap in policy or a lesson, or correct one. DateInFuture, DatesOutOfOrder, CodeTaken."""
    require(by, Permission.PLAN_WRITE, entry.scope if entry else draft.area.scope)
    require(by, Permission.PLAN_WRITE, draft.area.scope)
    if draft.noted_on > today:
        raise DateInFuture
    if draft.due_on and draft.due_on < draft.noted_on:
        raise DatesOutOfOrder
    kept = entry or LogEntry()
    for name in draft.__dataclass_fields__:
        if name != "indicators":
            setattr(kept, name, getattr(draft, name))
    kept.area_path = draft.area.path
    try:
        with transaction.atomic():
            kept.save(force_insert=entry is None)
    except IntegrityError as error:
        raise CodeTaken from error
    _tie(kept, draft.indicators)
    if entry is None:
        LogStep.objects.create(entry=kept, state=kept.state, at=clock.now(), by_id=by.id)
    emit("log_entry.changed" if entry else "log_entry.added", subject=kept.pk, by=by,
         kind=str(kept.kind))  # fmt: skip
    return kept


def _tie(entry: LogEntry, codes: Iterable[str]) -> None:
    entry.indicators.all().delete()
    LogIndicator.objects.bulk_create(
        LogIndicator(entry=entry, code=code) for code in sorted(set(codes))
    )


@transaction.atomic
def move_log_entry(*, by: Actor, entry: LogEntry, to: LogState, note: str = "") -> LogEntry:
    """Take a gap or a lesson up, settle it, drop it, or open it again."""
    require(by, Permission.PLAN_WRITE, entry.scope)
    locked = LogEntry.objects.select_for_update().get(pk=entry.pk)
    LOG_FLOW.check(LogState(locked.state), to)
    locked.state = to
    locked.save(update_fields=["state", "updated_at"])
    LogStep.objects.create(entry=locked, state=to, note=note.strip(), at=clock.now(), by_id=by.id)
    emit("log_entry.moved", subject=entry.pk, by=by, state=str(to))
    return locked
