"""Everything that can be asked about who people are, and what they consent to."""

from sukoon.people.queries.consents import consent_for, consents, require_consent
from sukoon.people.queries.duplicates import Candidate, Wanted, candidates, evidence, wanted_of
from sukoon.people.queries.links import (
    household_of,
    households,
    infants_of,
    links,
    lives_with,
    safe_phones,
)
from sukoon.people.queries.merges import mergeable, merges, pairs, same_as, undoable
from sukoon.people.queries.persons import (
    Match,
    age_on,
    by_identifier,
    by_phone,
    left_on_older_keys,
    search,
    shown_name,
    visible,
    with_parts,
    writable,
)
from sukoon.people.same import one_person, stands_for

__all__ = [
    "Candidate",
    "Match",
    "Wanted",
    "age_on",
    "by_identifier",
    "by_phone",
    "candidates",
    "consent_for",
    "consents",
    "evidence",
    "household_of",
    "households",
    "infants_of",
    "left_on_older_keys",
    "links",
    "lives_with",
    "mergeable",
    "merges",
    "one_person",
    "pairs",
    "require_consent",
    "safe_phones",
    "same_as",
    "search",
    "shown_name",
    "stands_for",
    "undoable",
    "visible",
    "wanted_of",
    "with_parts",
    "writable",
]
