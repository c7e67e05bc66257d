"""A person in full: what is kept, what is refused, and two who change the same record."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from sukoon.people import actions, queries
from sukoon.people.fields import FIELDS
from sukoon.people.models import Person, PersonConflict
from sukoon.people.problems import (
    AreaUnknown,
    BirthImpossible,
    BrokenLetters,
    CodeUnknown,
    ConflictSettled,
    FieldUnknown,
    HiddenSigns,
    IdentifierUnknown,
    IdentifierUnreadable,
    MarkupInName,
    OtherCalendar,
    PhoneUnreadable,
    SafeTimeHalf,
    TextTooLong,
    TooMany,
)
from tests.people.conftest import TEAM
from tests.raw import without_chance

pytestmark = pytest.mark.django_db
WHOLE = {
    "names": ["زرغونہ", "Zarghuna"],
    "alias": "Blue bird",
    "birth": {"born": "1990-05", "age": None, "told_on": None},
    "sex": "female",
    "gender": "woman",
    "address": "House 4\nnear the well",
    "languages": ["ps", "ur"],
    "phones": [
        {
            "text": "+923001234567", "whose": "family", "safe_to_call": "yes", "safe_from": "16:00",
            "safe_until": "18:00", "safe_to_leave_word": "no", "note": "ask for the tailor",
        }
    ],
    "identifiers": [{"kind": "cnic", "text": "1730112345671"}],
    "displacement": "refugee",
    "disability": "yes",
}  # fmt: skip


def person(by, *names, **told):
    return actions.record_person(by=by, names=names, org_id=TEAM, area_path="", **told)


def change(by, somebody, base=1, **changes):
    return actions.change_person(by=by, person=somebody, changes=changes, base_version=base)


def read(somebody, name):
    return FIELDS[name].read(Person.objects.get(pk=somebody.pk))


def test_everything_that_is_told_is_kept_as_it_was_told(by, swat):
    somebody = person(by)
    done = change(by, somebody, **WHOLE, area_path=swat.path)
    assert (done.applied, done.conflicts) == ({*WHOLE, "area_path"}, frozenset())
    assert {name: read(somebody, name) for name in WHOLE} == WHOLE
    assert read(somebody, "area_path") == swat.path


def test_a_change_without_a_change_makes_no_version(by):
    somebody = person(by, "Zarghuna")
    done = change(by, somebody, names=["Zarghuna"], sex="not_told")
    assert (done.applied, done.person.version) == (frozenset(), 1)


def test_what_is_changed_is_found_at_once_and_what_was_is_not(by):
    somebody = person(by, "Zarghuna Afridi")
    change(by, somebody, names=["Palwasha Mengal"], phones=["0300 1234567"],
           identifiers=[{"kind": "cnic", "text": "17301-1234567-1"}])  # fmt: skip
    assert queries.search(by, "Zarghuna Afridi") == []
    assert queries.search(by, "پلوشہ مینگل")[0].person == somebody
    assert queries.by_phone(by, "+923001234567") == [somebody]
    assert queries.by_identifier(by, "1730112345671") == [somebody]


def test_who_may_not_write_changes_nothing(by, stranger, swat):
    somebody = person(by, "Zarghuna")
    with pytest.raises(NotAllowed):
        change(stranger, somebody, names=["x"])
    assert read(somebody, "names") == ["Zarghuna"]


def test_two_who_change_different_fields_both_prevail(by):
    somebody = person(by, "Zarghuna")
    change(by, somebody, alias="Blue bird")
    done = change(by, somebody, base=1, sex="female")
    assert (done.applied, done.conflicts) == ({"sex"}, frozenset())
    assert (read(somebody, "alias"), read(somebody, "sex")) == ("Blue bird", "female")


def test_two_who_change_one_field_differ_and_the_second_waits_for_a_decision(by):
    somebody = person(by, "Zarghuna")
    change(by, somebody, alias="Blue bird")
    done = change(by, somebody, base=1, alias="Grey bird", sex="female")
    assert (done.applied, done.conflicts) == ({"sex"}, {"alias"})
    assert read(somebody, "alias") == "Blue bird"
    waiting = PersonConflict.objects.get()
    assert (waiting.field, json.loads(waiting.wanted)) == ("alias", "Grey bird")


def test_two_who_want_the_same_do_not_differ(by):
    somebody = person(by, "Zarghuna")
    change(by, somebody, alias="Blue bird")
    assert change(by, somebody, base=1, alias="Blue bird").conflicts == frozenset()


@pytest.mark.parametrize(("take", "stands"), [(True, "Grey bird"), (False, "Blue bird")])
def test_a_person_decides_a_conflict_once(by, stranger, take, stands):
    somebody = person(by, "Zarghuna")
    change(by, somebody, alias="Blue bird")
    change(by, somebody, base=1, alias="Grey bird")
    waiting = PersonConflict.objects.get()
    with pytest.raises(NotAllowed):
        actions.settle_conflict(by=stranger, conflict=waiting, take=take)
    actions.settle_conflict(by=by, conflict=waiting, take=take)
    assert read(somebody, "alias") == stands
    with pytest.raises(ConflictSettled):
        actions.settle_conflict(by=by, conflict=waiting, take=take)


@settings(max_examples=25, deadline=None)
@given(
    first=st.dictionaries(st.sampled_from(["alias", "sex", "address"]), st.just("a"), min_size=1),
    second=st.dictionaries(st.sampled_from(["alias", "sex", "address"]), st.just("b"), min_size=1),
)
def test_of_two_changes_nothing_is_ever_lost(first, second):
    from tests.people.conftest import worker

    by = worker()
    values = {"sex": {"a": "male", "b": "female"}}
    one = {k: values.get(k, {}).get(v, v) for k, v in first.items()}
    two = {k: values.get(k, {}).get(v, v) for k, v in second.items()}
    somebody = person(by)
    change(by, somebody, **one)
    change(by, somebody, base=1, **two)
    waiting = {c.field: json.loads(c.wanted) for c in somebody.conflicts.all()}
    for name, wanted in two.items():
        assert read(somebody, name) == wanted or waiting[name] == wanted
    for name, wanted in one.items():
        assert read(somebody, name) == wanted


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("names", ["x" * 201], TextTooLong),
        ("names", ["x" * 1_000_000], TextTooLong),
        ("names", ["<b>Zarghuna</b>"], MarkupInName),
        ("names", ["Zarghuna\u202enuhraZ"], HiddenSigns),
        ("names", ["Zar\u2066ghuna"], HiddenSigns),
        ("names", ["Zar\x00ghuna"], HiddenSigns),
        ("names", ["Zar\ufffdghuna"], BrokenLetters),
        ("names", [f"Zar{chr(0xD800)}ghuna"], BrokenLetters),
        ("names", [f"Name {chr(97 + n)}" for n in range(13)], TooMany),
        ("alias", "<script>", MarkupInName),
        ("address", "x" * 501, TextTooLong),
        ("birth", {"born": "1990-02-30"}, BirthImpossible),
        ("birth", {"born": "1410-05-12"}, OtherCalendar),
        ("birth", {"born": "1369"}, OtherCalendar),
        ("birth", {"born": "2999"}, BirthImpossible),
        ("birth", {"age": 200}, BirthImpossible),
        ("birth", {"age": 5, "told_on": "yesterday"}, BirthImpossible),
        ("sex", "f", CodeUnknown),
        ("gender", "f", CodeUnknown),
        ("languages", ["klingon"], CodeUnknown),
        ("phones", ["call me"], PhoneUnreadable),
        ("phones", [{"text": "03001234567", "safe_from": "16:00"}], SafeTimeHalf),
        ("phones", [{"text": "03001234567", "safe_from": "late", "safe_until": "18:00"}],
         SafeTimeHalf),
        ("identifiers", [{"kind": "cnic", "text": "123"}], IdentifierUnreadable),
        ("identifiers", [{"kind": "cnic", "text": "0730112345671"}], IdentifierUnreadable),
        ("identifiers", [{"kind": "tattoo", "text": "123"}], IdentifierUnknown),
        ("area_path", "PK/NOWHERE/", AreaUnknown),
        ("favourite_colour", "blue", FieldUnknown),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(by, name, value, problem):
    somebody = person(by, "Zarghuna")
    with pytest.raises(problem):
        change(by, somebody, **{"alias": "new", name: value})
    assert Person.objects.get(pk=somebody.pk).version == 1


def test_joiners_that_urdu_needs_are_kept_and_digits_of_other_keyboards_are_read(by):
    somebody = person(by)
    change(by, somebody, names=["شیر\u200cزمان"], phones=["۰۳۰۰۱۲۳۴۵۶۷"],
           identifiers=[{"kind": "cnic", "text": "۱۷۳۰۱-۱۲۳۴۵۶۷-۱"}])  # fmt: skip
    assert read(somebody, "names") == ["شیر\u200cزمان"]
    assert read(somebody, "phones")[0]["text"] == "+923001234567"
    assert read(somebody, "identifiers")[0]["text"] == "1730112345671"


def test_events_say_which_fields_changed_and_nothing_of_what_they_hold(by):
    somebody = person(by, "Zarghuna")
    change(by, somebody, **WHOLE)
    change(by, somebody, base=1, alias="Grey bird")
    told = without_chance(str(list(AuditEntry.objects.filter(subject_id=somebody.pk).values())))
    assert "alias" in told
    for word in ("Zarghuna", "زرغونہ", "bird", "1990", "well", "tailor", "300123", "17301"):
        assert word not in told
