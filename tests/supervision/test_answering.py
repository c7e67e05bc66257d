"""Answering, and what becomes of an answer."""

from datetime import timedelta

import pytest

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as case_actions
from sukoon.cases import queries as cases
from sukoon.cases.models import Entry, Task
from sukoon.cases.words import EntryKind, TaskKind, TaskStatus
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.risk import queries as risks
from sukoon.supervision import actions, queries, watch
from sukoon.supervision.models import Answer, Request, RequestStep, Usefulness, Voice
from sukoon.supervision.problems import (
    ChoiceUnknown,
    NotYourself,
    NotYourTurn,
    VoiceRefused,
    WordsMissing,
)
from sukoon.supervision.reading import Words, words_of
from sukoon.supervision.words import CloseReason, RequestStatus, StepKind, Turn
from tests.cases.making import make_case
from tests.risk.making import NOW
from tests.supervision.making import FITS, STRESS, answered, asked, draft

OGG = b"OggS" + b"\x00" * 60


def events_of(request):
    found = AuditEntry.objects.filter(subject_id=request.pk).order_by("at", "id")
    return list(found.values_list("event", flat=True))


def now_of(request):
    return Request.objects.get(pk=request.pk)


class TestAnswering:
    def test_the_two_views_stand_side_by_side_and_differences_are_marked(self, team, request_):
        made = answered(team, request_)
        assert made.diagnosis_changed == "yes"
        assert made.drug_changed
        assert made.psychosocial_changed
        assert made.referral_changed
        assert not made.dose_changed
        kept = now_of(request_)
        assert (kept.status, kept.turn, kept.owner_id) == ("answered", "read", kept.asked_by_id)
        assert (kept.diagnosis, kept.plan_changed) == ("OTH", True)
        assert events_of(request_)[-1] == "supervision.answered"

    def test_it_becomes_an_entry_of_the_case_and_a_task_of_the_trainee(self, team, case, request_):
        made = answered(team, request_)
        entry = Entry.objects.get(case=case, kind=EntryKind.SUPERVISION)
        assert entry.pk == made.entry_id
        assert cases.opened(entry)["teaching"] == "Ask who was there."
        task = Task.objects.get(case=case, kind=TaskKind.READ_ANSWER)
        assert (task.owner_id, task.about_id) == (team.users["worker"].pk, request_.pk)

    def test_the_words_stand_in_no_event(self, team, request_):
        answered(team, request_)
        assert "injury" not in " ".join(str(vars(e)) for e in AuditEntry.objects.all())
        assert words_of(str(Answer.objects.get().words)).why == "No injury in 16 months."

    @pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw", "duty"])
    def test_not_by_whom_it_does_not_reach(self, team, request_, who):
        with pytest.raises(NotAllowed):
            answered(team, request_, who=who)

    def test_nobody_answers_their_own_question(self, team):
        own = make_case(team, who="specialist")
        made = asked(team, own, who="specialist")
        with pytest.raises(NotYourself):
            answered(team, made, who="specialist")

    def test_not_somebody_elses(self, team, request_):
        team.add("second", "specialist", area=team.swat)
        with pytest.raises(NotYourTurn):
            answered(team, request_, who="second")

    def test_not_twice(self, team, request_):
        answered(team, request_)
        with pytest.raises(StepNotPossible):
            answered(team, request_)

    @pytest.mark.parametrize("missing", ["why", "teaching"])
    def test_what_was_changed_says_why_and_what_to_learn(self, team, request_, missing):
        words = {"diagnosis": "x", "why": "y", "teaching": "z", missing: " "}
        with pytest.raises(WordsMissing):
            answered(team, request_, words=Words(**words))

    def test_who_agrees_needs_no_words(self, team, request_):
        made = answered(team, request_, verdict="agree", opinion=FITS, words=Words())
        assert (made.diagnosis, made.diagnosis_changed, made.plan_changed) == ("EPI", "none", False)

    def test_who_cannot_say_leaves_the_diagnosis(self, team, request_):
        made = answered(team, request_, verdict="cannot_say")
        assert (made.diagnosis, made.diagnosis_changed) == ("EPI", "none")

    @pytest.mark.parametrize(
        "told", [{"verdict": "perhaps"}, {"template": "x"}, {"risk_level": "purple"}]
    )
    def test_a_code_on_no_list_is_refused(self, team, request_, told):
        with pytest.raises(ChoiceUnknown):
            answered(team, request_, **told)

    def test_a_risk_it_raises_is_open_at_once_though_the_case_is_another_teams(self, team, case):
        team.add("far", "specialist", area=team.swat)
        made = asked(team, case)
        actions.assign(by=team.actor("lead"), request=made, supervisor_id=team.users["far"].pk)
        answered(team, made, who="far", risk_level="high")
        episode = risks.open_for_case(case.pk)
        assert episode is not None
        assert episode.level == "high"
        assert episode.owner_id is not None
        assert Answer.objects.get().risk_raised

    def test_a_risk_that_cannot_be_raised_takes_the_answer_back_too(
        self, team, request_, monkeypatch
    ):
        def broken(**_told):
            raise RuntimeError

        monkeypatch.setattr("sukoon.risk.actions.raise_risk", broken)
        with pytest.raises(RuntimeError):
            answered(team, request_, risk_level="high")
        assert not Answer.objects.exists()
        assert now_of(request_).status == RequestStatus.ASSIGNED


class TestAskingBack:
    def test_the_turn_goes_to_the_trainee_and_comes_back(self, team, request_):
        back = actions.ask_more(by=team.actor("specialist"), request=request_, text="Any injury?")
        assert (back.turn, back.owner_id) == (Turn.TELL_MORE, team.users["worker"].pk)
        told = actions.tell_more(
            by=team.actor("worker"), request=back, text="None. Amna never fell hard."
        )
        assert (told.turn, told.owner_id) == (Turn.ANSWER, team.users["specialist"].pk)
        notes = RequestStep.objects.filter(request=request_)
        assert "Amna" not in " ".join(str(s.note) for s in notes)
        assert answered(team, request_).pk

    def test_only_the_trainee_tells_more(self, team, request_):
        actions.ask_more(by=team.actor("specialist"), request=request_, text="Any injury?")
        with pytest.raises(NotYourTurn):
            actions.tell_more(by=team.actor("lead"), request=request_, text="None")

    def test_not_by_whom_it_does_not_reach(self, team, request_):
        with pytest.raises(NotAllowed):
            actions.ask_more(by=team.actor("stranger"), request=request_, text="Any injury?")


class TestAfterwards:
    def test_read_put_to_use_rated_closed(self, team, case, request_):
        by = team.actor("worker")
        answered(team, request_)
        actions.acknowledge(by=by, request=request_)
        assert Task.objects.get(case=case, about_id=request_.pk).status == TaskStatus.DONE
        actions.put_to_use(by=by, request=request_)
        actions.rate(by=by, request=request_, assessment=True, management=True, referral=False)
        done = actions.close(by=by, request=request_)
        assert (done.status, done.close_reason) == ("closed", CloseReason.DONE)
        assert (done.owner_id, done.due_at, done.open_area_path) == (None, None, "")
        assert Usefulness.objects.get().management
        assert list(RequestStep.objects.values_list("kind", flat=True)) == [
            "requested", "assigned", "answered", "acknowledged", "applied", "closed",
        ]  # fmt: skip
        assert events_of(request_)[-1] == "supervision.closed"

    def test_what_is_not_agreed_goes_back_and_is_answered_anew(self, team, request_):
        by = team.actor("worker")
        answered(team, request_)
        actions.acknowledge(by=by, request=request_)
        back = actions.dispute(by=by, request=request_, why="The EEG says otherwise.")
        assert (back.turn, back.owner_id) == (Turn.SETTLE, team.users["specialist"].pk)
        again = answered(team, request_, verdict="agree", opinion=FITS, words=Words())
        assert now_of(request_).status == RequestStatus.ANSWERED
        assert again.request.answers.count() == 2

    def test_a_dispute_says_why_and_is_settled_with_a_word(self, team, request_):
        by = team.actor("worker")
        answered(team, request_)
        actions.acknowledge(by=by, request=request_)
        with pytest.raises(WordsMissing):
            actions.dispute(by=by, request=request_, why="")
        actions.dispute(by=by, request=request_, why="Not so.")
        with pytest.raises(NotYourTurn):
            actions.close(by=by, request=request_)
        with pytest.raises(WordsMissing):
            actions.close(by=team.actor("specialist"), request=request_)
        done = actions.close(by=team.actor("lead"), request=request_, note="Talked it over.")
        assert done.close_reason == CloseReason.SETTLED

    @pytest.mark.parametrize("act", [actions.acknowledge, actions.put_to_use, actions.close])
    @pytest.mark.parametrize("who", ["stranger", "coordinator"])
    def test_not_by_whom_it_does_not_reach(self, team, request_, act, who):
        answered(team, request_)
        with pytest.raises(NotAllowed):
            act(by=team.actor(who), request=request_)

    def test_the_supervisor_does_not_acknowledge_for_the_trainee(self, team, request_):
        answered(team, request_)
        with pytest.raises(NotYourTurn):
            actions.acknowledge(by=team.actor("specialist"), request=request_)

    @pytest.mark.parametrize("when", ["before the answer", "after it"])
    def test_whoever_took_the_case_over_goes_on_with_it(self, team, case, request_, when):
        duty = team.users["duty"].pk
        if when == "after it":
            answered(team, request_)
        case_actions.assign(
            by=team.actor("lead"), case=case, owner_id=duty, org_id=team.org.pk, why="moved"
        )
        watch.follow_assignment(case.pk)
        if when == "before the answer":
            answered(team, request_)
        kept = now_of(request_)
        assert (kept.owner_id, kept.turn) == (duty, Turn.READ)
        assert Task.objects.get(case=case, about_id=kept.pk).owner_id == duty
        actions.acknowledge(by=team.actor("duty"), request=kept)
        assert (
            actions.put_to_use(by=team.actor("duty"), request=now_of(request_)).status == "applied"
        )

    def test_who_has_nothing_to_do_with_the_case_is_not_handed_it(self, team, case, request_):
        answered(team, request_)
        watch.follow_assignment(case.pk)
        assert now_of(request_).owner_id == team.users["worker"].pk
        with pytest.raises(NotAllowed):
            actions.acknowledge(by=team.actor("duty"), request=now_of(request_))
        with pytest.raises(NotAllowed):
            actions.follow_the_case(by=team.actor("lead"), request=request_)

    def test_before_an_answer_nothing_is_rated_or_put_to_use(self, team, request_):
        by = team.actor("worker")
        with pytest.raises(NotYourTurn):
            actions.rate(by=by, request=request_, assessment=True, management=True, referral=True)
        with pytest.raises(StepNotPossible):
            actions.put_to_use(by=by, request=request_)

    def test_a_closed_case_closes_what_was_asked_about_it(self, team, case, request_):
        watch.follow_case(case.pk)
        assert now_of(request_).close_reason == CloseReason.CASE_CLOSED


class TestVoice:
    def test_a_recording_is_sealed_on_disk(self, team, request_, settings, tmp_path):
        settings.UPLOADS = tmp_path
        made = answered(team, request_)
        voice = actions.add_voice(by=team.actor("specialist"), answer=made, data=OGG)
        assert voice.content_type == "audio/ogg"
        assert OGG not in (tmp_path / voice.stored_name).read_bytes()

    @pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
    def test_anything_else_is_refused_by_its_content(self, team, request_, data):
        made = answered(team, request_)
        with pytest.raises(VoiceRefused):
            actions.add_voice(by=team.actor("specialist"), answer=made, data=data)
        assert not Voice.objects.exists()

    @pytest.mark.parametrize(
        ("start", "kind"),
        [
            (b"RIFF\0\0\0\0WAVE", "audio/wav"), (b"\0\0\0\x18ftypmp42", "audio/mp4"),
            (b"\xff\xfb\x90\0", "audio/mpeg"), (b"\x1aE\xdf\xa3", "audio/webm"),
        ],
    )  # fmt: skip
    def test_what_telephones_record_is_taken(self, team, request_, settings, tmp_path, start, kind):
        settings.UPLOADS = tmp_path
        made = answered(team, request_)
        kept = actions.add_voice(by=team.actor("specialist"), answer=made, data=start + b"\0" * 40)
        assert kept.content_type == kind

    def test_more_than_is_taken_is_refused(self, team, request_):
        made = answered(team, request_)
        with pytest.raises(VoiceRefused):
            actions.add_voice(
                by=team.actor("specialist"), answer=made, data=OGG + b"\0" * actions.MOST_BYTES
            )
        assert not Voice.objects.exists()

    def test_only_who_answered_speaks(self, team, request_):
        made = answered(team, request_)
        with pytest.raises(NotAllowed):
            actions.add_voice(by=team.actor("lead"), answer=made, data=OGG)


class TestClocks:
    def test_who_lets_it_pass_loses_it_to_the_next_then_the_lead(self, team, case, clock):
        second = team.add("second", "specialist", area=team.swat)
        made = asked(team, case)
        first = made.supervisor_id
        clock.move_to(NOW + timedelta(days=3, minutes=1))
        watch.watch(NOW + timedelta(days=3, minutes=1))
        kept = now_of(made)
        assert {first, kept.supervisor_id} == {second.pk, team.users["specialist"].pk}
        assert kept.due_at > NOW + timedelta(days=3)
        for _round in range(2):
            later = now_of(made).due_at + timedelta(minutes=1)
            clock.move_to(later)
            watch.watch(later)
        kept = now_of(made)
        assert kept.owner_id == team.users["lead"].pk
        assert kept.escalations
        assert StepKind.ESCALATED in RequestStep.objects.values_list("kind", flat=True)

    def test_before_its_time_nothing_moves(self, team, request_):
        actions.escalate(by=SYSTEM, request=request_)
        assert now_of(request_).due_at == request_.due_at

    def test_only_the_platform_escalates(self, team, request_):
        with pytest.raises(NotAllowed):
            actions.escalate(by=team.actor("lead"), request=request_)

    def test_an_answer_nobody_reads_stays_the_trainees_and_tells_the_lead(
        self, team, request_, clock
    ):
        answered(team, request_)
        later = now_of(request_).due_at + timedelta(minutes=1)
        clock.move_to(later)
        watch.watch(later)
        kept = now_of(request_)
        assert (kept.owner_id, kept.escalations) == (team.users["worker"].pk, 1)
        counts = queries.alarm_counts(team.actor("lead", now=later), now=later, today=later.date())
        assert counts["unread"] == 1
        assert not any(queries.alarm_counts(
            team.actor("stranger", now=later), now=later, today=later.date()
        ).values())  # fmt: skip

    def test_what_was_put_to_use_closes_by_itself(self, team, request_, clock):
        by = team.actor("worker")
        answered(team, request_)
        actions.acknowledge(by=by, request=request_)
        actions.put_to_use(by=by, request=request_)
        later = now_of(request_).due_at + timedelta(minutes=1)
        clock.move_to(later)
        watch.watch(later)
        assert now_of(request_).close_reason == CloseReason.DONE

    def test_where_nobody_can_answer_the_asker_keeps_it_and_the_watch_goes_on(
        self, team, case, clock
    ):
        for name in ("specialist", "lead"):
            team.users[name].roles.all().delete()
        made = asked(team, case)
        assert (made.status, made.owner_id) == ("requested", team.users["worker"].pk)
        later = made.due_at + timedelta(minutes=1)
        clock.move_to(later)
        watch.watch(later)
        assert now_of(made).escalations == 1
        assert now_of(made).due_at > later


class TestGivingItToSomebody:
    def test_a_lead_gives_it_to_a_worker_who_then_may_answer(self, team, request_):
        duty = team.users["duty"].pk
        actions.assign(by=team.actor("lead"), request=request_, supervisor_id=duty, why="knows it")
        assert answered(team, request_, who="duty").by_id == duty

    @pytest.mark.parametrize("who", ["worker", "duty", "stranger"])
    def test_only_a_lead_gives(self, team, request_, who):
        with pytest.raises(NotAllowed):
            actions.assign(by=team.actor(who), request=request_,
                           supervisor_id=team.users["lead"].pk)  # fmt: skip

    @pytest.mark.parametrize("to", ["worker", "lhw", "coordinator"])
    def test_never_to_who_asked_or_may_not_answer(self, team, request_, to):
        from sukoon.supervision.problems import SupervisorUnknown

        with pytest.raises(SupervisorUnknown):
            actions.assign(by=team.actor("lead"), request=request_, supervisor_id=team.users[to].pk)

    def test_not_after_the_answer(self, team, request_):
        answered(team, request_)
        with pytest.raises(NotYourTurn):
            actions.assign(by=team.actor("lead"), request=request_,
                           supervisor_id=team.users["lead"].pk)  # fmt: skip

    def test_free_ones_are_taken_once(self, team, case):
        for name in ("specialist", "lead"):
            team.users[name].roles.all().delete()
        made = asked(team, case)
        team.add("late", "specialist", area=team.swat)
        team.add("later", "specialist", area=team.swat)
        taken = actions.take(by=team.actor("late"), request=made)
        assert (taken.status, taken.supervisor_id) == ("assigned", team.users["late"].pk)
        with pytest.raises(NotYourTurn):
            actions.take(by=team.actor("later"), request=made)


def test_the_draft_keeps_what_it_is_given():
    assert draft().opinion == STRESS
