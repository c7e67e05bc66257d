"""Connecting a phone, what its secret opens and does not, and ending it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from sukoon.accounts import actions as accounts
from sukoon.accounts.models import Device, DeviceCode, WhyRevoked
from sukoon.accounts.problems import DeviceCodeOver
from sukoon.accounts.roles import actor_for, console_actor
from sukoon.accounts.secrets import read_code
from sukoon.audit.models import AuditEntry
from sukoon.config.cli import main
from sukoon.core.problems import NotAllowed
from tests.factories import RoleAssignmentFactory
from tests.sync.conftest import FIELD, NOBODY, NOW, Phone


def code_of(user):
    return accounts.make_device_code(by=actor_for(user, now=NOW), user=user)


def enrol(code, **told):
    return accounts.enrol_device(by=NOBODY, code=code, name="A", app="1", protocol=1, **told)


def test_a_code_connects_a_phone_once(worker, team, at_nine):
    code = code_of(worker)

    device, secret = enrol(code.lower().replace("-", " "))

    assert (device.user, device.org_id, device.name) == (worker, team, "A")
    assert secret not in json.dumps(list(Device.objects.values()), default=str)
    with pytest.raises(DeviceCodeOver):
        enrol(code)


def test_a_code_is_over_after_a_quarter_of_an_hour_and_when_a_newer_one_was_made(worker, at_nine):
    first = code_of(worker)
    second = code_of(worker)
    with pytest.raises(DeviceCodeOver):
        enrol(first)
    at_nine.shift(timedelta(minutes=15, seconds=1))
    with pytest.raises(DeviceCodeOver):
        enrol(second)


def test_a_code_of_a_closed_account_connects_nothing(worker, at_nine):
    code = code_of(worker)
    accounts.close_account(by=actor_for(RoleAssignmentFactory(role="administrator").user, now=NOW),
                           user=worker)  # fmt: skip
    with pytest.raises(DeviceCodeOver):
        enrol(code)


def test_only_who_works_in_the_field_has_a_code_and_only_for_themselves(worker, cast, at_nine):
    with pytest.raises(NotAllowed):
        code_of(cast.vida)
    with pytest.raises(NotAllowed):
        accounts.make_device_code(by=actor_for(worker, now=NOW), user=cast.vida)
    assert not DeviceCode.objects.exists()


def test_codes_are_long_and_hold_no_letter_that_looks_like_another(worker, at_nine):
    letters = read_code(code_of(worker))
    assert len(letters) == 12
    assert not set(letters) & set("01OIL")


def test_connecting_says_it_without_the_code_or_the_secret(phone):
    told = AuditEntry.objects.get(event="device.enrolled")
    assert str(told.subject_id) == phone.device
    said = " ".join(AuditEntry.objects.values_list("told", flat=True))
    assert phone.token not in said


def test_enrolling_over_the_protocol_tells_who_and_how(phone, worker, client):
    code = code_of(worker)
    told = Phone(client, worker).post("enrol", {"code": code, "protocol": 7}).json()
    assert told["worker"] == {"id": str(worker.pk), "name": "Rukhsana Farzi", "language": "ur"}
    assert told["protocol"] == 1  # never more than the server speaks
    assert told["rules"]["lock_after_minutes"] == 5
    assert len(told["sealing_key"]["key"]) > 80


def test_a_wrong_code_is_refused_over_the_protocol(client, worker, at_nine):
    answer = Phone(client, worker).post("enrol", {"code": "AAAA-AAAA-AAAA", "protocol": 1})
    assert answer.status_code == 410
    assert answer.json()["type"] == "/problems/devices.code_over"


@pytest.mark.parametrize("path", ["/desk/", "/api/1/services", "/field/phones/", "/account/"])
def test_the_secret_of_a_phone_opens_nothing_but_the_protocol(phone, client, path):
    answer = client.get(path, headers=phone.headers())
    assert answer.status_code == 401
    assert "sessionid" not in client.cookies


def test_the_secret_of_a_phone_makes_no_session(phone, client):
    phone.pull()
    assert "sessionid" not in client.cookies
    assert client.get("/account/").status_code == 302  # to sign in


def test_a_session_is_no_phone(client_of, cast):
    client = client_of("coco")
    for method, path in (("get", "pull"), ("get", "packs/instruments")):
        answer = getattr(client, method)(f"{FIELD}/{path}")
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sync.device_needed")


def test_a_phone_carries_no_right_to_manage(phone, lead, client):
    """A lead's phone cannot give roles, break glass or end other phones."""
    from sukoon.accounts.device_queries import NOT_ON_A_PHONE, actor_of_device

    theirs = Phone(client, lead).enrol()
    held = {g.permission for g in actor_of_device(theirs.row, now=NOW).grants}
    assert held
    assert not held & NOT_ON_A_PHONE


# Ending


def test_a_lost_phone_gets_nothing_more_and_is_told_to_empty_itself(phone, lead):
    accounts.revoke_device(by=actor_for(lead, now=NOW), device=phone.row, why=WhyRevoked.LOST)

    answer = phone.pull()

    assert answer.status_code == 410
    assert answer.json()["type"] == "/problems/devices.revoked"
    assert answer.json()["details"] == {"wipe": 1}
    assert phone.get("packs/instruments").status_code == 410
    assert phone.post("wiped", {}).status_code == 200
    assert phone.row.wiped_at is not None
    assert phone.row.why_revoked == WhyRevoked.LOST


def test_who_may_end_a_phone(phone, worker, lead, cast):
    stranger = RoleAssignmentFactory(role="care_lead", org_id=uuid4()).user
    for user in (stranger, cast.coco, cast.vida):
        with pytest.raises(NotAllowed):
            accounts.revoke_device(
                by=actor_for(user, now=NOW), device=phone.row, why=WhyRevoked.LOST
            )
    assert phone.row.revoked_at is None
    accounts.revoke_device(by=actor_for(worker, now=NOW), device=phone.row, why=WhyRevoked.LOST)
    assert AuditEntry.objects.filter(event="device.revoked", actor_id=worker.pk).count() == 1


def test_ending_twice_keeps_the_first_reason(phone):
    by = console_actor()
    accounts.revoke_device(by=by, device=phone.row, why=WhyRevoked.LOST)
    accounts.revoke_device(by=by, device=phone.row, why=WhyRevoked.REPLACED)
    assert phone.row.why_revoked == WhyRevoked.LOST


def test_a_closed_account_ends_its_phones(phone, worker):
    by = actor_for(RoleAssignmentFactory(role="administrator").user, now=NOW)
    accounts.close_account(by=by, user=worker)
    assert phone.pull().status_code == 410
    assert phone.row.why_revoked == WhyRevoked.CLOSED


def test_a_worker_whose_role_has_ended_is_told_to_empty_the_phone(phone, worker):
    worker.roles.all().delete()
    answer = phone.pull()
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/devices.field_ended")


def test_signing_off_ends_the_phone(phone):
    assert phone.post("wiped", {}).status_code == 200
    assert phone.row.why_revoked == WhyRevoked.SIGNED_OFF
    assert phone.pull().status_code == 410


# The command line


def test_the_commands_list_and_end_phones(phone, capsys):
    assert main(["devices", "list", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["id"], told["state"], told["account"]) == (
        phone.device, "in force", phone.user.email,
    )  # fmt: skip
    assert main(["devices", "revoke", phone.device, "--why", "lost", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "revoked"
    assert main(["devices", "list", "--account", "nobody@example.org"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["devices", "revoke", str(uuid4())]) == 2


def test_the_console_makes_a_code_for_synthetic_accounts_only(worker, client, at_nine, capsys):
    assert main(["devices", "code", worker.email]) == 2
    assert main(["devices", "code", "nobody@example.org"]) == 2
    assert not DeviceCode.objects.exists()
    worker.is_synthetic = True
    worker.save(update_fields=["is_synthetic"])
    capsys.readouterr()
    assert main(["devices", "code", worker.email, "--json"]) == 0
    code = json.loads(capsys.readouterr().out)["code"]
    answer = Phone(client, worker).post("enrol", {"code": code, "protocol": 1})
    assert answer.json()["worker"]["id"] == str(worker.pk)


# Pages


def test_the_page_gives_a_code_and_signs_the_browser_out(client, worker):
    worker.is_synthetic = True
    worker.save(update_fields=["is_synthetic"])
    client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/field/connect/").status_code == 200
    other = client.post("/field/connect/", {"where": "other"})
    assert "data:image/svg+xml" in other.content.decode()
    here = client.post("/field/connect/", {"where": "here"})
    assert here.headers["Location"].startswith("/field/#connect=")
    assert client.get("/field/connect/").status_code == 302


def test_the_list_of_phones_shows_the_teams_and_no_others(client, phone, lead):
    lead.is_synthetic = True
    lead.save(update_fields=["is_synthetic"])
    stranger = RoleAssignmentFactory(
        role="community_worker", org_id=uuid4(), user__full_name="Far"
    ).user
    Phone(client, stranger).enrol()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    text = client.get("/field/phones/").content.decode()
    assert "Rukhsana Farzi" in text
    assert "Far<" not in text
    assert client.get(f"/field/phones/{phone.device}/revoke/").status_code == 200
    assert client.post(f"/field/phones/{phone.device}/revoke/", {"why": "lost"}).status_code == 302
    assert phone.row.why_revoked == WhyRevoked.LOST
