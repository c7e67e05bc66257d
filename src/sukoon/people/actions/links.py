"""Who belongs to whom: mother and infant, guardians, carers; households and who lives there."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, Scope, require
from sukoon.core.permissions import Permission
from sukoon.people.fields import MOST_ADDRESS, MOST_NAME
from sukoon.people.models import Household, HouseholdMember, Person, PersonLink
from sukoon.people.phones import read_phone
from sukoon.people.problems import HeadThere, InTheFuture, LinkInvalid, LinkThere, OutOfOrder
from sukoon.people.texts import clean_name, clean_text
from sukoon.people.words import LinkKind


@transaction.atomic
def link_people(
    *,
    by: Actor,
    person: Person,
    kind: LinkKind,
    other: Person | None = None,
    other_name: str = "",
    other_phone: str = "",
    is_risk: bool = False,
    began_on: date | None = None,
) -> PersonLink:
    """Say what somebody is to a person. The mother of an infant is a person recorded here.

    Raises LinkInvalid, LinkThere, InTheFuture.
    """
    require(by, Permission.PERSON_WRITE, person.scope)
    if other is not None:
        require(by, Permission.PERSON_VIEW, other.scope)
    name = clean_name(other_name, most=MOST_NAME)
    if other == person or (other is None and (not name or kind == LinkKind.MOTHER)):
        raise LinkInvalid
    today = clock.today()
    if began_on is not None and began_on > today:
        raise InTheFuture
    Person.objects.select_for_update().get(pk=person.pk)
    there = PersonLink.objects.filter(person=person, kind=kind, ended_on=None)
    if (kind == LinkKind.MOTHER or other is not None) and (
        there if kind == LinkKind.MOTHER else there.filter(other=other)
    ).exists():
        raise LinkThere
    link = PersonLink.objects.create(
        person=person, kind=kind, other=other, other_name="" if other else name, is_risk=is_risk,
        other_phone=read_phone(other_phone) if other_phone.strip() and not other else "",
        began_on=began_on or today,
    )  # fmt: skip
    emit("person.linked", subject=person.pk, by=by, kind=kind, link=str(link.pk))
    return link


@transaction.atomic
def end_link(*, by: Actor, link: PersonLink, on: date) -> PersonLink:
    """Say that somebody is no longer what they were to a person. Raises OutOfOrder, InTheFuture."""
    require(by, Permission.PERSON_WRITE, link.person.scope)
    kept = PersonLink.objects.select_for_update().get(pk=link.pk)
    if on > clock.today():
        raise InTheFuture
    if on < kept.began_on or kept.ended_on is not None:
        raise OutOfOrder
    kept.ended_on = on
    kept.save()
    emit("person.unlinked", subject=kept.person_id, by=by, kind=kept.kind, link=str(kept.pk))
    return kept


@transaction.atomic
def record_household(
    *,
    by: Actor,
    name: str = "",
    address: str = "",
    members: Iterable[Person] = (),
    org_id: UUID | None = None,
    area_path: str = "",
    synthetic: bool = False,
) -> Household:
    """Keep a household with those who live there; the first is its head."""
    require(by, Permission.PERSON_WRITE, Scope(by.id, org_id, area_path))
    household = Household.objects.create(
        owner_id=by.id, org_id=org_id, area_path=area_path, is_synthetic=synthetic,
        name=clean_name(name, most=MOST_NAME), address=clean_text(address, most=MOST_ADDRESS),
    )  # fmt: skip
    today, told = clock.today(), list(members)
    for place, person in enumerate(told):
        require(by, Permission.PERSON_WRITE, person.scope)
        _join(household, person, is_head=not place, on=today)
    emit("household.recorded", subject=household.pk, by=by, members=len(told))
    return household


@transaction.atomic
def join_household(
    *, by: Actor, household: Household, person: Person, is_head: bool = False, on: date
) -> HouseholdMember:
    """Let a person live in a household from a day; they leave the one they lived in. Raises HeadThere."""
    require(by, Permission.PERSON_WRITE, household.scope)
    require(by, Permission.PERSON_WRITE, person.scope)
    if on > clock.today():
        raise InTheFuture
    member = _join(household, person, is_head=is_head, on=on)
    emit("household.joined", subject=person.pk, by=by, household=str(household.pk))
    return member


@transaction.atomic
def leave_household(*, by: Actor, member: HouseholdMember, on: date) -> HouseholdMember:
    """Say that somebody no longer lives in a household. Raises OutOfOrder, InTheFuture."""
    require(by, Permission.PERSON_WRITE, member.person.scope)
    kept = HouseholdMember.objects.select_for_update().get(pk=member.pk)
    if on > clock.today():
        raise InTheFuture
    if on < kept.joined_on or kept.left_on is not None:
        raise OutOfOrder
    kept.left_on = on
    kept.save(update_fields=["left_on", "updated_at"])
    emit("household.left", subject=kept.person_id, by=by, household=str(kept.household_id))
    return kept


def _join(household: Household, person: Person, *, is_head: bool, on: date) -> HouseholdMember:
    Household.objects.select_for_update().get(pk=household.pk)
    lives = HouseholdMember.objects.select_for_update().filter(left_on=None)
    if is_head and lives.filter(household=household, is_head=True).exists():
        raise HeadThere
    for earlier in lives.filter(person=person):
        earlier.left_on = max(on, earlier.joined_on)
        earlier.save(update_fields=["left_on", "updated_at"])
    return HouseholdMember.objects.create(
        household=household, person=person, is_head=is_head, joined_on=on
    )
