"""Everything that can be done about a risk to life. Nothing else writes it."""

from sukoon.risk.actions.alarms import keep_outcome
from sukoon.risk.actions.answering import acknowledge, hand_over, note_read, take_over
from sukoon.risk.actions.care import (
    check_item,
    keep_plan,
    note_plan_printed,
    record_contact,
    uncheck_item,
)
from sukoon.risk.actions.raising import raise_level, raise_risk
from sukoon.risk.actions.rotas import add_shift, end_rota, record_rota, remove_shift
from sukoon.risk.actions.signing import ask_to_close, ask_to_lower, refuse, sign
from sukoon.risk.actions.watching import follow_case, follow_person, watch_one

__all__ = [
    "acknowledge",
    "add_shift",
    "ask_to_close",
    "ask_to_lower",
    "check_item",
    "end_rota",
    "follow_case",
    "follow_person",
    "hand_over",
    "keep_outcome",
    "keep_plan",
    "note_plan_printed",
    "note_read",
    "raise_level",
    "raise_risk",
    "record_contact",
    "record_rota",
    "refuse",
    "remove_shift",
    "sign",
    "take_over",
    "uncheck_item",
    "watch_one",
]
