"""Everything that can be done to a referral. Nothing else writes one."""

from sukoon.referrals.actions.answering import note_opened, note_printed, redirect, take_step
from sukoon.referrals.actions.outside import Opened, answer_link, end_link, make_link, open_link
from sukoon.referrals.actions.sending import Draft, prepare, revise, send
from sukoon.referrals.actions.watching import (
    follow_case,
    raise_alarms,
    stop_for_consent,
    stop_for_erasure,
    tell_of_glass,
)

__all__ = [
    "Draft", "Opened", "answer_link", "end_link", "follow_case", "make_link", "note_opened", "note_printed", "open_link",
    "prepare", "raise_alarms", "redirect", "revise", "send", "stop_for_consent", "stop_for_erasure", "take_step",
    "tell_of_glass",
]  # fmt: skip
