"""Keeping the registry of assessments."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from sukoon.audit.events import emit
from sukoon.core import documents
from sukoon.core.access import Actor, Scope, require, require_holds
from sukoon.core.permissions import Permission
from sukoon.places.rules import common_path
from sukoon.surge.drafts import AssessmentDraft
from sukoon.surge.models import Assessment, AssessmentArea, AssessmentPartner, Finding, Paper
from sukoon.surge.problems import AreaNeeded, DateInFuture, DatesOutOfOrder, SampleUnclear
from sukoon.surge.rules.flows import ASSESSMENT_FLOW
from sukoon.surge.words import AssessmentState, Domain

SEVERAL = ("areas", "partners")


@transaction.atomic
def record_assessment(
    *, by: Actor, draft: AssessmentDraft, state: AssessmentState | str = AssessmentState.PLANNED,
    assessment: Assessment | None = None,
) -> Assessment:  # fmt: skip
    """Add an assessment to the registry, or change one: the own one, or one of the area.

    One of a made-up emergency is a part of the exercise, and stays one.
    """
    require_holds(by, Permission.SURGE_WRITE)
    _check(draft)
    path = common_path(a.path for a in draft.areas)
    require(by, Permission.SURGE_WRITE, Scope(org_id=draft.organisation.pk, area_path=path))
    if assessment:
        require(by, Permission.SURGE_WRITE, assessment.scope)
    kept = assessment or Assessment(state=state)
    for name in draft.__dataclass_fields__:
        if name not in SEVERAL:
            setattr(kept, name, getattr(draft, name))
    kept.area_path = path
    kept.is_exercise = bool(draft.emergency and draft.emergency.is_exercise)
    kept.save(force_insert=assessment is None)
    kept.areas.all().delete()
    kept.partners.all().delete()
    areas = {a.pk: a for a in draft.areas}
    AssessmentArea.objects.bulk_create(
        AssessmentArea(assessment=kept, area=a) for a in areas.values()
    )
    others = {o.pk: o for o in draft.partners if o.pk != draft.organisation.pk}
    AssessmentPartner.objects.bulk_create(
        AssessmentPartner(assessment=kept, organisation=o) for o in others.values()
    )
    emit("assessment.changed" if assessment else "assessment.registered", subject=kept.pk, by=by,
         exercise=int(kept.is_exercise))  # fmt: skip
    return kept


def _check(draft: AssessmentDraft) -> None:
    if not draft.areas:
        raise AreaNeeded
    if draft.ends_on and draft.ends_on < draft.starts_on:
        raise DatesOutOfOrder
    if draft.sample is not None and not draft.sample_of.strip():
        raise SampleUnclear


@transaction.atomic
def move_assessment(
    *, by: Actor, assessment: Assessment, to: AssessmentState, today: date
) -> Assessment:
    """Say that an assessment began, is done, is shared, or was dropped."""
    require(by, Permission.SURGE_WRITE, assessment.scope)
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    ASSESSMENT_FLOW.check(AssessmentState(locked.state), to)
    if to in {AssessmentState.UNDER_WAY, AssessmentState.DONE} and locked.starts_on > today:
        raise DateInFuture
    locked.state = to
    if to == AssessmentState.DONE and locked.ends_on is None:
        locked.ends_on = today
    locked.save(update_fields=["state", "ends_on", "updated_at"])
    emit("assessment.moved", subject=locked.pk, by=by, state=str(to))
    return locked


@transaction.atomic
def add_finding(
    *, by: Actor, assessment: Assessment, domain: Domain | str, text_en: str, text_ur: str = "",
    figure: str = "", basis: str = "",
) -> Finding:  # fmt: skip
    """Add a finding under the next number; a figure says what it counts (SampleUnclear)."""
    require(by, Permission.SURGE_WRITE, assessment.scope)
    if figure.strip() and not basis.strip():
        raise SampleUnclear
    number = (assessment.findings.aggregate(n=Max("number"))["n"] or 0) + 1
    kept = Finding.objects.create(
        assessment=assessment, number=number, domain=domain, text_en=text_en.strip(),
        text_ur=text_ur.strip(), figure=figure.strip(), basis=basis.strip(),
    )  # fmt: skip
    emit("assessment.finding_added", subject=assessment.pk, by=by, domain=str(domain))
    return kept


@transaction.atomic
def keep_paper(
    *, by: Actor, assessment: Assessment, title: str, path: Path | None = None,
    file_name: str = "", link: str = "", language: str = "",
) -> Paper:  # fmt: skip
    """Keep the tool, the data's description or the report. FileKindRefused, LinkRefused."""
    require(by, Permission.SURGE_WRITE, assessment.scope)
    kept = Paper(
        assessment=assessment, org_id=assessment.organisation_id, area_path=assessment.area_path,
        language=language, by_id=by.id,
    )  # fmt: skip
    documents.fill(kept, title=title, path=path, file_name=file_name, link=link)
    kept.save(force_insert=True)
    emit("assessment.paper_kept", subject=assessment.pk, by=by, bytes=kept.size)
    return kept
