"""What was shared and answered, in words for a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sukoon.cases.fields import field_set
from sukoon.cases.rules import Field, FieldKind
from sukoon.cases.scoring import band_words, instrument_title
from sukoon.cases.words import EntryKind
from sukoon.pathways import sharing as pathways
from sukoon.people.words import Sex
from sukoon.places.models import Area
from sukoon.supervision import rules
from sukoon.supervision.definitions import Named, book
from sukoon.supervision.models import Answer, Request, RequestStep
from sukoon.supervision.reading import diagnoses, document_of, opinion_of, walk_of, words_of
from sukoon.supervision.words import Changed, RequestStatus, StepKind

FIELDS = ("reason", "risk", "scores", "assessment", "medicine", "notes")
LATE = timedelta(hours=12)  # told this long after it happened is said so
SKIPPED = {"motive", "on"}
GIVEN_ON = {StepKind.ASSIGNED, StepKind.REASSIGNED, StepKind.ESCALATED, StepKind.HANDED_ON}
STAGES = (
    RequestStatus.REQUESTED, RequestStatus.ASSIGNED, RequestStatus.ANSWERED,
    RequestStatus.ACKNOWLEDGED, RequestStatus.APPLIED, RequestStatus.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class SharedShown:
    """What the trainee sent."""

    question: str
    facts: Sequence[Fact]
    named: bool  # the person's consent let the name go along
    taken_out: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of both views. `mark` is what became of it; `changed` draws the eye."""

    key: str
    part: str
    trainee: str
    own: str
    mark: str
    changed: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """One step of the trainee's guided assessment; `judged`: the supervisor judged it otherwise."""

    code: str
    text: str
    judged: bool
    url: str


@dataclass(frozen=True, slots=True)
class WalkShown:
    """What the guide asked the trainee, what was answered, and where it led."""

    pathway: str
    differed: str
    steps: Sequence[Walked]
    marked: int


@dataclass(frozen=True, slots=True)
class StepShown:
    what: str
    who: str
    to: str
    note: str
    happened_at: Any
    at: Any
    late: bool


def _yes_no(value: object) -> str:
    return _("Yes") if value else _("No")


def _value(kind: EntryKind, code: str, value: object, language: str) -> Fact:
    """One field of a case's entry, in words of the pack it was recorded with."""
    fields = field_set(kind)
    field = fields.field(code) if fields else None
    if field is None:
        return Fact(code, str(value))
    if isinstance(value, bool):
        return Fact(field.label(language), _yes_no(value))
    told = value if isinstance(value, list) else [value]
    comma = "، " if language == "ur" else ", "
    text = comma.join(field.option_label(str(v), language) for v in told)
    return Fact(field.label(language), text)


def _entry(kind: EntryKind, told: object, language: str) -> list[Fact]:
    if not isinstance(told, Mapping):
        return []
    return [
        _value(kind, code, value, language)
        for code, value in told.items() if code not in SKIPPED and value not in ("", [], None)
    ]  # fmt: skip


def shared(request: Request, language: str) -> SharedShown:
    """Return what was frozen when it was asked, as the trainee saw it."""
    kept = request.shared
    told = document_of(str(kept.snapshot))
    person = told.get("person", {})
    facts = [_person(person, language)] if person else []
    if person.get("name"):
        facts.append(Fact(_("Name"), str(person["name"])))
    if reason := told.get("reason"):
        facts.append(Fact(_("Trouble"), str(reason)))
    facts += _entry(EntryKind.ASSESSMENT, told.get("assessment"), language)
    facts += [_score(s) for s in _list(told.get("scores"))]
    risk = told.get("risk")
    if isinstance(risk, Mapping):
        level = risk.get("level") or ""
        facts.append(Fact(_("Risk to life"), str(level) if level else _("None recorded")))
    for medicine in _list(told.get("medicine")):
        lines = _entry(EntryKind.MEDICINE, medicine, language)
        facts.append(Fact(_("Medicine"), " · ".join(f.text for f in lines)))
    for note in _list(told.get("notes")):
        text = note.get("text") or note.get("told") or ""
        if text:
            facts.append(Fact(_("Note"), str(text)))
    return SharedShown(str(kept.question), facts, bool(person.get("name")), kept.taken_out)


def walked(request: Request, judged: Collection[str], language: str) -> WalkShown | None:
    """Return the guided assessment that went along, as it was walked; None where there was none."""
    told = walk_of(str(request.shared.snapshot))
    if not told:
        return None
    steps = [
        Walked(
            s["code"], s["ur"] if language == "ur" else s["en"], s["code"] in judged,
            guide_url(s["code"]),
        )
        for s in told["steps"]
    ]  # fmt: skip
    marked = sum(s.judged for s in steps)
    titles = dict(pathways.titles(language))
    title = titles.get(str(told.get("guide", "")).upper()) or str(told["pathway"])
    return WalkShown(title, str(told["differed"]), steps, marked)


def guide_url(code: str) -> str:
    """Return where the guide tells of a step ("dep/sleep") or a pathway ("DEP"); "" if nowhere."""
    found = pathways.address_of(code)
    if found is None:
        return ""
    pathway, node = found
    address = reverse("pathways:pathway", args=[pathway])
    return f"{address}#{node}" if node else address


def guides(language: str) -> list[tuple[str, str]]:
    """Return the guides that an answer can point at, by their codes."""
    return pathways.titles(language)


def _list(value: object) -> list[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _person(person: Mapping[str, Any], language: str) -> Fact:
    sex = dict(Sex.choices).get(person.get("sex", ""), "")
    parts = [str(sex)] if sex and person.get("sex") != Sex.NOT_TOLD else []
    if band := person.get("age_band"):
        first, _dash, last = str(band).partition("-")
        parts.append(_("%(first)s to %(last)s years") % {"first": first, "last": last} if last
                     else _("%(first)s years or more") % {"first": first.rstrip("+")})  # fmt: skip
    if pcode := person.get("area"):
        area = Area.objects.filter(pcode=pcode).first()
        parts.append(str(area.name) if area else str(pcode))
    comma = "، " if language == "ur" else ", "
    return Fact(_("Person"), comma.join(parts) or _("Not told"))


def _score(told: Mapping[str, Any]) -> Fact:
    total = told.get("total")
    number = "–" if total is None else f"{total:g}"
    band = band_words(str(told["band"])) if told.get("band") else ""
    parts = [number, band, _day(str(told.get("on") or ""))]
    title = instrument_title(str(told.get("instrument", "")))
    return Fact(_("Score"), " · ".join(p for p in parts if p), code=title)


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j F Y", use_l10n=False)
    except ValueError:
        return ""


def compared(request: Request, answer: Answer | None, language: str) -> list[Compared]:
    """Lay both views side by side, part by part; before an answer the second is empty."""
    theirs = opinion_of(str(request.shared.opinion))
    own = opinion_of(str(answer.opinion)) if answer else None
    words = words_of(str(answer.words)) if answer else None
    parts = [
        ("diagnosis", _("Diagnosis"), _diagnosis(theirs.diagnosis, theirs.also, language),
         _diagnosis(own.diagnosis, own.also, language) if own else "",
         answer.diagnosis_changed if answer else Changed.NO, words.diagnosis if words else ""),
        ("medicines", _("Medicine"), _medicines(theirs.medicines), _medicines(own.medicines) if own else "",
         _mark(answer and (answer.drug_changed or answer.dose_changed)), ""),
        ("support", _("Talking and support"), _choices(theirs.support, book().support, language),
         _choices(own.support, book().support, language) if own else "",
         _mark(answer and answer.psychosocial_changed), ""),
        ("referral", _("Referral"), _choices([theirs.referral], book().referrals, language),
         _choices([own.referral], book().referrals, language) if own else "",
         _mark(answer and answer.referral_changed), ""),
    ]  # fmt: skip
    return [
        Compared(
            key, part, one, other, _marked(mark, one) if answer else "", mark != Changed.NO, more
        )
        for key, part, one, other, mark, more in parts
    ]


def _marked(mark: str, theirs: str) -> str:
    """Say what became of a part; where the trainee had none, it was added."""
    added = mark != Changed.NO and theirs == _("None")
    return _("Added") if added else str(dict(Changed.choices)[mark])


def _mark(changed: object) -> str:
    return Changed.YES if changed else Changed.NO


def _diagnosis(code: str, also: str, language: str) -> str:
    known = diagnoses()
    found = [known[c] for c in (code, also) if c in known]
    told = [(o.ur if language == "ur" else "") or o.en for o in found]
    return " + ".join(told) or _("Not told")


def _medicines(found: Iterable[rules.Medicine]) -> str:
    return "; ".join(f"{m.name} ({m.dose})" if m.dose else m.name for m in found) or _("None")


def _choices(codes: Iterable[str], known: Mapping[str, Named], language: str) -> str:
    told = [known[c].label(language) if c in known else c for c in sorted(codes)]
    return "; ".join(told) or _("None")


def said(answer: Answer) -> dict[str, Any]:
    """Return an answer's words, and the name of its template and lesson."""
    words = words_of(str(answer.words))
    return {
        "why": words.why, "teaching": words.teaching, "remark": words.remark,
        "verdict": answer.get_verdict_display(), "voices": list(answer.voices.all()),
        "lesson_url": guide_url(answer.lesson) if answer.lesson else "",
    }  # fmt: skip


def stages(request: Request, steps: Sequence[RequestStep]) -> list[dict[str, Any]]:
    """Return how far a request is: asked, with a supervisor, answered, read, put to use, closed."""
    reached = {s.status for s in steps}
    shown = list(STAGES)
    if request.status == RequestStatus.DISPUTED:
        shown[4] = RequestStatus.DISPUTED
    at = {s.status: s.happened_at for s in reversed(steps)}
    return [
        {
            "label": stage.label, "at": at.get(stage),
            "state": "now" if stage == request.status else "done" if stage in reached else "",
        }
        for stage in shown
    ]  # fmt: skip


def step(told: RequestStep, names: Mapping[UUID, str]) -> StepShown:
    kind = StepKind(told.kind)
    who = names.get(told.by_id, "") or _("Sukoon itself")
    given = kind in GIVEN_ON and told.target_id and told.target_id != told.by_id
    to = names.get(told.target_id, "") if given and told.target_id else ""
    return StepShown(
        str(kind.label), who, to, str(told.note), told.happened_at, told.at,
        told.at - told.happened_at > LATE,
    )  # fmt: skip


def recorded(fields: Sequence[Field], document: object, language: str) -> list[tuple[str, str]]:
    """Return what a document of the pack's own fields says, in words."""
    told, comma = document_of(str(document)), "، " if language == "ur" else ", "
    found = []
    for field in fields:
        value = told.get(field.code)
        if value is None:
            continue
        codes = value if isinstance(value, list) else [value]
        text = comma.join(field.option_label(str(c), language) for c in codes)
        is_answer = field.kind is FieldKind.YES_NO
        found.append((field.label(language), _yes_no(value) if is_answer else text))
    return found
