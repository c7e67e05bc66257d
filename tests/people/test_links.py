"""Mother and infant, guardians, carers, households; which number is safe to call when."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from sukoon.audit.models import AuditEntry
from sukoon.core import clock
from sukoon.core.access import NotAllowed
from sukoon.people import actions, queries, rules
from sukoon.people.models import HouseholdMember, PersonLink
from sukoon.people.problems import HeadThere, InTheFuture, LinkInvalid, LinkThere, OutOfOrder
from sukoon.people.words import LinkKind
from tests.people.conftest import OTHERS, TEAM, worker

DAY = timedelta(days=1)


def person(by, *names, **told):
    return actions.record_person(by=by, names=names, org_id=TEAM, **told)


@pytest.mark.django_db
class TestLinks:
    def test_a_mother_and_her_infant_are_a_pair_both_ways(self, by):
        mother, infant = person(by, "Zarghuna"), person(by, "Infant")
        actions.link_people(by=by, person=infant, kind=LinkKind.MOTHER, other=mother)
        assert [link.other for link in queries.links(by, infant)] == [mother]
        assert queries.infants_of(by, mother) == [infant]

    def test_an_infant_has_one_mother_who_is_recorded_here(self, by):
        mother, infant = person(by, "Zarghuna"), person(by, "Infant")
        with pytest.raises(LinkInvalid):
            actions.link_people(by=by, person=infant, kind=LinkKind.MOTHER, other_name="Palwasha")
        link = actions.link_people(by=by, person=infant, kind=LinkKind.MOTHER, other=mother)
        with pytest.raises(LinkThere):
            actions.link_people(by=by, person=infant, kind=LinkKind.MOTHER, other=person(by, "x"))
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonLink.objects.create(
                person=infant, other=person(by, "y"), kind=LinkKind.MOTHER, began_on=clock.today()
            )
        actions.end_link(by=by, link=link, on=clock.today())
        assert queries.infants_of(by, mother) == []

    def test_a_carer_may_be_known_by_name_only_and_is_sealed(self, by):
        somebody = person(by, "Zarghuna")
        link = actions.link_people(
            by=by, person=somebody, kind=LinkKind.CARER, other_name="Palwasha",
            other_phone="03001234567", is_risk=True,
        )  # fmt: skip
        kept = PersonLink.objects.get(pk=link.pk)
        assert (kept.other_name, kept.other_phone) == ("Palwasha", "+923001234567")
        assert not isinstance(PersonLink.objects.values_list("other_name").get()[0], str)

    def test_nobody_is_linked_to_themselves_to_nobody_or_in_the_future(self, by):
        somebody = person(by, "Zarghuna")
        for wrong in ({"other": somebody}, {"other_name": " "}):
            with pytest.raises(LinkInvalid):
                actions.link_people(by=by, person=somebody, kind=LinkKind.CARER, **wrong)
        with pytest.raises(InTheFuture):
            actions.link_people(by=by, person=somebody, kind=LinkKind.CARER, other_name="x",
                                began_on=clock.today() + DAY)  # fmt: skip

    def test_who_does_not_see_the_other_cannot_link_them(self, by, stranger):
        somebody, theirs = person(by, "Zarghuna"), person(by, "Palwasha")
        mine = actions.record_person(by=stranger, names=["x"], org_id=OTHERS)
        with pytest.raises(NotAllowed):
            actions.link_people(by=stranger, person=somebody, kind=LinkKind.CARER, other=theirs)
        with pytest.raises(NotAllowed):
            actions.link_people(by=by, person=somebody, kind=LinkKind.CARER, other=mine)

    def test_a_link_ends_once_and_after_it_began(self, by, stranger):
        link = actions.link_people(
            by=by, person=person(by, "Zarghuna"), kind=LinkKind.CARER, other_name="x"
        )
        with pytest.raises(NotAllowed):
            actions.end_link(by=stranger, link=link, on=clock.today())
        for day, problem in ((clock.today() - DAY, OutOfOrder), (clock.today() + DAY, InTheFuture)):
            with pytest.raises(problem):
                actions.end_link(by=by, link=link, on=day)
        actions.end_link(by=by, link=link, on=clock.today())
        with pytest.raises(OutOfOrder):
            actions.end_link(by=by, link=link, on=clock.today())

    def test_events_say_kinds_and_ids_only(self, by):
        somebody = person(by, "Zarghuna")
        link = actions.link_people(
            by=by, person=somebody, kind=LinkKind.CARER, other_name="Palwasha"
        )
        actions.end_link(by=by, link=link, on=clock.today())
        told = str(list(AuditEntry.objects.filter(subject_id=somebody.pk).values()))
        assert "person.linked" in told
        assert "person.unlinked" in told
        assert "Palwasha" not in told


@pytest.mark.django_db
class TestHouseholds:
    def test_people_live_together_and_the_head_stands_first(self, by):
        head, child = person(by, "Zarghuna"), person(by, "Gul")
        home = actions.record_household(by=by, name="Afridi", members=[head, child], org_id=TEAM)
        assert [m.person for m in queries.lives_with(by, home)] == [head, child]
        assert queries.household_of(by, child).household == home

    def test_who_moves_leaves_the_household_they_lived_in(self, by):
        child = person(by, "Gul")
        old = actions.record_household(by=by, members=[child], org_id=TEAM)
        new = actions.record_household(by=by, org_id=TEAM)
        actions.join_household(by=by, household=new, person=child, on=clock.today())
        assert queries.household_of(by, child).household == new
        assert queries.lives_with(by, old) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            HouseholdMember.objects.create(household=old, person=child, joined_on=clock.today())

    def test_a_household_has_one_head(self, by):
        home = actions.record_household(by=by, members=[person(by, "Zarghuna")], org_id=TEAM)
        with pytest.raises(HeadThere):
            actions.join_household(by=by, household=home, person=person(by, "Gul"), is_head=True,
                                   on=clock.today())  # fmt: skip

    def test_one_leaves_once_after_one_came(self, by, stranger):
        somebody = person(by, "Gul")
        home = actions.record_household(by=by, members=[somebody], org_id=TEAM)
        member = home.members.get()
        with pytest.raises(NotAllowed):
            actions.leave_household(by=stranger, member=member, on=clock.today())
        for day, problem in ((clock.today() - DAY, OutOfOrder), (clock.today() + DAY, InTheFuture)):
            with pytest.raises(problem):
                actions.leave_household(by=by, member=member, on=day)
        actions.leave_household(by=by, member=member, on=clock.today())
        assert queries.household_of(by, somebody) is None
        with pytest.raises(OutOfOrder):
            actions.leave_household(by=by, member=member, on=clock.today())

    def test_out_of_reach_no_household_is_seen_or_joined(self, by, stranger):
        somebody = person(by, "Gul")
        home = actions.record_household(by=by, members=[somebody], org_id=TEAM)
        assert not queries.households(stranger).exists()
        assert queries.lives_with(stranger, home) == []
        with pytest.raises(NotAllowed):
            actions.join_household(
                by=worker(), household=home, on=clock.today(),
                person=actions.record_person(by=stranger, names=["x"], org_id=OTHERS),
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.record_household(by=stranger, members=[somebody])


class TestSafeToCall:
    @pytest.mark.parametrize(
        ("told", "begins", "ends", "at", "safe"),
        [
            ("yes", None, None, time(3), True),
            ("not_told", None, None, time(12), False),
            ("no", time(9), time(17), time(12), False),
            ("yes", time(9), time(17), time(12), True),
            ("yes", time(9), time(17), time(17), True),
            ("yes", time(9), time(17), time(18), False),
            ("yes", time(22), time(2), time(23), True),
            ("yes", time(22), time(2), time(1), True),
            ("yes", time(22), time(2), time(12), False),
        ],
    )
    def test_only_what_was_told_and_only_in_its_time(self, told, begins, ends, at, safe):
        assert rules.is_safe_to_call(told, begins, ends, at) is safe

    def test_the_time_is_that_of_the_place(self, by, db):
        phone = {"text": "03001234567", "safe_to_call": "yes", "safe_from": "16:00",
                 "safe_until": "18:00"}  # fmt: skip
        somebody = person(by, "Zarghuna", phones=[phone, "03011234567"])
        in_pakistan_17 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
        found = queries.safe_phones(somebody.pk, now=in_pakistan_17)
        assert [p.text for p in found] == ["+923001234567"]
        assert not queries.safe_phones(somebody.pk, now=in_pakistan_17 + timedelta(hours=5))
