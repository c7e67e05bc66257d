"""Everything that can be done to the register: lines, returns, imports. Nothing else writes it."""

from sukoon.services.actions.lines import ServiceDraft, load_codes, record, withdraw
from sukoon.services.actions.returns import accept, lock, send_back, submit

__all__ = [
    "ServiceDraft",
    "accept",
    "load_codes",
    "lock",
    "record",
    "send_back",
    "submit",
    "withdraw",
]
