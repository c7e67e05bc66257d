"""Everything that can be done with pathways."""

from sukoon.pathways.actions.arriving import Paused, Walked, leave_paused, pause, take_in, tell_risk
from sukoon.pathways.actions.reviewing import remark, settle, sign
from sukoon.pathways.actions.stock import see_stock
from sukoon.pathways.actions.walking import answer, begin, finish, go_back, leave

__all__ = [
    "Paused",
    "Walked",
    "answer",
    "begin",
    "finish",
    "go_back",
    "leave",
    "leave_paused",
    "pause",
    "remark",
    "see_stock",
    "settle",
    "sign",
    "take_in",
    "tell_risk",
]
