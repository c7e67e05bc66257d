"""Who is who in tests about referrals: the team that refers, another that receives, services."""

from dataclasses import replace
from datetime import datetime, timedelta

from sukoon.cases.models import Case
from sukoon.core.access import Actor
from sukoon.people import actions as people
from sukoon.people.models import Consent
from sukoon.people.words import GivenBy, Manner, Purpose
from sukoon.referrals import actions
from sukoon.referrals.actions import Draft
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import Referral
from sukoon.referrals.recipients import Recipient, consent_key
from sukoon.referrals.words import Kind, State
from tests.risk.making import NOW, Team

FIELDS = frozenset({"name", "age", "plan"})
ASK = "Asks for counselling by a woman, in Pashto."


def team_of(team: Team) -> Recipient:
    """The other team, in which somebody answers."""
    return Recipient(Kind.TEAM, org_id=team.other.pk)


OUTSIDE = Recipient(Kind.OUTSIDE, name="Dr Gul, Timergara", reach="0300 1234567")


def draft_to(to: Recipient, **told: object) -> Draft:
    return replace(
        Draft(to=to, need="counselling", urgency="urgent", fields=FIELDS, ask=ASK), **told
    )


def prepared(team: Team, case: Case, to: Recipient | None = None, **told: object) -> Referral:
    by = team.actor("worker")
    return actions.prepare(by=by, case=case, draft=draft_to(to or team_of(team), **told))


def consented(
    team: Team, referral: Referral, *, fields: frozenset[str] = FIELDS, **told: object
) -> Consent:
    given = {"given_at": NOW, "recipient": consent_key(referral), **told}
    return people.record_consent(
        by=team.actor("worker"), person=referral.case.person, purpose=Purpose.REFERRAL,
        given_by=GivenBy.SELF, manner=Manner.SPOKEN, language="ur", fields=fields, **given,
    )  # fmt: skip


def sent(team: Team, case: Case, to: Recipient | None = None, **told: object) -> Referral:
    referral = prepared(team, case, to, **told)
    if told.get("fields", FIELDS):
        consented(team, referral, fields=told.get("fields", FIELDS))
    return actions.send(by=team.actor("worker"), referral=referral)


def step(
    by: Actor, referral: Referral, wanted: State, *, at: datetime | None = None, **told: object
) -> Referral:
    happened = at or referral.sent_at or NOW
    return actions.take_step(
        by=by, referral=referral, wanted=wanted, happened_at=happened, told=Told(**told)
    )


def walk(team: Team, referral: Referral, *states: State) -> Referral:
    """Take a referral along some states, each by the side whose step it is."""
    told = {
        State.DECLINED: {"reason": "full"}, State.WITHDRAWN: {"reason": "person"},
        State.BOOKED: {"appointment_at": NOW + timedelta(days=2)},
        State.REPORTED_BACK: {"outcome": "done"},
    }  # fmt: skip
    for state in states:
        sends = state in {State.WITHDRAWN, State.CLOSED, State.EXPIRED}
        by = team.actor("worker" if sends else "stranger")
        referral = step(by, referral, state, **told.get(state, {}))
    return referral
