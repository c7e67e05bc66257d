"""Which records are one person. Unscoped: whoever shows them asks what may be seen of each."""

from collections.abc import Iterable
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
    return standing_for([person_id])[person_id]


def standing_for(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return for each record the one that goes on for it, with as many queries as the longest chain has links."""
    found = {pk: pk for pk in person_ids}
    while moved := _moved(set(found.values())):
        found = {pk: moved.get(here, here) for pk, here in found.items()}
    return found


def _moved(ids: set[UUID]) -> dict[UUID, UUID]:
    rows = PersonMerge.objects.filter(merged__in=ids, undone_at=None)
    return dict(rows.values_list("merged_id", "kept_id"))
