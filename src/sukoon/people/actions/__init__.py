"""Everything that can be done to persons. Nothing else writes them."""

from sukoon.people.actions.consents import record_consent, withdraw_consent
from sukoon.people.actions.persons import move_to_current_key, note_read, record_person

__all__ = [
    "move_to_current_key",
    "note_read",
    "record_consent",
    "record_person",
    "withdraw_consent",
]
