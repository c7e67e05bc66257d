"""Who belongs to whom, as far as the actor may see; and which numbers are safe to call."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.people import rules
from sukoon.people.models import Household, HouseholdMember, Person, PersonLink, PersonPhone
from sukoon.people.queries.persons import visible, writable
from sukoon.people.words import LinkKind


def links(by: Actor, person: Person) -> QuerySet[PersonLink]:
    """Return who is what to a person within reach, those of today first."""
    return (
        PersonLink.objects.filter(person__in=visible(by).filter(pk=person.pk))
        .select_related("other")
        .prefetch_related("other__names")
        .order_by(F("ended_on").asc(nulls_first=True), F("began_on").asc(nulls_last=True), "id")
    )


def infants_of(by: Actor, person: Person) -> list[Person]:
    """Return the infants within reach whose mother this person is."""
    found = visible(by).filter(
        links__other=person, links__kind=LinkKind.MOTHER, links__ended_on=None
    )
    return list(found.prefetch_related("names"))


def households(by: Actor) -> QuerySet[Household]:
    """Return the households within reach of PERSON_VIEW."""
    return Household.objects.filter(
        within_reach(
            by, Permission.PERSON_VIEW, owner="owner_id", org="org_id", area="area_path",
            record="id",
        )
    )  # fmt: skip


def household_of(by: Actor, person: Person) -> HouseholdMember | None:
    """Return where a person within reach lives today, if their household is within reach."""
    return (
        HouseholdMember.objects.filter(
            person__in=visible(by).filter(pk=person.pk), left_on=None, household__in=households(by)
        )
        .select_related("household")
        .first()
    )


def lives_with(by: Actor, household: Household) -> list[HouseholdMember]:
    """Return the members of today whom the actor may see, the head first."""
    return list(
        household.members.filter(left_on=None, person__in=visible(by))
        .select_related("person")
        .prefetch_related("person__names")
    )


def safe_phones(person_id: UUID, *, now: datetime) -> list[PersonPhone]:
    """Return the numbers that are safe to call at `now`. Unscoped, for actions."""
    at = timezone.localtime(now).time()
    return [
        phone
        for phone in PersonPhone.objects.filter(person=person_id)
        if rules.is_safe_to_call(phone.safe_to_call, phone.safe_from, phone.safe_until, at)
    ]


def writable_link(by: Actor) -> QuerySet[PersonLink]:
    """Return the links of today of persons whose record the actor may write."""
    found = PersonLink.objects.filter(person__in=writable(by), ended_on=None)
    return found.select_related("person")


def writable_member(by: Actor) -> QuerySet[HouseholdMember]:
    """Return who lives somewhere today, of the persons whose record the actor may write."""
    found = HouseholdMember.objects.filter(person__in=writable(by), left_on=None)
    return found.select_related("person")
