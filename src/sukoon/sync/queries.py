"""What can be asked about kept operations."""

from django.db.models import QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.sync.kinds import OF_THEIR_OWN
from sukoon.sync.models import KeptOperation
from sukoon.sync.words import KeptStatus


def kept(by: Actor) -> QuerySet[KeptOperation]:
    """Operations that were kept, for whoever manages the phones they came from.

    Not what workers asked for themselves: that they asked is nobody's to know.
    """
    reach = within_reach(by, Permission.DEVICE_MANAGE, owner=None, org="org_id", area=None)
    return (
        KeptOperation.objects.select_related("device__user")
        .filter(reach)
        .exclude(action__in=OF_THEIR_OWN)
    )


def waiting_kept(by: Actor) -> QuerySet[KeptOperation]:
    return kept(by).filter(status=KeptStatus.WAITING)
