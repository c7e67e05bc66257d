"""Refusals are counted and kept; the unusual calls the officers, once, by mail and on the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sukoon.accounts import actions, mfa_adapter, queries, refusals, token_reminders
from sukoon.accounts import security_watch as watch
from sukoon.accounts.alert_rules import check, kinds
from sukoon.audit import queries as audit
from sukoon.audit.events import emit
from sukoon.audit.models import AuditEntry
from sukoon.core import clock, outbox
from sukoon.core.access import SYSTEM, NotAllowed
from sukoon.core.ids import first_id, new_id
from sukoon.core.models import OutboxMessage, OutboxStatus
from sukoon.core.permissions import Permission
from sukoon.core.tally import Tally
from tests.accounts.test_security import GOOD, sign_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
EVENTS = "/desk/events/"


@pytest.fixture(autouse=True)
def counted_anew():
    refusals.refused.clear()
    refusals.asked.clear()


def told(event):
    return [dict(e.details) for e in AuditEntry.objects.filter(event=event).order_by("id")]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 200)), max_size=60))
def test_a_tally_counts_each_stretch_and_key_for_itself(calls):
    tally, seen = Tally(60), []
    for key, at in sorted(calls, key=lambda c: c[1]):
        seen.append((key, at // 60))
        assert tally.count(key, at=at) == seen.count((key, at // 60))


def test_the_first_the_tenth_and_the_hundredth_refusal_are_kept(cast):
    client = sign_in(cast.vida)
    for _ in range(101):
        assert client.get(EVENTS).status_code == 404
    kept = told("access.refused")
    assert [(k["times"], k["route"], k["status"]) for k in kept] == [
        (n, "desk:events", "404") for n in ("1", "10", "100")
    ]
    assert kept[0]["role"] == "viewer"


def test_a_record_out_of_reach_is_a_refusal_and_a_page_that_opens_is_none(cast):
    client = sign_in(cast.vida)
    assert client.get("/desk/").status_code == 200
    assert told("access.refused") == []
    assert client.get(reverse("people:person", args=[new_id()])).status_code == 404
    assert [k["route"] for k in told("access.refused")] == ["people:person"]


def test_of_whoever_has_not_signed_in_nothing_is_kept(client):
    assert client.get("/services/nothing/").status_code == 404
    assert client.get(EVENTS).status_code == 302
    assert told("access.refused") == []


def test_who_asks_faster_than_people_can_is_stopped_for_a_minute(cast, settings):
    settings.MOST_A_MINUTE = 5
    client, other = sign_in(cast.vida), sign_in(cast.mehr)
    with time_machine.travel(clock.now(), tick=False) as moment:
        assert [client.get("/desk/").status_code for _ in range(7)] == [200] * 5 + [429] * 2
        assert other.get("/desk/").status_code == 200
        assert client.get("/desk/").headers["Retry-After"] == "60"
        moment.shift(timedelta(minutes=1))
        assert client.get("/desk/").status_code == 200
    assert told("access.too_fast") == [{"role": "viewer", "over": "1"}]


def many(event, times, *, subject=None, by=SYSTEM):
    with transaction.atomic():
        for _ in range(times):
            emit(event, subject=subject or new_id(), by=by)


@pytest.mark.parametrize("code", sorted(kinds()))
def test_each_kind_calls_one_beyond_what_is_usual_and_once(cast, code):
    kind, who = kinds()[code], cast.actor("parveen")
    event = kind.events[0].replace("*.", "list.")
    subject, by = (who.id, SYSTEM) if kind.by == "subject" else (None, who)
    many(event, kind.usual, subject=subject, by=by)
    assert watch.watch(clock.now()) == 0
    many(event, 1, subject=subject, by=by)
    assert watch.watch(clock.now()) == 1
    assert watch.watch(clock.now()) == 0
    (alert,) = AuditEntry.objects.filter(event="security.alerted")
    assert alert.subject_id == who.id
    assert dict(alert.details) == {"kind": code, "times": str(kind.usual + 1)}
    with time_machine.travel(clock.now() + kind.within + timedelta(minutes=1), tick=False):
        assert watch.watch(clock.now()) == 0


def test_work_that_was_given_up_calls(cast):
    with transaction.atomic():
        outbox.enqueue("person.erased", new_id(), now=NOW)
    OutboxMessage.objects.update(status=OutboxStatus.DEAD)
    assert watch.watch(clock.now()) == 1
    assert watch.watch(clock.now()) == 0


def test_only_the_system_raises_an_alert(cast):
    with pytest.raises(NotAllowed):
        actions.raise_alert(by=cast.actor("adam"), kind=next(iter(kinds().values())),
                            account_id=new_id(), times=1, since=NOW)  # fmt: skip


def test_the_officers_are_written_to_in_their_language_without_a_name(cast, settings):
    settings.MAIL_IS_SET_UP, settings.SECURITY_MAIL = True, "guard@example.org"
    cast.dpo.language = "ur"
    cast.dpo.save()
    many("glass.broken", 1, by=cast.actor("parveen"))
    assert watch.watch(clock.now()) == 1
    while outbox.run_once(now=clock.now()):
        pass
    to = {m.to[0]: m.body for m in mail.outbox}
    assert set(to) == {cast.dpo.email, "guard@example.org"}
    assert "اپنی رسائی سے باہر" in to[cast.dpo.email]
    for body in to.values():
        assert str(cast.parveen.pk) in body
        assert cast.parveen.email not in body
        assert cast.parveen.full_name not in body


def test_whoever_answers_for_security_is_who_sees_what_was_done(cast):
    assert queries.officers() == [(cast.dpo.email, "en")]


def test_the_desk_shows_alerts_to_the_officer_and_to_nobody_else(cast):
    many("glass.broken", 1, by=cast.actor("parveen"))
    watch.watch(clock.now())
    page = sign_in(cast.dpo).get("/desk/").content.decode()
    assert "Security alerts" in page
    assert "1 time<" in page
    assert f"?subject={cast.parveen.pk}" in page
    for name in ("adam", "coco", "vida"):
        assert "Security alerts" not in sign_in(getattr(cast, name)).get("/desk/").content.decode()


def test_an_id_of_a_moment_stands_before_all_made_since():
    before = first_id(clock.now() - timedelta(seconds=1))
    now = new_id()
    assert before < now < first_id(clock.now() + timedelta(seconds=1))
    assert audit.more_than(0, ["no.event"], by="subject", since=NOW) == []


@pytest.mark.parametrize(("days", "written"), [(16, 0), (14.5, 1), (13, 0), (1.5, 1), (0.5, 0)])
def test_whose_token_ends_is_reminded_two_weeks_and_a_day_before(cast, settings, days, written):
    settings.MAIL_IS_SET_UP = True
    now = clock.now()
    secret = actions.make_token(
        by=cast.actor("coco"), user=cast.coco, name="figures", permissions=[Permission.MAP_VIEW],
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    assert token_reminders.remind(now) == written
    assert all(secret not in m.body and m.to == [cast.coco.email] for m in mail.outbox)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("[a]\nlabel_en = 'x'\nlabel_ur = ''\nevents = ['b.c']\nby = 'actor'\nusual = 1\nminutes = 5",
         "a.label_ur"),
        ("[a]\nlabel_en = 'x'\nlabel_ur = 'y'\nevents = []\nby = 'actor'\nusual = 1\nminutes = 5", "a"),
        ("[a]\nlabel_en = 'x'\nlabel_ur = 'y'\nevents = ['b.c']\nby = 'who'\nusual = 1\nminutes = 5",
         "a"),
        ("[a]\nlabel_en = 'x'", "a"), ("[a", ""),
    ],
)  # fmt: skip
def test_a_pack_that_could_never_call_is_refused(tmp_path, told, where):
    (tmp_path / "watch.toml").write_text(told)
    assert [e.field for e in check(tmp_path, {})] == [where]


def test_a_code_that_comes_again_is_told_to_its_owner(cast, settings):
    from allauth.mfa.totp.internal import auth
    from django.test import Client

    settings.MAIL_IS_SET_UP = True
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(cast.vida, secret)
    cast.vida.set_password(GOOD)
    cast.vida.save()
    code = auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )
    for expected in (302, 422):
        client = Client()
        client.post("/account/sign-in/", {"login": cast.vida.email, "password": GOOD})
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == expected
    assert told("account.code_sent_again") == [{}]
    assert [m.to for m in mail.outbox] == [[cast.vida.email]]
    assert code not in mail.outbox[0].body


def test_a_wrong_code_is_nothing_to_write_about(cast, settings):
    from allauth.mfa.totp.internal import auth
    from django.test import Client

    settings.MAIL_IS_SET_UP = True
    auth.TOTP.activate(cast.vida, auth.generate_totp_secret())
    cast.vida.set_password(GOOD)
    cast.vida.save()
    client = Client()
    client.post("/account/sign-in/", {"login": cast.vida.email, "password": GOOD})
    client.post(reverse("mfa_authenticate"), {"code": "abcdef"})
    assert told("account.code_sent_again") == []
    assert mail.outbox == []


class TestPasskeysOnly:
    @pytest.fixture
    def only(self, settings):
        settings.PASSKEYS_ONLY = True

    def test_who_needs_a_factor_is_sent_to_add_a_passkey(self, cast, only):
        from allauth.mfa.totp.internal import auth
        from django.test import Client

        client = Client()
        client.force_login(cast.adam, backend="allauth.account.auth_backends.AuthenticationBackend")
        auth.TOTP.activate(cast.adam, auth.generate_totp_secret())
        answer = client.get("/desk/accounts/")
        assert answer.headers["Location"] == reverse("mfa_add_webauthn")
        again = client.get(reverse("mfa_activate_totp"))
        assert "passkeys/add" in again.headers["Location"] or "confirm" in again.headers["Location"]

    def test_who_has_a_passkey_comes_in_by_no_code(self, cast, only, monkeypatch):
        from allauth.mfa.totp.internal import auth
        from django.test import Client

        monkeypatch.setattr(auth.TOTP, "validate_code", lambda _self, _code: True)
        auth.TOTP.activate(cast.vida, auth.generate_totp_secret())
        cast.vida.set_password(GOOD)
        cast.vida.save()
        for with_passkey in (False, True):
            monkeypatch.setattr(mfa_adapter, "has_passkey", lambda _user, has=with_passkey: has)
            client = Client()
            client.post("/account/sign-in/", {"login": cast.vida.email, "password": GOOD})
            client.post(reverse("mfa_authenticate"), {"code": "123456"})
            assert ("_auth_user_id" in client.session) is not with_passkey
