"""Which records are one person. Unscoped: whoever shows them asks what may be seen of each."""

from uuid import UUID

from django.db.models import Q

from sukoon.people.models import PersonMerge


def one_person(person_id: UUID) -> frozenset[UUID]:
    """Return the ids of all records of the same person, this one among them."""
    found, left = {person_id}, {person_id}
    while left:
        rows = PersonMerge.objects.filter(
            Q(merged__in=left) | Q(kept__in=left), undone_at=None
        ).values_list("merged_id", "kept_id")
        left = {pk for row in rows for pk in row} - found
        found |= left
    return frozenset(found)


def ever_one(person_id: UUID) -> frozenset[UUID]:
    """Return the ids of all records that are, or were once, the same person: for work that follows both."""
    found, left = {person_id}, {person_id}
    while left:
        rows = PersonMerge.objects.filter(Q(merged__in=left) | Q(kept__in=left)).values_list(
            "merged_id", "kept_id"
        )
        left = {pk for row in rows for pk in row} - found
        found |= left
    return frozenset(found)


def stands_for(person_id: UUID) -> UUID:
    """Return the record that goes on for this one: itself, or what it was merged into."""
    here = person_id
    while True:
        merge = PersonMerge.objects.filter(merged=here, undone_at=None).first()
        if merge is None:
            return here
        here = merge.kept_id
