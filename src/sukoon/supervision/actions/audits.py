"""Audits of notes by a sample, and ratings of competence."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts import queries as accounts
from sukoon.audit.events import emit
from sukoon.cases.models import Entry
from sukoon.cases.words import EntryKind
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.supervision import rules
from sukoon.supervision.actions.moving import _words
from sukoon.supervision.definitions import book
from sukoon.supervision.models import CompetenceRating, NoteCheck, NoteMark, NoteSample
from sukoon.supervision.problems import (
    ChoiceUnknown,
    DatesWrong,
    LevelWrong,
    MarksMissing,
    NothingToSample,
    NotYourself,
    TraineeUnknown,
)
from sukoon.supervision.words import MarkValue, Observed

MOST_ENTRIES = 20_000
LEVELS = range(1, 5)
HALF = 0.5


@transaction.atomic
def draw_sample(
    *, by: Actor, org_id: UUID, from_on: date, until_on: date, share: int = 0, seed: str = ""
) -> NoteSample:
    """Draw entries of a team for an audit: never one's own, each with the checklist of its kind.

    The same entries with the same seed give the same sample, so that nobody chose it. Raises
    DatesWrong, NothingToSample.
    """
    require(by, Permission.SUPERVISION_LEAD, Scope(org_id=org_id))
    require(by, Permission.CASE_VIEW, Scope(org_id=org_id))
    if until_on < from_on:
        raise DatesWrong
    lists = {kind: c.code for c in book().checklists.values() for kind in c.kinds}
    found = dict(
        Entry.objects.filter(
            case__org_id=org_id, kind__in=[k for k in EntryKind.values if k in lists],
            recorded_at__date__gte=from_on, recorded_at__date__lte=until_on, amendments=None,
        )
        .exclude(author_id=by.id)
        .order_by("pk")
        .values_list("pk", "kind")[:MOST_ENTRIES]
    )  # fmt: skip
    seed = seed[:60] or f"{from_on}/{until_on}/{clock.now():%Y%m%d%H%M%S}"
    size = share or book().limits["sample_share"]
    picked = rules.sampled(
        [str(pk) for pk in found], seed=seed, share=size, least=book().limits["sample_least"]
    )
    if not picked:
        raise NothingToSample
    made = NoteSample.objects.create(
        org_id=org_id, by_id=by.id, from_on=from_on, until_on=until_on, seed=seed, share=size,
        of_count=len(found), size=len(picked),
    )  # fmt: skip
    due_at = clock.now() + timedelta(days=book().limits["audit_days"])
    for entry in Entry.objects.filter(pk__in=picked).select_related("case"):
        NoteCheck.objects.create(
            sample=made, entry=entry, case_code=entry.case.code, worker_id=entry.author_id,
            checklist=lists[entry.kind], due_at=due_at,
        )  # fmt: skip
    emit("supervision.sample_drawn", subject=made.pk, by=by, size=len(picked), of=len(found))
    return made


@transaction.atomic
def check_note(
    *, by: Actor, check: NoteCheck, marks: Mapping[str, str], remark: str = ""
) -> NoteCheck:
    """Answer each point of the checklist for one entry. Raises MarksMissing, ChoiceUnknown."""
    require(by, Permission.SUPERVISION_LEAD, check.scope)
    check = NoteCheck.objects.select_for_update().get(pk=check.pk)
    if by.id == check.worker_id:
        raise NotYourself
    told = book().checklists.get(check.checklist)
    points = [p.code for p in told.points] if told else sorted(marks)
    left = [p for p in points if p not in marks]
    if left:
        raise MarksMissing(left=len(left))
    if set(marks) - set(points) or set(marks.values()) - set(MarkValue.values):
        raise ChoiceUnknown(field="mark")
    NoteMark.objects.filter(note=check).delete()
    NoteMark.objects.bulk_create(NoteMark(note=check, point=p, value=v) for p, v in marks.items())
    worth = {MarkValue.YES: 1.0, MarkValue.PARTLY: HALF, MarkValue.NO: 0.0}
    counted = [worth[MarkValue(v)] for v in marks.values() if v != MarkValue.NOT_APPLICABLE]
    check.met = round(rules.HUNDRED * sum(counted) / len(counted)) if counted else None
    check.done_at, check.done_by_id, check.remark = clock.now(), by.id, _words(remark)
    check.save()
    emit("supervision.note_checked", subject=check.pk, by=by, checklist=check.checklist)
    return check


@transaction.atomic
def rate_competence(
    *, by: Actor, account_id: UUID, org_id: UUID | None, area_path: str = "", competence: str,
    level: int, observed: Observed, rated_on: date, remark: str = "",
) -> CompetenceRating:  # fmt: skip
    """Say which level of a competence was seen. Level 1: something harmful was seen, and is written
    down. Raises NotYourself, ChoiceUnknown, LevelWrong, DatesWrong, TraineeUnknown."""
    require(by, Permission.SUPERVISION_LEAD, Scope(None, org_id, area_path))
    if by.id == account_id:
        raise NotYourself
    if org_id is not None and org_id not in accounts.organisations_of(account_id):
        raise TraineeUnknown
    if competence not in book().competences or observed not in Observed.values:
        raise ChoiceUnknown(field="competence")
    if level not in LEVELS or (level == 1 and not _words(remark)):
        raise LevelWrong
    if rated_on > clock.today():
        raise DatesWrong
    made = CompetenceRating.objects.create(
        account_id=account_id, org_id=org_id, area_path=area_path, competence=competence,
        level=level, observed=observed, rated_on=rated_on, rater_id=by.id, remark=_words(remark),
    )  # fmt: skip
    emit("supervision.competence_rated", subject=account_id, by=by, competence=competence,
         level=level)  # fmt: skip
    return made
