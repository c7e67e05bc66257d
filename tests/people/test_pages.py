"""The pages about persons: found, recorded, changed, asked, merged; a name never leaks."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from sukoon.accounts.roles import actor_for
from sukoon.audit.models import AuditEntry
from sukoon.core import clock
from sukoon.people import actions, queries
from sukoon.people.fields import FIELDS
from sukoon.people.models import Consent, DuplicatePair, Person, PersonMerge
from sukoon.people.rules import Birth, Details
from sukoon.people.words import GivenBy, LinkKind, Manner, Purpose
from tests.factories import AreaFactory, OrganisationFactory, RoleAssignmentFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BLANK = {"sex": "not_told", "displacement": "not_told", "disability": "not_told"}


@pytest.fixture
def team(db):
    return OrganisationFactory(name="Misaal")


def someone(role, org):
    user = RoleAssignmentFactory(role=role, org_id=org.pk if org else None).user
    user.is_synthetic = True
    user.save()
    return user


@pytest.fixture
def worker(client, team):
    user = someone("care_worker", team)
    client.force_login(user, backend=BACKEND)
    client.by = actor_for(user, now=clock.now())
    return client


@pytest.fixture
def lead(client, team):
    user = someone("care_lead", team)
    client.force_login(user, backend=BACKEND)
    client.by = actor_for(user, now=clock.now())
    return client


def person(by, team, *names, **told):
    return actions.record_person(by=by, names=names, org_id=team.pk, **told)


def url(name, *args):
    return reverse(f"people:{name}", args=args)


class TestFinding:
    def test_a_person_is_found_by_another_script_and_the_name_is_in_no_address(self, worker, team):
        kept = person(worker.by, team, "محمد اسلم خان", phones=["0300 1234567"])
        for q in ("Mohd Aslam Khan", "0300-1234567", "۰۳۰۰۱۲۳۴۵۶۷"):
            answer = worker.post(url("home"), {"q": q})
            assert str(kept.pk) in answer.content.decode()
        assert AuditEntry.objects.filter(event="person.read", subject_id=kept.pk).count() == 3

    def test_a_name_sent_in_the_address_is_not_searched_for(self, worker, team):
        kept = person(worker.by, team, "Zarghuna Afridi")
        text = worker.get(url("home"), {"q": "Zarghuna Afridi"}).content.decode()
        assert str(kept.pk) not in text
        assert "may be meant" not in text

    def test_nobody_found_says_how_to_go_on_and_nothing_typed_is_refused(self, worker):
        assert "Try another spelling" in worker.post(url("home"), {"q": "Nobody"}).content.decode()
        assert worker.post(url("home"), {"q": ""}).status_code == 422
        assert worker.post(url("home"), {"q": "x" * 500}).status_code == 422

    def test_out_of_reach_nobody_is_found_or_opened(self, worker, team, client):
        kept = person(worker.by, team, "Zarghuna Afridi")
        client.force_login(someone("care_worker", OrganisationFactory()), backend=BACKEND)
        assert "Zarghuna" not in client.post(url("home"), {"q": "0300"}).content.decode()
        answer = client.post(url("home"), {"q": "Zarghuna Afridi"})
        assert str(kept.pk) not in answer.content.decode()
        for name in ("person", "change", "consent_new", "link_new", "household", "same"):
            assert client.get(url(name, kept.pk)).status_code == 404


class TestRecording:
    def test_an_anonymous_person_is_recorded(self, worker, team):
        answer = worker.post(url("register"), BLANK, follow=True)
        assert "No name told" in answer.content.decode()
        assert Person.objects.get().org_id == team.pk

    def test_whoever_is_recorded_already_is_shown_first_and_a_person_decides(self, worker, team):
        kept = person(worker.by, team, "محمد اسلم خان", phones=["0300 1234567"])
        typed = {**BLANK, "name": "Mohd Aslam Khaan", "phones_0_text": "03001234567"}
        answer = worker.post(url("register"), typed)
        text = answer.content.decode()
        assert "محمد اسلم خان" in text
        assert "Same telephone." in text
        assert 'value="Mohd Aslam Khaan"' in text
        assert Person.objects.count() == 1
        seen = re.search(r'name="seen" value="([^"]+)"', text)[1]
        assert seen == str(kept.pk)
        worker.post(url("register"), {**typed, "seen": seen})
        assert Person.objects.count() == 2

    def test_who_was_looked_at_hides_nobody_else(self, worker, team):
        person(worker.by, team, "Mohd Aslam Khan", phones=["0300 1234567"])
        worker.post(url("register"), {**BLANK, "name": "Mohd Aslam Khan", "seen": str(uuid4())})
        assert Person.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": "<b>x</b>"}, "no signs such as"),
            ({"name": "a\u202eb"}, "signs that are not seen"),
            ({"name": "a\ufffdb"}, "letters arrived broken"),
            ({"address": "x" * 1_000_000}, "1000000 letters"),
            ({"born_day": "30", "born_month": "2", "born_year": "1990"}, "Nobody living"),
            ({"born_day": "1", "born_month": "1"}, "Nobody living"),
            ({"born_year": "1410"}, "another calendar"),
            ({"age": "old"}, "Nobody living"),
            ({"phones_0_text": "call me"}, "not a telephone number"),
            ({"phones_1_text": "03001234567", "phones_1_safe_from": "16:00"}, "or neither"),
            ({"identifiers_0_kind": "cnic", "identifiers_0_text": "12"}, "17301-1234567-1"),
            ({"area_path": "PK/NOWHERE/"}, "valid choice"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
        self, worker, wrong, said
    ):
        answer = worker.post(url("register"), {**BLANK, "alias": "Blue bird", **wrong})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert said in text
        assert 'value="Blue bird"' in text
        value = "" if "area_path" in wrong else list(wrong.values())[-1]
        assert value.replace("<", "&lt;").replace(">", "&gt;") in text
        assert not Person.objects.exists()

    def test_the_error_is_said_in_urdu_too(self, worker):
        answer = worker.post(
            url("register"), {**BLANK, "name": "<b>"}, headers={"accept-language": "ur"}
        )
        assert "نام میں" in answer.content.decode()


class TestThePage:
    def test_it_shows_who_it_is_the_contact_rule_and_records_the_look(self, worker, team):
        phone = {"text": "03001234567", "safe_to_call": "yes", "safe_from": "16:00",
                 "safe_until": "18:00", "note": "ask for the tailor"}  # fmt: skip
        kept = person(worker.by, team, "Zarghuna", phones=[phone],
                      details=Details(birth=Birth("1990-05-12")))  # fmt: skip
        text = worker.get(url("person", kept.pk)).content.decode()
        for said in ("Zarghuna", "call only from 16:00 to 18:00", "Leave no message", "tailor"):
            assert said in text
        assert "<title>Person" in text
        assert AuditEntry.objects.filter(event="person.read", subject_id=kept.pk).exists()

    def test_the_alias_stands_instead_of_the_name_in_the_head(self, worker, team):
        kept = person(worker.by, team, "Zarghuna", details=Details(alias="Blue bird"))
        head = worker.get(url("person", kept.pk)).content.decode().split("</h1>")[0]
        assert "Blue bird" in head
        assert "Zarghuna" not in head

    def test_it_costs_the_same_however_much_there_is(
        self, worker, team, django_assert_max_num_queries
    ):
        kept = person(worker.by, team, "Zarghuna")
        for n in range(4):
            other = person(worker.by, team, f"Carer {n}")
            actions.link_people(by=worker.by, person=kept, kind=LinkKind.CARER, other=other)
        with django_assert_max_num_queries(45):
            worker.get(url("person", kept.pk))

    def test_hostile_words_are_shown_as_words(self, worker, team):
        kept = person(worker.by, team, "Zarghuna",
                      details=Details(address="<script>alert(1)</script>"))  # fmt: skip
        text = worker.get(url("person", kept.pk)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


class TestChanging:
    def form_of(self, worker, kept):
        text = worker.get(url("change", kept.pk)).content.decode()
        hidden = dict(re.findall(r'name="(version|was)" value="([^"]*)"', text))
        return {**BLANK, **hidden}

    def test_only_what_was_touched_changes_so_two_do_not_collide(self, worker, team):
        kept = person(worker.by, team, "Zarghuna")
        mine = {**self.form_of(worker, kept), "name": "Zarghuna", "address": "House 4"}
        actions.change_person(
            by=worker.by, person=kept, changes={"alias": "Blue bird"}, base_version=1
        )
        worker.post(url("change", kept.pk), mine)
        kept.refresh_from_db()
        assert (kept.alias, kept.address) == ("Blue bird", "House 4")
        assert not kept.conflicts.exists()

    def test_two_who_change_one_line_are_asked_to_decide(self, worker, team):
        kept = person(worker.by, team, "Zarghuna")
        mine = {**self.form_of(worker, kept), "name": "Zarghuna", "alias": "Grey bird"}
        actions.change_person(
            by=worker.by, person=kept, changes={"alias": "Blue bird"}, base_version=1
        )
        text = worker.post(url("change", kept.pk), mine, follow=True).content.decode()
        assert "Two changed the same line" in text
        assert "Grey bird" in text
        conflict = kept.conflicts.get()
        worker.post(url("settle", conflict.pk), {"take": "yes"})
        kept.refresh_from_db()
        assert kept.alias == "Grey bird"
        assert worker.post(url("settle", conflict.pk), {"take": "yes"}).status_code == 404

    def test_an_age_that_is_not_touched_keeps_the_day_it_was_told_on(self, worker, team):
        told = Birth("", 30, clock.today().replace(year=clock.today().year - 3, day=1))
        kept = person(worker.by, team, "Zarghuna", details=Details(birth=told))
        mine = {**self.form_of(worker, kept), "name": "Zarghuna", "age": "30", "alias": "x"}
        worker.post(url("change", kept.pk), mine)
        kept.refresh_from_db()
        assert (kept.birth, kept.alias) == (told, "x")

    def test_everything_there_is_survives_a_form_that_touches_one_line(self, worker, team):
        phones = [{"text": f"0300123456{n}", "safe_to_call": "yes", "safe_from": "09:00",
                   "safe_until": "10:00", "note": "x"} for n in range(4)]  # fmt: skip
        kept = person(worker.by, team, "Zarghuna", "زرغونہ", phones=phones,
                      identifiers=[{"kind": "cnic", "text": "1730112345671"}],
                      languages=["ps", "ur"])  # fmt: skip
        before = {n: f.read(kept) for n, f in FIELDS.items()}
        from sukoon.people.forms import PersonForm

        shown = PersonForm(person=Person.objects.get(pk=kept.pk))
        typed = {n: shown[n].value() or "" for n in shown.fields} | {"alias": "Blue bird"}
        worker.post(url("change", kept.pk), typed)
        after = {n: f.read(Person.objects.get(pk=kept.pk)) for n, f in FIELDS.items()}
        assert after == before | {"alias": "Blue bird"}


class TestConsents:
    SAID = {"purpose": "contact", "answer": "yes", "given_by": "self", "manner": "spoken",
            "language": "ur"}  # fmt: skip

    def test_an_answer_is_kept_and_withdrawn_and_both_show_at_once(self, worker, team):
        kept = person(worker.by, team, "Zarghuna")
        said = {**self.SAID, "given_on": clock.today().isoformat()}
        text = worker.post(url("consent_new", kept.pk), said, follow=True).content.decode()
        assert "Being called or written to" in text
        consent = Consent.objects.get()
        assert consent.notice
        page = worker.get(url("consent_withdraw", consent.pk)).content.decode()
        assert "messages that wait are stopped" in page
        text = worker.post(url("consent_withdraw", consent.pk), follow=True).content.decode()
        assert "Nothing was asked yet, or nothing stands" in text
        assert "Withdrawn" in text
        assert queries.consent_for(kept.pk, Purpose.CONTACT, now=clock.now()) is None

    def test_a_referral_names_an_organisation_and_what_goes(self, worker, team):
        kept, hospital = person(worker.by, team, "Zarghuna"), OrganisationFactory(name="Hospital")
        said = {**self.SAID, "purpose": "referral", "given_on": clock.today().isoformat(),
                "recipient": str(hospital.pk)}  # fmt: skip
        answer = worker.post(url("consent_new", kept.pk), said)
        assert answer.status_code == 422
        assert "choose at least one" in answer.content.decode()
        text = worker.post(
            url("consent_new", kept.pk), {**said, "fields_shared": ["name", "risk"]}, follow=True
        ).content.decode()
        assert "Hospital" in text
        assert "Name, Risk and safety plan" in text

    def test_for_a_child_the_page_says_who_answers(self, worker, team):
        born = Birth(str(clock.today().year - 10))
        child = person(worker.by, team, "Gul", details=Details(birth=born))
        text = worker.get(url("consent_new", child.pk)).content.decode()
        assert "the guardian answers, and the child agrees" in text
        said = {**self.SAID, "given_on": clock.today().isoformat()}
        answer = worker.post(url("consent_new", child.pk), said)
        assert answer.status_code == 422
        assert "If the guardian is the risk" in answer.content.decode()

    def test_the_notice_is_there_for_everybody(self, client, db):
        assert "What we keep about you" in client.get(url("notice")).content.decode()


class TestLinks:
    def test_a_mother_is_found_by_name_and_linked(self, worker, team):
        mother, infant = person(worker.by, team, "زرغونہ"), person(worker.by, team, "Infant")
        text = worker.post(url("link_new", infant.pk), {"q": "Zarghuna"}).content.decode()
        assert str(mother.pk) in text
        told = {"q": "Zarghuna", "save": "yes", "kind": "mother", "other": str(mother.pk)}
        text = worker.post(url("link_new", infant.pk), told, follow=True).content.decode()
        assert "Mother and infant." in text
        assert "Mother and infant." in worker.get(url("person", mother.pk)).content.decode()
        link = infant.links.get()
        worker.post(url("link_end", link.pk), {"on": clock.today().isoformat()})
        assert worker.get(url("link_end", link.pk)).status_code == 404

    def test_what_cannot_be_linked_is_said(self, worker, team):
        infant = person(worker.by, team, "Infant")
        told = {"save": "yes", "kind": "mother", "other": "", "other_name": "Palwasha"}
        answer = worker.post(url("link_new", infant.pk), told)
        assert answer.status_code == 422
        assert 'value="Palwasha"' in answer.content.decode()

    def test_a_household_is_made_joined_and_left(self, worker, team):
        head, child = person(worker.by, team, "Zarghuna Afridi"), person(worker.by, team, "Gul")
        worker.post(url("household", head.pk),
                    {"save": "yes", "household": "new", "name": "Afridi", "is_head": "on"})  # fmt: skip
        home = queries.household_of(worker.by, head).household
        found = {"q": "زرغونہ آفریدی", "save": "yes", "household": str(home.pk)}
        text = worker.post(url("household", child.pk), found, follow=True).content.decode()
        assert "Zarghuna Afridi" in text
        answer = worker.post(url("household", child.pk), {**found, "is_head": "on"})
        assert answer.status_code == 422
        member = queries.household_of(worker.by, child)
        worker.post(url("household_leave", member.pk), {"on": clock.today().isoformat()})
        assert queries.household_of(worker.by, child) is None


class TestMerging:
    def test_a_worker_puts_two_before_the_lead_who_merges_and_takes_apart(
        self, worker, team, client
    ):
        one = person(worker.by, team, "محمد اسلم خان", phones=["0300 1234567"])
        other = person(worker.by, team, "Mohd Aslam Khan", phones=["0300 1234567"])
        assert "Same telephone." in worker.get(url("same", one.pk)).content.decode()
        worker.post(url("same", one.pk), {"other": str(other.pk)})
        pair = DuplicatePair.objects.get()
        assert worker.get(url("pairs")).status_code in {403, 404}
        client.force_login(someone("care_lead", team), backend=BACKEND)
        listed = client.get(url("pairs")).content.decode()
        assert "1 pair waits" in listed
        assert "Aslam" not in listed
        page = client.get(url("pair", pair.pk)).content.decode()
        assert "محمد اسلم خان" in page
        text = client.post(url("pair", pair.pk), {"what": "second"}, follow=True).content.decode()
        assert "one person now" in text
        assert queries.one_person(one.pk) == {one.pk, other.pk}
        merge = PersonMerge.objects.get()
        assert "Take these two apart" in client.get(url("unmerge", merge.pk)).content.decode()
        client.post(url("unmerge", merge.pk))
        assert queries.one_person(one.pk) == {one.pk}
        assert client.get(url("pair", pair.pk)).status_code == 404

    def test_two_persons_stay_two(self, lead, team):
        one, other = person(lead.by, team, "Zarghuna"), person(lead.by, team, "Zarghuna")
        pair = actions.note_pair(by=lead.by, first=one, second=other, score=60)
        lead.post(url("pair", pair.pk), {"what": "apart"})
        assert not PersonMerge.objects.exists()
        assert "No pair waits" in lead.get(url("pairs")).content.decode()


def consent(by, somebody):
    return actions.record_consent(
        by=by, person=somebody, purpose=Purpose.CARE, given_by=GivenBy.SELF,
        manner=Manner.SPOKEN, language="ur", given_at=clock.now(),
    )  # fmt: skip


def test_no_page_has_a_name_in_its_title_or_address(worker, team):
    AreaFactory()
    kept = person(worker.by, team, "Zarghuna Qalandari")
    asked = [url(n, kept.pk) for n in
             ("person", "change", "consent_new", "link_new", "household", "same", "request_new")]  # fmt: skip
    asked.append(url("consent_withdraw", consent(worker.by, kept).pk))
    for address in asked:
        text = worker.get(address).content.decode()
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]
        assert "Zarghuna" not in title
        assert not re.search(r'(?:href|action|src)="[^"]*Zarghuna', text)
