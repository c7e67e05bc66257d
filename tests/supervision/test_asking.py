"""Asking for supervision: by whom, about what, and what goes along."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases.words import ClosureReason, EntryKind
from sukoon.core.access import NotAllowed
from sukoon.core.ids import new_id
from sukoon.people import actions as people
from sukoon.people.words import Answer, GivenBy, Manner, Purpose
from sukoon.supervision import actions, queries
from sukoon.supervision.models import Request, RequestStep, Shared, Trainee
from sukoon.supervision.problems import (
    AlreadyAsked,
    CaseNotOpen,
    ChoiceUnknown,
    DatesWrong,
    NoQuestion,
    NotConsented,
    SupervisionRefused,
)
from sukoon.supervision.rules import Opinion
from sukoon.supervision.words import RequestStatus, Turn
from tests.cases.making import make_case, make_person
from tests.risk.making import NOW
from tests.supervision.making import FITS, asked


def all_words() -> str:
    return " ".join(str(vars(e)) for e in AuditEntry.objects.all())


def consents(team, person, answer=Answer.YES, fields=("name",)):
    return people.record_consent(
        by=team.actor("worker"), person=person, purpose=Purpose.SUPERVISION, answer=answer,
        given_by=GivenBy.SELF, manner=Manner.SPOKEN, language="ur", given_at=NOW, fields=fields,
    )  # fmt: skip


class TestAsking:
    def test_it_goes_to_the_specialist_of_the_area_with_a_clock(self, team, case):
        made = asked(team, case)
        assert made.status == RequestStatus.ASSIGNED
        assert made.supervisor_id == made.owner_id
        assert made.turn == Turn.ANSWER
        assert made.due_at == NOW + timedelta(days=3)
        assert made.is_first
        events = AuditEntry.objects.filter(subject_id=made.pk).values_list("event", flat=True)
        assert list(events) == ["supervision.requested"]

    def test_the_words_are_sealed_and_stand_in_no_event(self, team, case):
        asked(team, case, question="Her brother hid the pistol. What now?")
        assert "pistol" not in all_words()
        with connection.cursor() as cursor:
            cursor.execute("select question, snapshot, opinion from supervision_shared")
            assert all(b"pistol" not in bytes(v) for row in cursor.fetchall() for v in row)

    @pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
    def test_not_about_a_case_out_of_reach(self, team, case, who):
        with pytest.raises(NotAllowed):
            asked(team, case, who=who)

    def test_a_community_worker_asks_about_their_own_case(self, team):
        own = make_case(team, who="lhw", person=make_person(team, who="lhw"), tier=1)
        assert asked(team, own, who="lhw").asked_by_id == team.users["lhw"].pk

    @pytest.mark.parametrize(
        ("told", "problem"),
        [
            ({"question": " "}, NoQuestion),
            ({"urgency": "yesterday"}, ChoiceUnknown),
            ({"opinion": Opinion("XYZ")}, ChoiceUnknown),
            ({"opinion": Opinion("EPI", referral="mars")}, ChoiceUnknown),
            ({"opinion": Opinion("EPI", support=frozenset({"prayer wheel"}))}, ChoiceUnknown),
            ({"happened_at": NOW + timedelta(days=1)}, DatesWrong),
        ],
    )
    def test_what_cannot_be_asked_is_refused_in_words(self, team, case, told, problem):
        with pytest.raises(problem):
            asked(team, case, **told)
        assert not Request.objects.exists()

    def test_not_about_a_closed_case(self, team, case):
        cases.close_case(by=team.actor("worker"), case=case, happened_at=NOW,
                         reason=ClosureReason.END_OF_CARE, values={"outcome": "recovered"})  # fmt: skip
        with pytest.raises(CaseNotOpen):
            asked(team, case)

    def test_not_twice_while_one_waits(self, team, case, request_):
        with pytest.raises(AlreadyAsked):
            asked(team, case)

    def test_the_same_from_a_phone_twice_is_one(self, team, case):
        pk = new_id()
        first, again = (asked(team, case, request_id=pk) for _n in range(2))
        assert first.pk == again.pk
        assert Trainee.objects.get(account_id=team.users["worker"].pk).sent == 1

    def test_what_was_asked_offline_keeps_both_times(self, team, case):
        made = asked(team, case, happened_at=NOW - timedelta(days=2))
        step = RequestStep.objects.filter(request=made).first()
        assert (step.happened_at, step.at) == (NOW - timedelta(days=2), NOW)
        assert made.due_at == NOW + timedelta(days=1)

    def test_what_comes_too_late_to_be_kept_is_due_at_once_not_in_the_past(self, team, case):
        made = asked(team, case, happened_at=NOW - timedelta(days=20))
        assert NOW < made.due_at <= NOW + timedelta(hours=1)


class TestWhatGoesAlong:
    def test_nothing_by_which_the_person_is_known(self, team, case):
        cases.record_entry(
            by=team.actor("worker"), case=case, kind=EntryKind.ASSESSMENT, happened_at=NOW,
            values={"motive": "Amna falls. Call her father at 0300-1234567."},
        )  # fmt: skip
        made = asked(team, case, question="Amna Farzi has fits?")
        kept = Shared.objects.get(request=made)
        text = f"{kept.question} {kept.snapshot}"
        assert "Amna" not in text
        assert "Farzi" not in text
        assert "1234567" not in text
        assert kept.taken_out == 4
        assert json.loads(kept.snapshot)["reason"] == "[…] falls. Call her father at […]."

    def test_it_stays_as_the_trainee_saw_it(self, team, case):
        by = team.actor("worker")
        first = cases.record_entry(by=by, case=case, kind=EntryKind.ASSESSMENT, happened_at=NOW,
                                   values={"motive": "Falls since winter."})  # fmt: skip
        made = asked(team, case)
        cases.amend_entry(by=by, entry=first, values={"motive": "Falls since spring."}, why="slip")
        assert (
            json.loads(Shared.objects.get(request=made).snapshot)["reason"] == "Falls since winter."
        )

    def test_a_name_only_with_a_consent_that_names_it(self, team, case):
        with pytest.raises(NotConsented):
            asked(team, case, fields=["name"])
        consent = consents(team, case.person)
        with pytest.raises(NotConsented, match="phone"):
            asked(team, case, fields=["name", "phone"])
        kept = Shared.objects.get(request=asked(team, case, fields=["name"]))
        assert json.loads(kept.snapshot)["person"]["name"] == "Amna Farzi"
        assert kept.consent_id == consent.pk

    def test_somebody_who_said_no_is_not_talked_over(self, team, case):
        consents(team, case.person, answer=Answer.NO, fields=())
        with pytest.raises(SupervisionRefused):
            asked(team, case)

    def test_a_field_that_is_on_no_list_never_goes(self, team, case):
        kept = Shared.objects.get(request=asked(team, case, fields=["guardian", "address"]))
        assert not set(kept.fields.split()) & {"guardian", "address"}


class TestWhoSeesIt:
    def test_both_sides_the_lead_and_the_area_while_it_is_open(self, team, request_):
        seen = {n for n in team.users if queries.visible(team.actor(n)).exists()}
        assert seen == {"worker", "specialist", "lead"}

    def test_a_closed_one_is_no_longer_the_areas(self, team, case):
        team.add("far", "specialist", area=team.swat)
        made = asked(team, case)
        assert queries.visible(team.actor("far")).exists()
        actions.close(by=team.actor("worker"), request=made)
        assert not queries.visible(team.actor("far")).exists()
        assert queries.visible(team.actor("specialist")).exists()


class TestTheDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"owner_id": None}, {"due_at": None}, {"turn": ""}, {"status": "nowhere"},
            {"status": "closed"}, {"supervisor_id": None}, {"status": "answered"},
        ],
        ids=str,
    )  # fmt: skip
    def test_it_refuses_an_open_request_without_owner_turn_or_deadline(self, request_, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=request_.pk).update(**wrong)

    def test_it_refuses_that_one_answers_oneself(self, request_):
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=request_.pk).update(supervisor_id=request_.asked_by_id)


def test_opinions_come_back_as_they_were_sealed(team, request_):
    from sukoon.supervision.reading import opinion_of

    assert opinion_of(str(Shared.objects.get(request=request_).opinion)) == FITS
