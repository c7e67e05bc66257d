"""What the access matrix asks of referrals: sent by one's own, by the team, by others; ended."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sukoon.cases import actions as cases
from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.core.access import SYSTEM
from sukoon.people import actions as people
from sukoon.people.words import GivenBy, Manner, Purpose
from sukoon.referrals import actions
from sukoon.referrals.actions import Draft
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import Referral
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import Kind, State

THINGS: Mapping[str, str] = {
    "referrals:referral": "referral", "referrals:send": "referral draft",
    "referrals:step": "referral step", "referrals:pass_on": "referral",
    "referrals:link_make": "referral", "referrals:link_end": "referral",
    "referrals:slip": "referral", "referrals:new": "referral case",
    "referrals:outside": "referral link",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {"referrals:sent": "page=1"}
BODIES: Mapping[str, Mapping[str, object]] = {}
FIELDS = frozenset({"age"})


def build(making: Making) -> None:
    """Make a referral in each state: each asker's own, the team's, another's, one that ended.

    They go to somebody without an account, so that only the sender's side sees them; the inbox is
    asked with one that came from the other team to one's own.
    """
    world = making.world
    for state in (TEAM, OTHER):
        told = _around(making, state, uuid4())
        world.ids.update({(thing, state): ids for thing, ids in told.items()})
    for role, user in making.askers.items():
        for state in (OWN, CLOSED):
            for thing, ids in _around(making, state, user.pk).items():
                world.own[thing, role, state] = ids
    for state in (OWN, CLOSED):
        for thing, ids in _around(making, state, uuid4()).items():
            world.ids.setdefault((thing, state), ids)
    came = _sent(making, OTHER, uuid4(), Recipient(Kind.TEAM, org_id=making.orgs[OWN].pk))
    world.mark("referral came", OWN, came.pk, came.code)
    late = _sent(making, TEAM, uuid4(), OUTSIDE)
    world.mark("referral alarm", OWN, late.pk, late.code)
    other = _sent(making, OTHER, uuid4(), OUTSIDE)
    world.mark("referral alarm", OTHER, other.pk, other.code)
    actions.raise_alarms(by=SYSTEM, now=making.now + timedelta(days=4))


OUTSIDE = Recipient(Kind.OUTSIDE, name="Matrix outside")


def _around(making: Making, state: str, owner: UUID) -> dict[str, tuple[object, ...]]:
    """Make a referral that was sent, a draft and a link; say how each address reaches them."""
    by = anybody(owner)
    referral = _sent(making, state, owner, OUTSIDE)
    link = actions.make_link(by=by, referral=referral)
    draft = actions.prepare(by=by, case=referral.case, draft=_draft(OUTSIDE))
    if state == CLOSED:
        told = Told(reason="person")
        for one in (referral, draft):
            actions.take_step(
                by=by, referral=one, wanted=State.WITHDRAWN, happened_at=making.now, told=told
            )
    making.world.marks.setdefault("referral", {})[state] = referral.code
    return {
        "referral": (referral.pk,), "referral draft": (draft.pk,),
        "referral step": (referral.pk, "accepted"), "referral case": (referral.case_id,),
        "referral link": (link.secret,),
    }  # fmt: skip


def _draft(to: Recipient) -> Draft:
    return Draft(to=to, need="counselling", urgency="urgent", fields=FIELDS, ask="matrix")


def _sent(making: Making, state: str, owner: UUID, to: Recipient) -> Referral:
    by, place = anybody(owner), OTHER if state == OTHER else OWN
    person = people.record_person(
        by=by, names=[], org_id=making.orgs[place].pk, area_path=making.areas[state].path,
        synthetic=True,
    )  # fmt: skip
    people.record_consent(
        by=by, person=person, purpose=Purpose.REFERRAL, given_by=GivenBy.SELF,
        manner=Manner.SPOKEN, language="ur", given_at=making.now, fields=FIELDS,
    )  # fmt: skip
    case = cases.open_case(
        by=by, person=person, tier=2, opened_at=making.now - timedelta(days=1),
        org_id=making.orgs[place].pk, without_consent="made for the access matrix",
    )  # fmt: skip
    referral = actions.prepare(by=by, case=case, draft=_draft(to))
    return actions.send(by=by, referral=referral)
