"""Older and newer apps: each works for a year, and what is not understood is kept, never left out."""

import json

from sukoon.accounts import actions as accounts
from sukoon.accounts.roles import actor_for
from sukoon.core.ids import new_id
from sukoon.people.models import Person
from sukoon.sync import api
from sukoon.sync.models import KeptOperation
from tests.sync.conftest import NOW, Phone, named, new_contact


def test_a_field_of_tomorrow_is_kept_whole_and_not_left_out(phone):
    sent = named("people.record", person=str(new_id()), sex="female", nickname="Zari")
    (told,) = phone.results(sent)
    assert (told["outcome"], told["reason"], told["kept"]) == ("rejected", "input.invalid", True)
    assert json.loads(KeptOperation.objects.get().body) == sent
    assert not Person.objects.exists()


def test_an_older_app_works_with_a_newer_server_and_a_newer_one_with_ours(
    phone, client, worker, monkeypatch
):
    """A year of overlap: the older app says its version and gets it; what is new it never sees."""
    monkeypatch.setattr(api, "PROTOCOL", api.PROTOCOL + 1)
    older = Phone(client, worker).enrol(protocol=1)
    assert older.row.protocol == 1
    case, person = str(new_id()), str(new_id())
    for bare in ({"protocol": 1}, {}):  # the first apps did not say a version with each push
        body = {"sent_at": NOW.isoformat(), "operations": new_contact(person, case), **bare}
        told = older.post("push", body).json()["results"]
        assert {r["first"] for r in told} == {"applied"}
        case, person = str(new_id()), str(new_id())
    assert older.pull().status_code == 200
    assert len([kind for kind, _pk in older.held if kind == "case"]) == 2

    newer = Phone(client, worker)
    code = accounts.make_device_code(by=actor_for(worker, now=NOW), user=worker)
    told = newer.post("enrol", {"code": code, "protocol": 9, "screen": "360x740"}).json()
    assert told["protocol"] == api.PROTOCOL
    newer.token = told["token"]
    assert newer.push(told_by="an app of tomorrow").status_code == 200
