"""Whom a request may be given to: the page offers exactly those whom the action takes."""

import re
from datetime import date, timedelta

import pytest

from sukoon.accounts.models import RoleAssignment
from sukoon.supervision import actions, queries, watch
from sukoon.supervision.models import Absence, Request, RequestStep, Standing
from sukoon.supervision.problems import SupervisorUnknown
from tests.cases.making import make_case
from tests.factories import AreaFactory, RoleAssignmentFactory
from tests.risk.making import NOW
from tests.supervision.making import asked
from tests.supervision.test_pages import at, text_of, url  # noqa: F401 - a fixture
from tests.supervision.test_people import stand

TODAY = date(2026, 11, 24)
WORDS = "Choose somebody who may answer there, is not away, and did not ask themselves."
MAY = {"duty", "backup", "lead", "specialist", "near"}


@pytest.fixture
def team(team):
    """The team, a specialist of its area, and those whom it is not to reach."""
    buner = AreaFactory(pcode="PK533", name_en="Buner", path="PK/PK5/PK533/")
    team.add("near", "specialist", area=team.swat)
    team.add("elsewhere", "specialist", org_id=team.other.pk, area=buner)
    team.add("their_lead", "care_lead", org_id=team.other.pk)
    team.add("gone", "care_worker", org_id=team.org.pk)
    team.users["gone"].is_active = False
    team.users["gone"].save()
    team.add("past", "care_worker", org_id=team.org.pk)
    past = RoleAssignment.objects.filter(user=team.users["past"])
    past.update(expires_at=NOW - timedelta(days=1))
    team.buner = buner
    return team


def offered(team, request, who="lead"):
    """Return the names of those whom the page offers."""
    found = queries.who_could_answer(team.actor(who), request, now=NOW, today=TODAY)
    names = {user.pk: name for name, user in team.users.items()}
    return {names[pk] for pk, _name in found}


def taken(team, request):
    """Return the names of those to whom the action gives it, each tried; who is refused changes nothing."""
    found = set()
    for name, user in team.users.items():
        kept = Request.objects.get(pk=request.pk)
        steps = RequestStep.objects.filter(request=request).count()
        try:
            made = actions.assign(by=team.actor("lead"), request=kept, supervisor_id=user.pk)
        except SupervisorUnknown:
            assert Request.objects.filter(pk=kept.pk).values().get() == {
                f.attname: getattr(kept, f.attname) for f in Request._meta.concrete_fields
            }
            assert RequestStep.objects.filter(request=request).count() == steps
            continue
        assert made.supervisor_id == user.pk, "it was given to somebody else than was chosen"
        found.add(name)
    return found


def away(team, who, cover=None):
    return actions.note_away(
        by=team.actor(who), account_id=team.users[who].pk, from_on=TODAY, until_on=TODAY,
        cover_id=team.users[cover].pk if cover else None,
    )  # fmt: skip


class TestWhoMayBeGivenIt:
    def test_those_of_the_team_and_of_the_area_and_nobody_else(self, team, request_):
        assert offered(team, request_) == taken(team, request_) == MAY

    def test_not_who_is_away(self, team, request_):
        away(team, "near")
        assert offered(team, request_) == taken(team, request_) == MAY - {"near"}

    def test_in_the_place_of_who_is_away_their_cover_of_elsewhere(self, team, request_):
        team.add("two_places", "specialist", area=team.swat)
        RoleAssignmentFactory(user=team.users["two_places"], role="specialist", area=team.buner)
        away(team, "two_places", cover="elsewhere")
        assert offered(team, request_) == taken(team, request_) == MAY | {"elsewhere"}
        Absence.objects.update(removed_at=NOW)
        again = asked(team, make_case(team))
        assert offered(team, again) == taken(team, again) == MAY | {"two_places"}

    def test_a_cover_who_may_not_answer_any_more_is_not(self, team, request_):
        away(team, "near", cover="specialist")
        RoleAssignment.objects.filter(user=team.users["specialist"]).delete()
        assert offered(team, request_) == taken(team, request_) == MAY - {"near", "specialist"}

    def test_who_stands_by_its_asker_wherever_they_are(self, team, request_):
        stand(team, supervisor="elsewhere")
        assert offered(team, request_) == taken(team, request_) == MAY | {"elsewhere"}
        others = asked(team, make_case(team, who="duty"), who="duty")
        assert offered(team, others) == taken(team, others) == MAY - {"duty"} | {"worker"}

    def test_who_asked_is_never_offered_their_own(self, team):
        made = asked(team, make_case(team, who="lead"), who="lead")
        assert offered(team, made, who="specialist") == MAY - {"lead"} | {"worker"}

    @pytest.mark.parametrize("who", ["worker", "stranger", "their_lead", "coordinator", "near"])
    def test_the_list_is_for_who_leads_there(self, team, request_, who):
        Request.objects.update(supervisor_id=team.users["specialist"].pk)
        Request.objects.update(owner_id=team.users["specialist"].pk)
        assert offered(team, Request.objects.get(), who=who) == set()


class TestByThePage:
    def test_it_offers_them_and_gives_it(self, team, request_, at):  # noqa: F811
        page = text_of(at("lead").get(url("assign", request_.pk)))
        names = {str(user.pk): name for name, user in team.users.items()}
        assert {names[pk] for pk in re.findall(r'<option value="([^"]+)"', page)} == MAY
        for name in sorted(MAY):
            to = str(team.users[name].pk)
            assert at("lead").post(url("assign", request_.pk), {"who": to}).status_code == 302
            assert str(Request.objects.get().supervisor_id) == to

    @pytest.mark.parametrize(
        "name", ["stranger", "elsewhere", "their_lead", "gone", "past", "worker"]
    )
    def test_anybody_else_is_refused_in_words(self, team, request_, at, name):  # noqa: F811
        told = {"who": str(team.users[name].pk), "why": ""}
        answer = at("lead").post(url("assign", request_.pk), told)
        assert (answer.status_code, WORDS in text_of(answer)) == (422, True)
        assert Request.objects.get().supervisor_id == request_.supervisor_id

    def test_a_cover_of_elsewhere_is_refused_in_words(self, team, at):  # noqa: F811
        days = {"from_on": "2026-11-25", "until_on": "2026-11-26"}
        told = {**days, "cover": str(team.users["elsewhere"].pk)}
        answer = at("specialist").post(url("away"), told)
        assert (answer.status_code, WORDS in text_of(answer)) == (422, True)
        assert not Absence.objects.exists()


class TestCoverAndStanding:
    @pytest.mark.parametrize("name", ["elsewhere", "stranger", "their_lead", "lhw", "gone", "past"])
    def test_nobody_covers_who_may_not_answer_where_they_do(self, team, name):
        for who in ("specialist", "lead"):
            with pytest.raises(SupervisorUnknown):
                away(team, who, cover=name)
        assert not Absence.objects.exists()

    def test_a_lead_is_covered_by_one_of_the_team(self, team):
        assert away(team, "lead", cover="duty").cover_id == team.users["duty"].pk
        seen = {pk for pk, _name in queries.covers(team.actor("lead"), now=NOW)}
        assert {team.users[n].pk for n in MAY - {"lead", "near"}} <= seen

    def test_what_waits_goes_to_the_next_where_the_cover_may_not_answer(self, team, request_):
        first = {u.pk: n for n, u in team.users.items()}[request_.supervisor_id]
        other = next(iter({"near", "specialist"} - {first}))
        Absence.objects.create(
            account_id=request_.supervisor_id, cover_id=team.users["elsewhere"].pk,
            from_on=TODAY, until_on=TODAY,
        )  # fmt: skip
        RoleAssignment.objects.filter(user=team.users["elsewhere"]).delete()
        watch.hand_over(request_.supervisor_id)
        assert Request.objects.get().supervisor_id == team.users[other].pk

    @pytest.mark.parametrize("name", ["stranger", "their_lead", "gone", "past", "lhw"])
    def test_no_worker_of_another_team_stands_by_a_trainee(self, team, name):
        with pytest.raises(SupervisorUnknown):
            stand(team, supervisor=name)
        assert not Standing.objects.exists()

    def test_who_stands_by_somebody_and_may_not_answer_any_more_is_passed_over(self, team):
        stand(team, supervisor="backup")
        team.users["backup"].is_active = False
        team.users["backup"].save()
        made = asked(team, make_case(team))
        assert made.supervisor_id in {team.users[n].pk for n in ("specialist", "near")}
