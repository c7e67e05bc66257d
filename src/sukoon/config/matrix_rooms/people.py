"""What the access matrix asks of people."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.core.access import Actor
from sukoon.people import actions
from sukoon.people.models import Person
from sukoon.people.rules import Details
from sukoon.people.words import GivenBy, LinkKind, Manner, Purpose, RequestKind

THINGS: Mapping[str, str] = {
    "people:person": "person", "people:change": "person", "people:consent_new": "person",
    "people:link_new": "person", "people:household": "person", "people:same": "person",
    "people:request_new": "person", "people:consent_withdraw": "person consent",
    "people:link_end": "person link", "people:household_leave": "person member",
    "people:settle": "person conflict", "people:pair": "person pair",
    "people:unmerge": "person merge", "people:request": "person request",
    "people:request_answer": "person request", "people:request_withdraw": "person request",
    "people:copy_json": "person request", "people:copy_pdf": "person request",
    "people:hold": "person request", "people:hold_lift": "person hold",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {}
# In another order than the marks: the form shows again what was searched for.
SENT_SEARCHES: Mapping[str, str] = {"people:home": "q=own Matrix person"}
BODIES: Mapping[str, Mapping[str, object]] = {}


def build(making: Making) -> None:
    """Make a person in each state: each asker's own, the team's, another's, one that was erased."""
    for state in (TEAM, OTHER):
        for thing, pk in _around(making, state, uuid4()).items():
            making.world.ids[thing, state] = (pk,)
    for role, user in making.askers.items():
        for state in (OWN, CLOSED):
            for thing, pk in _around(making, state, user.pk).items():
                making.world.own[thing, role, state] = (pk,)
    for state in (OWN, TEAM, OTHER, CLOSED):
        making.world.marks.setdefault("person", {})[state] = f"Matrix {state} person"


def _around(making: Making, state: str, owner: UUID) -> dict[str, UUID]:
    """Make a person with all that hangs on them; return the ids by thing."""
    by, today = anybody(owner), making.today
    person = _person(making, state, by)
    consent = actions.record_consent(
        by=by, person=person, purpose=Purpose.CARE, given_by=GivenBy.SELF, manner=Manner.SPOKEN,
        language="ur", given_at=making.now,
    )  # fmt: skip
    link = actions.link_people(by=by, person=person, kind=LinkKind.CARER, other_name="Matrix carer")
    home = actions.record_household(by=by, members=[person], org_id=person.org_id)
    member = home.members.get()
    for alias in (f"Matrix {state} person", "two"):
        actions.change_person(by=by, person=person, changes={"alias": alias}, base_version=1)
    conflict = person.conflicts.get()
    asked = actions.record_request(
        by=by, person=person, kind=RequestKind.ANONYMISATION, asked_on=today
    )
    pair = actions.note_pair(by=by, first=person, second=_person(making, state, by), score=70)
    merge = actions.merge_people(by=by, merged=_person(making, state, by), kept=person)
    if state == CLOSED:
        actions.unmerge_people(by=by, merge=merge)
        actions.erase_person(by=by, request=asked, said="made for the access matrix")
    hold = actions.place_hold(by=by, person=person, reason="made for the access matrix")
    if state == CLOSED:
        actions.lift_hold(by=by, hold=hold)
    return {
        "person": person.pk, "person consent": consent.pk, "person link": link.pk,
        "person member": member.pk, "person conflict": conflict.pk, "person pair": pair.pk,
        "person merge": merge.pk, "person request": asked.pk, "person hold": hold.pk,
    }  # fmt: skip


def _person(making: Making, state: str, by: Actor) -> Person:
    org = making.orgs[OTHER if state == OTHER else OWN]
    return actions.record_person(
        by=by, names=[f"Matrix {state} person"], org_id=org.pk, synthetic=True,
        area_path=making.areas[state].path, details=Details(address="Matrix"),
    )  # fmt: skip
