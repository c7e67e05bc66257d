"""Recording who a person is; moving sealed rows to a new key."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock, keys
from sukoon.core.access import NOWHERE, Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.core.rotation import rotate_rows, vault_models
from sukoon.people import index
from sukoon.people.models import Person, PersonName, PersonPhone, PersonToken
from sukoon.people.phones import read_phone
from sukoon.people.problems import AddressTooLong, AliasTooLong, BirthImpossible, NameTooLong
from sukoon.people.rules import Details, is_possible
from sukoon.people.words import NameKind

MOST_NAME, MOST_ALIAS, MOST_ADDRESS = 200, 60, 500
NOTHING_TOLD = Details()


@transaction.atomic
def record_person(
    *,
    by: Actor,
    names: Sequence[str],
    phones: Sequence[str] = (),
    org_id: UUID | None = None,
    area_path: str = "",
    details: Details = NOTHING_TOLD,
    synthetic: bool = False,
) -> Person:
    """Keep a person; without a name they are anonymous.

    Raises NameTooLong, PhoneUnreadable, BirthImpossible, AliasTooLong, AddressTooLong.
    """
    require(by, Permission.PERSON_WRITE, Scope(by.id, org_id, area_path))
    told = [n.strip() for n in names if n.strip()]
    if any(len(n) > MOST_NAME for n in told):
        raise NameTooLong(most=MOST_NAME)
    numbers = [read_phone(p) for p in phones if p.strip()]
    _check(details)
    birth = details.birth
    person = Person.objects.create(
        owner_id=by.id, org_id=org_id, area_path=area_path, is_synthetic=synthetic,
        alias=details.alias.strip(), born=birth.born, age_told_on=birth.told_on,
        age_told="" if birth.age is None else str(birth.age), sex=details.sex,
        gender=details.gender, displacement=details.displacement, disability=details.disability,
        address=details.address.strip(),
    )  # fmt: skip
    for place, text in enumerate(told):
        kind = NameKind.OTHER if place else NameKind.FULL
        PersonName.objects.create(person=person, kind=kind, text=text)
    for number in numbers:
        PersonPhone.objects.create(person=person, text=number)
    PersonToken.objects.bulk_create(index.rows(person.pk, told, numbers))
    emit("person.recorded", subject=person.pk, by=by, names=len(told), phones=len(numbers))
    return person


def _check(details: Details) -> None:
    if not is_possible(details.birth, clock.today()):
        raise BirthImpossible
    if len(details.alias.strip()) > MOST_ALIAS:
        raise AliasTooLong(most=MOST_ALIAS)
    if len(details.address.strip()) > MOST_ADDRESS:
        raise AddressTooLong(most=MOST_ADDRESS)


@transaction.atomic
def note_read(*, by: Actor, person: Person) -> None:
    """Say that somebody looked at this person's record."""
    require(by, Permission.PERSON_VIEW, person.scope)
    emit("person.read", subject=person.pk, by=by)


@transaction.atomic
def move_to_current_key(*, by: Actor, most: int) -> int:
    """Seal some rows again under the current key, and index their persons anew; say how many.

    Called until nothing is left: in between others read and write, and a crash loses nothing.
    """
    require(by, Permission.KEYS_ROTATE, NOWHERE)
    moved = sum(rotate_rows(model, most=most) for model in vault_models())
    reindexed = _reindex(most)
    if moved or reindexed:
        emit("keys.moved", subject=by.id, by=by, rows=moved, persons=reindexed)
    return moved + reindexed


def _reindex(most: int) -> int:
    """Index some persons anew whose tokens were made with an older key."""
    current = keys.ring().current
    old = PersonToken.objects.exclude(key_version=current)
    ids = list(
        dict.fromkeys(old.order_by("key_version").values_list("person_id", flat=True)[:most])
    )
    people = Person.objects.select_for_update().filter(pk__in=ids)
    for person in people.prefetch_related("names", "phones"):
        person.tokens.all().delete()
        names, phones = ([r.text for r in rows.all()] for rows in (person.names, person.phones))
        PersonToken.objects.bulk_create(index.rows(person.pk, names, phones))
    return len(ids)
