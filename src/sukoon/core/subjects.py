"""What is held about one person, wherever it lies: counted, copied, erased, found in the audit.

An area with rows about persons says so once. In its `subjects.py`:

    RECORDS = (
        Records(
            model="cases.Entry", person="case__person_id", title=_("Entries"), erased=How.BLANK,
            tells={"kind": _("Kind"), "happened_at": _("Happened at"), "body": _("What was recorded")},
            touched="recorded_at",
        ),
    )

and adds `*cases.subjects.RECORDS` to the list in `config/subjects.py`, parents before children.
`tests/repo/test_subjects.py` fails on a model from which a person can be reached and that is not
in that list. What is private of a row is read from its `class Privacy` (`core.privacy`).

- `model`    "area.Model".
- `person`   the look-up from a row to the person's id: "id", "person_id", "case__person_id".
- `title`    what the copy calls these rows.
- `tells`    field -> its words in the copy. Every identity and clinical field stands here or in
             `untold`; a choice is told in words, a date as a date.
- `tell`     instead of `tells`: a function from a row to {words: plain value} (a sealed document).
- `untold`   private fields the copy leaves out, such as a search token or another person's name.
- `erased`   How.DELETE: the rows go. How.BLANK: their identity and clinical fields are emptied
             and the row stays for what was counted. How.KEEP: they stay, and `why` tells the
             person the reason.
- `blanks`   field -> what BLANK writes where nothing is empty (a number that may not be null).
- `erase`    instead of all that: a function from the person's id to how many rows it changed.
- `touched`  a moment's field: when something last happened (`idle`, for retention).

The functions are unscoped and write nothing by themselves but `erase`: an action of `people`
asks for the right (SUBJECT_ANSWER), for legal holds, and says what it did.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Max, Model, QuerySet, UUIDField

from sukoon.core import privacy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Plain = str | int | float | bool | date | datetime | None
NOTHING: Mapping[str, Any] = {}


class How(StrEnum):
    """What erasing a person does to rows about them."""

    DELETE = "delete"
    BLANK = "blank"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One model that holds something about persons, and what becomes of it. See above."""

    model: str
    person: str
    title: "StrPromise"
    erased: How
    tells: "Mapping[str, StrPromise]" = field(default_factory=dict)
    tell: Callable[[Any], Mapping[Any, Plain]] | None = None
    untold: frozenset[str] = frozenset()
    blanks: Mapping[str, Any] = field(default_factory=dict)
    erase: Callable[[UUID], int] | None = None
    why: "StrPromise | str" = ""
    touched: str = ""

    @property
    def kind(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows(self, person_id: UUID) -> "QuerySet[Any, Any]":
        """Return the rows about a person, the oldest first."""
        return self.kind._default_manager.filter(**{self.person: person_id}).order_by("pk")  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows of a kind there are about a person, and what erasing would do to them."""

    title: str
    model: str
    rows: int
    erased: How
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one kind in a person's copy: words and plain values."""

    title: str
    model: str
    rows: Sequence[Mapping[str, Plain]]


_registered: list[Records] = []


def register(records: Iterable[Records]) -> None:
    """Fix what holds something about persons. Called once, by config. Raises ValueError."""
    found = list(records)
    wrong = [w for one in found for w in _wrong(one)]
    if wrong:
        raise ValueError("; ".join(wrong))
    _registered[:] = found


def registered() -> Sequence[Records]:
    return tuple(_registered)


def _wrong(one: Records) -> Iterator[str]:
    """Yield what is missing of a registration, so that nothing private is forgotten quietly."""
    hidden = frozenset(privacy.private(one.kind))
    if one.tell is None and (missing := hidden - one.tells.keys() - one.untold):
        yield f"{one.model}: tell {sorted(missing)}, or name them as untold"
    if one.erased is How.KEEP and not one.why:
        yield f"{one.model}: rows that are kept need a reason"
    if one.erased is How.BLANK and one.erase is None:
        try:
            _blanks(one)
        except ValueError as error:
            yield str(error)


def held(person_id: UUID) -> list[Held]:
    """Return what there is about a person, by kind; kinds of which there is nothing are left out."""
    counted = ((one, one.rows(person_id).count()) for one in _registered)
    return [Held(str(r.title), r.model, n, r.erased, str(r.why)) for r, n in counted if n]


def copy(person_id: UUID) -> list[Part]:
    """Return all that is held about a person as plain data, with sealed fields opened."""
    parts = []
    for one in _registered:
        rows = [_told(one, row) for row in one.rows(person_id)]
        if rows:
            parts.append(Part(str(one.title), one.model, rows))
    return parts


def erase(person_id: UUID) -> list[Held]:
    """Delete, empty or keep every row about a person, as each kind says; return what was done.

    Children go before parents. Belongs in the transaction of the action that says it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("erase belongs in the transaction of the action that says it")
    done = []
    for one in reversed(_registered):
        rows = _erased(one, person_id)
        if rows:
            done.append(Held(str(one.title), one.model, rows, one.erased, str(one.why)))
    return done[::-1]


def ids(person_id: UUID) -> dict[UUID, str]:
    """Return the id of every row about a person, and what it is: the subjects of audit events."""
    found = {person_id: ""}
    for one in _registered:
        found |= dict.fromkeys(one.rows(person_id).values_list("pk", flat=True), str(one.title))
    return {pk: title for pk, title in found.items() if isinstance(pk, UUID)}


def person_of(pk: UUID) -> UUID | None:
    """Return the person that a record of any registered kind is about, by the record's id."""
    for one in _registered:
        found = one.kind._default_manager.filter(pk=pk) if _has_uuid(one.kind) else None  # noqa: SLF001
        person = found.values_list(one.person, flat=True).first() if found is not None else None
        if person is not None:
            return UUID(str(person))
    return None


def _has_uuid(kind: type[Model]) -> bool:
    return isinstance(kind._meta.pk, UUIDField)  # noqa: SLF001


def idle(before: datetime, people: Iterable[UUID]) -> list[UUID]:
    """Return those of some persons about whom nothing happened since `before`: for retention."""
    left = list(people)
    for one in (r for r in _registered if r.touched):
        seen = one.kind._default_manager.filter(**{f"{one.person}__in": left})  # noqa: SLF001
        last = seen.values(one.person).annotate(last=Max(one.touched))
        busy = {row[one.person] for row in last if row["last"] and row["last"] >= before}
        left = [pk for pk in left if pk not in busy]
    return left


def _told(one: Records, row: Any) -> Mapping[str, Plain]:
    if one.tell is not None:
        return {str(words): value for words, value in one.tell(row).items()}
    return {str(words): _plain(row, name) for name, words in one.tells.items()}


def _plain(row: Any, name: str) -> Plain:
    """Return a field as a person may read it: a choice in words, an id as text."""
    in_words = getattr(row, f"get_{name}_display", None)
    value = in_words() if callable(in_words) else getattr(row, name)
    if value is None or isinstance(value, (str, int, float, bool, date)):
        return value
    return str(value)


def _erased(one: Records, person_id: UUID) -> int:
    if one.erase is not None:
        return one.erase(person_id)
    rows = one.rows(person_id).order_by()
    match one.erased:
        case How.DELETE:
            return rows.delete()[1].get(one.kind._meta.label, 0)  # noqa: SLF001
        case How.BLANK:
            emptied = _blanks(one)
            return rows.update(**emptied) if emptied else 0
        case How.KEEP:
            return rows.count()


def _blanks(one: Records) -> dict[str, Any]:
    """Return what BLANK writes: every private field, emptied or as told."""
    kind = one.kind
    return {
        name: one.blanks[name] if name in one.blanks else privacy.empty(kind._meta.get_field(name))  # type: ignore[arg-type]  # noqa: SLF001
        for name in privacy.private(kind)
    }
