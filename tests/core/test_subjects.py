"""What is held about one person: counted, copied, erased; and what a privacy class decides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from sukoon.accounts.models import BrokenGlass, User
from sukoon.core import privacy, subjects
from sukoon.core.access import Actor, Grant, Reach, Scope
from sukoon.core.permissions import Permission
from sukoon.core.privacy import PrivacyClass
from sukoon.core.subjects import How, Records
from sukoon.people import actions
from sukoon.people.models import Person, PersonName, PersonPhone, PersonToken
from sukoon.services.models import Service
from sukoon.workforce.models import Worker

TEAM = uuid4()


def holder(*permissions):
    return Actor(uuid4(), "x", frozenset(Grant(p, Reach.TEAM, org_id=TEAM) for p in permissions))


@pytest.fixture
def person(db):
    return actions.record_person(
        by=holder(Permission.PERSON_WRITE), names=["Gul Bano", "گل بانو"], phones=["03001234567"],
        org_id=TEAM,
    )  # fmt: skip


@pytest.fixture
def kept():
    """Put the product's own list back."""
    before = subjects.registered()
    yield
    subjects.register(before)


def names(**how):
    return Records(**{
        "model": "people.PersonName", "person": "person_id", "title": "Names",
        "erased": How.BLANK, "tells": {"text": "Name"}, **how,
    })  # fmt: skip


def test_what_is_held_is_counted_by_kind(person):
    held = {h.model: h.rows for h in subjects.held(person.pk)}
    assert held["people.PersonName"] == 2
    assert held["people.PersonPhone"] == 1
    assert subjects.held(uuid4()) == []


def test_a_copy_tells_what_is_sealed_and_leaves_tokens_out(person):
    copy = {p.model: p.rows for p in subjects.copy(person.pk)}
    assert [r["Name"] for r in copy["people.PersonName"]] == ["Gul Bano", "گل بانو"]
    assert copy["people.PersonName"][0]["Kind"] == "Full name"
    token = PersonToken.objects.filter(person=person).first().token
    assert token not in str(copy)


def test_a_copy_is_of_one_person_only(person):
    other = actions.record_person(
        by=holder(Permission.PERSON_WRITE), names=["Somebody Else"], org_id=TEAM
    )
    assert "Somebody" not in str(subjects.copy(person.pk))
    assert "Somebody" in str(subjects.copy(other.pk))


def test_erasing_takes_names_numbers_and_tokens_of_this_person_only(person):
    other = actions.record_person(
        by=holder(Permission.PERSON_WRITE), names=["Somebody Else"], org_id=TEAM
    )
    with transaction.atomic():
        done = {d.model: d.rows for d in subjects.erase(person.pk)}
    assert done["people.PersonName"] == 2
    for model in (PersonName, PersonPhone, PersonToken):
        assert not model.objects.filter(person=person).exists()
    assert Person.objects.filter(pk=person.pk).exists()  # what was counted still counts
    assert other.names.get().text == "Somebody Else"


@pytest.mark.django_db(transaction=True)
def test_erasing_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        subjects.erase(uuid4())


def test_blanking_empties_private_fields_and_keeps_the_row(person, kept):
    subjects.register([names()])
    with transaction.atomic():
        subjects.erase(person.pk)
    assert [n.text for n in PersonName.objects.filter(person=person)] == ["", ""]


def test_what_is_kept_is_kept_and_says_why(person, kept):
    subjects.register([names(erased=How.KEEP, why="The law asks for it.")])
    with transaction.atomic():
        done = subjects.erase(person.pk)
    assert (done[0].rows, done[0].why) == (2, "The law asks for it.")
    assert person.names.count() == 2


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"tells": {}}, "tell ['text']"),
        ({"erased": How.KEEP}, "need a reason"),
    ],
)
def test_a_registration_that_forgets_something_is_refused(how, says, kept):
    with pytest.raises(ValueError, match=r"people\.PersonName") as refused:
        subjects.register([names(**how)])
    assert says in str(refused.value)


def test_the_ids_of_a_person_are_what_audit_events_are_about(person):
    found = subjects.ids(person.pk)
    assert person.pk in found
    assert set(person.names.values_list("pk", flat=True)) <= found.keys()


def test_a_person_is_idle_when_nothing_happened_since(person):
    asked = [person.pk]
    assert subjects.idle(person.updated_at + timedelta(days=1), asked) == asked
    assert subjects.idle(person.updated_at - timedelta(days=1), asked) == []


def test_a_private_class_opens_with_its_own_permission_only():
    scope = Scope(org_id=TEAM)
    seen = privacy.opened(
        holder(Permission.CASE_VIEW), PersonName, scope, view=Permission.CASE_VIEW
    )
    assert PrivacyClass.IDENTITY not in seen
    assert PrivacyClass.CLINICAL in seen
    seen = privacy.opened(
        holder(Permission.PERSON_VIEW), PersonName, scope, view=Permission.CASE_VIEW
    )
    assert seen == {PrivacyClass.IDENTITY, PrivacyClass.PUBLIC}
    elsewhere = Scope(org_id=uuid4())
    seen = privacy.opened(
        holder(Permission.PERSON_VIEW), PersonName, elsewhere, view=Permission.PERSON_VIEW
    )
    assert seen == {PrivacyClass.PUBLIC}


@pytest.mark.parametrize(
    ("model", "kind", "needed"),
    [
        (Worker, PrivacyClass.IDENTITY, Permission.WORKER_VIEW),
        (Service, PrivacyClass.IDENTITY, Permission.SERVICE_EXPORT),
        (Service, PrivacyClass.PUBLIC, None),
        (Service, PrivacyClass.OPERATIONAL, Permission.SERVICE_VIEW),
        (BrokenGlass, PrivacyClass.CLINICAL, Permission.GLASS_REVIEW),
        (PersonName, PrivacyClass.IDENTITY, Permission.PERSON_VIEW),
    ],
)
def test_which_permission_opens_which_class(model, kind, needed):
    assert privacy.opened_by(model, kind, Permission.SERVICE_VIEW) is needed


def test_what_a_record_shows_leaves_out_what_is_not_opened(cast):
    service, view = cast.service, Permission.SERVICE_VIEW
    private = {"focal_name", "focal_phone", "focal_email"}
    assert private <= privacy.shown(cast.actor("parveen"), service, view=view).keys()
    seen = privacy.shown(cast.actor("vida"), service, view=view).keys()
    assert not private & seen
    assert {"status", "locality"} <= seen
    assert not privacy.shows(cast.actor("vida"), service, "focal_name", view=view)
    assert privacy.shown(cast.actor("adam"), service, view=view).keys() == set(
        privacy.fields(Service, [PrivacyClass.PUBLIC])
    )


def test_a_search_may_index_no_private_field():
    assert "text" not in privacy.indexable(PersonName)
    assert not {"password", "email"} & set(privacy.indexable(User))
    assert "locality" in privacy.indexable(Service)


def test_the_hash_of_a_password_is_never_shown():
    assert "password" in privacy.never(User)
