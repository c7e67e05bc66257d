"""What this area holds about a person, for their copy and their erasure."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Plain, Records
from sukoon.supervision import rules
from sukoon.supervision.models import Answer, Shared, Voice
from sukoon.supervision.reading import opinion_of, words_of


def _shared(row: Shared) -> Mapping[Any, Plain]:
    return {
        _("Question"): str(row.question), _("What was shared"): row.fields,
        _("As it was shared"): str(row.snapshot),
        _("Medicines"): rules.written(opinion_of(str(row.opinion)).medicines),
    }  # fmt: skip


def _answer(row: Answer) -> Mapping[Any, Plain]:
    words = words_of(str(row.words))
    return {
        _("Answered at"): row.happened_at, _("Diagnosis"): words.diagnosis or row.diagnosis,
        _("Why"): words.why, _("Teaching point"): words.teaching, _("Remark"): words.remark,
        _("Medicines"): rules.written(opinion_of(str(row.opinion)).medicines),
        _("Diagnosis changed"): str(row.get_diagnosis_changed_display()),
        _("Plan changed"): row.plan_changed, _("Referral advised"): row.referral_advised,
        _("Risk raised"): row.risk_raised,
    }  # fmt: skip


def _erase_voices(person_id: UUID) -> int:
    """Take the recordings off the disk, then their rows."""
    found = Voice.objects.filter(answer__request__case__person_id=person_id)
    for voice in found:
        (Path(settings.UPLOADS) / voice.stored_name).unlink(missing_ok=True)
    return found.delete()[0]


CASE = "request__case__person_id"
RECORDS = (
    Records(
        model="supervision.Request", person="case__person_id", title=_("Questions to supervisors"),
        erased=How.BLANK, tells={
            "code": _("Code"), "asked_at": _("Asked at"), "answered_at": _("Answered at"),
            "status": _("State"), "diagnosis": _("Diagnosis"),
            "diagnosis_changed": _("Diagnosis changed"), "plan_changed": _("Plan changed"),
        },
        touched="updated_at",
    ),
    Records(
        model="supervision.Shared", person=CASE, title=_("What was shared with a supervisor"),
        erased=How.BLANK, tell=_shared,
    ),
    Records(
        model="supervision.RequestStep", person=CASE, title=_("Steps of questions"),
        erased=How.BLANK,
        tells={"kind": _("Step"), "happened_at": _("Happened at"), "note": _("Note")},
    ),
    Records(
        model="supervision.Answer", person=CASE, title=_("Answers of supervisors"),
        erased=How.BLANK, tell=_answer,
        blanks={
            "verdict": "cannot_say", "diagnosis_changed": "none", "dose_changed": False,
            "drug_changed": False, "psychosocial_changed": False, "referral_changed": False,
            "referral_advised": False, "risk_raised": False, "step_changed": False,
        },
    ),
    Records(
        model="supervision.Voice", person=f"answer__{CASE}", title=_("Spoken answers"),
        erased=How.DELETE, erase=_erase_voices,
        tells={"content_type": _("Type"), "bytes": _("Bytes")},
    ),
    Records(
        model="supervision.Usefulness", person=CASE, title=_("Whether an answer was useful"),
        erased=How.BLANK, tells={"at": _("Recorded at"), "remark": _("Remark")},
    ),
    Records(
        model="supervision.SessionCase", person="case__person_id",
        title=_("Sessions in which the case was talked over"), erased=How.DELETE,
        tells={"case_code": _("Case code")},
    ),
    Records(
        model="supervision.NoteCheck", person="entry__case__person_id",
        title=_("Audits of notes"), erased=How.BLANK,
        tells={"checklist": _("Checklist"), "done_at": _("Done at"), "remark": _("Remark")},
    ),
    Records(
        model="supervision.NoteMark", person="note__entry__case__person_id",
        title=_("Points of audits"), erased=How.DELETE,
        tells={"point": _("Point"), "value": _("Mark")},
    ),
)  # fmt: skip
