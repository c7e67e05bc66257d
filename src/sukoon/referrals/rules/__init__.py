"""The pure rules of referrals: the flow and its clocks, opening hours, what fits whom."""

from sukoon.referrals.rules.fit import Candidate, Fact, Fit, Sign, Wish, fit, kilometres
from sukoon.referrals.rules.flow import (
    MAKES,
    REFERRAL_FLOW,
    WITH_RECEIVER,
    WITH_SENDER,
    Clock,
    due_at,
    makes,
    result_of,
)
from sukoon.referrals.rules.hours import is_open

__all__ = [
    "MAKES", "REFERRAL_FLOW", "WITH_RECEIVER", "WITH_SENDER", "Candidate", "Clock", "Fact", "Fit",
    "Sign", "Wish", "due_at", "fit", "is_open", "kilometres", "makes", "result_of",
]  # fmt: skip
