"""Everything that can be asked about risks to life."""

from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor, holds, within_reach
from sukoon.core.permissions import Permission
from sukoon.risk import rules
from sukoon.risk.definitions import book
from sukoon.risk.models import OPEN, RiskEpisode, RiskStep
from sukoon.risk.rules import Number
from sukoon.risk.words import Rung


def visible(by: Actor) -> QuerySet[RiskEpisode]:
    """Episodes within reach of RISK_VIEW, and those that the actor was asked to answer.

    Whoever keeps the case or raised the risk has a care relationship to it. Who is on an area's
    rota may belong to another team: being asked opens the episode while it is open.
    """
    related = RiskEpisode.objects.filter(Q(carer_id=by.id) | Q(raised_by_id=by.id)).values("pk")
    seen = within_reach(
        by, Permission.RISK_VIEW, owner="owner_id", org="org_id", area="area_path",
        record="person_id", related=related,
    )  # fmt: skip
    if holds(by, Permission.RISK_ACT):
        asked = RiskStep.objects.filter(target_id=by.id).exclude(rung=Rung.COORDINATOR)
        seen |= OPEN & Q(pk__in=asked.values("episode_id"))
    return RiskEpisode.objects.filter(seen)


def open_for_case(case_id: UUID) -> RiskEpisode | None:
    """Return the open episode of a case. For actions and panels that have checked the case."""
    return RiskEpisode.objects.filter(OPEN, case_id=case_id).first()


def emergency_numbers(area_path: str) -> list[Number]:
    """Return whom to call in an area, the nearest first; without those that are still a gap."""
    return [n for n in rules.numbers_in(area_path, book().numbers) if n.number]


def missing_numbers(area_path: str) -> list[Number]:
    """Return which kinds of number nobody has given for an area."""
    return [n for n in rules.numbers_in(area_path, book().numbers) if not n.number]


def words_of_risk(text: str) -> list[str]:
    """Return the phrases of the pack's word list that a note says: ask the writer about them."""
    return rules.words_found(text, book().phrases)
