"""What tests about supervision begin from: a question of the team's worker, an answer."""

from sukoon.cases.models import Case
from sukoon.supervision import actions
from sukoon.supervision.actions import Draft
from sukoon.supervision.models import Answer, Request
from sukoon.supervision.reading import Words
from sukoon.supervision.rules import Medicine, Opinion
from tests.risk.making import NOW, Team

FITS = Opinion("EPI", "", (Medicine("Valproate", "200 mg"),), frozenset({"explain"}), "none")
STRESS = Opinion("OTH", "", (), frozenset({"explain", "stress"}), "remote")
WHY = Words("Dissociative seizures", "No injury in 16 months.", "Ask who was there.", "")
QUESTION = "Are these fits? Should I start a medicine?"


def asked(team: Team, case: Case, *, who: str = "worker", **told: object) -> Request:
    given = {"question": QUESTION, "opinion": FITS, **told}
    return actions.ask(by=team.actor(who), case=case, **given)


def draft(**told: object) -> Draft:
    return Draft(**{"verdict": "change", "opinion": STRESS, "words": WHY, **told})


def answered(team: Team, request: Request, *, who: str = "specialist", **told: object) -> Answer:
    fresh = Request.objects.get(pk=request.pk)
    return actions.answer(by=team.actor(who), request=fresh, draft=draft(**told))


__all__ = ["FITS", "NOW", "QUESTION", "STRESS", "WHY", "answered", "asked", "draft"]
