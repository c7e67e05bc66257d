"""Work that follows what other areas did, and what the clock asks for."""

from datetime import datetime
from uuid import UUID

from sukoon.core.access import SYSTEM
from sukoon.people import queries as people
from sukoon.referrals import actions, queries


def consent_withdrawn(person_id: UUID) -> None:
    """Stop referrals that rest on a consent which stands no more: of each record of the person.

    Also after two records were found to be one person, or taken apart: another word may count now.
    """
    for record in sorted(people.ever_one(person_id), key=str):
        actions.stop_for_consent(by=SYSTEM, person_id=record)


def person_erased(person_id: UUID) -> None:
    """Stop the referrals of somebody who was erased, and take out what names them."""
    actions.stop_for_erasure(by=SYSTEM, person_id=person_id)


def case_assigned(case_id: UUID) -> None:
    """Give a case's open referrals to its new lead."""
    case = queries.case_of(case_id)
    if case is not None:
        actions.follow_case(by=SYSTEM, case=case)


def glass_broken(person_id: UUID) -> None:
    """Tell the lead of a person's cases that somebody looked."""
    actions.tell_of_glass(by=SYSTEM, record_id=person_id)


def watch(now: datetime) -> None:
    """Raise the alarms that are due, a batch after the other."""
    while actions.raise_alarms(by=SYSTEM, now=now):
        pass
