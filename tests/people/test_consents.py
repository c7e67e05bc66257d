"""Consent by purpose: who may give it, what stands, what a withdrawal does."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sukoon.audit.models import AuditEntry
from sukoon.core import clock
from sukoon.core.access import Actor, Grant, NotAllowed, Reach
from sukoon.core.permissions import Permission
from sukoon.people import actions, queries, rules
from sukoon.people.models import Consent
from sukoon.people.problems import (
    ConsentEnded,
    ConsentNamesNothing,
    FieldCodeInvalid,
    GuardianNeeded,
    InTheFuture,
    NoConsent,
    OutOfOrder,
    ReasonNeeded,
)
from sukoon.people.rules import Birth, Details, Word
from sukoon.people.words import Answer, EndReason, GivenBy, Manner, Purpose

TEAM = uuid4()
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADULT = Birth("1990-05-12")


def worker(team=TEAM):
    held = (Permission.PERSON_VIEW, Permission.PERSON_WRITE)
    return Actor(uuid4(), "care_worker", frozenset(Grant(p, Reach.TEAM, org_id=team) for p in held))


@pytest.fixture
def by():
    return worker()


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def person(by, birth=ADULT):
    return actions.record_person(
        by=by, names=["Zarghuna"], org_id=TEAM, area_path="PK/PK5/", details=Details(birth=birth)
    )


def consent(by, about, purpose=Purpose.CARE, **said):
    said = {
        "given_by": GivenBy.SELF, "manner": Manner.SPOKEN, "language": "ur", "given_at": NOW - HOUR,
        **said,
    }  # fmt: skip
    return actions.record_consent(by=by, person=about, purpose=purpose, **said)


@pytest.mark.django_db
class TestRecording:
    def test_a_consent_stands_for_its_purpose_only(self, by, told):
        somebody = person(by)
        kept = consent(by, somebody)
        assert queries.consent_for(somebody.pk, Purpose.CARE, now=NOW) == kept
        assert queries.consent_for(somebody.pk, Purpose.RESEARCH, now=NOW) is None
        with pytest.raises(NoConsent, match="Research"):
            queries.require_consent(somebody.pk, Purpose.RESEARCH, now=NOW)

    def test_who_may_not_write_the_person_records_nothing(self, by, told):
        somebody = person(by)
        with pytest.raises(NotAllowed):
            consent(worker(uuid4()), somebody)
        kept = consent(by, somebody)
        with pytest.raises(NotAllowed):
            actions.withdraw_consent(by=worker(uuid4()), consent=kept, withdrawn_at=NOW)

    def test_consent_to_refer_names_to_whom_and_what(self, by, told):
        somebody, hospital, other = person(by), str(uuid4()), str(uuid4())
        kept = consent(by, somebody, Purpose.REFERRAL, recipient=hospital, fields=["name", "risk"])
        found = queries.consent_for(somebody.pk, Purpose.REFERRAL, now=NOW, recipient=hospital)
        assert found == kept
        assert (found.fields, found.recipient) == ({"name", "risk"}, hospital)
        for wanted in (other, ""):
            assert not queries.consent_for(somebody.pk, Purpose.REFERRAL, now=NOW, recipient=wanted)

    def test_consent_to_share_names_at_least_one_thing(self, by, told):
        somebody = person(by)
        with pytest.raises(ConsentNamesNothing):
            consent(by, somebody, Purpose.REFERRAL, recipient="x")
        with pytest.raises(FieldCodeInvalid):
            consent(by, somebody, Purpose.REFERRAL, recipient="x", fields=["name risk"])
        assert consent(by, somebody, Purpose.REFERRAL, answer=Answer.NO).fields == frozenset()

    def test_a_withdrawal_counts_at_once_and_only_once(self, by, told):
        somebody = person(by)
        kept = consent(by, somebody)
        actions.withdraw_consent(by=by, consent=kept, withdrawn_at=NOW)
        assert queries.consent_for(somebody.pk, Purpose.CARE, now=NOW) is None
        with pytest.raises(ConsentEnded):
            actions.withdraw_consent(by=by, consent=kept, withdrawn_at=NOW)

    def test_a_later_answer_replaces_the_earlier_one(self, by, told):
        somebody = person(by)
        first = consent(by, somebody)
        consent(by, somebody, answer=Answer.NO, given_at=NOW)
        first.refresh_from_db()
        assert first.end_reason == EndReason.REPLACED
        assert queries.consent_for(somebody.pk, Purpose.CARE, now=NOW) is None
        said = AuditEntry.objects.filter(subject_id=somebody.pk, event="consent.withdrawn")
        assert said.count() == 1  # what rests on the yes hears of it

    def test_a_yes_after_a_yes_and_a_no_after_a_no_stop_nothing(self, by, told):
        somebody = person(by)
        for answer in (Answer.YES, Answer.YES):
            consent(by, somebody, answer=answer)
        for answer in (Answer.NO, Answer.NO):
            consent(by, somebody, Purpose.CONTACT, answer=answer)
        assert not AuditEntry.objects.filter(event="consent.withdrawn").exists()

    def test_a_yes_that_a_phone_brings_late_does_not_undo_a_later_withdrawal(self, by, told):
        somebody = person(by)
        kept = consent(by, somebody, given_at=NOW - 3 * HOUR)
        actions.withdraw_consent(by=by, consent=kept, withdrawn_at=NOW)
        late = consent(by, somebody, given_at=NOW - 2 * HOUR)
        assert late.end_reason == EndReason.REPLACED
        assert queries.consent_for(somebody.pk, Purpose.CARE, now=NOW) is None

    def test_consent_runs_out(self, by, told):
        somebody = person(by)
        kept = consent(by, somebody, expires_at=NOW + HOUR)
        assert queries.consent_for(somebody.pk, Purpose.CARE, now=NOW) == kept
        assert queries.consent_for(somebody.pk, Purpose.CARE, now=NOW + HOUR) is None

    @pytest.mark.parametrize(
        ("when", "problem"),
        [
            ({"given_at": NOW + HOUR}, InTheFuture),
            ({"expires_at": NOW - 2 * HOUR}, OutOfOrder),
        ],
    )
    def test_moments_that_cannot_be_are_refused(self, by, told, when, problem):
        with pytest.raises(problem):
            consent(by, person(by), **when)

    def test_a_withdrawal_lies_between_the_consent_and_now(self, by, told):
        kept = consent(by, person(by))
        for moment, problem in ((NOW + HOUR, InTheFuture), (NOW - 2 * HOUR, OutOfOrder)):
            with pytest.raises(problem):
                actions.withdraw_consent(by=by, consent=kept, withdrawn_at=moment)

    def test_for_a_child_the_guardian_answers_and_the_child_agrees(self, by, told):
        child = person(by, Birth("2015-01-01"))
        with pytest.raises(GuardianNeeded):
            consent(by, child)
        with pytest.raises(GuardianNeeded):
            consent(by, child, given_by=GivenBy.GUARDIAN_AND_CHILD)
        kept = consent(by, child, given_by=GivenBy.GUARDIAN_AND_CHILD, guardian="Palwasha")
        assert Consent.objects.get(pk=kept.pk).guardian == "Palwasha"

    @pytest.mark.parametrize("given_by", [GivenBy.CHILD, GivenBy.GUARDIAN])
    def test_who_answers_alone_for_a_child_does_so_with_a_written_reason(self, by, told, given_by):
        child = person(by, Birth("2015-01-01"))
        with pytest.raises(ReasonNeeded):
            consent(by, child, given_by=given_by, guardian="Palwasha", reason=" ")
        assert consent(by, child, given_by=given_by, guardian="Palwasha", reason="why").reason

    def test_nobody_answers_as_a_child_for_an_adult(self, by, told):
        for given_by in (GivenBy.CHILD, GivenBy.GUARDIAN_AND_CHILD):
            with pytest.raises(GuardianNeeded):
                consent(by, person(by), given_by=given_by, guardian="x", reason="x")

    def test_events_carry_codes_and_no_words(self, by, told):
        somebody = person(by, Birth("2015-01-01"))
        kept = consent(
            by, somebody, given_by=GivenBy.CHILD, reason="the uncle beats her", guardian="Palwasha"
        )
        actions.withdraw_consent(by=by, consent=kept, withdrawn_at=NOW)
        consent(
            by, somebody, answer=Answer.NO, given_by=GivenBy.CHILD, reason="uncle", given_at=NOW
        )
        events = AuditEntry.objects.filter(subject_id=somebody.pk, event__startswith="consent.")
        assert sorted(e.event for e in events) == [
            "consent.given", "consent.refused", "consent.withdrawn",
        ]  # fmt: skip
        said = json.dumps(list(events.values("event", "told")))
        assert "care" in said
        assert "uncle" not in said
        assert "Palwasha" not in said

    def test_the_database_keeps_one_word_a_purpose_and_recipient(self, by, told):
        kept = consent(by, person(by))
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(
                person=kept.person, purpose=kept.purpose, given_by=GivenBy.SELF,
                manner=Manner.SPOKEN, language="ur", given_at=NOW, recorded_by_id=by.id,
            )  # fmt: skip

    def test_answers_are_listed_within_reach_only(self, by, told):
        kept = consent(by, person(by))
        assert list(queries.consents(by, kept.person)) == [kept]
        assert not queries.consents(worker(uuid4()), kept.person).exists()

    def test_the_name_is_shown_within_reach_and_the_alias_goes_before_it(self, by):
        somebody = person(by)
        assert queries.shown_name(by, somebody) == "Zarghuna"
        assert queries.shown_name(worker(uuid4()), somebody) == ""
        hidden = actions.record_person(
            by=by, names=["Zarghuna"], org_id=TEAM, details=Details(alias="Blue bird")
        )
        assert queries.shown_name(by, hidden) == "Blue bird"


class TestAge:
    @pytest.mark.parametrize(
        ("birth", "day", "age", "between"),
        [
            (Birth("1990-05-12"), date(2026, 5, 11), 35, (35, 35)),
            (Birth("1990-05-12"), date(2026, 5, 12), 36, (36, 36)),
            (Birth("2008-02-29"), date(2026, 2, 28), 17, (17, 17)),
            (Birth("2008-02"), date(2026, 2, 15), 18, (17, 18)),
            (Birth("2008"), date(2026, 11, 24), 18, (17, 18)),
            (Birth("1990-12"), date(2026, 11, 24), 35, (35, 35)),
            (Birth("", 17, date(2025, 1, 1)), date(2026, 1, 1), 18, (18, 18)),
            (Birth("", 17, date(2025, 1, 1)), date(2025, 6, 1), 17, (17, 18)),
            (Birth("", 30, date(2024, 2, 29)), date(2024, 2, 29), 30, (30, 30)),
            (Birth(), date(2026, 1, 1), None, None),
        ],
    )
    def test_the_age_is_as_exact_as_what_was_told(self, birth, day, age, between):
        assert rules.age_on(birth, day) == age
        assert rules.age_between(birth, day) == between

    @pytest.mark.parametrize(
        "birth",
        [
            Birth("2026-02-30"), Birth("1990-13"), Birth("0000"), Birth("1990-5-1"), Birth("12/5/90"),
            Birth("۱۹۹۰"), Birth("2027"), Birth("1880-01-01"), Birth("", -1, date(2026, 1, 1)),
            Birth("", 126, date(2026, 1, 1)), Birth("", 30), Birth("1990\n"),
        ],
    )  # fmt: skip
    def test_a_birth_that_cannot_be_is_refused(self, birth):
        assert not rules.is_possible(birth, date(2026, 11, 24))

    @given(
        st.dates(date(1905, 1, 1), date(2026, 1, 1)), st.dates(date(2026, 1, 1), date(2028, 12, 31))
    )
    def test_a_vaguer_date_never_contradicts_the_exact_one(self, born, day):
        exact = rules.age_on(Birth(born.isoformat()), day)
        for vague in (born.isoformat()[:7], born.isoformat()[:4]):
            youngest, oldest = rules.age_between(Birth(vague), day)
            assert youngest <= exact <= oldest
            assert youngest <= rules.age_on(Birth(vague), day) <= oldest
        youngest, oldest = rules.age_between(Birth("", exact, day), day + timedelta(days=400))
        truth = rules.age_on(Birth(born.isoformat()), day + timedelta(days=400))
        assert youngest <= truth <= oldest


AT = st.integers(0, 20).map(lambda n: NOW + n * HOUR)
WORDS = st.lists(
    st.builds(
        lambda to, answer, at, run, end, why: Word(
            to, answer, at, at + run * HOUR if run else None, at + end * HOUR if end else None,
            why if end else "",
        ),
        st.sampled_from(["", "a", "b"]), st.sampled_from(list(Answer)), AT,
        st.integers(0, 9), st.integers(0, 9), st.sampled_from(list(EndReason)),
    ),
    max_size=6,
)  # fmt: skip


class TestStanding:
    @given(WORDS, AT)
    def test_what_stands_is_a_yes_that_has_not_ended_or_run_out(self, words, now):
        found = rules.standing(words, recipient="a", now=now)
        if found is not None:
            assert found.answer == Answer.YES
            assert found.recipient in {"a", ""}
            assert found.given_at <= now
            assert found.expires_at is None or found.expires_at > now
            assert found.ended_at is None or found.ended_at > now

    @given(WORDS, AT)
    def test_a_no_as_the_last_word_about_someone_always_counts(self, words, now):
        past = [w for w in words if w.last_at <= now]
        refused = [*past, Word("a", Answer.NO, now)]
        assert rules.standing(refused, recipient="a", now=now + HOUR) is None

    @given(WORDS, AT)
    def test_who_is_not_named_gains_nothing_from_a_consent_to_somebody_else(self, words, now):
        told = [w for w in words if w.recipient != "b"]
        without = [w for w in told if w.recipient == ""]
        assert rules.standing(told, recipient="b", now=now) == rules.standing(
            without, recipient="b", now=now
        )
