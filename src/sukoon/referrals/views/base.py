"""What the pages of referrals share."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from sukoon.accounts import queries as accounts
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.http import ActorRequest, find
from sukoon.core.permissions import Permission
from sukoon.people import actions as people
from sukoon.people.words import GivenBy, Manner, Purpose
from sukoon.referrals import queries
from sukoon.referrals.models import Referral
from sukoon.referrals.recipients import consent_key
from sukoon.referrals.words import State
from sukoon.workforce.queries import team_names

INVALID = 422


def actor(request: HttpRequest) -> Actor:
    return cast(ActorRequest, request).actor


def referral_to_see(by: Actor, pk: UUID) -> Referral:
    return find(queries.visible(by), pk)


def referral_to_step(by: Actor, pk: UUID, wanted: State) -> Referral:
    """Return a referral with which the actor can make this step now; else it is not there."""
    referral = referral_to_see(by, pk)
    if wanted not in {p.state for p in queries.may(by, referral)}:
        raise Http404
    return referral


def answering_teams() -> list[tuple[UUID, str]]:
    """Return the teams and organisations in which somebody answers, by name."""
    ids = accounts.teams_holding(Permission.REFERRAL_ANSWER, now=clock.now())
    return sorted(team_names(ids).items(), key=lambda pair: pair[1])


def colleagues(by: Actor) -> list[tuple[UUID, str]]:
    """Return the colleagues of the actor's teams who answer referrals."""
    found = accounts.holders(
        by, Permission.REFERRAL_SEND, Permission.REFERRAL_ANSWER, now=clock.now()
    )
    return [(user.pk, str(user)) for user, _org in found if user.pk != by.id]


def names_of(ids: Sequence[UUID]) -> dict[UUID, str]:
    return accounts.names(ids)


def keep_consent(by: Actor, referral: Referral, told: dict[str, Any]) -> None:
    """Keep what the person said when the list was read to them."""
    people.record_consent(
        by=by, person=referral.case.person, purpose=Purpose.REFERRAL,
        given_by=GivenBy(told["given_by"]), manner=Manner(told["manner"]),
        language=get_language() or "en", given_at=clock.now(), recipient=consent_key(referral),
        fields=referral.fields.split(), guardian=told["guardian"],
        reason=told["reason"],
    )  # fmt: skip
