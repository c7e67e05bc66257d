"""Answering: the supervisor's own view beside the trainee's, kept in the case, and told at once."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases import actions as cases
from sukoon.cases.file_types import content_type
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.files import take_in
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.vault import seal_bytes
from sukoon.risk import actions as risk
from sukoon.risk.definitions import book as risks
from sukoon.risk.words import Trigger
from sukoon.supervision import rules
from sukoon.supervision.actions.moving import (
    When,
    _given_to,
    _keeper,
    _locked,
    _step,
    _to,
    _turn,
    _when,
    _words,
)
from sukoon.supervision.definitions import book
from sukoon.supervision.models import Answer, Request, Voice
from sukoon.supervision.problems import (
    ChoiceUnknown,
    NotYourself,
    NotYourTurn,
    VoiceRefused,
    WordsMissing,
)
from sukoon.supervision.reading import (
    Words,
    check_opinion,
    opinion_json,
    opinion_of,
    walk_of,
    words_json,
)
from sukoon.supervision.rules import Differences, Opinion
from sukoon.supervision.words import PlanPart, RequestStatus, StepKind, Turn, Verdict

MOST_BYTES = 10 * 1024 * 1024
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/webm", "audio/mp4", "audio/wav"})
MOST_LESSON = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything an answer says. `risk_level` raises a risk to life with it."""

    verdict: Verdict | str
    opinion: Opinion
    words: Words
    template: str = ""
    lesson: str = ""
    risk_level: str = ""
    steps: Collection[str] = ()  # of the trainee's guided assessment, judged otherwise


@transaction.atomic
def answer(
    *, by: Actor, request: Request, draft: Draft, happened_at: datetime | None = None,
    answer_id: UUID | None = None,
) -> Answer:  # fmt: skip
    """Answer a request that is one's own, or that nobody has taken. It becomes an entry of the case.

    A risk that is raised opens its episode in the same transaction. Raises NotYourself,
    NotYourTurn, StepNotPossible, WordsMissing, ChoiceUnknown, DatesWrong.
    """
    require(by, Permission.SUPERVISION_ANSWER, request.scope)
    when = _when(happened_at, clock.now())
    request = _locked(request)
    known = Answer.objects.filter(pk=answer_id).first() if answer_id else None
    if known is not None:
        emit("supervision.repeated", subject=request.pk, by=by)
        return known
    _mine_to_answer(request, when, by=by)
    opinion = _opinion_meant(request, draft)
    steps = _judged(request, draft)
    marked = rules.differences(
        opinion_of(str(request.shared.opinion)), opinion, draft.verdict, {s["kind"] for s in steps}
    )
    words = _said(draft, marked, steps)
    _to(request, RequestStatus.ANSWERED)
    made = _kept(request, draft, opinion, words, marked, when, by=by, answer_id=answer_id)
    request.answered_at = request.answered_at or when.happened_at
    request.diagnosis, request.diagnosis_changed = opinion.diagnosis, marked.diagnosis
    request.plan_changed, request.asked_more_at = marked.plan_changed, None
    keeper = _keeper(request)
    _turn(request, Turn.READ, keeper, when)
    request.save()
    _step(request, StepKind.ANSWERED, when, by=by, target_id=keeper)
    if request.case.is_open:
        cases.task_made(
            by=by, case=request.case, kind=TaskKind.READ_ANSWER, owner_id=keeper,
            due_at=request.due_at or when.at, about_id=request.pk,
        )  # fmt: skip
    emit(
        "supervision.answered", subject=request.pk, by=by, diagnosis=marked.diagnosis,
        plan=int(marked.plan_changed), referral=int(marked.referral_advised),
        risk=int(bool(draft.risk_level)),
    )  # fmt: skip
    return made


@transaction.atomic
def ask_more(*, by: Actor, request: Request, text: str) -> Request:
    """Ask the trainee for more before answering. The promise to the person is not given up: the
    time the trainee takes is counted. Raises NotYourTurn, NotYourself, WordsMissing."""
    require(by, Permission.SUPERVISION_ANSWER, request.scope)
    when = _when(None, clock.now())
    request = _locked(request)
    _mine_to_answer(request, when, by=by)
    if request.turn != Turn.ANSWER or request.status == RequestStatus.DISPUTED:
        raise NotYourTurn
    if not _words(text):
        raise WordsMissing(field="question")
    request.asked_more_at = when.at
    keeper = _keeper(request)
    _turn(request, Turn.TELL_MORE, keeper, when)
    request.save()
    _step(request, StepKind.ASKED_MORE, when, by=by, note=text, target_id=keeper)
    emit("supervision.asked_more", subject=request.pk, by=by)
    return request


@transaction.atomic
def add_voice(*, by: Actor, answer: Answer, data: bytes) -> Voice:
    """Keep a spoken answer beside the written one. What it claims to be counts for nothing.

    Raises VoiceRefused, NotYourTurn. The sealed file is written before the row.
    """
    require(by, Permission.SUPERVISION_ANSWER, answer.request.scope)
    if answer.by_id != by.id:
        raise NotYourTurn
    kind = content_type(data) if 0 < len(data) <= MOST_BYTES else None
    if kind not in SOUNDS or kind is None:
        raise VoiceRefused
    take_in(data, by_id=by.id)
    stored = f"supervision-{new_id().hex}"
    folder = Path(settings.UPLOADS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / stored
    path.write_bytes(seal_bytes(data, where=stored.encode()))
    path.chmod(0o600)
    made = Voice.objects.create(
        answer=answer, content_type=kind, bytes=len(data), stored_name=stored,
        checksum=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    emit("supervision.voice_kept", subject=answer.request_id, by=by, bytes=len(data))
    return made


def _mine_to_answer(request: Request, when: When, *, by: Actor) -> None:
    """Take what nobody has taken; stop unless the request is one's own to answer."""
    if by.id == request.asked_by_id:
        raise NotYourself
    if request.status == RequestStatus.REQUESTED:
        _given_to(request, by.id, when)
        _step(request, StepKind.ASSIGNED, when, by=by, target_id=by.id)
    if request.supervisor_id != by.id:
        raise NotYourTurn


def _opinion_meant(request: Request, draft: Draft) -> Opinion:
    """Who agrees, or cannot say, leaves the trainee's diagnosis as it is."""
    if draft.verdict not in Verdict.values:
        raise ChoiceUnknown(field="verdict")
    if draft.template and draft.template not in book().templates:
        raise ChoiceUnknown(field="template")
    if draft.risk_level and draft.risk_level not in risks().levels:
        raise ChoiceUnknown(field="risk")
    check_opinion(draft.opinion)
    own, theirs = draft.opinion, opinion_of(str(request.shared.opinion))
    if draft.verdict == Verdict.CHANGE:
        if not own.diagnosis and not draft.words.diagnosis.strip():
            raise WordsMissing(field="diagnosis")
        return own
    return Opinion(theirs.diagnosis, theirs.also, own.medicines, own.support, own.referral)


def _judged(request: Request, draft: Draft) -> list[Mapping[str, str]]:
    """Return the steps of what the trainee walked that the supervisor points at."""
    known = {s["code"]: s for s in walk_of(str(request.shared.snapshot)).get("steps", ())}
    if set(draft.steps) - known.keys():
        raise ChoiceUnknown(field="steps")
    return [step for code, step in known.items() if code in draft.steps]


def _said(draft: Draft, marked: Differences, steps: Sequence[object]) -> Words:
    """Return the words as they are kept. What was changed says why: that is what teaches."""
    told = draft.words
    words = Words(
        _words(told.diagnosis), _words(told.why), _words(told.teaching), _words(told.remark)
    )
    changed = marked.plan_changed or draft.verdict == Verdict.CHANGE
    for name, text in (("why", words.why), ("teaching", words.teaching)):
        if (changed or steps) and not text:
            raise WordsMissing(field=name)
    return words


def _kept(
    request: Request, draft: Draft, opinion: Opinion, words: Words, marked: Differences,
    when: When, *, by: Actor, answer_id: UUID | None,
) -> Answer:  # fmt: skip
    """Keep the answer, its entry in the case, and the risk it raises."""
    entry = cases.note_made(
        by=by, case=request.case, kind=EntryKind.SUPERVISION, happened_at=when.happened_at,
        document=_document(request, draft, opinion, words, marked),
    )  # fmt: skip
    made = Answer.objects.create(
        id=answer_id or new_id(), request=request, by_id=by.id, happened_at=when.happened_at,
        recorded_at=when.at, verdict=draft.verdict, diagnosis=opinion.diagnosis,
        diagnosis_changed=marked.diagnosis, referral_advised=marked.referral_advised,
        dose_changed=PlanPart.DOSE in marked.plan, drug_changed=PlanPart.DRUG in marked.plan,
        psychosocial_changed=PlanPart.PSYCHOSOCIAL in marked.plan,
        referral_changed=PlanPart.REFERRAL in marked.plan, risk_raised=bool(draft.risk_level),
        step_changed=PlanPart.STEP in marked.plan, steps=" ".join(sorted(draft.steps)),
        template=draft.template, lesson=draft.lesson.strip()[:MOST_LESSON],
        opinion=opinion_json(opinion), words=words_json(words), entry_id=entry.pk,
    )  # fmt: skip
    if draft.risk_level:
        case = request.case
        # Being asked about the case is a relationship to it: whoever answers may say that a life is
        # at risk, whatever team the case is of.
        scope = Scope(
            case.owner_id, case.org_id, case.area_path, case.person_id, case.related | {by.id}
        )
        risk.raise_risk(
            by=by, trigger=Trigger.WORKER, level=draft.risk_level, scope=scope, case_id=case.pk,
            case_code=case.code, person_id=case.person_id, entry_id=entry.pk,
            happened_at=when.happened_at, synthetic=case.is_synthetic,
        )  # fmt: skip
    return made


def _document(
    request: Request, draft: Draft, opinion: Opinion, words: Words, marked: Differences
) -> Mapping[str, Any]:
    """Return the answer as the case keeps it."""
    return {
        "request": request.code, "request_id": str(request.pk), "verdict": str(draft.verdict),
        "diagnosis": opinion.diagnosis, "diagnosis_words": words.diagnosis,
        "diagnosis_changed": str(marked.diagnosis), "plan_changed": sorted(marked.plan),
        "medicines": rules.written(opinion.medicines), "support": sorted(opinion.support),
        "referral": opinion.referral, "why": words.why, "teaching": words.teaching,
        "remark": words.remark, "lesson": draft.lesson, "steps": sorted(draft.steps),
    }  # fmt: skip
