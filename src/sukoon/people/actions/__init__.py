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
    note_disability,
    note_read,
    note_seen,
    record_person,
    settle_conflict,
)
from sukoon.people.actions.requests import (
    answer_request,
    copy_held,
    decline_request,
    erase_person,
    lift_hold,
    note_past_keeping,
    place_hold,
    record_request,
    withdraw_request,
)

__all__ = [
    "Changed",
    "answer_request",
    "change_person",
    "copy_held",
    "decline_request",
    "end_link",
    "erase_person",
    "join_household",
    "keep_apart",
    "keep_pairs",
    "leave_household",
    "lift_hold",
    "link_people",
    "merge_people",
    "move_to_current_key",
    "note_disability",
    "note_pair",
    "note_past_keeping",
    "note_read",
    "note_seen",
    "place_hold",
    "record_consent",
    "record_household",
    "record_person",
    "record_request",
    "settle_conflict",
    "unmerge_people",
    "withdraw_consent",
    "withdraw_request",
]
