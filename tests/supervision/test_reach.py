"""The access rule in two forms: what `scope` says, the filters say too."""

import pytest

from sukoon.cases import actions as cases
from sukoon.core.access import can
from sukoon.core.permissions import Permission
from sukoon.supervision import actions, reach, watch
from sukoon.supervision.models import Request, Session, Standing, Trainee
from tests.cases.making import make_case, make_person
from tests.supervision.making import answered, asked
from tests.supervision.test_people import plan, stand


@pytest.fixture
def everything(team, case):
    """Requests open and closed, of the team and another, with and without a supervisor."""
    team.add("far", "specialist", area=team.swat)
    asked(team, case)
    own = make_case(team, who="lhw", person=make_person(team, who="lhw"), tier=1)
    closed = asked(team, own, who="lhw")
    actions.close(by=team.actor("lhw"), request=closed)
    again = asked(team, own, who="lhw")
    actions.assign(by=team.actor("lead"), request=again, supervisor_id=team.users["duty"].pk)
    answered(team, again, who="duty")
    abroad = {"org_id": team.other.pk, "area_path": "PK/PK9/"}
    person = make_person(team, who="stranger", **abroad)
    asked(
        team, make_case(team, who="stranger", person=person, org_id=team.other.pk), who="stranger"
    )
    handed_on = asked(team, make_case(team))
    supervisor = next(n for n, u in team.users.items() if u.pk == handed_on.supervisor_id)
    answered(team, handed_on, who=supervisor)
    cases.assign(by=team.actor("lead"), case=handed_on.case, owner_id=team.users["duty"].pk,
                 org_id=team.org.pk)  # fmt: skip
    watch.follow_assignment(handed_on.case_id)
    peer = make_case(team, who="specialist")
    actions.close(by=team.actor("specialist"), request=asked(team, peer, who="specialist"))
    plan(team)
    stand(team)
    return team


@pytest.mark.parametrize("permission", [p for p in Permission if p.name.startswith("SUPERVISION")])
def test_rule_and_filter_agree_for_everybody(everything, permission):
    team = everything
    for name in team.users:
        by = team.actor(name)
        for model, filtered in (
            (Request, reach.of_requests), (Session, reach.of_sessions),
            (Standing, reach.of_standings), (Trainee, reach.of_workers),
        ):  # fmt: skip
            by_rule = {r.pk for r in model.objects.all() if can(by, permission, r.scope)}
            by_filter = set(
                model.objects.filter(filtered(by, permission)).values_list("pk", flat=True)
            )
            assert by_rule == by_filter, (name, model.__name__, permission)


def test_the_look_is_sharp(everything):
    assert Request.objects.count() == 6
    assert len({len(reach.requests(everything.actor(n))) for n in everything.users}) > 2
