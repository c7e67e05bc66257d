"""Everything that can be asked about who people are, and what they consent to."""

from sukoon.people.queries.consents import consent_for, consents, require_consent
from sukoon.people.queries.persons import (
    Match,
    age_on,
    by_phone,
    left_on_older_keys,
    search,
    shown_name,
    visible,
)

__all__ = [
    "Match",
    "age_on",
    "by_phone",
    "consent_for",
    "consents",
    "left_on_older_keys",
    "require_consent",
    "search",
    "shown_name",
    "visible",
]
