"""What persons asked about their data, as far as the actor may see or answer it."""

from uuid import UUID

from django.db.models import QuerySet

from sukoon.core import subjects
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.core.subjects import Held
from sukoon.people.models import Erasure, LegalHold, Person, SubjectRequest
from sukoon.people.same import one_person
from sukoon.people.words import RequestStatus


def _reached(by: Actor, permission: Permission) -> QuerySet[Person]:
    return Person.objects.filter(
        within_reach(by, permission, owner="owner_id", org="org_id", area="area_path", record="id")
    )


def requests(by: Actor) -> QuerySet[SubjectRequest]:
    """Return requests the actor may answer, or whose person they keep; open ones by due day."""
    return (
        SubjectRequest.objects.filter(person__in=_reached(by, Permission.SUBJECT_ANSWER))
        | SubjectRequest.objects.filter(person__in=_reached(by, Permission.PERSON_VIEW))
    ).select_related("person")


def waiting(by: Actor) -> QuerySet[SubjectRequest]:
    """Return the open requests that wait for this actor's answer, the most urgent first."""
    return SubjectRequest.objects.filter(
        person__in=_reached(by, Permission.SUBJECT_ANSWER), status=RequestStatus.OPEN
    ).order_by("due_on", "id")


def answerable(by: Actor) -> QuerySet[SubjectRequest]:
    """Return the requests the actor may answer, open or not."""
    return SubjectRequest.objects.filter(
        person__in=_reached(by, Permission.SUBJECT_ANSWER)
    ).select_related("person")


def holds(by: Actor, person: Person) -> QuerySet[LegalHold]:
    """Return the holds on a person, for whoever answers requests."""
    mine = _reached(by, Permission.SUBJECT_ANSWER).filter(pk=person.pk)
    return LegalHold.objects.filter(person__in=mine).select_related("person")


def liftable(by: Actor) -> QuerySet[LegalHold]:
    """Return the holds in force that the actor may lift."""
    return LegalHold.objects.filter(
        person__in=_reached(by, Permission.SUBJECT_ANSWER), lifted_at=None
    ).select_related("person")


def is_erased(person_id: UUID) -> bool:
    """Say whether a record was erased or made anonymous."""
    return Erasure.objects.filter(person=person_id).exists()


def is_erased_whole(person_id: UUID) -> bool:
    """Say whether a record was erased for good: not only who it is about, what happened too."""
    return Erasure.objects.filter(person=person_id, is_whole=True).exists()


def held(request: SubjectRequest) -> list[Held]:
    """Return how many rows of each kind there are about the person of a request."""
    return [h for pk in sorted(one_person(request.person_id)) for h in subjects.held(pk)]
