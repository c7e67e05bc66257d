"""What the record of cases knows for their guides: scores, answers that still hold, medicines, earlier walks.

Who may was asked where the cases were found. Of many cases at once: a phone is told it with each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Prefetch
from django.utils.timezone import localdate

from sukoon.cases import queries as cases
from sukoon.cases.models import Entry, EntryCode, Response, ResponseScore
from sukoon.cases.words import EntryKind
from sukoon.core.text import name_key
from sukoon.pathways.definitions import shelf
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.models import Walk
from sukoon.pathways.rules.graph import Kind
from sukoon.pathways.rules.known import EARLIER, TAKING, Known, lasting, longest, plain
from sukoon.pathways.words import WalkStatus

# [D] How long a medicine counts as taken that nobody wrote of again: a course is longer than this.
TAKEN_FOR = timedelta(days=180)
# What an entry of kind `medicine` says; a side effect ends nothing.
ENDS = frozenset({"stopped", "refused"})
BEGINS = frozenset({"prescribed", "given", "changed"})

Told = list[tuple[datetime, Mapping[str, object]]]  # answers by the question's id


class Change(NamedTuple):
    """A medicine was begun, or ended."""

    at: datetime
    medicine: str
    taken: bool


def known_of(ids: Collection[UUID], *, today: date) -> Mapping[UUID, list[Known]]:
    """Return what is known of each of these cases; nothing stands for a case nothing is known of."""
    found: dict[UUID, list[Known]] = defaultdict(list)
    library = shelf().library
    for case, answers in _answers(ids, since=today - timedelta(days=longest(library))).items():
        found[case] += lasting(library, ((localdate(at), told) for at, told in answers))
    codes = list(_codes(ids))
    for case, came_to in _came_to(codes).items():
        found[case].append(came_to)
    for case, taking in _taking(ids, codes, since=today - TAKEN_FOR).items():
        found[case].append(taking)
    return dict(found)


def _answers(ids: Collection[UUID], *, since: date) -> Mapping[UUID, Told]:
    """Return what was answered since then, by case, the first first: in walks, and of instruments."""
    asked = {
        q.instrument: q.id for q in shelf().library.questions.values() if q.kind is Kind.INSTRUMENT
    }
    found: dict[UUID, Told] = defaultdict(list)
    walked = Walk.objects.filter(
        case__in=ids, status=WalkStatus.FINISHED, started_at__date__gte=since
    )
    for walk in walked:
        found[walk.case_id].append((walk.started_at, inputs_of(walk).answers))
    flags = Prefetch("scores", ResponseScore.objects.filter(is_flag=True))
    scored = Response.objects.filter(
        case__in=ids, instrument__in=asked, is_current=True, total__isnull=False,
        happened_at__date__gte=since,
    )  # fmt: skip
    for one in scored.prefetch_related(flags):
        told = {"total": float(one.total or 0), "flags": sorted(s.name for s in one.scores.all())}
        found[one.case_id].append((one.happened_at, {asked[one.instrument]: told}))
    return {case: sorted(told, key=lambda t: t[0]) for case, told in found.items()}


def _codes(ids: Collection[UUID]) -> Iterator[tuple[UUID, datetime, str, str]]:
    """Yield what finished walks came to and which medicines were given in them."""
    found = EntryCode.objects.filter(
        entry__case__in=ids, entry__kind=EntryKind.WALK, entry__amendments=None,
        field__in=("concluded", "given"),
    )  # fmt: skip
    yield from found.values_list("entry__case_id", "entry__happened_at", "field", "code")


def _came_to(codes: Collection[tuple[UUID, datetime, str, str]]) -> Mapping[UUID, Known]:
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    for case, at, field, code in codes:
        if field == "concluded":
            found[case][code] = max(at, found[case].get(code, at))
    return {
        case: Known(EARLIER, tuple(sorted(told)), localdate(max(told.values())))
        for case, told in found.items()
    }


def _taking(
    ids: Collection[UUID], codes: Collection[tuple[UUID, datetime, str, str]], *, since: date
) -> Mapping[UUID, Known]:
    """Return the medicines a record says are taken, by id and class; the last that was said stands."""
    changes: dict[UUID, list[Change]] = defaultdict(list)
    for case, at, field, code in codes:
        if field == "given" and localdate(at) >= since:
            changes[case].append(Change(at, code, taken=True))
    wrote = Entry.objects.filter(
        case__in=ids, kind=EntryKind.MEDICINE, amendments=None, happened_at__date__gte=since
    )
    for entry in wrote:
        changes[entry.case_id] += _wrote(entry)
    found = {}
    for case, several in changes.items():
        last = {one.medicine: one for one in sorted(several, key=lambda c: c.at)}
        taken = {
            m: one.at for m, one in last.items() if one.taken and m in shelf().library.medicines
        }
        if taken:
            classes = {c for m in taken for c in shelf().library.medicines[m].classes}
            named = tuple(sorted(taken.keys() | classes))
            found[case] = Known(TAKING, named, localdate(max(taken.values())))
    return found


def _wrote(entry: Entry) -> Iterator[Change]:
    told = cases.opened(entry)
    what = str(told.get("what", ""))
    if what in BEGINS | ENDS:
        for medicine in named(str(told.get("name", ""))):
            yield Change(entry.happened_at, medicine, what in BEGINS)


def named(text: str) -> list[str]:
    """Return the medicines of the table that a text names, in either language."""
    said = f" {name_key(text)} "
    return [
        key
        for key, row in shelf().medicines.items()
        if any(f" {name_key(name.partition('(')[0])} " in said
               for name in (key, row["name_en"], row["name_ur"]))
    ]  # fmt: skip


def as_list(known: list[Known]) -> list[dict[str, object]]:
    """Return facts as a phone is told them."""
    return [
        {"name": one.name, "value": plain(one.value), "on": one.on.isoformat(),
         **({"until": one.until.isoformat()} if one.until else {})}
        for one in known
    ]  # fmt: skip
