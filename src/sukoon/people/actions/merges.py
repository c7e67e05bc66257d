"""Deciding that two records are one person, and taking it back. Nothing of either is rewritten."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require, require_system
from sukoon.core.permissions import Permission
from sukoon.people.models import DuplicatePair, Erasure, Person, PersonMerge
from sukoon.people.problems import AlreadyMerged, MergeUndone, NotHere
from sukoon.people.same import one_person, stands_for
from sukoon.people.words import PairStatus


@transaction.atomic
def merge_people(*, by: Actor, merged: Person, kept: Person) -> PersonMerge:
    """Decide that two records are one person; `kept` goes on and leads to both. Raises AlreadyMerged."""
    require(by, Permission.PERSON_MERGE, merged.scope)
    require(by, Permission.PERSON_MERGE, kept.scope)
    _lock(merged, kept)
    if kept.pk in one_person(merged.pk):
        raise AlreadyMerged
    # The record that stands for each is what is joined: what was merged before stays merged.
    lost, standing = stands_for(merged.pk), stands_for(kept.pk)
    merge = PersonMerge.objects.create(merged_id=lost, kept_id=standing, by_id=by.id)
    _decide(merged, kept, PairStatus.SAME, by)
    emit("person.merged", subject=standing, by=by, merged=str(lost), merge=str(merge.pk))
    return merge


@transaction.atomic
def unmerge_people(*, by: Actor, merge: PersonMerge) -> PersonMerge:
    """Take a merge back: both records stand as they were. Raises MergeUndone."""
    require(by, Permission.PERSON_MERGE, merge.merged.scope)
    require(by, Permission.PERSON_MERGE, merge.kept.scope)
    _lock(merge.merged, merge.kept)
    undone = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if undone.undone_at is not None:
        raise MergeUndone
    undone.undone_at, undone.undone_by_id = clock.now(), by.id
    undone.save(update_fields=["undone_at", "undone_by_id", "updated_at"])
    _decide(merge.merged, merge.kept, PairStatus.DIFFERENT, by)
    emit(
        "person.unmerged", subject=undone.kept_id, by=by, merged=str(undone.merged_id),
        merge=str(undone.pk),
    )  # fmt: skip
    return undone


@transaction.atomic
def keep_apart(*, by: Actor, first: Person, second: Person) -> DuplicatePair:
    """Decide that two records are two persons, so that nobody is asked again."""
    require(by, Permission.PERSON_MERGE, first.scope)
    require(by, Permission.PERSON_MERGE, second.scope)
    if second.pk in one_person(first.pk):
        raise AlreadyMerged
    pair = _decide(first, second, PairStatus.DIFFERENT, by)
    emit("person.kept_apart", subject=pair.first_id, by=by, other=str(pair.second_id))
    return pair


@transaction.atomic
def note_pair(*, by: Actor, first: Person, second: Person, score: int) -> DuplicatePair:
    """Put two records before whoever decides whether they are one. What was decided stays."""
    require(by, Permission.PERSON_VIEW, first.scope)
    require(by, Permission.PERSON_VIEW, second.scope)
    pair, is_new = _pair(first.pk, second.pk, score)
    if is_new:
        emit("pair.found", subject=pair.pk, by=by, score=score)
    return pair


@transaction.atomic
def keep_pairs(*, by: Actor, pairs: Iterable[tuple[UUID, UUID, int]]) -> int:
    """Keep what the batch job found for review; return how many are new."""
    require_system(by)
    made = sum(_pair(first, second, score)[1] for first, second, score in pairs)
    emit("pairs.found", subject=by.id, by=by, new=made)
    return made


def _lock(*people: Person) -> None:
    """Lock both, always in the same order, so that two merges cannot wait for each other."""
    ids = sorted({p.pk for p in people})
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if Erasure.objects.filter(person__in=ids).exists():
        raise NotHere


def _pair(one: UUID, other: UUID, score: int) -> tuple[DuplicatePair, bool]:
    first, second = sorted((one, other))
    return DuplicatePair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"score": score}
    )


def _decide(one: Person, other: Person, status: PairStatus, by: Actor) -> DuplicatePair:
    pair, _is_new = _pair(one.pk, other.pk, 0)
    pair.status, pair.decided_at, pair.decided_by_id = status, clock.now(), by.id
    pair.save(update_fields=["status", "decided_at", "decided_by_id", "updated_at"])
    return pair
