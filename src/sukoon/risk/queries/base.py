"""Everything that can be asked about risks to life."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.core.access import Actor, holds, within_reach
from sukoon.core.permissions import Permission
from sukoon.people.same import one_person
from sukoon.risk import rules
from sukoon.risk.definitions import book
from sukoon.risk.models import OPEN, RiskEpisode, RiskStep, SignOff
from sukoon.risk.rules import Number
from sukoon.risk.words import Rung, SignOffKind, SignOffStatus
from sukoon.workforce.models import Team, Worker


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


def episode_named(code: str) -> RiskEpisode | None:
    """Return the latest risk of a person by this code, whoever asks. Only for breaking glass."""
    found = RiskEpisode.objects.filter(code=code.upper(), person_id__isnull=False)
    return found.order_by("-raised_at", "id").first()


def seen_for_cases(by: Actor, case_ids: Iterable[UUID]) -> dict[UUID, RiskEpisode]:
    """Return the open episode of each of some cases that the actor may see: one query for a list."""
    wanted = list(case_ids)
    found = visible(by).filter(OPEN, case_id__in=wanted) if wanted else ()
    return {e.case_id: e for e in found if e.case_id}


def open_elsewhere(case_id: UUID, person_id: UUID) -> list[RiskEpisode]:
    """Return the open risks of the same person that are not this case's: of whichever record of theirs.

    For pages that have checked the case: a life at risk is said to whoever cares for the person.
    """
    found = RiskEpisode.objects.filter(OPEN, person_id__in=one_person(person_id))
    return list(found.exclude(case_id=case_id).order_by("due_at", "id"))


def emergency_numbers(area_path: str) -> list[Number]:
    """Return whom to call in an area, the nearest first; without those that are still a gap."""
    return [n for n in rules.numbers_in(area_path, book().numbers) if n.number]


def numbers_for_worker(by: Actor, org_id: UUID | None) -> list[Number]:
    """Return whom to call where the actor works; not known where, those of the whole country."""
    path = area_of(by, org_id)
    if path:
        return emergency_numbers(path)
    shortest = min((len(n.area) for n in book().numbers), default=0)
    return [n for n in book().numbers if n.number and len(n.area) == shortest]


def missing_numbers(area_path: str) -> list[Number]:
    """Return which kinds of number nobody has given for an area."""
    return [n for n in rules.numbers_in(area_path, book().numbers) if not n.number]


def words_of_risk(text: str) -> list[str]:
    """Return the phrases of the pack's word list that a note says: ask the writer about them."""
    return rules.words_found(text, book().phrases)


def area_of(by: Actor, org_id: UUID | None) -> str:
    """Return the path of the area where the actor works: their own, else their team's."""
    worker = Worker.objects.filter(account=by.id).select_related("area").first()
    if worker and worker.area:
        return worker.area.path
    team = Team.objects.filter(pk=org_id).select_related("area").first() if org_id else None
    return team.area.path if team and team.area else ""


def said_of(sign_off: SignOff) -> str:
    """Return what is to be signed, in a sentence."""
    language, code = get_language() or "en", sign_off.episode.shown_code
    if sign_off.kind == SignOffKind.LOWER:
        was, wanted = (
            rules.level_of(book().levels, x).label(language)
            for x in (sign_off.from_level, sign_off.to_level)
        )
        return _("%(code)s: lower the level from “%(was)s” to “%(wanted)s”?") % {
            "code": code, "was": was, "wanted": wanted,
        }  # fmt: skip
    reason = book().reasons[sign_off.reason].label(language)
    return _("%(code)s: close, because “%(reason)s”?") % {"code": code, "reason": reason}


def waiting_sign_offs(by: Actor) -> QuerySet[SignOff]:
    """What waits to be signed in episodes that the actor sees, the oldest first."""
    return (
        SignOff.objects.filter(status=SignOffStatus.ASKED, episode__in=visible(by))
        .select_related("episode")
        .order_by("asked_at", "id")
    )
