"""Two records of one person: found with a score, decided by a person, merged and taken apart again."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.audit.models import AuditEntry
from sukoon.core import clock
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.people import actions, queries, rules
from sukoon.people.fields import FIELDS
from sukoon.people.models import DuplicatePair, Person, PersonMerge
from sukoon.people.problems import AlreadyMerged, MergeUndone
from sukoon.people.queries import Wanted
from sukoon.people.rules import Birth, Details, Evidence
from sukoon.people.words import GivenBy, Likeness, Manner, PairStatus, Purpose
from tests.people.conftest import HELD, TEAM, worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def person(by, *names, born="", **told):
    details = Details(birth=Birth(born), sex=told.pop("sex", "not_told"))
    return actions.record_person(by=by, names=names, org_id=TEAM, details=details, **told)


class TestCandidates:
    def test_one_person_in_two_scripts_is_found_with_the_reasons(self, by):
        kept = person(by, "محمد اسلم خان", born="1990", phones=["0300 1234567"])
        person(by, "Gul Marjan", born="1985")
        wanted = Wanted(["Mohd Aslam Khaan"], ["+923001234567"], birth=Birth("1991"))
        [found] = queries.candidates(by, wanted, today=TODAY)
        assert (found.person, found.likeness) == (kept, Likeness.SURE)
        assert found.evidence.same_phone
        assert found.name == "محمد اسلم خان"

    def test_a_name_alone_is_only_a_perhaps_and_another_age_makes_it_nothing(self, by):
        person(by, "محمد اسلم خان", born="1990")
        [found] = queries.candidates(by, Wanted(["Mohd Aslam Khan"]), today=TODAY)
        assert found.likeness is Likeness.POSSIBLE
        old = Wanted(["Mohd Aslam Khan"], birth=Birth("1940"))
        assert queries.candidates(by, old, today=TODAY) == []

    def test_a_paper_finds_whoever_gave_another_name(self, by):
        kept = person(by, "Zarghuna", identifiers=[{"kind": "cnic", "text": "17301-1234567-1"}])
        [found] = queries.candidates(
            by, Wanted(["Palwasha"], documents=["1730112345671"]), today=TODAY
        )
        assert (found.person, found.evidence.same_document) == (kept, True)

    def test_out_of_reach_nobody_is_found(self, by, stranger):
        person(by, "Zarghuna Afridi", phones=["03001234567"])
        wanted = Wanted(["Zarghuna Afridi"], ["+923001234567"])
        assert queries.candidates(stranger, wanted, today=TODAY) == []

    def test_nothing_told_finds_nobody(self, by):
        person(by)
        assert queries.candidates(by, Wanted(), today=TODAY) == []

    def test_a_merged_record_is_not_shown_beside_the_one_that_stands_for_it(self, by, lead):
        lost, kept = person(by, "Zarghuna Afridi"), person(by, "Zarghuna Afridi")
        actions.merge_people(by=lead, merged=lost, kept=kept)
        found = queries.candidates(by, Wanted(["Zarghuna Afridi"]), today=TODAY)
        assert [c.person for c in found] == [kept]


EVIDENCE = st.builds(
    Evidence, name=st.floats(0, 1), same_document=st.booleans(), same_phone=st.booleans(),
    same_area=st.booleans(), years_apart=st.none() | st.integers(0, 90), other_sex=st.booleans(),
)  # fmt: skip


class TestScore:
    @given(EVIDENCE)
    def test_it_lies_between_0_and_100_and_nothing_shared_is_nothing(self, evidence):
        assert 0 <= rules.score(evidence) <= 100
        if not (evidence.name or evidence.same_document or evidence.same_phone):
            assert rules.score(evidence) == 0

    @given(EVIDENCE)
    def test_one_paper_or_one_name_at_one_phone_is_always_shown(self, evidence):
        if evidence.same_document or (evidence.same_phone and evidence.name >= 0.8):
            assert rules.likeness(rules.score(evidence)) is not None

    @given(EVIDENCE, st.floats(0, 1), st.integers(0, 90))
    def test_more_that_agrees_never_lowers_it(self, evidence, name, apart):
        from dataclasses import replace

        now = rules.score(evidence)
        for field in ("same_document", "same_phone", "same_area"):
            assert rules.score(replace(evidence, **{field: True})) >= now
        assert rules.score(replace(evidence, name=max(name, evidence.name))) >= now
        assert rules.score(replace(evidence, other_sex=True)) <= now
        if evidence.years_apart is not None:
            further = replace(evidence, years_apart=evidence.years_apart + apart)
            assert rules.score(further) <= now


def state(by, somebody):
    """Everything that is seen of a person: if this is as before, nothing was rewritten."""
    fresh = Person.objects.get(pk=somebody.pk)
    now = clock.now()
    return (
        {name: field.read(fresh) for name, field in FIELDS.items()},
        fresh.version, fresh.updated_at, queries.one_person(fresh.pk), queries.stands_for(fresh.pk),
        [c.pk for c in queries.consents(by, fresh)],
        {p: queries.consent_for(fresh.pk, p, now=now) for p in Purpose},
        [(t.kind, t.token) for t in fresh.tokens.order_by("id")],
        sorted(c.person.pk for c in queries.candidates(by, queries.wanted_of(fresh), today=TODAY)),
    )  # fmt: skip


class TestMerging:
    def test_both_histories_stay_and_each_leads_to_the_other(self, by, lead):
        lost, kept = person(by, "Zarghuna", born="1990"), person(by, "زرغونہ", born="1991")
        before = [{n: f.read(p) for n, f in FIELDS.items()} for p in (lost, kept)]
        actions.merge_people(by=lead, merged=lost, kept=kept)
        assert queries.one_person(lost.pk) == queries.one_person(kept.pk) == {lost.pk, kept.pk}
        assert queries.stands_for(lost.pk) == kept.pk
        assert list(queries.same_as(by, kept)) == [lost]
        assert [{n: f.read(p) for n, f in FIELDS.items()} for p in (lost, kept)] == before

    def test_who_may_not_merge_both_merges_neither(self, by, lead, stranger):
        lost, kept = person(by, "Zarghuna"), person(by, "Zarghuna")
        for careless in (by, stranger):
            with pytest.raises(NotAllowed):
                actions.merge_people(by=careless, merged=lost, kept=kept)
        merge = actions.merge_people(by=lead, merged=lost, kept=kept)
        for careless in (by, stranger):
            with pytest.raises(NotAllowed):
                actions.unmerge_people(by=careless, merge=merge)

    def test_one_person_is_not_merged_again_and_no_merge_is_undone_twice(self, by, lead):
        a, b, c = (person(by, "Zarghuna") for _ in range(3))
        first = actions.merge_people(by=lead, merged=a, kept=b)
        actions.merge_people(by=lead, merged=b, kept=c)
        for lost, kept in ((a, c), (c, a), (b, a), (a, a)):
            with pytest.raises(AlreadyMerged):
                actions.merge_people(by=lead, merged=lost, kept=kept)
        actions.unmerge_people(by=lead, merge=first)
        with pytest.raises(MergeUndone):
            actions.unmerge_people(by=lead, merge=first)

    def test_a_no_on_either_record_counts_for_the_person(self, by, lead):
        lost, kept = person(by, "Zarghuna"), person(by, "Zarghuna")
        said = {"by": by, "purpose": Purpose.CONTACT, "given_by": GivenBy.SELF,
                "manner": Manner.SPOKEN, "language": "ur"}  # fmt: skip
        actions.record_consent(person=kept, given_at=clock.now(), **said)
        consent = actions.record_consent(person=lost, given_at=clock.now(), **said)
        actions.merge_people(by=lead, merged=lost, kept=kept)
        assert queries.consent_for(kept.pk, Purpose.CONTACT, now=clock.now())
        actions.withdraw_consent(by=by, consent=consent, withdrawn_at=clock.now())
        assert queries.consent_for(kept.pk, Purpose.CONTACT, now=clock.now()) is None

    def test_merging_and_taking_apart_is_said_by_ids_only(self, by, lead):
        lost, kept = person(by, "Zarghuna"), person(by, "Zarghuna")
        merge = actions.merge_people(by=lead, merged=lost, kept=kept)
        actions.unmerge_people(by=lead, merge=merge)
        events = AuditEntry.objects.filter(subject_id=kept.pk).values_list("event", flat=True)
        assert {"person.merged", "person.unmerged"} <= set(events)

    @settings(max_examples=8, deadline=None)
    @given(
        earlier=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4),
        pair=st.tuples(st.integers(0, 4), st.integers(0, 4)),
        names=st.lists(
            st.sampled_from(["Zarghuna", "زرغونہ", "Gul Khan", "گل خان", "Bakht Zamin"]),
            min_size=5, max_size=5,
        ),
    )  # fmt: skip
    def test_merge_then_unmerge_is_as_if_nothing_had_been(self, earlier, pair, names):
        by, lead = worker(), worker(TEAM, *HELD, "person_merge")
        people = [person(by, name, born=str(1970 + n)) for n, name in enumerate(names)]
        consent_of(by, people[0])

        def merge(a, b):
            return actions.merge_people(by=lead, merged=people[a], kept=people[b])

        for a, b in earlier:
            if people[b].pk not in queries.one_person(people[a].pk):
                merge(a, b)
        before = [state(by, p) for p in people]
        if people[pair[1]].pk in queries.one_person(people[pair[0]].pk):
            return
        done = merge(*pair)
        assert [state(by, p) for p in people] != before
        actions.unmerge_people(by=lead, merge=done)
        assert [state(by, p) for p in people] == before
        assert PersonMerge.objects.filter(pk=done.pk, undone_by_id=lead.id).exists()


def consent_of(by, somebody):
    actions.record_consent(
        by=by, person=somebody, purpose=Purpose.CARE, given_by=GivenBy.SELF,
        manner=Manner.SPOKEN, language="ur", given_at=clock.now(),
    )  # fmt: skip


class TestPairs:
    def test_a_pair_waits_until_somebody_who_may_decides(self, by, lead, stranger):
        one, other = person(by, "Zarghuna"), person(by, "Zarghuna")
        pair = actions.note_pair(by=by, first=one, second=other, score=70)
        assert list(queries.pairs(lead)) == [pair]
        assert not queries.pairs(by).exists()
        assert not queries.pairs(stranger).exists()
        actions.keep_apart(by=lead, first=other, second=one)
        assert not queries.pairs(lead).exists()
        assert DuplicatePair.objects.get().status == PairStatus.DIFFERENT

    def test_what_was_decided_is_not_asked_again(self, by, lead):
        one, other = sorted((person(by, "Zarghuna"), person(by, "Zarghuna")), key=lambda p: p.pk)
        actions.keep_apart(by=lead, first=one, second=other)
        assert actions.keep_pairs(by=SYSTEM, pairs=[(other.pk, one.pk, 90)]) == 0
        assert not queries.pairs(lead).exists()

    def test_only_the_platform_keeps_what_the_batch_found(self, by, lead):
        with pytest.raises(NotAllowed):
            actions.keep_pairs(by=lead, pairs=[])

    def test_who_may_not_see_both_puts_no_pair_before_anybody(self, by, stranger):
        one, other = person(by, "Zarghuna"), person(by, "Zarghuna")
        with pytest.raises(NotAllowed):
            actions.note_pair(by=stranger, first=one, second=other, score=70)
        with pytest.raises(NotAllowed):
            actions.keep_apart(by=by, first=one, second=other)
