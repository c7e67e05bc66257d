"""What can be done to a case: by whom, from which state, and what is said about it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions, queries
from sukoon.cases.actions.planning import GoalChange
from sukoon.cases.models import Case, CaseStep, Conflict, Entry, EntryCode, Goal, Response, Task
from sukoon.cases.problems import (
    AnswersWrong,
    AttachmentRefused,
    CaseClosed,
    EntryWrong,
    HappenedWrong,
    KindNotRecorded,
    LeadUnknown,
    NoteNeeded,
    NotOfThisCase,
    RiskStillOpen,
)
from sukoon.cases.words import CaseStatus, ClosureReason, EntryKind, LinkKind, TaskKind
from sukoon.core.access import SYSTEM, NotAllowed, can
from sukoon.core.permissions import Permission
from sukoon.core.problems import StepNotPossible
from sukoon.people import actions as people
from sukoon.people.problems import NoConsent
from sukoon.risk import queries as risks
from sukoon.risk.models import RiskEpisode
from tests.cases.making import WORDS, contact, make_case, make_person
from tests.risk.making import NOW

CLOSING = {"outcome": "recovered"}


def said_of(case):
    return list(AuditEntry.objects.filter(subject_id=case.pk).values_list("event", flat=True))


def all_words():
    return " ".join(str(vars(e)) for e in AuditEntry.objects.all())


def close(team, case, at=NOW):
    return actions.close_case(by=team.actor("worker"), case=case, happened_at=at,
                              reason=ClosureReason.END_OF_CARE, values=CLOSING)  # fmt: skip


class TestOpening:
    def test_a_case_opens_with_a_code_that_reveals_nothing(self, team, case):
        assert len(case.code) == 9
        assert not set(case.code.replace("-", "")) & set("AEIOU01")
        assert case.owner_id == team.users["worker"].pk
        assert case.status == CaseStatus.OPEN
        assert said_of(case) == ["case.opened"]

    def test_without_consent_only_with_a_reason_that_is_kept(self, team):
        person = make_person(team, consents=False)
        with pytest.raises(NoConsent):
            make_case(team, person=person)
        case = make_case(team, person=person, without_consent="Unconscious, brought by a neighbour")
        assert CaseStep.objects.get(case=case).why == "Unconscious, brought by a neighbour"
        assert "neighbour" not in all_words()

    @pytest.mark.parametrize("who", ["stranger", "coordinator"])
    def test_not_for_a_person_out_of_reach(self, team, who):
        person = make_person(team)
        with pytest.raises(NotAllowed):
            actions.open_case(by=team.actor(who), person=person, tier=2, opened_at=NOW,
                              org_id=team.other.pk)  # fmt: skip

    def test_not_in_the_future(self, team):
        with pytest.raises(HappenedWrong):
            make_case(team, opened_at=NOW + timedelta(days=1))


class TestRecording:
    def test_an_entry_is_sealed_and_its_codes_can_be_counted(self, team, case):
        entry = actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.CONTACT,
                                     values=contact(told=WORDS), happened_at=NOW)  # fmt: skip
        kept = Entry.objects.get(pk=entry.pk)
        assert queries.opened(kept)["told"] == WORDS
        assert set(kept.codes.values_list("field", "code")) == {
            ("channel", "phone"), ("outcome", "reached"),
        }  # fmt: skip
        case.refresh_from_db()
        assert case.last_contact_at == NOW
        assert "brother" not in all_words()

    def test_the_words_stand_nowhere_in_the_database(self, team, case, django_db_blocker):
        actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.NOTE,
                             values={"text": WORDS}, happened_at=NOW)  # fmt: skip
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select body from cases_entry")
            assert all(b"brother" not in bytes(row[0]) for row in cursor.fetchall())

    def test_not_reached_is_no_contact(self, team, case):
        actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.CONTACT,
                             values=contact(outcome="no_answer"), happened_at=NOW)  # fmt: skip
        case.refresh_from_db()
        assert case.last_contact_at is None

    @pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
    def test_not_by_whom_it_does_not_reach(self, team, case, who):
        with pytest.raises(NotAllowed):
            actions.record_entry(by=team.actor(who), case=case, kind=EntryKind.NOTE,
                                 values={"text": "x"}, happened_at=NOW)  # fmt: skip

    def test_what_is_wrong_is_named_by_field(self, team, case):
        with pytest.raises(EntryWrong) as told:
            actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.CONTACT,
                                 values={"channel": "pigeon"}, happened_at=NOW)  # fmt: skip
        assert set(told.value.wrong) == {"channel", "outcome"}

    @pytest.mark.parametrize("kind", [EntryKind.PLAN, EntryKind.SUPERVISION, EntryKind.REFERRAL])
    def test_kinds_of_the_platform_are_not_typed(self, team, case, kind):
        with pytest.raises(KindNotRecorded):
            actions.record_entry(by=team.actor("worker"), case=case, kind=kind, values={},
                                 happened_at=NOW)  # fmt: skip

    def test_a_late_entry_of_before_the_closing_is_kept_one_of_after_is_not(self, team, case):
        close(team, case)
        early = actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.NOTE,
                                     values={"text": "x"}, happened_at=NOW - timedelta(days=1),
                                     source="phone")  # fmt: skip
        assert early.pk
        with pytest.raises(CaseClosed):
            actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.NOTE,
                                 values={"text": "x"}, happened_at=NOW + timedelta(minutes=5))  # fmt: skip

    def test_one_session_of_a_group_stands_in_each_case_or_in_none(self, team):
        cases = [make_case(team) for _ in range(3)]
        by = team.actor("worker")
        made = actions.record_group_contact(by=by, cases=cases, kind=EntryKind.SESSION,
                                            values={"attended": "yes"}, happened_at=NOW)  # fmt: skip
        assert len({e.group_id for e in made}) == 1
        close(team, cases[0])
        with pytest.raises(CaseClosed):
            actions.record_group_contact(by=by, cases=cases, kind=EntryKind.SESSION,
                                         values={"attended": "yes"},
                                         happened_at=NOW + timedelta(minutes=5))  # fmt: skip
        assert Entry.objects.filter(kind=EntryKind.SESSION).count() == 3

    def test_an_entry_another_area_makes_needs_its_own_permission(self, team, case):
        with pytest.raises(NotAllowed):
            actions.note_made(by=team.actor("coordinator"), case=case, kind=EntryKind.SUPERVISION,
                              document={}, happened_at=NOW)  # fmt: skip
        with pytest.raises(KindNotRecorded):
            actions.note_made(by=team.actor("worker"), case=case, kind=EntryKind.NOTE,
                              document={}, happened_at=NOW)  # fmt: skip
        made = actions.note_made(by=team.actor("worker"), case=case, kind=EntryKind.WALK,
                                 document={"pathway": "dep"}, happened_at=NOW)  # fmt: skip
        assert queries.opened(made) == {"pathway": "dep"}


class TestAmending:
    def test_what_it_said_before_stays(self, team, case):
        by = team.actor("worker")
        first = actions.record_entry(by=by, case=case, kind=EntryKind.NOTE,
                                     values={"text": "6 of 7 days"}, happened_at=NOW)  # fmt: skip
        actions.amend_entry(by=by, entry=first, values={"text": "4 of 7 days"}, why="wrong week")
        shown = queries.timeline(by, case, language="en")
        assert [e.lines[0].value for e in shown] == ["4 of 7 days"]
        assert shown[0].before[0].lines[0].value == "6 of 7 days"
        assert shown[0].before[0].why == "wrong week"

    def test_two_amendments_of_one_entry_do_not_fork(self, team, case):
        by = team.actor("worker")
        first = actions.record_entry(by=by, case=case, kind=EntryKind.NOTE, values={"text": "a"},
                                     happened_at=NOW)  # fmt: skip
        second = actions.amend_entry(by=by, entry=first, values={"text": "b"}, why="w")
        third = actions.amend_entry(by=by, entry=first, values={"text": "c"}, why="w")
        assert third.amends_id == second.pk
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=third.pk).update(amends=first)

    def test_it_says_why(self, team, case):
        by = team.actor("worker")
        first = actions.record_entry(by=by, case=case, kind=EntryKind.NOTE, values={"text": "a"},
                                     happened_at=NOW)  # fmt: skip
        with pytest.raises(NoteNeeded):
            actions.amend_entry(by=by, entry=first, values={"text": "b"}, why=" ")


class TestRisk:
    def test_item_nine_opens_an_episode_in_the_same_breath(self, team, case):
        answers = {f"q{n}": 0 for n in range(1, 9)} | {"q9": 2}
        actions.record_response(by=team.actor("worker"), case=case, instrument="phq9",
                                answers=answers, language="en", happened_at=NOW)  # fmt: skip
        episode = risks.open_for_case(case.pk)
        case.refresh_from_db()
        assert episode is not None
        assert episode.owner_id
        assert case.risk_level == episode.level

    def test_a_flag_is_heard_though_no_total_can_be_given(self, team, case):
        entry = actions.record_response(by=team.actor("worker"), case=case, instrument="phq9",
                                        answers={"q9": 1}, language="en", happened_at=NOW)  # fmt: skip
        assert entry.response.total is None
        assert entry.response.refused
        assert risks.open_for_case(case.pk) is not None

    def test_a_risk_entry_of_a_level_opens_one_and_none_does_not(self, team, case):
        by = team.actor("worker")
        actions.record_entry(by=by, case=case, kind=EntryKind.RISK, values={"level": "none"},
                             happened_at=NOW)  # fmt: skip
        assert risks.open_for_case(case.pk) is None
        actions.record_entry(by=by, case=case, kind=EntryKind.RISK, values={"level": "high"},
                             happened_at=NOW)  # fmt: skip
        assert risks.open_for_case(case.pk).level == "high"

    def test_words_of_risk_ask_and_a_yes_opens_an_episode(self, team, case):
        by = team.actor("worker")
        text = {"text": "He said he wants to kill himself."}
        actions.record_entry(by=by, case=case, kind=EntryKind.NOTE, values=text, happened_at=NOW)
        task = Task.objects.get(case=case)
        assert task.kind == TaskKind.RISK_QUESTION
        assert risks.open_for_case(case.pk) is None
        with pytest.raises(NoteNeeded):
            actions.finish_task(by=by, task=task)
        with pytest.raises(NoteNeeded):
            actions.drop_task(by=by, task=task, why="busy")
        actions.finish_task(by=by, task=task, is_risk=True)
        assert risks.open_for_case(case.pk) is not None

    def test_words_of_risk_answered_at_once_ask_nothing(self, team, case):
        by = team.actor("worker")
        text = {"text": "He said he wants to kill himself."}
        actions.record_entry(by=by, case=case, kind=EntryKind.NOTE, values=text, happened_at=NOW,
                             risk_answered=False)  # fmt: skip
        assert not Task.objects.filter(case=case).exists()

    def test_a_case_with_an_open_risk_does_not_close(self, team, case):
        by = team.actor("worker")
        actions.record_entry(by=by, case=case, kind=EntryKind.RISK, values={"level": "low"},
                             happened_at=NOW)  # fmt: skip
        with pytest.raises(RiskStillOpen):
            close(team, case)
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=NOW,
                                                   closed_why="moved")  # fmt: skip

    def test_when_the_episode_cannot_be_opened_the_entry_is_not_kept_either(
        self, team, case, monkeypatch
    ):
        def broken(**_told):
            raise RuntimeError

        monkeypatch.setattr("sukoon.cases.actions.risks.risk.raise_risk", broken)
        with pytest.raises(RuntimeError):
            actions.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.RISK,
                                 values={"level": "high"}, happened_at=NOW)  # fmt: skip
        assert not Entry.objects.exists()
        assert not RiskEpisode.objects.exists()


class TestResponses:
    def test_the_server_scores(self, team, case):
        answers = {f"q{n}": 1 for n in range(1, 10)} | {"q9": 0}
        entry = actions.record_response(by=team.actor("worker"), case=case, instrument="phq9",
                                        answers=answers, language="ur", happened_at=NOW)  # fmt: skip
        assert (float(entry.response.total), entry.response.band) == (8.0, "mild")

    def test_a_wording_nobody_validated_gets_no_band(self, team, case):
        answers = {f"q{n}": 1 for n in range(1, 9)} | {"q9": 0}
        entry = actions.record_response(by=team.actor("worker"), case=case, instrument="phq9",
                                        answers=answers, language="ps", happened_at=NOW)  # fmt: skip
        assert entry.response.total is not None
        assert entry.response.band == ""

    @pytest.mark.parametrize("answers", [{"q1": 7}, {"q1": "often"}, {"q99": 1}, {}])
    def test_answers_that_do_not_fit_are_refused(self, team, case, answers):
        with pytest.raises(AnswersWrong):
            actions.record_response(by=team.actor("worker"), case=case, instrument="phq9",
                                    answers=answers, language="en", happened_at=NOW)  # fmt: skip
        assert not Response.objects.exists()


class TestMoving:
    def test_a_step_says_who_when_and_why(self, team, case):
        by = team.actor("worker")
        with pytest.raises(NoteNeeded):
            actions.move(by=by, case=case, status=CaseStatus.STEPPED_UP, happened_at=NOW, tier=3)
        actions.move(by=by, case=case, status=CaseStatus.STEPPED_UP, happened_at=NOW, tier=3,
                     why="needs medicine")  # fmt: skip
        steps = {
            s.what: (s.was, s.became, s.by_id) for s in queries.steps(by, case).exclude(was="")
        }
        assert steps == {
            "status": ("open", "stepped_up", by.id), "tier": ("2", "3", by.id),
        }  # fmt: skip

    def test_closing_drops_what_was_to_do_and_reopening_keeps_the_past(self, team, case):
        by = team.actor("worker")
        actions.add_task(by=by, case=case, kind=TaskKind.CONTACT, due_at=NOW + timedelta(days=1))
        closed = close(team, case)
        assert (closed.closed_why, closed.next_due_at) == ("end_of_care", None)
        assert Task.objects.get().status == "dropped"
        again = actions.reopen_case(by=by, case=case, happened_at=NOW, why="came back")
        assert (again.status, again.closed_at) == (CaseStatus.REOPENED, None)
        assert EntryCode.objects.filter(field="outcome", code="recovered").exists()
        assert "came back" not in all_words()

    def test_what_is_closed_is_not_closed_again(self, team, case):
        close(team, case)
        with pytest.raises(StepNotPossible):
            close(team, case)

    def test_status_is_not_moved_past_closing(self, team, case):
        with pytest.raises(StepNotPossible):
            actions.move(by=team.actor("worker"), case=case, status=CaseStatus.CLOSED,
                         happened_at=NOW)  # fmt: skip


class TestAssigning:
    def test_the_lead_gives_a_case_with_its_tasks(self, team, case):
        actions.add_task(by=team.actor("worker"), case=case, kind=TaskKind.CONTACT,
                         due_at=NOW + timedelta(days=1))  # fmt: skip
        duty = team.users["duty"].pk
        actions.assign(by=team.actor("lead"), case=case, owner_id=duty, org_id=team.org.pk)
        case.refresh_from_db()
        assert (case.owner_id, case.seen_by_owner_at) == (duty, None)
        assert Task.objects.get().owner_id == duty
        actions.mark_seen(by=team.actor("duty"), case=case)
        case.refresh_from_db()
        assert case.seen_by_owner_at is not None

    def test_not_beyond_ones_own_reach(self, team, case):
        stranger = team.users["stranger"].pk
        with pytest.raises(NotAllowed):
            actions.assign(by=team.actor("lead"), case=case, owner_id=stranger,
                           org_id=team.other.pk)  # fmt: skip

    def test_not_to_whom_may_not_keep_it(self, team, case):
        for who in ("stranger", "coordinator"):
            with pytest.raises(LeadUnknown):
                actions.assign(by=team.actor("lead"), case=case, owner_id=team.users[who].pk,
                               org_id=team.org.pk)  # fmt: skip
        with pytest.raises(LeadUnknown):
            actions.assign(by=team.actor("lead"), case=case, owner_id=uuid4(), org_id=team.org.pk)

    def test_a_worker_does_not_give_cases(self, team, case):
        with pytest.raises(NotAllowed):
            actions.assign(by=team.actor("worker"), case=case, owner_id=team.users["duty"].pk,
                           org_id=team.org.pk)  # fmt: skip

    def test_a_care_relationship_opens_a_case_to_another_team_until_it_ends(self, team, case):
        stranger = team.actor("stranger")
        assert not queries.visible(stranger).exists()
        made = actions.link(by=team.actor("lead"), case=case, account_id=stranger.id,
                            kind=LinkKind.CO_WORKER)  # fmt: skip
        fresh = queries.with_links(queries.visible(stranger)).get()
        assert can(stranger, Permission.CASE_VIEW, fresh.scope)
        actions.end_link(by=team.actor("lead"), link=made)
        assert not queries.visible(stranger).exists()
        assert not can(stranger, Permission.CASE_VIEW, Case.objects.get().scope)

    def test_the_rule_and_the_filter_agree(self, team):
        cases = [make_case(team), make_case(team, who="lhw"), make_case(team, who="duty")]
        actions.link(by=team.actor("lead"), case=cases[0],
                     account_id=team.users["stranger"].pk, kind=LinkKind.COVER)  # fmt: skip
        for who in team.users:
            by = team.actor(who)
            for permission in (Permission.CASE_VIEW, Permission.CASE_WRITE, Permission.CASE_ASSIGN):
                by_rule = {c.pk for c in Case.objects.all() if can(by, permission, c.scope)}
                by_table = set(queries.writable(by, permission).values_list("pk", flat=True))
                assert by_rule == by_table, (who, permission)


class TestPlan:
    def test_goals_merge_by_field_and_a_clash_is_kept_for_a_person(self, team, case):
        by, goal = team.actor("worker"), uuid4()
        actions.change_plan(by=by, case=case, happened_at=NOW, changes=[
            GoalChange(goal, {"text": "Sleep before midnight", "due_on": "2026-12-01"})])  # fmt: skip
        mine = GoalChange(goal, {"text": "Sleep by eleven"}, {"text": "Sleep before midnight"})
        theirs = GoalChange(goal, {"text": "Sleep by ten", "status": "partly"},
                            {"text": "Sleep before midnight", "status": "open"})  # fmt: skip
        assert (
            actions.change_plan(by=by, case=case, happened_at=NOW, changes=[mine]).conflicts == []
        )
        done = actions.change_plan(by=by, case=case, happened_at=NOW, changes=[theirs])
        kept = Goal.objects.get()
        assert (kept.text, kept.status) == ("Sleep by eleven", "partly")
        assert [(c.field, c.stands, c.proposed) for c in done.conflicts] == [
            ("text", "Sleep by eleven", "Sleep by ten")
        ]
        actions.resolve_conflict(by=by, conflict=done.conflicts[0], take_proposed=True)
        assert Goal.objects.get().text == "Sleep by ten"
        assert Conflict.objects.get().took_proposed is True
        assert Entry.objects.filter(kind=EntryKind.PLAN).count() == 3

    def test_a_goal_of_another_case_is_not_taken(self, team, case):
        goal, other = uuid4(), make_case(team)
        by = team.actor("worker")
        actions.change_plan(
            by=by, case=other, happened_at=NOW, changes=[GoalChange(goal, {"text": "x"})]
        )
        with pytest.raises(NotOfThisCase):
            actions.change_plan(by=by, case=case, happened_at=NOW,
                                changes=[GoalChange(goal, {"text": "y"})])  # fmt: skip
        with pytest.raises(EntryWrong):
            actions.change_plan(
                by=by, case=case, happened_at=NOW, changes=[GoalChange(uuid4(), {})]
            )


class TestFiles:
    def test_a_file_is_typed_by_its_content_and_sealed(self, team, case, settings, tmp_path):
        settings.UPLOADS = tmp_path
        made = actions.attach_with_entry(
            by=team.actor("worker"), case=case, values={"what": "letter"}, happened_at=NOW,
            name="../../etc/passwd.png", data=b"%PDF-1.7 her name is Amna",
        )  # fmt: skip
        assert made.content_type == "application/pdf"
        stored = (tmp_path / made.stored_name).read_bytes()
        assert b"Amna" not in stored

    @pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"<script>1</script>", b"PK\x03\x04\x00",
                                      b"\xff\xfe\x00x", b"#!/bin/sh"])  # fmt: skip
    def test_what_may_run_is_refused_and_nothing_is_kept(
        self, team, case, data, settings, tmp_path
    ):
        settings.UPLOADS = tmp_path
        with pytest.raises(AttachmentRefused), transaction.atomic():
            actions.attach_with_entry(
                by=team.actor("worker"), case=case, values={"what": "letter"}, happened_at=NOW,
                name="x.pdf", data=data,
            )  # fmt: skip
        assert not Entry.objects.filter(kind=EntryKind.ATTACHMENT).exists()


class TestKeptTasks:
    def keep(self, case, about, due_at, by=SYSTEM):
        actions.keep_task(
            by=by, case=case, kind=TaskKind.CHASE_REFERRAL, about_id=about, due_at=due_at
        )

    def test_one_task_moves_with_its_deadline_and_ends(self, case):
        about = uuid4()
        self.keep(case, about, NOW + timedelta(days=1))
        self.keep(case, about, NOW + timedelta(days=2))
        assert Task.objects.get().due_at == NOW + timedelta(days=2)
        case.refresh_from_db()
        assert case.next_due_at == NOW + timedelta(days=2)
        self.keep(case, about, None)
        case.refresh_from_db()
        assert (Task.objects.get().status, case.next_due_at) == ("done", None)
        assert said_of(case).count("task.kept") == 3

    def test_only_by_the_platform(self, team, case):
        with pytest.raises(NotAllowed):
            self.keep(case, uuid4(), NOW, by=team.actor("worker"))

    def test_a_closed_case_gets_none(self, team, case):
        close(team, case)
        self.keep(case, uuid4(), NOW + timedelta(days=1))
        assert not Task.objects.exists()


@pytest.mark.parametrize("closed", [False, True])
def test_erasing_empties_open_and_closed_cases(team, case, closed):
    from sukoon.core import subjects

    if closed:
        close(team, case)
    with transaction.atomic():
        subjects.erase(case.person_id)
    case.refresh_from_db()
    assert case.closed_why == ("mistake" if closed else "")


class TestFunctioning:
    """The Washington Group short set is a response in a case; what it says is a fact of the person."""

    def answered(self, team, case, **answers):
        return actions.record_response(
            by=team.actor("worker"), case=case, instrument="wgss", language="en", happened_at=NOW,
            answers={f"q{n}": "1" for n in range(1, 7)} | answers,
        )  # fmt: skip

    def test_one_domain_with_a_lot_of_difficulty_is_a_disability(self, team, case):
        entry = self.answered(team, case, q2="3", q3="4", q5="2")
        assert (entry.response.total, entry.response.band) == (2, "positive")
        case.person.refresh_from_db()
        assert case.person.disability == "yes"

    def test_some_difficulty_everywhere_is_none(self, team, case):
        entry = self.answered(team, case, **{f"q{n}": "2" for n in range(1, 7)})
        assert (entry.response.total, entry.response.band) == (0, "negative")
        case.person.refresh_from_db()
        assert case.person.disability == "no"
        assert case.person.changes.filter(field="disability").count() == 1
        self.answered(team, case)  # the same again changes nothing
        assert case.person.changes.filter(field="disability").count() == 1

    def test_a_blank_says_nothing_of_the_person(self, team, case):
        entry = self.answered(team, case, q2="")
        assert entry.response.total is None
        case.person.refresh_from_db()
        assert case.person.disability == "not_told"

    def test_only_the_platform_writes_it_there(self, team, case):
        with pytest.raises(NotAllowed):
            people.note_disability(by=team.actor("worker"), person=case.person, disability="yes")
