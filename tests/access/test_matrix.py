"""Every address as every role: what comes back is what somebody reviewed."""

import json
import logging
import re
from contextlib import suppress

import pytest
import time_machine
from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils.html import escape

from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for, console_actor, public_actor
from sukoon.cases import queries as cases
from sukoon.config import matrix
from sukoon.core import clock
from sukoon.core.access import NotAllowed, can
from sukoon.core.permissions import Permission
from sukoon.exchange.loading import load_everything
from sukoon.people import queries as people
from sukoon.people.models import DuplicatePair, Person
from sukoon.referrals import queries as referrals
from sukoon.referrals.models import Referral
from sukoon.risk import queries as risk
from sukoon.workforce.models import Organisation
from tests.raw import raw_database, sealed_columns, traces


@pytest.fixture(scope="class")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world once for all roles, in a transaction that is undone at the end."""
    logging.disable(logging.ERROR)
    uploads = tmp_path_factory.mktemp("uploads")
    with django_db_blocker.unblock(), override_settings(UPLOADS=uploads), transaction.atomic():
        load_everything(by=console_actor(), progress=lambda _line: None)
        made = matrix.build(today=clock.today(), now=clock.now())
        # Asking stands in one moment: on a busy machine a risk would else come late meanwhile.
        with time_machine.travel(clock.now(), tick=False):
            yield made
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


REVIEWED = matrix.read(matrix.FILE.read_text(encoding="utf-8"))


class TestEveryAnswer:
    @pytest.mark.django_db
    @pytest.mark.parametrize("role", matrix.everyone())
    def test_is_the_reviewed_one(self, world, role):
        asked = matrix.tabled(matrix.ask(world, only=[role]))
        wrong = matrix.unexpected(asked, REVIEWED)
        told = "\n".join(str(w) for w in wrong[:20])
        assert not wrong, f"review, then `sukoon access matrix --write FILE`:\n{told}"
        reviewed = {key for key in REVIEWED if key[2] == role}
        assert set(asked) == reviewed, "the file knows what is gone"

    @pytest.mark.django_db
    def test_and_nothing_sealed_in_that_world_stands_anywhere_else(self, world):
        """What actions of every area sealed is in no event, result, index or copy of theirs."""
        named = {*Organisation.objects.values_list("name", flat=True),
                 *Referral.objects.values_list("to_name", flat=True)}  # fmt: skip
        told = set(_sealed_texts()) - named  # whom one may name openly
        assert len(told) > 20
        raw = raw_database()
        assert {text for text in told if traces(raw, text)} == set()

    @pytest.mark.django_db
    def test_and_hostile_words_in_every_text_are_words_on_every_page(self, world):
        """Whatever people could type, wherever it is shown: never markup."""
        with transaction.atomic():
            assert _spoil() > 30
            shown, run = 0, []
            for route, role, state in _one_who_may_open_each():
                client = matrix._client(world, role, ended=False)
                answer = client.get(_path(world, route, role, state))
                if answer.headers.get("Content-Type", "").startswith("text/html"):
                    text = matrix._text(answer)
                    shown += escape(HOSTILE) in text
                    if any(part in text for part in ("<script>alert(9)", "<img src=x")):
                        run.append(route.name)
            transaction.set_rollback(True)
        assert run == []
        assert shown > 20, "what is shown nowhere proves nothing"

    @pytest.mark.django_db
    @pytest.mark.parametrize("role", matrix.everyone())
    def test_and_what_is_counted_is_what_may_be_seen(self, world, role):
        user = world.users.get((role, False))
        by = actor_for(user, now=clock.now()) if user else public_actor()
        for name, (count, most) in COUNTS.items():
            try:
                counted = count(by)
            except NotAllowed:
                continue
            assert counted <= most(by), name


HOSTILE = '"><script>alert(9)</script><img src=x onerror=alert(9)>'
CODED = re.compile(
    "hash|path|key|stored|checksum|version|secret|mac|password|pcode|alias|code|email|session|url"
)


def _spoil():
    """Put markup into every free text of the world; return in how many columns."""
    spoilt = 0
    for model in apps.get_models():
        if not model.__module__.startswith("sukoon."):
            continue
        for field in model._meta.concrete_fields:
            free = isinstance(field, (models.CharField, models.TextField)) and not field.choices
            if not free or field.unique or CODED.search(field.name):
                continue
            if (field.max_length or 999) < 100:
                continue
            with suppress(IntegrityError, DataError), transaction.atomic():
                rows = model._default_manager.exclude(**{field.name: ""})
                spoilt += bool(rows.update(**{field.name: HOSTILE}))
    for model, names in sealed_columns():
        for row in model._default_manager.all():
            texts = [n for n in names if getattr(row, n) and getattr(row, n)[:1] not in "[{"]
            for name in texts:
                setattr(row, name, HOSTILE)
            spoilt += len(texts)
            row.save()
    return spoilt


def _one_who_may_open_each():
    """Yield each page, with a role and a state in which it opens."""
    for route in matrix.routes():
        for role in reversed(matrix.everyone()):
            answers = REVIEWED.get((route.name, "GET", role), {})
            state = next((s for s in ("own", "team") if answers.get(s, "")[:3] == "yes"), None)
            if state:
                yield route, role, state
                break


def _path(world, route, role, state):
    path = route.path.format(*(world.ids_of(route, role, state) or ()))
    return f"{path}?{matrix._filled(route.query, world)}" if route.query else path


def _seen(by, model, permission):
    return [row for row in model.objects.all() if can(by, permission, row.scope)]


def _pairs_seen(by):
    may = Permission.PERSON_MERGE
    return [p for p in DuplicatePair.objects.select_related("first", "second")
            if can(by, may, p.first.scope) and can(by, may, p.second.scope)]  # fmt: skip


def _on_the_worklist(by):
    now = clock.now()
    return sum(w.count for w in cases.overview(by, now=now, day_ends=now))


# What is counted, and from the rows the most it may be: a figure tells of nobody out of reach.
COUNTS = {
    "persons": (lambda by: people.visible(by).count(),
                lambda by: len(_seen(by, Person, Permission.PERSON_VIEW))),
    "pairs": (lambda by: people.pairs(by).count(), lambda by: len(_pairs_seen(by))),
    "worklist": (_on_the_worklist, lambda by: cases.visible(by).count()),
    "inbox": (lambda by: referrals.inbox(by).count(), lambda by: referrals.visible(by).count()),
    "late": (lambda by: referrals.late(by, now=clock.now()).count(),
             lambda by: referrals.visible(by).count()),
    "risks": (lambda by: risk.for_me(by).count(), lambda by: risk.visible(by).count()),
}  # fmt: skip


def _sealed_texts():
    """Yield what was typed into sealed columns; codes and single short words prove nothing."""
    for model, names in sealed_columns():
        for row in model._default_manager.all():
            for name in names:
                for text in _leaves(getattr(row, name)):
                    if len(text) > 7 and (" " in text or text.isdigit()):
                        yield text


def _leaves(text):
    try:
        told = json.loads(text)
    except ValueError:
        told = text
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            yield one


def test_the_matrix_bites():
    asked = {("desk:events", "GET", "viewer"): {"own": "yes"}}
    reviewed = {("desk:events", "GET", "viewer"): {"own": "no"}}
    assert [w["answer"] for w in matrix.unexpected(asked, reviewed)] == ["yes"]
    assert matrix.unexpected(asked, {})[0]["expected"] == "not reviewed"


def test_the_file_is_read_as_it_is_written():
    assert matrix.written(REVIEWED) == matrix.FILE.read_text(encoding="utf-8")


def test_nothing_breaks_and_nothing_is_left_to_whose_role_was_taken():
    for (route, _method, role), answers in REVIEWED.items():
        for state, answer in answers.items():
            assert "error" not in answer, (route, role, state)
        if role not in {"public", "account"}:
            nobody = REVIEWED[route, _method, "account"].get("revoked")
            assert answers.get("revoked") == nobody, (route, role)


def test_another_organisations_things_are_never_changed_by_a_partner():
    # Whoever holds the link of a referral may answer it, signed in or not: what opens it is the
    # secret in the address and the code sent apart (tests/referrals/test_outside.py).
    by_its_secret = {"referrals:outside"}
    # Interventions and emergencies are everybody's: who uses one, or asks for experts in one,
    # says so of their own.
    of_ones_own = {"coordination:intervention_use", "surge:request_new"}
    for (route, method, role), answers in REVIEWED.items():
        if role == "partner_focal_point" and method == "POST" and "other" in answers:
            open_to_all = route.startswith("public:") or route in by_its_secret | of_ones_own
            assert answers["other"] in {"no", "-"} or open_to_all, route


def test_no_list_search_or_export_shows_what_its_own_page_refuses():
    """The same rule on every path: a list, a search or a file shows nothing one may not open."""
    pages = {"case": "cases:case", "person": "people:person"}
    looked_at = 0
    for (route, _method, role), answers in REVIEWED.items():
        _yes, _, shown = answers.get("own", "").partition(": ")
        for part in filter(None, shown.split(", ")):
            (*words,) = part.split()
            thing = next((t for t in pages if part.startswith(f"{t} ") and words[0] == t), None)
            for state in words[1:] if thing else ():
                if state not in matrix.STATES:
                    continue
                looked_at += 1
                answer = REVIEWED.get((pages[thing], "GET", role), {}).get(state, "")
                assert answer == "yes", (route, role, part)
    assert looked_at > 10


def test_the_matrix_asks_lists_searches_exports_and_files():
    asked = {route for route, _method, _role in REVIEWED}
    for route in ("people:home q=own Matrix person", "desk:accounts?q=matrix", "exchange:services",
                  "coordination:pledges_export", "coordination:costing_export",
                  "cases:attachment", "people:copy_pdf", "people:copy_json", "risk:plan_print",
                  "desk:access_report_pdf", "supervision:figures", "api:pull"):  # fmt: skip
        assert route in asked, route


def test_a_signed_in_browser_on_another_site_changes_nothing(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    user = cast.parveen
    User.objects.filter(pk=user.pk).update(is_synthetic=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/api/1/services/{cast.service.pk}/returns"
    body = {"period_start": "2026-10-01", "period_end": "2026-10-31", "basis": "people", "total": 3}
    refused = client.post(path, body, content_type="application/json")
    assert refused.status_code == 403
    page = client.post(reverse("desk:service_change", args=[cast.service.pk]), {})
    assert page.status_code == 403


def test_nothing_sent_is_read_before_the_permission(client, cast):
    answer = client.post(
        f"/api/1/services/{cast.service.pk}/returns", "{", content_type="application/json"
    )
    assert answer.status_code == 403
