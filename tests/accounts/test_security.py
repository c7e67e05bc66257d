"""Invitations, tokens, sessions, glass, leavers: nobody gets more, and what ends has ended."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sukoon.accounts import actions, queries
from sukoon.accounts.models import ApiToken, BrokenGlass, GlassVerdict, Invitation, User
from sukoon.accounts.problems import (
    AlreadyReviewed,
    InvitationOver,
    MoreThanYouHold,
    NetworkUnreadable,
    NotToYourself,
    OwnGlass,
    ReasonNeeded,
    TokenTooLong,
)
from sukoon.accounts.roles import actor_for, console_actor, public_actor
from sukoon.core import clock
from sukoon.core.access import NotAllowed, Reach, can, holds
from sukoon.core.permissions import Permission
from sukoon.people.models import Person
from sukoon.people.queries import visible
from tests.factories import RoleAssignmentFactory, UserFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GOOD = "correct horse battery staple"
WHY = "The person is at risk and nobody of the team answers."


def sign_in(user):
    User.objects.filter(pk=user.pk).update(is_synthetic=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def by_password(user):
    """Sign in as people do, so that the session is on their list."""
    kept = User.objects.get(pk=user.pk)
    kept.set_password(GOOD)
    kept.is_synthetic = True
    if User.objects.get(pk=user.pk).check_password(GOOD):
        kept = User.objects.get(pk=user.pk)
    else:
        kept.save()
    client = Client()
    client.post("/account/sign-in/", {"login": user.email, "password": GOOD})
    return client


# Invitations


@pytest.fixture
def invited(cast):
    user = UserFactory(email="nadia@example.org")
    return user, actions.invite(by=cast.actor("adam"), user=user)


def test_an_invitation_works_once_and_only_its_hash_is_kept(client, invited):
    user, secret = invited
    assert secret not in str(Invitation.objects.values())
    url = reverse("accounts:invitation", args=[secret])
    page = client.get(url)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "strict-origin")
    done = client.post(url, {"new_password1": GOOD, "new_password2": GOOD})
    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert client.get(url).status_code == 410
    with pytest.raises(InvitationOver):
        actions.accept_invitation(by=public_actor(), secret=secret, password="another one 123")


def test_a_weak_password_is_refused_and_the_invitation_stays(client, invited):
    user, secret = invited
    url = reverse("accounts:invitation", args=[secret])
    for weak in ("short", "password1234", "nadia@example.org"):
        client.post(url, {"new_password1": weak, "new_password2": weak})
    user.refresh_from_db()
    assert not user.check_password("short")
    assert client.get(url).status_code == 200


def test_an_invitation_ends_by_time_by_a_new_one_and_with_the_account(cast, invited):
    user, first = invited
    later = clock.now() + timedelta(days=3, seconds=1)
    assert not queries.invited(first, now=later)
    second = actions.invite(by=cast.actor("adam"), user=user)
    assert not queries.invited(first, now=clock.now())
    assert queries.invited(second, now=clock.now())
    actions.close_account(by=cast.actor("adam"), user=user)
    assert not queries.invited(second, now=clock.now())
    assert not queries.invited("guess", now=clock.now())


# Roles


def test_nobody_gives_a_role_to_themselves(cast):
    with pytest.raises(NotToYourself):
        actions.give_role(by=cast.actor("adam"), user=cast.adam, role="viewer")


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        ("adam", "coordinator", True), ("adam", "administrator", True), ("adam", "care_worker", False),
        ("adam", "care_lead", False), ("dpo", "care_lead", True), ("dpo", "administrator", False),
        ("dpo", "coordinator", False), ("coco", "viewer", False), ("vida", "viewer", False),
    ],
)  # fmt: skip
def test_who_may_give_what(cast, who, role, may):
    give = {"by": cast.actor(who), "user": cast.nobody, "role": role, "org_id": cast.misaal.pk}
    if may:
        assert actions.give_role(**give).role == role
    else:
        with pytest.raises((MoreThanYouHold, NotAllowed)):
            actions.give_role(**give)


def test_a_care_lead_appoints_in_their_own_team_only(cast):
    lead = RoleAssignmentFactory(role="care_lead", org_id=cast.misaal.pk).user
    by = actor_for(lead, now=clock.now())
    actions.give_role(by=by, user=cast.nobody, role="care_worker", org_id=cast.misaal.pk)
    for elsewhere in (cast.other.pk, None):
        with pytest.raises(NotAllowed):
            actions.give_role(by=by, user=cast.nobody, role="care_worker", org_id=elsewhere)


def test_the_administrator_sees_no_person_by_being_administrator(cast):
    person = Person.objects.create(owner_id=uuid4(), org_id=cast.misaal.pk)
    assert not holds(cast.actor("adam"), Permission.PERSON_VIEW)
    assert not visible(cast.actor("adam")).filter(pk=person.pk).exists()


# Glass


@pytest.fixture
def person(cast):
    return Person.objects.create(owner_id=uuid4(), org_id=cast.other.pk)


def test_broken_glass_shows_one_person_for_its_minutes_and_nothing_else(cast, person, time_machine):
    time_machine.move_to("2026-11-25T09:00:00+00:00", tick=False)
    other = Person.objects.create(owner_id=uuid4(), org_id=cast.other.pk)
    actions.break_glass(
        by=cast.actor("adam"), user=cast.adam, record_id=person.pk, reason=WHY, minutes=10
    )
    by = actor_for(cast.adam, now=clock.now())
    assert list(visible(by)) == [person]
    assert can(by, Permission.PERSON_VIEW, person.scope)
    assert not can(by, Permission.PERSON_WRITE, person.scope)
    assert not can(by, Permission.PERSON_VIEW, other.scope)
    after = actor_for(cast.adam, now=clock.now() + timedelta(minutes=10))
    assert not visible(after).exists()


def test_glass_is_never_open_longer_than_an_hour_and_needs_a_reason(cast, person):
    by = cast.actor("adam")
    glass = actions.break_glass(
        by=by, user=cast.adam, record_id=person.pk, reason=WHY, minutes=9999
    )
    assert glass.ends_at - glass.started_at == timedelta(hours=1)
    for reason in ("", "urgent", " " * 40):
        with pytest.raises(ReasonNeeded):
            actions.break_glass(
                by=by, user=cast.adam, record_id=person.pk, reason=reason, minutes=5
            )
    with pytest.raises(NotAllowed):
        actions.break_glass(
            by=cast.actor("vida"), user=cast.vida, record_id=person.pk, reason=WHY, minutes=5
        )


def test_who_broke_the_glass_does_not_judge_it_and_a_verdict_is_given_once(cast, person):
    glass = actions.break_glass(
        by=cast.actor("adam"), user=cast.adam, record_id=person.pk, reason=WHY, minutes=5
    )
    own = RoleAssignmentFactory(user=cast.adam, role="data_protection_officer").user
    with pytest.raises(OwnGlass):
        actions.review_glass(
            by=actor_for(own, now=clock.now()), glass=glass, verdict=GlassVerdict.JUSTIFIED
        )
    assert list(queries.glass_to_review(cast.actor("dpo"))) == [glass]
    assert not queries.glass_to_review(cast.actor("coco")).exists()
    actions.review_glass(by=cast.actor("dpo"), glass=glass, verdict=GlassVerdict.NOT_JUSTIFIED)
    with pytest.raises(AlreadyReviewed):
        actions.review_glass(by=cast.actor("dpo"), glass=glass, verdict=GlassVerdict.JUSTIFIED)
    assert BrokenGlass.objects.get().verdict == GlassVerdict.NOT_JUSTIFIED


def test_the_pages_of_glass_go_from_reason_to_verdict(cast, person):
    form = {"record": str(person.pk), "reason": WHY, "minutes": 15}
    adam = sign_in(cast.adam)
    assert adam.post(reverse("accounts:glass_break"), {**form, "reason": "x"}).status_code == 422
    assert adam.post(reverse("accounts:glass_break"), form).status_code == 302
    assert str(person.pk) in adam.get(reverse("accounts:home")).content.decode()
    dpo = sign_in(cast.dpo)
    assert "broken glass" in dpo.get(reverse("desk:home")).content.decode()
    assert WHY in dpo.get(reverse("desk:glass")).content.decode()
    glass = BrokenGlass.objects.get()
    answer = dpo.post(reverse("desk:glass_review", args=[glass.pk]), {"verdict": "justified"})
    assert answer.status_code == 302
    assert WHY not in dpo.get(reverse("desk:glass")).content.decode()
    adam.post(reverse("accounts:glass_mend", args=[glass.pk]))
    assert not actor_for(cast.adam, now=clock.now() + timedelta(seconds=1)).grants & {
        g for g in actor_for(cast.adam, now=clock.now()).grants if g.reach is Reach.RECORD
    }


# Tokens


def token_of(cast, **more):
    told = {
        "by": cast.actor("coco"), "user": cast.coco, "name": "dashboard",
        "permissions": [Permission.MAP_VIEW, Permission.SERVICE_VIEW],
        "expires_at": clock.now() + timedelta(days=30),
    }  # fmt: skip
    return actions.make_token(**{**told, **more})


def asked(secret, path="/api/1/services", **more):
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"}, **more)


def test_a_token_asks_the_api_and_opens_no_session(cast):
    secret = token_of(cast)
    assert secret not in str(ApiToken.objects.values())
    answer = asked(secret)
    assert answer.status_code == 200
    assert not answer.cookies
    client = Client()
    client.get("/api/1/services", headers={"Authorization": f"Bearer {secret}"})
    assert "sessionid" not in client.cookies
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("path", ["/desk/", "/account/", "/", "/import/"])
def test_a_token_is_nothing_outside_the_api_even_beside_a_session(cast, path):
    client = sign_in(cast.coco)
    answer = client.get(path, headers={"Authorization": f"Bearer {token_of(cast)}"})
    assert answer.status_code == 401


def test_a_token_may_no_more_than_it_says_or_its_owner_may(cast):
    secret = token_of(cast)
    by = queries.by_token(secret, address="127.0.0.1", now=clock.now())
    assert {g.permission for g in by.grants} == {Permission.MAP_VIEW, Permission.SERVICE_VIEW}
    assert not holds(by, Permission.SELF)
    send = Client().post(
        f"/api/1/services/{cast.service.pk}/returns", {}, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert send.status_code == 403
    cast.coco.roles.all().delete()
    by = queries.by_token(secret, address="127.0.0.1", now=clock.now())
    assert {g.permission for g in by.grants} == {Permission.MAP_VIEW}


def test_a_token_with_a_permission_changes_without_a_browsers_token(cast, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    secret = token_of(cast, permissions=[Permission.RETURN_SUBMIT, Permission.SERVICE_VIEW])
    client = Client(enforce_csrf_checks=True)
    body = {"period_start": "2026-10-01", "period_end": "2026-10-31", "basis": "people", "total": 3}
    answer = client.post(
        f"/api/1/services/{cast.service.pk}/returns", body, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 200


def test_a_token_is_narrowed_to_its_area(cast):
    by = queries.by_token(token_of(cast, area=cast.swat), address="127.0.0.1", now=clock.now())
    assert can(by, Permission.SERVICE_VIEW, cast.service.scope)
    from tests.factories import ServiceFactory

    assert not can(by, Permission.SERVICE_VIEW, ServiceFactory(area=cast.kohat).scope)
    wider = queries.by_token(
        token_of(cast, by=cast.actor("dilawar"), user=cast.dilawar, area=cast.country),
        address="127.0.0.1", now=clock.now(),
    )  # fmt: skip
    assert not can(wider, Permission.SERVICE_VIEW, ServiceFactory(area=cast.kohat).scope)


@pytest.mark.parametrize("end", ["expired", "revoked", "closed", "elsewhere", "wrong"])
def test_a_token_that_is_over_is_refused_in_the_same_words(cast, end, time_machine):
    secret = token_of(cast, networks="10.0.0.0/8" if end == "elsewhere" else "")
    if end == "expired":
        time_machine.move_to(clock.now() + timedelta(days=31))
    if end == "revoked":
        actions.revoke_token(by=cast.actor("coco"), token=ApiToken.objects.get())
    if end == "closed":
        actions.close_account(by=cast.actor("adam"), user=cast.coco)
    answer = asked("sukoon_wrong" if end == "wrong" else secret)
    assert (answer.status_code, answer.json()["title"]) == (401, "This token is not valid here.")


def test_a_token_works_from_its_networks(cast):
    secret = token_of(cast, networks="10.0.0.0/8 2001:db8::/32")
    now = clock.now()
    for address, works in (
        ("10.2.3.4", True),
        ("2001:db8::7", True),
        ("11.0.0.1", False),
        ("", False),
    ):
        assert (queries.by_token(secret, address=address, now=now) is not None) is works


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"permissions": []}, MoreThanYouHold),
        ({"permissions": [Permission.SELF]}, MoreThanYouHold),
        ({"permissions": [Permission.PERSON_VIEW]}, MoreThanYouHold),
        ({"permissions": [Permission.TOKEN_MANAGE]}, MoreThanYouHold),
        ({"networks": "everywhere"}, NetworkUnreadable),
    ],
)
def test_a_token_that_would_give_too_much_is_refused(cast, more, problem):
    with pytest.raises(problem):
        token_of(cast, **more)


def test_a_token_does_not_live_for_ever_and_not_everybody_makes_one(cast):
    with pytest.raises(TokenTooLong):
        token_of(cast, expires_at=clock.now() + timedelta(days=400))
    with pytest.raises(NotAllowed):
        token_of(cast, by=cast.actor("vida"), user=cast.vida)
    with pytest.raises(NotAllowed):
        token_of(cast, user=cast.vida)


def test_the_page_of_tokens_shows_the_secret_once(cast):
    coco = sign_in(cast.coco)
    form = {"name": "x", "permissions": ["SERVICE_VIEW"], "days": 30, "networks": ""}
    made = coco.post(reverse("accounts:token_new"), form).content.decode()
    assert "sukoon_" in made
    assert "sukoon_" not in coco.get(reverse("accounts:home")).content.decode()
    assert (
        coco.post(
            reverse("accounts:token_new"), {**form, "permissions": ["PERSON_VIEW"]}
        ).status_code
        == 422
    )
    token = ApiToken.objects.get()
    coco.post(reverse("accounts:token_revoke", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at


# Sessions and leavers


def test_a_session_elsewhere_is_ended_and_nobody_elses_is(cast):
    here, there, other = (by_password(u) for u in (cast.coco, cast.coco, cast.vida))
    mine = queries.sessions_of(cast.coco)
    assert mine.count() == 2
    foreign = queries.sessions_of(cast.vida).get()
    assert here.post(reverse("accounts:session_end", args=[foreign.pk])).status_code == 404
    theirs = next(s for s in mine if s.session_key == there.session.session_key)
    assert here.post(reverse("accounts:session_end", args=[theirs.pk])).status_code == 302
    assert there.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == other.get("/desk/").status_code == 200


def test_a_leaver_loses_everything_at_once(cast, person):
    coco = sign_in(cast.coco)
    secret = token_of(cast)
    RoleAssignmentFactory(user=cast.coco, role="care_worker", org_id=cast.misaal.pk)
    actions.break_glass(
        by=actor_for(cast.coco, now=clock.now()), user=cast.coco, record_id=person.pk, reason=WHY,
        minutes=30,
    )  # fmt: skip
    link = actions.invite(by=cast.actor("adam"), user=cast.coco)
    actions.close_account(by=cast.actor("adam"), user=cast.coco)
    assert coco.get("/desk/").status_code == 302
    assert asked(secret).status_code == 401
    assert not queries.invited(link, now=clock.now())
    assert not queries.sessions_of(cast.coco).exists()
    cast.coco.refresh_from_db()
    assert not actor_for(cast.coco, now=clock.now() + timedelta(seconds=1)).grants - {
        *public_actor().grants, *actor_for(cast.nobody, now=clock.now()).grants,
    }  # fmt: skip


# Step-up


def test_what_is_sensitive_asks_for_the_password_again(cast, time_machine):
    time_machine.move_to("2026-11-25T09:00:00+00:00", tick=False)
    client = by_password(cast.adam)
    form = {"full_name": "N", "email": "n@example.org", "role": "viewer"}
    url = reverse("desk:account_new")
    asked_first = client.get(url)
    assert (asked_first.status_code, asked_first.url[:17]) == (302, "/account/confirm/")
    client.post("/account/confirm/", {"password": GOOD})
    assert client.post(url, form).status_code == 200
    time_machine.move_to("2026-11-25T09:10:00+00:00", tick=False)
    answer = client.post(url, {**form, "email": "m@example.org"})
    assert answer.status_code == 302
    assert answer.url.startswith("/account/confirm/")
    assert not User.objects.filter(email="m@example.org").exists()


def test_the_platforms_own_line_gives_the_first_roles(cast):
    actions.give_role(by=console_actor(), user=cast.nobody, role="care_lead", org_id=cast.misaal.pk)
    assert cast.nobody.roles.get().role == "care_lead"
