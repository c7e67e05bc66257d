"""Which consents stand. Unscoped where an action asks: it has checked already who asks."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sukoon.core.access import Actor
from sukoon.people import rules
from sukoon.people.models import Consent, Person
from sukoon.people.problems import NoConsent
from sukoon.people.queries.persons import visible, writable
from sukoon.people.same import one_person
from sukoon.people.words import Purpose


def consent_for(
    person_id: UUID, purpose: Purpose, *, now: datetime, recipient: str = ""
) -> Consent | None:
    """Return the consent that stands for a purpose at `now`, towards a recipient.

    `recipient` "" asks for a consent that names nobody; a consent that names nobody covers every
    recipient, unless what was last said about that one is a no. What any record of the same person
    holds counts.
    """
    about = list(
        Consent.objects.filter(person__in=one_person(person_id), purpose=purpose).select_related(
            "person"
        )
    )
    words = {consent.word: consent for consent in about}
    found = rules.standing(words, recipient=recipient, now=now)
    return None if found is None else words[found]


def require_consent(
    person_id: UUID, purpose: Purpose, *, now: datetime, recipient: str = ""
) -> Consent:
    """Return the consent that stands. Raises NoConsent."""
    found = consent_for(person_id, purpose, now=now, recipient=recipient)
    if found is None:
        raise NoConsent(purpose=str(Purpose(purpose).label))
    return found


def consents(by: Actor, person: Person) -> QuerySet[Consent]:
    """Every answer a person within reach ever gave, the latest first."""
    return Consent.objects.filter(person__in=visible(by).filter(pk=person.pk))


def writable_consent(by: Actor) -> QuerySet[Consent]:
    """Return the consents of persons whose record the actor may write."""
    return Consent.objects.filter(person__in=writable(by)).select_related("person")
