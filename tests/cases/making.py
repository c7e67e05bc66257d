"""Who is who in tests about cases: the team of the risk tests, a person and their case."""

from datetime import datetime

from sukoon.cases import actions
from sukoon.cases.models import Case
from sukoon.people import actions as people
from sukoon.people.models import Person
from sukoon.people.words import GivenBy, Manner, Purpose
from tests.risk.making import NOW, Team

WORDS = "She said her brother took the tablets away."


def make_person(
    team: Team, *, who: str = "worker", consents: bool = True, **told: object
) -> Person:
    by = team.actor(who)
    given = {"names": ["Amna Farzi"], "org_id": team.org.pk, "area_path": team.swat.path, **told}
    person = people.record_person(by=by, **given)
    if consents:
        people.record_consent(
            by=by, person=person, purpose=Purpose.CARE, given_by=GivenBy.SELF,
            manner=Manner.SPOKEN, language="ur", given_at=NOW,
        )  # fmt: skip
    return person


def make_case(
    team: Team, *, who: str = "worker", opened_at: datetime = NOW, **told: object
) -> Case:
    person = told.pop("person", None) or make_person(team, who=who)
    given = {"tier": 2, "opened_at": opened_at, "org_id": team.org.pk, **told}
    return actions.open_case(by=team.actor(who), person=person, **given)


def contact(**told: object) -> dict[str, object]:
    return {"channel": "phone", "outcome": "reached", "told": "Slept better.", **told}
