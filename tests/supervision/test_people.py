"""Sessions, standing supervision, absences, silence, audits and competences."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases.problems import EntryWrong
from sukoon.cases.words import EntryKind
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.supervision import actions, queries, watch
from sukoon.supervision.actions import Log, Point
from sukoon.supervision.models import (
    ActionPoint,
    CompetenceRating,
    NoteCheck,
    Request,
    Session,
    Standing,
    Trainee,
)
from sukoon.supervision.problems import (
    AlreadyStanding,
    CaseUnknown,
    ChoiceUnknown,
    DatesWrong,
    LevelWrong,
    MarksMissing,
    NobodyCame,
    NothingToSample,
    NotYourself,
    NotYourTurn,
    SessionOver,
    SupervisorUnknown,
    TooManySupervisees,
    TraineeUnknown,
)
from sukoon.supervision.words import Presence, QuietReason, SessionKind, SessionStatus
from tests.cases.making import make_case, make_person
from tests.risk.making import NOW
from tests.supervision.making import asked

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def stand(team, *, trainee="worker", supervisor="specialist", **told):
    given = {
        "trainee_id": team.users[trainee].pk, "supervisor_id": team.users[supervisor].pk,
        "org_id": team.org.pk, "starts_on": TODAY,
    }  # fmt: skip
    return actions.begin_standing(by=team.actor("lead"), **{**given, **told})


def plan(team, **told):
    given = {
        "supervisor_id": team.users["lead"].pk, "org_id": team.org.pk, "kind": SessionKind.GROUP,
        "planned_at": NOW + DAY, "minutes": 60, "invited": [team.users["worker"].pk],
    }  # fmt: skip
    return actions.plan_session(by=team.actor("lead"), **{**given, **told})


def log_of(team, **told):
    given = {
        "held_at": NOW, "minutes": 50, "came": {team.users["worker"].pk: Presence.PRESENT},
        "record": {"wellbeing": "well"},
    }  # fmt: skip
    return Log(**{**given, **told})


class TestStanding:
    def test_every_case_of_the_trainee_goes_to_one_supervisor(self, team, case):
        team.add("second", "specialist", area=team.swat)
        for _n in range(3):
            asked(team, make_case(team))
        Request.objects.all().update(supervisor_id=team.users["second"].pk)
        made = stand(team, supervisor="second")
        assert (made.ends_on - made.starts_on).days == 90
        assert asked(team, case).supervisor_id == team.users["second"].pk
        assert asked(team, case=make_case(team)).standing_id == made.pk

    def test_only_whoever_leads_begins_it(self, team):
        with pytest.raises(NotAllowed):
            actions.begin_standing(by=team.actor("worker"), trainee_id=team.users["duty"].pk,
                                   supervisor_id=team.users["specialist"].pk, org_id=team.org.pk,
                                   starts_on=TODAY)  # fmt: skip

    @pytest.mark.parametrize(
        ("told", "problem"),
        [
            ({"supervisor": "lhw"}, SupervisorUnknown), ({"supervisor": "worker"}, SupervisorUnknown),
            ({"trainee": "coordinator"}, TraineeUnknown), ({"ends_on": TODAY}, DatesWrong),
            ({"contract": {"confidential": "perhaps"}}, EntryWrong),
        ],
    )  # fmt: skip
    def test_what_does_not_go_together_is_refused(self, team, told, problem):
        with pytest.raises(problem):
            stand(team, **told)

    def test_once_and_without_an_end_only_while_there_is_room(self, team, monkeypatch):
        from sukoon.supervision.definitions import book

        monkeypatch.setitem(book().limits, "ratio_individual", 1)
        assert stand(team, endless=True).ends_on is None
        with pytest.raises(TooManySupervisees):
            stand(team, trainee="duty", endless=True)
        with pytest.raises(AlreadyStanding):
            stand(team)
        assert stand(team, trainee="duty").ends_on is not None
        ratio = queries.ratios(team.actor("lead"))[0]
        assert (ratio.supervisees, ratio.too_many) == (2, True)

    def test_ended_by_the_supervisor_or_the_lead_only(self, team):
        made = stand(team)
        with pytest.raises(NotYourTurn):
            actions.end_standing(by=team.actor("worker"), standing=made)
        assert actions.end_standing(by=team.actor("specialist"), standing=made).ended_at == NOW
        assert not queries.standings(team.actor("lead")).exists()


class TestAway:
    def test_the_cover_answers_meanwhile_and_the_promise_stands(self, team, case):
        cover = team.add("cover", "specialist", area=team.swat)
        made = asked(team, case)
        by = team.actor("specialist" if made.supervisor_id != cover.pk else "cover")
        other = cover.pk if by.id != cover.pk else team.users["specialist"].pk
        actions.note_away(
            by=by, account_id=by.id, from_on=TODAY, until_on=TODAY + DAY, cover_id=other
        )
        watch.hand_over(by.id)
        moved = Request.objects.get(pk=made.pk)
        assert (moved.supervisor_id, moved.due_at) == (other, made.due_at)
        assert asked(team, make_case(team)).supervisor_id == other

    def test_a_ring_of_absences_ends(self, team, case):
        cover = team.add("cover", "specialist", area=team.swat)
        first = team.users["specialist"]
        for one, other in ((first, cover), (cover, first)):
            actions.note_away(by=team.actor("specialist" if one == first else "cover"),
                              account_id=one.pk, from_on=TODAY, until_on=TODAY, cover_id=other.pk)  # fmt: skip
        made = asked(team, case)
        assert made.owner_id == team.users["lead"].pk

    def test_one_is_away_for_oneself_or_ones_team(self, team):
        specialist = team.users["specialist"].pk
        with pytest.raises(NotYourTurn):
            actions.note_away(
                by=team.actor("duty"), account_id=specialist, from_on=TODAY, until_on=TODAY
            )
        actions.note_away(
            by=team.actor("lead"), account_id=specialist, from_on=TODAY, until_on=TODAY
        )
        with pytest.raises(DatesWrong):
            actions.note_away(by=team.actor("lead"), account_id=specialist, from_on=TODAY,
                              until_on=TODAY - DAY)  # fmt: skip
        with pytest.raises(SupervisorUnknown):
            actions.note_away(by=team.actor("specialist"), account_id=specialist, from_on=TODAY,
                              until_on=TODAY, cover_id=team.users["lhw"].pk)  # fmt: skip


class TestSessions:
    def test_planned_logged_with_cases_points_and_who_came(self, team, case, request_):
        standing = stand(team, supervisor="lead")
        session = plan(team)
        point = Point("Bring the EEG", team.users["worker"].pk, TODAY + 7 * DAY)
        done = actions.log_session(
            by=team.actor("lead"), session=session,
            log=log_of(team, case_codes=[case.code.lower()], points=[point]),
        )  # fmt: skip
        assert (done.status, done.log_by) == (SessionStatus.HELD, None)
        assert done.cases.get().case_code == case.code
        assert ActionPoint.objects.get().what == "Bring the EEG"
        assert Standing.objects.get(pk=standing.pk).last_met_on == TODAY
        assert "EEG" not in " ".join(str(vars(e)) for e in AuditEntry.objects.all())
        by = team.actor("worker")
        assert [p.what for p in queries.points_of(by)] == ["Bring the EEG"]
        actions.finish_point(by=by, point=queries.points_of(by)[0])
        assert not queries.points_of(by)

    def test_a_supervisor_names_a_case_that_was_shared_with_them(self, team):
        from sukoon.supervision.actions.sessions import _case

        team.add("far", "specialist", area=team.swat)
        case = make_case(team)
        made = asked(team, case)
        actions.assign(by=team.actor("lead"), request=made, supervisor_id=team.users["far"].pk)
        assert _case(team.actor("far"), case.code).pk == case.pk
        with pytest.raises(CaseUnknown):
            _case(team.actor("stranger"), case.code)

    @pytest.mark.parametrize("who", ["worker", "duty", "stranger", "coordinator"])
    def test_only_who_leads_plans_and_only_they_log(self, team, who):
        session = plan(team)
        with pytest.raises(NotAllowed):
            actions.plan_session(by=team.actor(who), supervisor_id=team.users["lead"].pk, minutes=5,
                                 org_id=team.org.pk, kind=SessionKind.PEER, planned_at=NOW,
                                 invited=[team.users["worker"].pk])  # fmt: skip
        with pytest.raises((NotAllowed, NotYourTurn)):
            actions.log_session(by=team.actor(who), session=session, log=log_of(team))

    @pytest.mark.parametrize(
        ("told", "problem"),
        [
            ({"came": {}}, NobodyCame), ({"minutes": 0}, DatesWrong),
            ({"held_at": NOW + DAY}, DatesWrong), ({"record": {"wellbeing": "?"}}, EntryWrong),
            ({"case_codes": ["XXXX-XXXX"]}, CaseUnknown),
            ({"points": [Point("x", uuid4(), TODAY)]}, TraineeUnknown),
        ],
    )  # fmt: skip
    def test_what_cannot_be_logged_is_refused_whole(self, team, told, problem):
        session = plan(team)
        with pytest.raises(problem):
            actions.log_session(by=team.actor("lead"), session=session, log=log_of(team, **told))
        assert Session.objects.get().status == SessionStatus.PLANNED

    @pytest.mark.parametrize("told", [{"invited": []}, {"minutes": 0}, {"invited": [uuid4()]}])
    def test_a_session_needs_guests_and_minutes(self, team, told):
        with pytest.raises((NobodyCame, DatesWrong, TraineeUnknown)):
            plan(team, **told)

    def test_not_logged_in_time_is_missed_alarmed_and_may_still_be_logged(self, team, clock):
        session = plan(team)
        later = session.log_by + timedelta(minutes=1)
        clock.move_to(later)
        watch.watch(later)
        assert Session.objects.get().status == SessionStatus.MISSED
        lead = team.actor("lead", now=later)
        assert queries.alarm_counts(lead, now=later, today=later.date())["session_missed"] == 1
        assert [a.kind for a in queries.alarms(lead, now=later, today=later.date())] == [
            "session_missed"
        ]
        actions.log_session(by=lead, session=session, log=log_of(team))
        with pytest.raises(SessionOver):
            actions.cancel_session(by=lead, session=session)

    def test_no_session_for_longer_than_agreed_is_an_alarm(self, team, clock):
        stand(team, endless=True)
        later = NOW + 38 * DAY
        clock.move_to(later)
        watch.watch_people(later)
        counts = queries.alarm_counts(team.actor("lead", now=later), now=later, today=later.date())
        assert counts["no_session"] == 1


class TestSilence:
    def test_at_14_and_30_days_a_nudge_without_private_words(self, team, case, clock, settings):
        settings.MAIL_IS_SET_UP = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        asked(team, case, question="She wants to die.")
        trainee = Trainee.objects.get()
        for days, nudges in ((13, 0), (14, 1), (20, 1), (30, 2), (60, 2)):
            later = NOW + days * DAY
            clock.move_to(later)
            watch.watch_people(later)
            trainee.refresh_from_db()
            assert trainee.nudges == nudges, days
        watch.send_nudge(trainee.pk)
        assert len(mail.outbox) == 1
        text = mail.outbox[0].subject + mail.outbox[0].body
        assert case.code not in text
        assert "die" not in text.replace("Sukoon", "")
        by = team.actor("lead", now=later)
        assert [t.pk for t in queries.quiet(by, today=later.date())] == [trainee.pk]
        assert queries.nudged(team.actor("worker", now=later)).pk == trainee.pk

    def test_a_case_ends_the_silence(self, team, case, clock):
        asked(team, case)
        later = NOW + 31 * DAY
        clock.move_to(later)
        watch.watch_people(later)
        trainee = Trainee.objects.get()
        actions.say_why_quiet(by=team.actor("worker", now=later), trainee=trainee,
                              reason=QuietReason.NO_TIME)  # fmt: skip
        asked(team, make_case(team, opened_at=later))
        trainee.refresh_from_db()
        assert (trainee.nudges, trainee.quiet_reason, trainee.sent) == (0, "", 2)

    def test_who_says_why(self, team, case):
        asked(team, case)
        trainee = Trainee.objects.get()
        for who, allowed in (("worker", True), ("lead", True), ("stranger", False)):
            try:
                actions.say_why_quiet(
                    by=team.actor(who), trainee=trainee, reason=QuietReason.UNSURE
                )
                assert allowed, who
            except (NotAllowed, NotYourTurn):
                assert not allowed, who
        with pytest.raises(ChoiceUnknown):
            actions.say_why_quiet(by=team.actor("lead"), trainee=trainee, reason="lazy")

    def test_only_a_lead_reminds_by_hand(self, team, case):
        asked(team, case)
        trainee = Trainee.objects.get()
        assert actions.nudge_by_hand(by=team.actor("lead"), trainee=trainee).nudged_at == NOW
        with pytest.raises(NotAllowed):
            actions.nudge_by_hand(by=team.actor("worker"), trainee=trainee)
        with pytest.raises(NotAllowed):
            actions.nudge(by=team.actor("lead"), trainee=trainee, stage=1)
        assert actions.nudge(by=SYSTEM, trainee=trainee, stage=1).nudges == 1


class TestAudits:
    @pytest.fixture
    def notes(self, team, case):
        return [
            cases.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.NOTE,
                               values={"text": f"n{n}"}, happened_at=NOW) for n in range(8)
        ]  # fmt: skip

    def draw(self, team, **told):
        given = {"org_id": team.org.pk, "from_on": TODAY, "until_on": TODAY, "share": 50}
        return actions.draw_sample(by=team.actor("lead"), **{**given, **told})

    def test_a_sample_says_how_it_was_drawn_and_leaves_out_ones_own(self, team, case, notes):
        cases.record_entry(by=team.actor("lead"), case=case, kind=EntryKind.NOTE,
                           values={"text": "mine"}, happened_at=NOW)  # fmt: skip
        made = self.draw(team, seed="s1")
        assert (made.of_count, made.size) == (8, 4)
        assert NoteCheck.objects.filter(worker_id=team.users["lead"].pk).count() == 0
        assert set(NoteCheck.objects.values_list("entry_id", flat=True)) <= {n.pk for n in notes}

    def test_nothing_to_draw_wrong_days_and_wrong_people(self, team, notes):
        with pytest.raises(NothingToSample):
            self.draw(team, from_on=TODAY - 9 * DAY, until_on=TODAY - 8 * DAY)
        with pytest.raises(DatesWrong):
            self.draw(team, until_on=TODAY - DAY)
        for who in ("worker", "stranger", "coordinator"):
            with pytest.raises(NotAllowed):
                actions.draw_sample(by=team.actor(who), org_id=team.org.pk, from_on=TODAY,
                                    until_on=TODAY)  # fmt: skip

    def test_a_checklist_is_answered_point_by_point(self, team, notes):
        self.draw(team)
        check = queries.checks(team.actor("lead"))[0]
        marks = dict.fromkeys(("readable", "risk_asked", "next_step", "respect"), "yes")
        with pytest.raises(MarksMissing):
            actions.check_note(by=team.actor("lead"), check=check, marks=marks)
        done = actions.check_note(
            by=team.actor("lead"),
            check=check,
            marks={**marks, "no_more": "partly", "readable": "no"},
        )
        assert done.met == 70
        with pytest.raises(ChoiceUnknown):
            actions.check_note(by=team.actor("lead"), check=check, marks={**marks, "no_more": "?"})
        with pytest.raises(NotAllowed):
            actions.check_note(by=team.actor("worker"), check=check, marks={})

    def test_nobody_checks_their_own_note(self, team, notes):
        self.draw(team)
        check = NoteCheck.objects.first()
        NoteCheck.objects.filter(pk=check.pk).update(worker_id=team.users["lead"].pk)
        with pytest.raises(NotYourself):
            actions.check_note(by=team.actor("lead"), check=check, marks={})
        assert check.pk not in [c.pk for c in queries.checks(team.actor("lead"))]


class TestCompetence:
    def rate(self, team, who="lead", **told):
        given = {
            "account_id": team.users["worker"].pk, "org_id": team.org.pk, "competence": "warmth",
            "level": 3, "observed": "live", "rated_on": TODAY,
        }  # fmt: skip
        return actions.rate_competence(by=team.actor(who), **{**given, **told})

    def test_the_last_level_stands_and_harm_in_safety_is_told(self, team):
        worker = team.users["worker"].pk
        self.rate(team, rated_on=TODAY - DAY, level=1, remark="Shouted at her.")
        assert queries.harmful(worker) == {"warmth"}
        self.rate(team)
        assert queries.competence_levels(worker) == {"warmth": 3}
        assert not queries.harmful(worker)
        assert CompetenceRating.objects.count() == 2

    def test_what_stood_on_a_day_is_told_for_gating(self, team):
        """Whatever was rated later does not count for a day before it, in whatever order it came."""
        worker, before = team.users["worker"].pk, TODAY - 10 * DAY
        self.rate(team, rated_on=TODAY, level=4)
        self.rate(team, rated_on=before, level=1, remark="Shouted at her.")
        self.rate(team, rated_on=before + DAY, level=3)
        told = [queries.competence_level(worker, "warmth", on=before + n * DAY) for n in (-1, 0, 1)]
        assert told == [None, 1, 3]
        assert queries.competence_level(worker, "warmth", on=TODAY) == 4
        assert queries.competence_level(worker, "warmth") == 4
        assert queries.competence_level(worker, "listening") is None
        assert queries.competence_level(uuid4(), "warmth") is None
        assert queries.harmful(worker, on=before) == {"warmth"}
        assert not queries.harmful(worker, on=before + DAY)

    def test_competent_is_who_has_each_of_them_and_nothing_harmful(self, team):
        worker = team.users["worker"].pk
        self.rate(team)
        assert queries.is_competent(worker, ["warmth"])
        assert queries.is_competent(worker, [])
        assert not queries.is_competent(worker, ["warmth"], least=4)
        assert not queries.is_competent(worker, ["warmth", "listening"])
        assert not queries.is_competent(worker, ["warmth"], on=TODAY - DAY)
        self.rate(team, competence="harm", level=1, remark="Did not ask.")
        assert not queries.is_competent(worker, ["warmth"])
        assert not queries.is_competent(worker, [])

    @pytest.mark.parametrize(
        ("told", "problem"),
        [
            ({"level": 5}, LevelWrong), ({"level": 1}, LevelWrong),
            ({"competence": "magic"}, ChoiceUnknown), ({"rated_on": TODAY + DAY}, DatesWrong),
            ({"account_id": uuid4()}, TraineeUnknown),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, team, told, problem):
        with pytest.raises(problem):
            self.rate(team, **told)

    @pytest.mark.parametrize("who", ["worker", "duty", "stranger", "coordinator"])
    def test_only_who_leads_rates(self, team, who):
        with pytest.raises(NotAllowed):
            self.rate(team, who=who)

    def test_nobody_rates_themselves(self, team):
        with pytest.raises(NotYourself):
            self.rate(team, account_id=team.users["lead"].pk)


def test_the_record_of_a_worker_is_theirs_their_leads_and_their_supervisors(team, case):
    own = make_case(team, who="lhw", person=make_person(team, who="lhw"), tier=1)
    asked(team, own, who="lhw")
    trainee = Trainee.objects.get(account_id=team.users["lhw"].pk)
    seen = {n for n in team.users if queries.record_of(team.actor(n), trainee) is not None}
    assert seen == {"lhw", "lead", "specialist"}
    record = queries.record_of(team.actor("lead"), trainee)
    assert [q.cases for q in record.quarters] == [1]
