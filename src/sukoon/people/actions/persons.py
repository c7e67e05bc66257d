"""Recording who a person is, changing it, saying that it was read; moving rows to a new key."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from sukoon.accounts.mfa_adapter import move_secrets
from sukoon.audit.events import emit
from sukoon.core import clock, keys
from sukoon.core.access import NOWHERE, Actor, Scope, require, require_holds, require_system
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.core.rotation import rotate_files, rotate_rows, vault_models
from sukoon.people import index
from sukoon.people.fields import FIELDS
from sukoon.people.models import Erasure, Person, PersonChange, PersonConflict, PersonToken
from sukoon.people.problems import ConflictSettled, FieldUnknown, NotHere
from sukoon.people.rules import Details
from sukoon.people.words import Disability

NOTHING_TOLD = Details()


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a change: the fields taken over, and those somebody else had changed."""

    person: Person
    applied: frozenset[str]
    conflicts: frozenset[str]


@transaction.atomic
def record_person(
    *,
    by: Actor,
    names: Sequence[str] = (),
    phones: Sequence[str | Mapping[str, Any]] = (),
    org_id: UUID | None = None,
    area_path: str = "",
    details: Details = NOTHING_TOLD,
    identifiers: Sequence[Mapping[str, str]] = (),
    languages: Sequence[str] = (),
    person_id: UUID | None = None,
    synthetic: bool = False,
) -> Person:
    """Keep a person; without a name they are anonymous.

    Raises the problems of what is typed: TextTooLong, HiddenSigns, PhoneUnreadable, BirthImpossible, …
    """
    require(by, Permission.PERSON_WRITE, Scope(by.id, org_id, area_path))
    told = details.birth
    values = _cleaned({
        "names": names, "phones": phones, "identifiers": identifiers, "languages": languages,
        "alias": details.alias, "address": details.address, "sex": details.sex,
        "gender": details.gender, "displacement": details.displacement,
        "disability": details.disability,
        "birth": {"born": told.born, "age": told.age,
                  "told_on": told.told_on.isoformat() if told.told_on else None},
    })  # fmt: skip
    person = Person(
        id=person_id or new_id(), owner_id=by.id, org_id=org_id, area_path=area_path,
        is_synthetic=synthetic,
    )  # fmt: skip
    _write(person, values, is_new=True)
    emit(
        "person.recorded", subject=person.pk, by=by, names=len(values["names"]),
        phones=len(values["phones"]),
    )  # fmt: skip
    return person


@transaction.atomic
def change_person(
    *, by: Actor, person: Person, changes: Mapping[str, Any], base_version: int
) -> Changed:
    """Change some fields that were read at `base_version`; see `people.fields` for their values.

    What nobody else changed since is taken over. What somebody did, and differently, is left as it
    stands; what was wanted is kept sealed as a conflict, for a person to decide.
    """
    require(by, Permission.PERSON_WRITE, person.scope)
    kept = _locked(person)
    values = _cleaned(changes)
    if "area_path" in values:
        require(by, Permission.PERSON_WRITE, Scope(kept.owner_id, kept.org_id, values["area_path"]))
    new = {name: v for name, v in values.items() if v != FIELDS[name].read(kept)}
    since = set(
        kept.changes.filter(version__gt=base_version).values_list("field", flat=True).distinct()
    )
    conflicts = frozenset(new) & since
    applied = {name: v for name, v in new.items() if name not in conflicts}
    _apply(kept, applied, by)
    for name in sorted(conflicts):
        _keep_conflict(kept, name, new[name], base_version, by)
    if applied or conflicts:
        emit(
            "person.changed", subject=kept.pk, by=by, fields=" ".join(sorted(applied)),
            conflicts=" ".join(sorted(conflicts)), version=kept.version,
        )  # fmt: skip
    return Changed(kept, frozenset(applied), conflicts)


@transaction.atomic
def note_disability(*, by: Actor, person: Person, disability: Disability) -> None:
    """Keep on the person what the Washington Group questions say, as they were answered in a case."""
    require_system(by)
    kept = _locked(person)
    if kept.disability != disability:
        _apply(kept, {"disability": disability}, by)
    emit("person.disability_noted", subject=kept.pk, by=by)


@transaction.atomic
def settle_conflict(*, by: Actor, conflict: PersonConflict, take: bool) -> Person:
    """Decide between what stands and what somebody wanted. Raises ConflictSettled."""
    require(by, Permission.PERSON_WRITE, conflict.person.scope)
    person = _locked(conflict.person)
    kept = PersonConflict.objects.select_for_update().get(pk=conflict.pk)
    if kept.settled_at is not None:
        raise ConflictSettled
    if take:
        values = _cleaned({kept.field: json.loads(str(kept.wanted))})
        if "area_path" in values:
            where = Scope(person.owner_id, person.org_id, values["area_path"])
            require(by, Permission.PERSON_WRITE, where)
        _apply(person, values, by)
    kept.settled_at, kept.settled_by_id, kept.taken = clock.now(), by.id, take
    kept.save()
    emit(
        "person.conflict_settled", subject=person.pk, by=by, field=kept.field, taken=int(take),
    )  # fmt: skip
    return person


@transaction.atomic
def note_read(*, by: Actor, person: Person) -> None:
    """Say that somebody looked at this person's record."""
    require(by, Permission.PERSON_VIEW, person.scope)
    emit("person.read", subject=person.pk, by=by)


@transaction.atomic
def note_seen(*, by: Actor, people: Sequence[Person]) -> None:
    """Say that somebody was shown these persons among what they searched for."""
    require_holds(by, Permission.PERSON_VIEW)
    for person in people:
        require(by, Permission.PERSON_VIEW, person.scope)
        emit("person.read", subject=person.pk, by=by, how="found")


@transaction.atomic
def move_to_current_key(*, by: Actor, most: int) -> int:
    """Seal some rows, files and second factors again under the current key, and index their
    persons anew; say how many.

    Called until nothing is left: in between others read and write, and a crash loses nothing.
    """
    require(by, Permission.KEYS_ROTATE, NOWHERE)
    moved = sum(rotate_rows(model, most=most) for model in vault_models())
    # Each look for files opens the head of every one of them: only once the rows are done.
    moved = moved + move_secrets(most=most) or rotate_files(most=most)
    reindexed = _reindex(most)
    if moved or reindexed:
        emit("keys.moved", subject=by.id, by=by, rows=moved, persons=reindexed)
    return moved + reindexed


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    for name in values:
        if name not in FIELDS:
            raise FieldUnknown(name=name[:20])
    today = clock.today()
    return {name: FIELDS[name].clean(value, today) for name, value in values.items()}


def _locked(person: Person) -> Person:
    """Return the row as it stands, locked. Raises NotHere for one that was erased."""
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if Erasure.objects.filter(person=kept).exists():
        raise NotHere
    return kept


def _apply(person: Person, values: Mapping[str, Any], by: Actor) -> None:
    if not values:
        return
    person.version += 1
    _write(person, values)
    PersonChange.objects.bulk_create(
        PersonChange(person=person, version=person.version, field=name, by_id=by.id)
        for name in values
    )


def _write(person: Person, values: Mapping[str, Any], *, is_new: bool = False) -> None:
    """Write cleaned values into a person's row and the rows beside it; index it anew if need be.

    Who is new has no rows yet: of what was not told there is nothing to remove.
    """
    for name, value in values.items():
        if not FIELDS[name].is_row:
            FIELDS[name].write(person, value)
    person.save(force_insert=is_new)
    told = {name: value for name, value in values.items() if value or not is_new}
    for name, value in told.items():
        if FIELDS[name].is_row:
            FIELDS[name].write(person, value)
    if any(FIELDS[name].is_found_by for name in told):
        _index(person)


def _keep_conflict(person: Person, name: str, value: Any, base: int, by: Actor) -> None:
    wanted = json.dumps(value, ensure_ascii=False, sort_keys=True)
    PersonConflict.objects.create(
        person=person, field=name, wanted=wanted, base_version=base, by_id=by.id
    )


def _index(person: Person) -> None:
    person.tokens.all().delete()
    names, phones, documents = (
        [str(r.text) for r in rows.all()]
        for rows in (person.names, person.phones, person.identifiers)
    )
    PersonToken.objects.bulk_create(index.rows(person.pk, names, phones, documents))


def _reindex(most: int) -> int:
    """Index some persons anew whose tokens were made with an older key."""
    current = keys.ring().current
    old = PersonToken.objects.exclude(key_version=current)
    ids = list(
        dict.fromkeys(old.order_by("key_version").values_list("person_id", flat=True)[:most])
    )
    for person in Person.objects.select_for_update().filter(pk__in=ids):
        _index(person)
    return len(ids)
