"""Work that follows what other areas did."""

from uuid import UUID

from sukoon.cases import actions
from sukoon.cases.models import Case
from sukoon.core import clock
from sukoon.core.access import SYSTEM
from sukoon.risk import actions as risk


def follow_risk(episode_id: UUID) -> None:
    """Bring a case's copy of its risk up to date."""
    actions.follow_risk(by=SYSTEM, episode_id=episode_id)


def tell_risk(case_id: UUID) -> None:
    """Let a case's open risk go where the case went."""
    case = Case.objects.filter(pk=case_id).first()
    if case is not None:
        risk.follow_case(by=SYSTEM, case_id=case.pk, scope=case.scope, now=clock.now())


def follow_person(person_id: UUID) -> None:
    """Ask leads to agree when two records are one person; look at consents again."""
    actions.follow_person(by=SYSTEM, person_id=person_id)


def follow_erasure(person_id: UUID) -> None:
    """Stop what would be sent to somebody who was erased, and end or ask about their cases."""
    actions.follow_erasure(by=SYSTEM, person_id=person_id)


def note_risk(episode_id: UUID) -> None:
    """Keep in a case what was done about its risk."""
    actions.note_risk(by=SYSTEM, episode_id=episode_id)
