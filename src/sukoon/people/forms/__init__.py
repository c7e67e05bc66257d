"""What is typed about persons."""

from sukoon.people.forms.consents import ConsentForm
from sukoon.people.forms.links import EndForm, HouseholdForm, LinkForm
from sukoon.people.forms.persons import PersonForm, SearchForm
from sukoon.people.forms.requests import AnswerForm, HoldForm, RequestForm

__all__ = [
    "AnswerForm",
    "ConsentForm",
    "EndForm",
    "HoldForm",
    "HouseholdForm",
    "LinkForm",
    "PersonForm",
    "RequestForm",
    "SearchForm",
]
