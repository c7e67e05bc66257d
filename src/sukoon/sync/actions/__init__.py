"""Everything that a phone's messages do: taking in, giving out, keeping."""

from sukoon.sync.actions.kept import set_aside, take_in
from sukoon.sync.actions.pulling import pull
from sukoon.sync.actions.pushing import push
from sukoon.sync.actions.rescuing import rescue

__all__ = [
    "pull",
    "push",
    "rescue",
    "set_aside",
    "take_in",
]
