"""The tables of this area: persons, whom they belong to, what they consent to and ask for."""

from sukoon.people.models.changes import PersonChange, PersonConflict
from sukoon.people.models.consents import Consent
from sukoon.people.models.contacts import PersonIdentifier, PersonLanguage, PersonPhone
from sukoon.people.models.links import Household, HouseholdMember, PersonLink
from sukoon.people.models.merges import DuplicatePair, PersonMerge
from sukoon.people.models.persons import Person, PersonName, PersonToken
from sukoon.people.models.requests import Erasure, LegalHold, SubjectRequest, SubjectStep

__all__ = [
    "Consent",
    "DuplicatePair",
    "Erasure",
    "Household",
    "HouseholdMember",
    "LegalHold",
    "Person",
    "PersonChange",
    "PersonConflict",
    "PersonIdentifier",
    "PersonLanguage",
    "PersonLink",
    "PersonMerge",
    "PersonName",
    "PersonPhone",
    "PersonToken",
    "SubjectRequest",
    "SubjectStep",
]
