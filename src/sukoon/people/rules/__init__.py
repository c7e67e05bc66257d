"""Ages, consents, likeness, safe contact. Pure: days and moments are arguments."""

from sukoon.people.rules.ages import Birth, Details, age_between, age_on, born_between, is_possible
from sukoon.people.rules.consents import OF_AGE, Word, may_answer, standing
from sukoon.people.rules.contact import is_safe_to_call
from sukoon.people.rules.duplicates import Evidence, differ_in_sex, likeness, score, years_apart

__all__ = [
    "OF_AGE",
    "Birth",
    "Details",
    "Evidence",
    "Word",
    "age_between",
    "age_on",
    "born_between",
    "differ_in_sex",
    "is_possible",
    "is_safe_to_call",
    "likeness",
    "may_answer",
    "score",
    "standing",
    "years_apart",
]
