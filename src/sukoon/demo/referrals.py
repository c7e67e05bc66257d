"""Synthetic referrals of the synthetic care team: closed, declined, passed on, missed, standing still.

All is made by actions and marked synthetic; they go to a second synthetic team, to somebody
invented without an account, and to a line of the real register (where nobody answers here).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sukoon.accounts import actions as accounts
from sukoon.accounts import queries as account_queries
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.cases import actions as cases
from sukoon.core import clock
from sukoon.core.access import SYSTEM, Actor
from sukoon.people import actions as people
from sukoon.people.rules import Birth, Details
from sukoon.people.words import GivenBy, Manner, Purpose, Sex
from sukoon.places import queries as places
from sukoon.referrals import actions
from sukoon.referrals.actions import Draft
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import Referral
from sukoon.referrals.recipients import Recipient
from sukoon.referrals.words import Kind, State
from sukoon.workforce import actions as workforce
from sukoon.workforce.words import OrganisationType

TEAM = "Demonstration hospital desk (synthetic)"
CODE, NAME = "hospital_desk", "Hospital desk (demonstration)"
DISTRICT = "PK508"
OUTSIDE = Recipient(
    Kind.OUTSIDE, name="Counselling room (invented)", reach="0300 0000000 (invented)"
)
FIELDS = frozenset({"age", "sex", "area"})
SHARED_WORDS = "Asks for talks with a woman, in the morning."


@dataclass(frozen=True, slots=True)
class Story:
    """One invented person and what became of their referral; `days` is how long ago it was sent."""

    name: str
    age: int
    days: int
    way: tuple[State, ...]
    outside: bool = False
    need: str = "counselling"
    urgency: str = "urgent"


STORIES = (
    Story("Mahnoor", 24, 12, (State.RECEIVED, State.ACCEPTED, State.BOOKED, State.SEEN,
                              State.REPORTED_BACK, State.CLOSED)),
    Story("Imran", 41, 9, (State.RECEIVED, State.DECLINED, State.CLOSED)),
    Story("Hina", 33, 8, (State.ACCEPTED, State.NO_SHOW, State.BOOKED, State.SEEN,
                          State.REPORTED_BACK, State.CLOSED)),
    Story("Tariq", 52, 6, (State.RECEIVED, State.REDIRECTED)),
    Story("Saima", 29, 5, ()),
    Story("Bilal", 19, 1, (State.RECEIVED, State.ACCEPTED)),
    Story("Rabia", 37, 3, (State.ACCEPTED,), outside=True),
    Story("Nasreen", 31, 2, (), outside=True, need="physical_safety"),
    Story("Faisal", 45, 4, (State.WITHDRAWN,), urgency="normal"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sides:
    """Whoever refers, and whoever is referred to."""

    sender: Actor
    receiver: Actor
    sender_org: UUID
    receiver_org: UUID
    area_path: str


def build() -> None:
    """Make the second team and the referrals, if they are not there yet."""
    sender = account_queries.demo_account("care_worker")
    if sender is None or account_queries.demo_account(CODE) is not None:
        return
    with transaction.atomic():
        sides = _sides(sender.pk)
        now = clock.now()
        for story in STORIES:
            _tell(sides, story, now)
        actions.raise_alarms(by=SYSTEM, now=now)


def _sides(sender_id: UUID) -> Sides:
    by, now = console_actor(), clock.now()
    district = places.area(DISTRICT)
    if district is None:
        raise LookupError("load the areas first")
    org = workforce.record_organisation(by=by, name=TEAM, type=OrganisationType.OTHER)
    user = accounts.create_account(
        by=by, email=f"{CODE}@demo.invalid", full_name=NAME, password=None, synthetic=True
    )
    accounts.give_role(by=by, user=user, role="care_worker", org_id=org.pk)
    found = account_queries.owner(sender_id, now=now)
    if found is None:
        raise LookupError("make the care team first")
    sender_org = account_queries.organisations_of(sender_id)[0]
    return Sides(found[0], actor_for(user, now=now), sender_org, org.pk, district.path)


def _tell(sides: Sides, story: Story, now: datetime) -> None:
    begun = now - timedelta(days=story.days)
    referral = _sent(sides, story, begun)
    told = Told(
        reason="person" if State.WITHDRAWN in story.way else "full", outcome="done",
        appointment_at=begun + timedelta(days=2),
    )  # fmt: skip
    for hours, state in enumerate(story.way, 1):
        at = min(begun + timedelta(hours=5 * hours), now)
        by = sides.sender if _is_senders(state) or story.outside else sides.receiver
        if state == State.REDIRECTED:
            actions.redirect(by=by, referral=referral, to=OUTSIDE, happened_at=at)
        else:
            actions.take_step(by=by, referral=referral, wanted=state, happened_at=at, told=told)


def _is_senders(state: State) -> bool:
    return state in {State.CLOSED, State.WITHDRAWN}


def _sent(sides: Sides, story: Story, at: datetime) -> Referral:
    by = sides.sender
    person = people.record_person(
        by=by, names=[f"{story.name} (synthetic)"], org_id=sides.sender_org,
        area_path=sides.area_path, synthetic=True,
        details=Details(birth=Birth(age=story.age, told_on=at.date()), sex=Sex.NOT_TOLD),
    )  # fmt: skip
    for purpose, fields in ((Purpose.CARE, frozenset[str]()), (Purpose.REFERRAL, FIELDS)):
        people.record_consent(
            by=by, person=person, purpose=purpose, given_by=GivenBy.SELF, manner=Manner.SPOKEN,
            language="ur", given_at=at - timedelta(hours=1), fields=fields,
        )  # fmt: skip
    case = cases.open_case(
        by=by, person=person, tier=2, opened_at=at - timedelta(hours=1), org_id=sides.sender_org
    )
    to = OUTSIDE if story.outside else Recipient(Kind.TEAM, org_id=sides.receiver_org)
    draft = Draft(
        to=to, need=story.need, urgency=story.urgency, fields=FIELDS, ask=SHARED_WORDS,
        contact="call", contact_note="10:00 to 12:00, to her alone", transport="fare",
    )  # fmt: skip
    referral = actions.prepare(by=by, case=case, draft=draft)
    return actions.send(by=by, referral=referral, sent_at=at)
