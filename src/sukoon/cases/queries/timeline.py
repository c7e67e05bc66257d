"""One readable timeline: what happened, in whose words, and what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sukoon.accounts import queries as accounts
from sukoon.cases.fields import field_set
from sukoon.cases.models import Attachment, Case, Entry, Response
from sukoon.cases.queries.reading import entries, opened
from sukoon.cases.rules import FieldKind
from sukoon.cases.scoring import LIFE, band_words, flag_words, instrument_title, tidy
from sukoon.cases.words import EntryKind
from sukoon.core.access import Actor
from sukoon.instruments.rules import Number

LATE = timedelta(hours=12)  # recorded this long after it happened is said so
MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One thing an entry says: the field in words, and the value in words."""

    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as a reader sees it. `before`: the versions it took the place of, latest first.

    `form`: whether a form writes this kind, so that it can be amended by hand.
    """

    id: UUID
    kind: EntryKind
    what: str
    author: str
    happened_at: datetime
    recorded_at: datetime
    late: bool
    source: str
    lines: Sequence[Line]
    score: "ScoreShown | None"
    files: Sequence[Attachment]
    before: Sequence["Before"]
    document: Mapping[str, Any]
    form: bool


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A score in words: `value` none says why there is none; each flag with whether it is of life."""

    title: str
    value: Number | None
    band: str
    refused: str
    flags: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Before:
    """What an entry said before, who amended it, when and why."""

    lines: Sequence[Line]
    amended_by: str
    amended_at: datetime
    why: str


def timeline(
    by: Actor, case: Case, *, language: str, kinds: Sequence[str] = (), most: int = MOST
) -> list[Shown]:
    """Return the entries of a case, the latest first; amended ones once, with what they said."""
    found = entries(by, case).filter(amendments=None)
    if kinds:
        found = found.filter(kind__in=kinds)
    latest = list(
        found.select_related("response").prefetch_related("attachments", "response__scores")[:most]
    )
    by_id = _replaced(latest)
    names = accounts.names({e.author_id for e in (*latest, *by_id.values())})
    return [_shown(entry, by_id, names, language) for entry in latest]


def count(by: Actor, case: Case, *, kinds: Sequence[str] = ()) -> int:
    """Return how many entries a case has, amended ones once."""
    found = entries(by, case).filter(amendments=None)
    return (found.filter(kind__in=kinds) if kinds else found).count()


def _replaced(latest: Sequence[Entry]) -> dict[UUID, Entry]:
    """Return every entry that these took the place of, by id: one query a generation."""
    found: dict[UUID, Entry] = {}
    wanted = {e.amends_id for e in latest if e.amends_id}
    while wanted:
        older = Entry.objects.in_bulk(wanted)
        found |= older
        wanted = {e.amends_id for e in older.values() if e.amends_id} - found.keys()
    return found


def _shown(
    entry: Entry, by_id: Mapping[UUID, Entry], names: Mapping[UUID, str], language: str
) -> Shown:
    before: list[Before] = []
    newer, older = entry, by_id.get(entry.amends_id) if entry.amends_id else None
    while older is not None:
        before.append(
            Before(
                lines(older, language), names.get(newer.author_id, ""), newer.recorded_at,
                str(newer.why),
            )
        )  # fmt: skip
        newer, older = older, by_id.get(older.amends_id) if older.amends_id else None
    kind = EntryKind(entry.kind)
    return Shown(
        id=entry.pk, kind=kind, what=str(kind.label), author=names.get(newer.author_id, ""),
        happened_at=entry.happened_at, recorded_at=newer.recorded_at,
        late=newer.recorded_at - newer.happened_at > LATE, source=entry.source,
        lines=lines(entry, language), score=_score(getattr(entry, "response", None)),
        files=list(entry.attachments.all()), before=before, document=opened(entry),
        form=field_set(kind) is not None and not entry.by_platform,
    )  # fmt: skip


def _score(response: Response | None) -> ScoreShown | None:
    if response is None:
        return None
    flags = [(flag_words(s.name), s.name in LIFE) for s in response.scores.all() if s.is_flag]
    return ScoreShown(
        instrument_title(response.instrument), tidy(response.total),
        band_words(response.band) if response.band else "", response.refused, flags,
    )  # fmt: skip


def lines(entry: Entry, language: str) -> list[Line]:
    """Return what an entry says, field by field, in words."""
    told, found = opened(entry), field_set(EntryKind(entry.kind))
    if found is None or entry.by_platform:  # it says itself what is to be read
        said = told.get("said", {})
        return [Line(_("What became of it"), said[language])] if language in said else []
    made: list[Line] = []
    for f in found.fields:
        value = told.get(f.code)
        if value is None:
            continue
        if f.kind is FieldKind.YES_NO:
            text = {True: _yes(language), False: _no(language)}[bool(value)]
        elif f.kind in {FieldKind.CHOICE, FieldKind.MULTI}:
            codes = value if isinstance(value, list) else [value]
            comma = "، " if language == "ur" else ", "
            text = comma.join(f.option_label(c, language) for c in codes)
        else:
            text = str(value)
        made.append(Line(f.label(language), text, f.kind is FieldKind.LONG))
    known = {f.code for f in found.fields}
    made += [Line(k, str(v)) for k, v in told.items() if k not in known and k != "reason"]
    return made


def _yes(language: str) -> str:
    return "ہاں" if language == "ur" else "Yes"


def _no(language: str) -> str:
    return "نہیں" if language == "ur" else "No"
