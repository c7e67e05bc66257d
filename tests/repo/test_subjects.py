"""No model that holds something about a person is forgotten by copy and erasure."""

from collections import deque

from django.apps import apps
from django.db.models import ForeignKey

from sukoon.config.subjects import OF_NO_PERSON, RECORDS
from sukoon.core import privacy
from sukoon.people.models import Person

KEYS_BY_HAND = {"person_id", "case_id"}  # ids that areas keep without a foreign key


def ours():
    return [m for m in apps.get_models() if m.__module__.startswith("sukoon.")]


def forward(model):
    return [
        f.related_model
        for f in model._meta.concrete_fields
        if isinstance(f, ForeignKey) and f.related_model
    ]


def leads_to_a_person(model):
    """Say whether a person can be reached from a row by its own keys."""
    seen, left = set(), deque([model])
    while left:
        here = left.popleft()
        if here is Person or KEYS_BY_HAND & {f.attname for f in here._meta.concrete_fields}:
            return True
        fresh = [m for m in forward(here) if m not in seen]
        seen.update(fresh)
        left.extend(fresh)
    return False


def about_persons():
    return {
        m._meta.label for m in ours() if leads_to_a_person(m) or privacy.private(m)
    } - OF_NO_PERSON.keys()


def test_every_model_about_persons_says_what_its_copy_tells_and_erasure_does():
    missing = about_persons() - {r.model for r in RECORDS}
    assert not missing, (
        f"{sorted(missing)}: add Records in the area's subjects.py and in config/subjects.py "
        "(or to OF_NO_PERSON with a reason, if no client can be meant)"
    )


def test_the_look_finds_what_hangs_on_a_person():
    assert {"people.Person", "people.PersonName", "people.PersonToken"} <= about_persons()
    assert "places.Area" not in about_persons()


def test_no_exception_hides_a_model_that_leads_to_a_person():
    hidden = [m for m in OF_NO_PERSON if leads_to_a_person(apps.get_model(m))]
    assert hidden == []


def test_children_stand_after_their_parents():
    order = [r.model for r in RECORDS]
    for record in RECORDS:
        for parent in forward(record.kind):
            if parent._meta.label in order:
                assert order.index(parent._meta.label) <= order.index(record.model)


def test_every_registration_finds_its_rows(db):
    from uuid import uuid4

    for record in RECORDS:
        assert list(record.rows(uuid4())) == []
