"""One readable timeline: what happened, in whose words, and what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sukoon.accounts import queries as accounts
from sukoon.cases.fields import field_set
from sukoon.cases.models import Attachment, Case, Entry, Response
from sukoon.cases.queries.reading import entries, opened
from sukoon.cases.rules import FieldKind
from sukoon.cases.words import EntryKind
from sukoon.core.access import Actor

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
    """An entry as a reader sees it. `before`: the versions it took the place of, latest first."""

    id: UUID
    kind: EntryKind
    what: str
    author: str
    happened_at: datetime
    recorded_at: datetime
    late: bool
    source: str
    lines: Sequence[Line]
    response: Response | None
    files: Sequence[Attachment]
    before: Sequence["Before"]
    document: Mapping[str, Any]


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
    found = list(
        entries(by, case)
        .select_related("response")
        .prefetch_related("attachments", "response__scores")[:most]
    )
    by_id = {e.pk: e for e in found}
    replaced = {e.amends_id for e in found if e.amends_id}
    names = accounts.names({e.author_id for e in found})
    shown = []
    for entry in found:
        if entry.pk in replaced or (kinds and entry.kind not in kinds):
            continue
        shown.append(_shown(entry, by_id, names, language))
    return shown


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
        lines=lines(entry, language), response=getattr(entry, "response", None),
        files=list(entry.attachments.all()), before=before, document=opened(entry),
    )  # fmt: skip


def lines(entry: Entry, language: str) -> list[Line]:
    """Return what an entry says, field by field, in words."""
    told, found = opened(entry), field_set(EntryKind(entry.kind))
    if found is None:
        return []
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
