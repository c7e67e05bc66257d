"""What can be done to a referral: by whom, from which state, and what is said about it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sukoon.accounts import actions as accounts
from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases import queries as case_queries
from sukoon.cases.actions.planning import GoalChange
from sukoon.cases.models import Entry, Task
from sukoon.cases.words import EntryKind, LinkKind, TaskKind, TaskStatus
from sukoon.core import outbox
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.people import actions as people
from sukoon.people.problems import NoConsent
from sukoon.people.words import Answer, GivenBy, Manner, Purpose
from sukoon.referrals import actions, queries, rules, sharing
from sukoon.referrals.actions.answering import Told
from sukoon.referrals.models import Referral, ReferralAlarm
from sukoon.referrals.problems import (
    CaseNotOpen,
    DraftIncomplete,
    FieldsNotConsented,
    NotYetLate,
    PlanMissing,
    ReasonMissing,
    RecipientUnknown,
    WhenMissing,
    WhenWrong,
)
from sukoon.referrals.recipients import Recipient, consent_key
from sukoon.referrals.words import Audience, Kind, Result, Side, State, Way
from tests.cases.making import make_case, make_person
from tests.referrals.making import (
    ASK,
    FIELDS,
    OUTSIDE,
    consented,
    draft_to,
    prepared,
    sent,
    step,
    team_of,
    walk,
)
from tests.risk.making import NOW


def said_of(referral):
    told = AuditEntry.objects.filter(subject_id=referral.pk).order_by("at", "id")
    return list(told.values_list("event", flat=True))


def nothing_private_was_said(*words):
    told = " ".join(str(vars(e)) for e in AuditEntry.objects.all())
    return not [w for w in (*words, ASK, "Amna") if w in told]


def follow():
    while outbox.run_once(now=NOW + timedelta(days=40)):
        pass


class TestPreparing:
    def test_a_draft_has_an_owner_a_deadline_and_leaves_nothing(self, team, case):
        referral = prepared(team, case)
        assert referral.state == State.DRAFT
        assert referral.owner_id == team.users["worker"].pk
        assert referral.due_at == NOW + timedelta(hours=24)
        assert referral.answers_here
        assert not referral.shared
        assert said_of(referral) == ["referral.prepared"]
        assert not queries.visible(team.actor("stranger")).exists()

    @pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
    def test_not_for_a_case_out_of_reach(self, team, case, who):
        with pytest.raises(NotAllowed):
            actions.prepare(by=team.actor(who), case=case, draft=draft_to(team_of(team)))

    def test_only_with_codes_the_pack_knows(self, team, case):
        with pytest.raises(DraftIncomplete) as wrong:
            prepared(team, case, need="magic", transport="carpet", fields=frozenset({"cnic"}))
        assert wrong.value.details["where"] == "need, transport, fields"

    def test_only_to_somebody_who_is_there(self, team, case):
        for to in (
            Recipient(Kind.TEAM, org_id=uuid4()), Recipient(Kind.OUTSIDE, name=" "),
            Recipient(Kind.SERVICE), Recipient(Kind.WORKER, account_id=uuid4()),
            Recipient(Kind.WORKER, account_id=team.users["coordinator"].pk),
        ):  # fmt: skip
            with pytest.raises(RecipientUnknown):
                prepared(team, case, to)

    def test_to_a_worker_it_is_theirs_and_their_teams(self, team, case):
        to = Recipient(Kind.WORKER, account_id=team.users["stranger"].pk)
        referral = prepared(team, case, to)
        assert referral.to_account_id == team.users["stranger"].pk
        assert referral.to_org_id == team.other.pk

    def test_not_of_a_closed_case(self, team, case):
        from tests.cases.test_actions import close

        close(team, case)
        with pytest.raises(CaseNotOpen):
            prepared(team, case)

    def test_can_be_changed_until_it_is_sent(self, team, case):
        referral = prepared(team, case)
        by = team.actor("worker")
        changed = actions.revise(
            by=by, referral=referral, draft=draft_to(OUTSIDE, need="legal", urgency="normal")
        )
        assert (changed.kind, changed.to_org_id, changed.answers_here) == ("outside", None, False)
        with pytest.raises(NotAllowed):
            actions.revise(by=team.actor("stranger"), referral=referral, draft=draft_to(OUTSIDE))
        with pytest.raises(StepNotPossible):
            actions.revise(by=by, referral=sent(team, case), draft=draft_to(OUTSIDE))
        assert said_of(referral) == ["referral.prepared", "referral.revised"]


class TestSending:
    def test_what_the_consent_names_is_sealed_and_nothing_else(self, team, case):
        cases.record_entry(
            by=team.actor("worker"), case=case, kind=EntryKind.NOTE, happened_at=NOW,
            values={"text": "Something said in private"},
        )  # fmt: skip
        referral = sent(team, case)
        document = sharing.document(Referral.objects.get(pk=referral.pk))
        assert set(document["fields"]) == FIELDS
        assert document["fields"]["name"] == "Amna Farzi"
        assert "private" not in str(document)
        assert document["ask"] == ASK

    def test_what_changes_later_in_the_case_is_not_seen(self, team, case):
        referral = sent(team, case)
        before = sharing.document(Referral.objects.get(pk=referral.pk))
        cases.change_plan(
            by=team.actor("worker"), case=case, happened_at=NOW,
            changes=[GoalChange(uuid4(), {"text": "To sleep through"})],
        )  # fmt: skip
        assert sharing.document(Referral.objects.get(pk=referral.pk)) == before

    def test_nothing_lies_open_in_the_database(self, team, case):
        referral = sent(team, case)
        row = Referral.objects.filter(pk=referral.pk).values("shared", "ask").get()
        assert b"Amna" not in bytes(row["shared"])
        assert b"counselling" not in bytes(row["ask"])

    def test_owner_deadline_task_and_entry(self, team, case):
        referral = sent(team, case)
        assert (referral.owner_id, referral.owner_org_id) == (None, team.other.pk)
        assert referral.due_at == NOW + timedelta(hours=24)  # to be received
        assert referral.answer_due_at == NOW + timedelta(hours=72)
        task = Task.objects.get(case=case, kind=TaskKind.CHASE_REFERRAL)
        assert (task.owner_id, task.due_at) == (team.users["worker"].pk, referral.due_at)
        entry = Entry.objects.get(case=case, kind=EntryKind.REFERRAL)
        assert case_queries.opened(entry)["state"] == "sent"
        assert said_of(referral) == ["referral.prepared", "referral.sent"]
        assert nothing_private_was_said()

    def test_what_has_ended_stands_below_what_goes_on(self, team, case):
        by = team.actor("worker")
        over, on = sent(team, case), sent(team, make_case(team))
        told = Told(reason="person")
        actions.take_step(by=by, referral=over, wanted=State.WITHDRAWN, happened_at=NOW, told=told)
        assert [r.pk for r in queries.sent(by)] == [on.pk, over.pk]

    def test_not_without_consent(self, team, case):
        referral = prepared(team, case)
        with pytest.raises(NoConsent):
            actions.send(by=team.actor("worker"), referral=referral)

    def test_a_consent_towards_another_does_not_count(self, team, case):
        referral = prepared(team, case)
        consented(team, referral, recipient=str(team.org.pk))
        with pytest.raises(NoConsent):
            actions.send(by=team.actor("worker"), referral=referral)

    def test_not_more_than_the_consent_names(self, team, case):
        referral = prepared(team, case, fields=FIELDS | {"diagnosis"})
        consented(team, referral)
        with pytest.raises(FieldsNotConsented):
            actions.send(by=team.actor("worker"), referral=referral)

    def test_who_may_not_send(self, team, case):
        referral = prepared(team, case)
        consented(team, referral)
        for who in ("stranger", "coordinator", "lhw"):
            with pytest.raises(NotAllowed):
                actions.send(by=team.actor(who), referral=referral)

    def test_not_twice(self, team, case):
        with pytest.raises(StepNotPossible):
            actions.send(by=team.actor("worker"), referral=sent(team, case))

    def test_stepping_down_needs_a_plan_a_date_and_a_name(self, team, case):
        with pytest.raises(PlanMissing):
            sent(team, case, need="continued_care", plan="Weekly visit")
        referral = sent(
            team, case, need="continued_care", plan="Weekly visit", review_on=date(2027, 1, 5),
            named_worker="S. Namoona",
        )  # fmt: skip
        document = sharing.document(Referral.objects.get(pk=referral.pk))
        assert (document["plan"], document["review_on"]) == ("Weekly visit", "2027-01-05")

    def test_the_database_itself_refuses_an_open_one_without_owner_or_deadline(self, team, case):
        referral = sent(team, case)
        rows = Referral.objects.filter(pk=referral.pk)
        for wrong in (
            {"owner_org_id": None, "owner_id": None}, {"due_at": None}, {"next_alarm_at": None},
            {"state": "closed"}, {"consent": None}, {"sent_at": None},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)


class TestAnswering:
    def test_the_whole_way(self, team, case):
        referral = walk(
            team, sent(team, case), State.RECEIVED, State.ACCEPTED, State.BOOKED, State.NO_SHOW,
            State.BOOKED, State.SEEN, State.REPORTED_BACK, State.CLOSED,
        )  # fmt: skip
        assert (referral.state, referral.result, referral.outcome) == ("closed", "seen", "done")
        assert (referral.due_at, referral.next_alarm_at) == (None, None)
        assert Task.objects.get(kind=TaskKind.CHASE_REFERRAL).status == TaskStatus.DONE
        ways = set(referral.steps.values_list("way", flat=True))
        assert ways == {Way.ACCOUNT}
        entries = Entry.objects.filter(case=case, kind=EntryKind.REFERRAL)
        assert entries.count() == 9
        assert nothing_private_was_said()

    def test_each_step_keeps_when_it_happened_and_when_we_heard(self, team, case, clock):
        referral = sent(team, case)
        clock.move_to(NOW + timedelta(days=1))
        step(team.actor("stranger"), referral, State.ACCEPTED, at=NOW + timedelta(hours=3))
        kept = referral.steps.get(became=State.ACCEPTED)
        assert kept.happened_at == NOW + timedelta(hours=3)
        assert kept.recorded_at == NOW + timedelta(days=1)

    @pytest.mark.parametrize("hours", [-2, 2])
    def test_not_before_it_was_sent_nor_in_the_future(self, team, case, hours):
        referral = sent(team, case)
        with pytest.raises(WhenWrong):
            step(team.actor("stranger"), referral, State.ACCEPTED, at=NOW + timedelta(hours=hours))

    @pytest.mark.parametrize("who", ["worker", "lead", "coordinator", "lhw"])
    def test_only_the_receiver_answers(self, team, case, who):
        referral = sent(team, case)
        for state in (State.RECEIVED, State.ACCEPTED, State.DECLINED):
            with pytest.raises(NotAllowed):
                step(team.actor(who), referral, state, reason="full")

    @pytest.mark.parametrize("who", ["stranger", "coordinator"])
    def test_only_the_sender_withdraws(self, team, case, who):
        with pytest.raises(NotAllowed):
            step(team.actor(who), sent(team, case), State.WITHDRAWN, reason="person")

    def test_declining_needs_a_reason_and_comes_back_to_the_sender(self, team, case):
        referral = sent(team, case)
        with pytest.raises(ReasonMissing):
            step(team.actor("stranger"), referral, State.DECLINED, reason="because")
        referral = step(team.actor("stranger"), referral, State.DECLINED, reason="full")
        assert referral.owner_id == team.users["worker"].pk
        assert referral.due_at == NOW + timedelta(hours=72)
        referral = step(team.actor("worker"), referral, State.CLOSED)
        assert referral.result == Result.DECLINED

    def test_booking_needs_a_time_and_reporting_an_outcome(self, team, case):
        referral = walk(team, sent(team, case), State.ACCEPTED)
        with pytest.raises(WhenMissing):
            step(team.actor("stranger"), referral, State.BOOKED)
        referral = walk(team, referral, State.BOOKED)
        assert referral.due_at == NOW + timedelta(days=3)  # the day after the appointment
        referral = walk(team, referral, State.SEEN)
        with pytest.raises(DraftIncomplete):
            step(team.actor("stranger"), referral, State.REPORTED_BACK)

    def test_going_back_needs_a_plan_a_date_and_a_name(self, team, case):
        referral = walk(team, sent(team, case), State.ACCEPTED, State.SEEN)
        by = team.actor("stranger")
        with pytest.raises(PlanMissing):
            step(by, referral, State.REPORTED_BACK, outcome="back", plan="Weekly visit")
        referral = step(
            by, referral, State.REPORTED_BACK, outcome="back", plan="Weekly visit",
            review_on=date(2027, 1, 5), named_worker="S. Namoona",
        )  # fmt: skip
        assert referral.plan == "Weekly visit"
        assert referral.owner_id == team.users["worker"].pk

    def test_it_cannot_be_ended_as_unanswered_before_its_clock_ran_out(self, team, case, clock):
        referral = sent(team, case)
        with pytest.raises(NotYetLate):
            step(team.actor("worker"), referral, State.EXPIRED)
        clock.move_to(NOW + timedelta(hours=25))
        referral = step(team.actor("worker"), referral, State.EXPIRED)
        assert referral.result == Result.LOST

    @pytest.mark.parametrize("final", [State.WITHDRAWN, State.CLOSED])
    def test_from_an_end_no_way_leads_on(self, team, case, final):
        before = [State.DECLINED] if final == State.CLOSED else []
        referral = walk(team, sent(team, case), *before, final)
        for state in State:
            sends = state == State.DRAFT or rules.makes(final, state) == Side.SENDER
            with pytest.raises(StepNotPossible):
                step(team.actor("worker" if sends else "stranger"), referral, state)

    def test_what_a_receiver_without_account_told_is_kept_as_told(self, team, case):
        referral = sent(team, case, OUTSIDE)
        assert referral.owner_id == team.users["worker"].pk  # nobody there can be asked here
        step(team.actor("worker"), referral, State.ACCEPTED)
        kept = referral.steps.get(became=State.ACCEPTED)
        assert (kept.way, kept.side) == (Way.TOLD, Side.RECEIVER)
        with pytest.raises(NotAllowed):
            step(team.actor("stranger"), referral, State.SEEN)

    def test_the_receiver_opening_it_is_kept_once_and_said_each_time(self, team, case):
        referral = sent(team, case)
        by = team.actor("stranger")
        actions.note_opened(by=by, referral=referral)
        actions.note_opened(by=by, referral=referral)
        referral.refresh_from_db()
        assert referral.opened_at == NOW
        assert said_of(referral).count("referral.read") == 2
        with pytest.raises(NotAllowed):
            actions.note_opened(by=team.actor("coordinator"), referral=referral)


class TestPassingOn:
    def test_this_one_ends_and_the_sender_has_a_new_one_to_send(self, team, case):
        referral = sent(team, case)
        by = team.actor("stranger")
        after = actions.redirect(by=by, referral=referral, to=OUTSIDE, happened_at=NOW)
        referral.refresh_from_db()
        assert (referral.state, referral.result) == ("redirected", "redirected")
        assert (after.state, after.owner_id) == ("draft", team.users["worker"].pk)
        assert after.redirected_from == referral
        assert not after.shared
        assert not queries.visible(by).filter(pk=after.pk).exists()
        # The new receiver was not named in the old consent: the person is asked anew.
        with pytest.raises(NoConsent):
            actions.send(by=team.actor("worker"), referral=after)

    def test_a_declined_one_is_passed_on_by_the_sender(self, team, case):
        referral = walk(team, sent(team, case), State.DECLINED)
        with pytest.raises(NotAllowed):
            actions.redirect(
                by=team.actor("stranger"), referral=referral, to=OUTSIDE, happened_at=NOW
            )
        after = actions.redirect(
            by=team.actor("worker"), referral=referral, to=OUTSIDE, happened_at=NOW
        )
        assert after.state == State.DRAFT

    def test_not_of_one_that_ended(self, team, case):
        referral = walk(team, sent(team, case), State.WITHDRAWN)
        with pytest.raises(StepNotPossible):
            actions.redirect(
                by=team.actor("stranger"), referral=referral, to=OUTSIDE, happened_at=NOW
            )


class TestAlarms:
    def test_sender_receiver_and_coordinator_each_have_a_row(self, team, case):
        referral = sent(team, case)
        assert actions.raise_alarms(by=SYSTEM, now=NOW + timedelta(hours=23)) == 0
        late = NOW + timedelta(hours=25)
        assert actions.raise_alarms(by=SYSTEM, now=late) == 1
        rows = ReferralAlarm.objects.filter(referral=referral)
        assert set(rows.values_list("audience", flat=True)) == set(Audience)
        assert actions.raise_alarms(by=SYSTEM, now=late) == 0  # the same moment tells nobody twice
        assert actions.raise_alarms(by=SYSTEM, now=late + timedelta(hours=24)) == 1
        assert rows.count() == 6
        assert said_of(referral)[-2:] == ["referral.alarmed"] * 2

    def test_the_next_step_settles_them(self, team, case, clock):
        referral = sent(team, case)
        clock.move_to(NOW + timedelta(hours=25))
        actions.raise_alarms(by=SYSTEM, now=NOW + timedelta(hours=25))
        walk(team, referral, State.RECEIVED)
        assert not ReferralAlarm.objects.filter(settled_at=None).exists()

    def test_of_a_draft_only_whoever_prepares_it_is_told(self, team, case):
        prepared(team, case)
        actions.raise_alarms(by=SYSTEM, now=NOW + timedelta(days=9))
        assert [a.audience for a in ReferralAlarm.objects.all()] == [Audience.SENDER]

    def test_a_coordinator_sees_a_code_and_nothing_else(self, team, case):
        referral = sent(team, case)
        actions.raise_alarms(by=SYSTEM, now=NOW + timedelta(hours=25))
        coordinator = team.actor("coordinator")
        seen = queries.alarms_watched(coordinator)
        assert [a.code for a in seen] == [referral.code]
        for word in ("Amna", case.code, "ounselling", str(case.pk), "Other"):
            assert word not in str(seen)
        assert not queries.visible(coordinator).exists()
        assert queries.alarms_watched(team.actor("stranger")) == []

    def test_only_the_platform_raises_them(self, team):
        with pytest.raises(NotAllowed):
            actions.raise_alarms(by=team.actor("worker"), now=NOW)


class TestConsentWithdrawn:
    def test_open_ones_stop_and_what_was_opened_is_said(self, team, case, clock):
        opened, unopened = sent(team, case), prepared(team, case, OUTSIDE)
        consent = opened.consent
        consented(team, unopened)
        unopened = actions.send(by=team.actor("worker"), referral=unopened)
        actions.note_opened(by=team.actor("stranger"), referral=opened)
        people.withdraw_consent(by=team.actor("worker"), consent=consent, withdrawn_at=NOW)
        follow()
        opened.refresh_from_db()
        unopened.refresh_from_db()
        assert (opened.state, opened.result) == ("withdrawn", "cancelled")
        assert not queries.seen_by_receiver(team.actor("stranger"), opened)
        assert unopened.state == State.SENT  # that consent stands
        told = AuditEntry.objects.get(event="referral.stopped")
        assert "was_opened" in told.told
        assert opened.steps.get(became="withdrawn").way == Way.PLATFORM

    def test_a_later_no_stops_too(self, team, case):
        referral = sent(team, case)
        people.record_consent(
            by=team.actor("worker"), person=case.person, purpose=Purpose.REFERRAL,
            given_by=GivenBy.SELF, manner=Manner.SPOKEN, language="ur", given_at=NOW,
            answer=Answer.NO, recipient=consent_key(referral),
        )  # fmt: skip
        follow()
        referral.refresh_from_db()
        assert referral.state == State.WITHDRAWN

    def test_another_purpose_stops_nothing(self, team, case):
        referral = sent(team, case)
        care = case.person.consents.get(purpose=Purpose.CARE)
        people.withdraw_consent(by=team.actor("worker"), consent=care, withdrawn_at=NOW)
        follow()
        referral.refresh_from_db()
        assert referral.state == State.SENT

    def test_what_came_to_its_end_is_shown_no_more_either(self, team, case):
        referral = walk(team, sent(team, case), State.DECLINED, State.CLOSED)
        people.withdraw_consent(by=team.actor("worker"), consent=referral.consent, withdrawn_at=NOW)
        follow()
        referral.refresh_from_db()
        assert referral.state == State.CLOSED
        assert not queries.seen_by_receiver(team.actor("stranger"), referral)


class TestSides:
    def test_a_new_lead_has_the_referrals_of_the_case(self, team, case):
        referral = sent(team, case, OUTSIDE)
        due = referral.due_at
        lead = team.users["lead"]
        cases.assign(by=team.actor("lead"), case=case, owner_id=lead.pk, org_id=team.org.pk)
        follow()
        referral.refresh_from_db()
        assert (referral.from_account_id, referral.owner_id) == (lead.pk, lead.pk)
        assert referral.due_at == due

    def test_who_covers_the_case_sees_and_acts(self, team, case):
        referral = sent(team, case)
        cover = team.users["stranger"]
        assert not queries.sent(team.actor("stranger")).exists()
        cases.link(by=team.actor("lead"), case=case, account_id=cover.pk, kind=LinkKind.COVER)
        assert queries.sent(team.actor("stranger")).get() == referral

    def test_of_a_protection_referral_only_that_word_shows_outside_the_parties(self, team, case):
        referral = sent(team, case, need="gbv_services")
        worker, colleague = team.actor("worker"), team.actor("duty")
        assert queries.shown_need(worker, referral) == "Protection from gender-based violence"
        assert queries.shown_need(team.actor("stranger"), referral).startswith("Protection from")
        assert queries.shown_need(colleague, referral) == "Protection"
        assert not queries.is_party(colleague, referral)
        entry = Entry.objects.get(case=case, kind=EntryKind.REFERRAL)
        assert case_queries.opened(entry)["need"] == "protection"
        assert "gbv" not in str(AuditEntry.objects.values_list("told", flat=True))

    def test_glass_broken_on_a_person_is_told_to_the_lead(self, team, case):
        stranger = team.users["stranger"]
        accounts.break_glass(
            by=team.actor("stranger"), user=stranger, record_id=case.person_id, minutes=10,
            reason="Brought to our ward unconscious tonight",
        )  # fmt: skip
        follow()
        task = Task.objects.get(case=case, kind=TaskKind.OTHER)
        assert task.owner_id == team.users["worker"].pk
        assert "broken glass" in task.what

    def test_the_report_is_for_whoever_watches_everywhere(self, team, case):
        from sukoon.accounts.roles import console_actor

        walk(team, sent(team, case), State.ACCEPTED, State.SEEN, State.REPORTED_BACK, State.CLOSED)
        told = queries.figures(console_actor(), now=NOW)
        assert (told["by_state"]["closed"], told["by_result"], told["sent"]) == (1, {"seen": 1}, 1)
        assert told["median_days_to_closure"] == 0
        with pytest.raises(NotAllowed):
            queries.figures(team.actor("coordinator"), now=NOW)


def test_a_person_copy_tells_of_referrals_and_erasure_empties_them(team, case):
    from sukoon.core import subjects

    referral = sent(team, case, need="gbv_services")
    told = {part.model: part.rows for part in subjects.copy(case.person_id)}
    assert "Amna Farzi" in told["referrals.Referral"][0]["What they were shown"]
    with transaction.atomic():
        subjects.erase(case.person_id)
    row = Referral.objects.get(pk=referral.pk)
    assert (row.shared, row.ask, row.need, row.is_protection) == ("", "", "other", False)


def test_a_person_out_of_reach_is_not_reached_by_their_referral(team):
    case = make_case(team, person=make_person(team))
    referral = sent(team, case)
    stranger = team.actor("stranger")
    assert queries.visible(stranger).get() == referral
    assert not case_queries.visible(stranger).exists()


def test_told_is_kept_whole(team, case):
    referral = sent(team, case)
    actions.take_step(
        by=team.actor("stranger"), referral=referral, wanted=State.DECLINED, happened_at=NOW,
        told=Told(reason="other", note="Our room is being rebuilt"),
    )  # fmt: skip
    assert referral.steps.get(became="declined").note == "Our room is being rebuilt"
    assert nothing_private_was_said("rebuilt")
