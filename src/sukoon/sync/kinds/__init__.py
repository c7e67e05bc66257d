"""What a phone may send: each kind of operation, its payload, and the action that it is.

Nothing is decided here: every right, rule and merge is the action's own. `operation_id` is the
operation's id (what it makes carries it); `happened_at` stands beside the payload.
"""

from collections.abc import Mapping

from sukoon.core.operations import Kind
from sukoon.sync.kinds import care, own_care, passing_on, walking

KINDS: Mapping[str, Kind] = {
    **care.KINDS, **passing_on.KINDS, **walking.KINDS, **own_care.KINDS,
}  # fmt: skip
# What a worker asks for themselves: nobody who manages their phone is shown it, even when it failed.
OF_THEIR_OWN = frozenset(own_care.KINDS)
