"""An instrument that was answered. The server always scores; a flag is a risk in the same breath."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.cases.actions.risks import _raise
from sukoon.cases.actions.writing import When, _locked, _may_still_be_added, _touched, _write
from sukoon.cases.models import Case, Entry, Response, ResponseScore
from sukoon.cases.problems import AnswersWrong, InstrumentUnknown
from sukoon.cases.scoring import LIFE
from sukoon.cases.words import EntryKind, Source
from sukoon.core import clock
from sukoon.core.access import SYSTEM, Actor, require
from sukoon.core.permissions import Permission
from sukoon.instruments.definitions import UnknownInstrument, definition
from sukoon.instruments.rules import Score, Scorer
from sukoon.instruments.wording import in_language, wording_of
from sukoon.people import queries as people
from sukoon.people.actions import note_disability
from sukoon.people.words import Disability
from sukoon.risk.words import Trigger

FUNCTIONING = "wgss"  # its result is a fact about the person, too
SEXES = frozenset({"female", "male"})  # the groups that published cut-offs know


@transaction.atomic
def record_response(
    *,
    by: Actor,
    case: Case,
    instrument: str,
    answers: Mapping[str, object],
    language: str,
    happened_at: datetime,
    population: str = "",
    entry_id: UUID | None = None,
    source: str = Source.DESK,
    amends: Entry | None = None,
    why: str = "",
) -> Entry:
    """Keep the answers and score them. A blank is not answered; a wrong answer is refused.

    Raises InstrumentUnknown, AnswersWrong, HappenedWrong, CaseClosed.
    """
    require(by, Permission.CASE_WRITE, case.scope)
    try:
        told = definition(instrument)
    except UnknownInstrument:
        raise InstrumentUnknown from None
    codes = [i.code for i in told.instrument.items]
    unknown = sorted(set(answers) - set(codes))
    row = ["" if answers.get(c) is None else str(answers[c]).strip() for c in codes]
    if unknown or not any(row):
        raise AnswersWrong(where=", ".join(unknown)[:100] or "-")
    when = When(happened_at, clock.now())
    case = _locked(case)
    _may_still_be_added(case, when)
    person = case.person
    day = happened_at.date()
    words = wording_of(instrument, language)
    score = Scorer(in_language(told.instrument, language)).score(
        row, language=language, population=population, sex=person.sex if person.sex in SEXES else "",
        age=people.age_on(person, day),
    )  # fmt: skip
    wrong = [c for c, a in zip(codes, row, strict=True) if a and f"{c}: “" in (score.refused or "")]
    if wrong:
        raise AnswersWrong(where=", ".join(wrong)[:100])
    document: dict[str, object] = {"instrument": instrument, "language": language, "population": population,
                "answers": {c: a for c, a in zip(codes, row, strict=True) if a}}  # fmt: skip
    if words is not None:
        document["wording"] = words.stamp
    entry = _write(
        case, EntryKind.RESPONSE, document, when, by=by, entry_id=entry_id, source=source,
        amends=amends, why=why,
    )  # fmt: skip
    _keep_score(case, entry, instrument, language, score)
    if instrument == FUNCTIONING and score.total is not None and amends is None:
        found = Disability.YES if score.total > 0 else Disability.NO
        note_disability(by=SYSTEM, person=person, disability=found)
    if amends is not None:
        Response.objects.filter(entry=amends).update(is_current=False)
    if LIFE & set(score.flags):
        _raise(case, entry, trigger=Trigger.ANSWER, by=by)
    _touched(case)
    emit("response.recorded", subject=case.pk, by=by, entry=str(entry.pk), instrument=instrument,
         flags=len(score.flags))  # fmt: skip
    return entry


def _keep_score(case: Case, entry: Entry, instrument: str, language: str, score: Score) -> None:
    response = Response.objects.create(
        entry=entry, case=case, instrument=instrument, language=language,
        happened_at=entry.happened_at,
        total=None if score.total is None else Decimal(str(score.total)),
        band=score.band or "", band_source=(score.band_source or "")[:200],
        refused="" if score.total is not None else (score.refused or "no total")[:200],
    )  # fmt: skip
    rows = [
        ResponseScore(response=response, name=name, value=Decimal(str(value)))
        for name, value in score.subscales.items()
        if value is not None
    ]
    rows += [ResponseScore(response=response, name=f, is_flag=True) for f in score.flags]
    ResponseScore.objects.bulk_create(rows)
