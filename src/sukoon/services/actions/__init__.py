"""Everything that can be done to the register: lines, returns, imports. Nothing else writes it."""

from sukoon.services.actions.exports import note_export
from sukoon.services.actions.imports import (
    accept_import,
    answer,
    ask_check,
    ask_write,
    begin_writing,
    choose_columns,
    keep_check,
    mark_interrupted,
    put_back,
    say_why,
    start_import,
    stop_import,
)
from sukoon.services.actions.lines import ServiceDraft, load_codes, record, withdraw
from sukoon.services.actions.returns import accept, lock, send_back, submit, submit_first

__all__ = [
    "ServiceDraft",
    "accept",
    "accept_import",
    "answer",
    "ask_check",
    "ask_write",
    "begin_writing",
    "choose_columns",
    "keep_check",
    "load_codes",
    "lock",
    "mark_interrupted",
    "note_export",
    "put_back",
    "record",
    "say_why",
    "send_back",
    "start_import",
    "stop_import",
    "submit",
    "submit_first",
    "withdraw",
]
