"""Everything that can be done to persons. Nothing else writes them."""

from sukoon.people.actions.consents import record_consent, withdraw_consent
from sukoon.people.actions.links import (
    end_link,
    join_household,
    leave_household,
    link_people,
    record_household,
)
from sukoon.people.actions.merges import (
    keep_apart,
    keep_pairs,
    merge_people,
    note_pair,
    unmerge_people,
)
from sukoon.people.actions.persons import (
    Changed,
    change_person,
    move_to_current_key,
    note_read,
    record_person,
    settle_conflict,
)

__all__ = [
    "Changed",
    "change_person",
    "end_link",
    "join_household",
    "keep_apart",
    "keep_pairs",
    "leave_household",
    "link_people",
    "merge_people",
    "move_to_current_key",
    "note_pair",
    "note_read",
    "record_consent",
    "record_household",
    "record_person",
    "settle_conflict",
    "unmerge_people",
    "withdraw_consent",
]
