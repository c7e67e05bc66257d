"""The tables of this area: persons, and what they consent to."""

from sukoon.people.models.consents import Consent
from sukoon.people.models.persons import Person, PersonName, PersonPhone, PersonToken

__all__ = ["Consent", "Person", "PersonName", "PersonPhone", "PersonToken"]
