"""Other records of a person, merges that can be taken back, pairs that wait for a decision."""

from django.db.models import QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.people.models import DuplicatePair, Person, PersonMerge
from sukoon.people.queries.persons import visible
from sukoon.people.same import one_person
from sukoon.people.words import PairStatus


def same_as(by: Actor, person: Person) -> QuerySet[Person]:
    """Return the other records of this person that the actor may see."""
    return visible(by).filter(pk__in=one_person(person.pk) - {person.pk})


def merges(by: Actor, person: Person) -> QuerySet[PersonMerge]:
    """Return the merges in force between records of this person that the actor may undo."""
    ids = one_person(person.pk)
    mine = mergeable(by)
    return (
        PersonMerge.objects.filter(merged__in=ids, undone_at=None)
        .filter(merged__in=mine, kept__in=mine)
        .select_related("merged", "kept")
    )


def undoable(by: Actor) -> QuerySet[PersonMerge]:
    """Return the merges in force whose two records are within reach of PERSON_MERGE."""
    mine = mergeable(by)
    return PersonMerge.objects.filter(
        undone_at=None, merged__in=mine, kept__in=mine
    ).select_related("merged", "kept")


def mergeable(by: Actor) -> QuerySet[Person]:
    """Return the persons within reach of PERSON_MERGE that may be seen as well."""
    allowed = within_reach(
        by, Permission.PERSON_MERGE, owner="owner_id", org="org_id", area="area_path", record="id"
    )
    return visible(by).filter(allowed)


def pairs(by: Actor) -> QuerySet[DuplicatePair]:
    """Return the pairs that wait for this actor's decision, the surest first."""
    mine = mergeable(by)
    return (
        DuplicatePair.objects.filter(status=PairStatus.WAITING, first__in=mine, second__in=mine)
        .select_related("first", "second")
        .order_by("-score", "id")
    )
