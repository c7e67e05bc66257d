"""What the access matrix asks of staff care: colleagues' requests for a call."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.core import clock
from sukoon.staffcare import actions
from sukoon.staffcare.models import CareCall

THINGS: Mapping[str, str] = {"staffcare:call_answer": "care call"}
SEARCHED: Mapping[str, str] = {}
BODIES: Mapping[str, Mapping[str, object]] = {}
CONTACT = "staff_care"


def build(making: Making) -> None:
    """Make the request of each role, which goes to the contact of their organisation.

    What a role asked for itself is its own; the contact's own is what a community worker asked.
    """
    world = making.world
    for role, user in making.askers.items():
        ended = _asked(user.pk, f"0300 {role}")
        actions.called(by=anybody(ended.contact_id or uuid4()), call=ended)
        world.own["care call", role, CLOSED] = (ended.pk,)
        world.own["care call", role, OWN] = (_asked(user.pk, f"0301 {role}").pk,)
    for state in (TEAM, OTHER):  # of somebody for whom no contact is named
        call = _asked(uuid4(), f"0302 MATRIX {state}")
        world.mark("care call", state, call.pk, call.number)
    for state in (OWN, CLOSED):
        given = world.own["care call", "community_worker", state]
        world.own["care call", CONTACT, state] = given
        number = CareCall.objects.get(pk=str(given[0])).number
        world.own_marks.setdefault(("care call", CONTACT), {})[state] = number


def _asked(asker: UUID, number: str) -> CareCall:
    return actions.ask_for_call(by=anybody(asker), number=number, happened_at=clock.now())
