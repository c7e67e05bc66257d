"""Everything that can be asked about referrals."""

from sukoon.referrals.queries.figures import figures
from sukoon.referrals.queries.matching import Ask, Match, Suggestion, match
from sukoon.referrals.queries.reading import (
    alarms_watched,
    case_named,
    case_of,
    for_case,
    inbox,
    is_party,
    late,
    link_of,
    may,
    received,
    seen_by_receiver,
    sent,
    shown_need,
    steps,
    visible,
)

__all__ = [
    "Ask", "Match", "Suggestion", "alarms_watched", "case_named", "case_of", "figures", "for_case", "inbox",
    "is_party", "late", "link_of", "match", "may", "received", "seen_by_receiver", "sent",
    "shown_need", "steps", "visible",
]  # fmt: skip
