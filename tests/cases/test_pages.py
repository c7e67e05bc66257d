"""The pages of cases: what they show, what they refuse, what they never say."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sukoon.audit.models import AuditEntry
from sukoon.cases import actions, printing, queries
from sukoon.cases.models import Case, Entry
from sukoon.cases.queries.worklists import CaseRow
from sukoon.cases.rows import rows_of
from sukoon.cases.words import EntryKind, TaskKind
from sukoon.core.access import SYSTEM
from sukoon.core.permissions import Permission
from sukoon.people import actions as people
from sukoon.risk import queries as risks
from tests.cases.making import contact, make_case
from tests.risk.making import NOW


@pytest.fixture
def at(team):
    """Return a client signed in as somebody of the team."""

    def sign_in(name: str) -> Client:
        user = team.users[name]
        user.is_synthetic = True
        user.save(update_fields=["is_synthetic"])
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def record(client, case, kind, **data):
    url = reverse("cases:entry_new", args=[case.pk, kind])
    when = {"happened_on": "2026-11-24", "happened_time": "13:00"}
    return client.post(url, {**when, **data})


def test_a_contact_is_recorded_and_read_on_the_case(team, case, at):
    client = at("worker")
    answer = record(client, case, "contact", channel="phone", outcome="reached", did=["listened", "pfa"],
                    told="Sleeps better.")  # fmt: skip
    assert answer.status_code == 302, answer.content
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Sleeps better." in page
    assert "Listened and comforted" in page
    assert case.code in page


def test_a_contact_needs_no_more_than_eight_taps(team, case, at):
    page = at("worker").get(reverse("cases:entry_new", args=[case.pk, "contact"])).content.decode()
    before = page.partition("<details")[0]
    groups = before.count("<fieldset")
    assert groups + 2 <= 8  # one tap a question, open, save


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(team, case, at):
    answer = record(at("worker"), case, "contact", told="Kept words")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kept words" in page
    assert page.count("Answer this.") >= 2
    assert not Entry.objects.exists()


def test_words_of_risk_ask_before_anything_is_kept_and_yes_opens_an_episode(team, case, at):
    client = at("worker")
    told = "She told me she wants to kill herself."
    asked = record(client, case, "note", text=told)
    assert asked.status_code == 422
    assert "Is this a risk to life?" in asked.content.decode()
    assert told in asked.content.decode()
    assert not Entry.objects.exists()
    assert record(client, case, "note", text=told, risk_answer="yes").status_code == 302
    assert risks.open_for_case(case.pk) is not None


@pytest.mark.parametrize(
    "told", ["2026-12-24", "2026-02-30", "1447-05-03x", "0001-01-01", "' or 1"]
)
def test_impossible_days_get_a_clear_error(team, case, at, told):
    answer = at("worker").post(
        reverse("cases:entry_new", args=[case.pk, "note"]),
        {"text": "x", "happened_on": told, "happened_time": "10:00"},
    )
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_hostile_text_is_shown_as_text(team, case, at):
    client = at("worker")
    record(client, case, "note", text="<script>alert(1)</script> \u202egnp.exe")
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_a_megabyte_of_note_is_refused_in_words(team, case, at):
    answer = record(at("worker"), case, "note", text="a" * 1_000_000)
    assert answer.status_code == 422
    assert "too long" in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "coordinator", "lhw"])
@pytest.mark.parametrize("name", ["cases:case", "cases:plan", "cases:scores", "cases:case_close"])
def test_a_case_out_of_reach_is_not_there(team, case, at, who, name):
    assert at(who).get(reverse(name, args=[case.pk])).status_code == 404


def test_each_look_is_recorded_and_the_address_says_nothing(team, case, at):
    from sukoon.audit.models import AuditEntry

    url = reverse("cases:case", args=[case.pk])
    at("duty").get(url)
    assert AuditEntry.objects.filter(event="case.read", subject_id=case.pk).count() == 1
    assert "Amna" not in url


def test_lists_show_no_name_diagnosis_score_or_reason(team, case, at):
    by = team.actor("worker")
    actions.record_entry(by=by, case=case, kind=EntryKind.DIAGNOSIS, values={"irhis": "EMO"},
                         happened_at=NOW)  # fmt: skip
    actions.record_response(by=by, case=case, instrument="phq9", language="en", happened_at=NOW,
                            answers={f"q{n}": 1 for n in range(1, 9)} | {"q9": 0})  # fmt: skip
    actions.add_task(by=by, case=case, kind=TaskKind.CONTACT, due_at=NOW + timedelta(hours=2),
                     what="private words")  # fmt: skip
    page = at("worker").get(reverse("cases:worklist")).content.decode()
    assert case.code in page
    for private in ("Amna", "Depression", "PHQ", "EMO", "private words", "phq9"):
        assert private not in page, private


def test_a_worklist_costs_the_same_for_nine_cases_and_for_many(
    team, at, django_assert_max_num_queries
):
    client = at("worker")
    for _ in range(9):  # more than the first page of a group shows
        make_case(team)
    url = reverse("cases:worklist")
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    for _ in range(9):
        make_case(team)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)


def test_a_case_page_costs_the_same_for_one_entry_and_for_many(
    team, case, at, django_assert_max_num_queries
):
    client, by = at("worker"), team.actor("worker")
    url = reverse("cases:case", args=[case.pk])
    actions.record_entry(
        by=by, case=case, kind=EntryKind.CONTACT, values=contact(), happened_at=NOW
    )
    client.get(url)
    with django_assert_max_num_queries(80) as few:
        client.get(url)
    for n in range(12):
        actions.record_entry(by=by, case=case, kind=EntryKind.CONTACT, values=contact(),
                             happened_at=NOW - timedelta(hours=n))  # fmt: skip
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)


def test_groups_page_by_cursor_and_garbage_begins_anew(team, at):
    for n in range(30):
        case = make_case(team)
        actions.add_task(by=team.actor("worker"), case=case, kind=TaskKind.CONTACT,
                         due_at=NOW + timedelta(days=2, minutes=n))  # fmt: skip
    client = at("worker")
    seen: set[str] = set()
    url = reverse("cases:worklist") + "?group=later"
    for _page in range(3):
        page = client.get(url).content.decode()
        seen |= {c.code for c in Case.objects.all() if c.code in page}
        after = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        if not after:
            break
        url = reverse("cases:worklist") + after
    assert len(seen) == 30
    odd = reverse("cases:worklist") + "?group=later&after=%00~x'--"
    assert client.get(odd.replace("%00", "")).status_code == 200
    assert client.get(reverse("cases:worklist") + "?group=nonsense").status_code == 404


def test_the_plan_is_changed_and_a_clash_is_decided_on_the_case(team, case, at):
    client = at("worker")
    url = reverse("cases:plan", args=[case.pk])
    head = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    client.post(url, {**head, "form-0-text": "Walk daily"})
    goal = case.goals.get()
    base = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-goal_id": str(goal.pk),
            "form-0-base_text": "Walk daily", "form-0-base_owner": "person",
            "form-0-base_status": "open", "form-0-owner": "person", "form-0-status": "open"}  # fmt: skip
    client.post(url, {**base, "form-0-text": "Walk at dawn"})
    client.post(url, {**base, "form-0-text": "Walk at dusk"})
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Walk at dawn" in page
    assert "Walk at dusk" in page
    conflict = case.conflicts.get()
    client.post(reverse("cases:conflict", args=[case.pk, conflict.pk]), {"take": "proposed"})
    goal.refresh_from_db()
    assert goal.text == "Walk at dusk"


def test_scores_are_drawn_with_their_table(team, case, at):
    client = at("worker")
    for day, each in ((20, 2), (24, 1)):
        url = reverse("cases:answer", args=[case.pk, "phq9"])
        answer = client.post(url, {
            **{f"q{n}": str(each) for n in range(1, 9)}, "q9": "0", "language": "en",
            "happened_on": f"2026-11-{day}", "happened_time": "10:00",
        })  # fmt: skip
        assert answer.status_code == 302, answer.content
    page = client.get(reverse("cases:scores", args=[case.pk])).content.decode()
    assert "<polyline" in page
    assert "Much better" in page
    assert ">16<" in page


def test_cases_are_given_in_bulk_and_each_says_what_became_of_it(team, at):
    cases = [make_case(team), make_case(team)]
    to = f"{team.users['duty'].pk}~{team.org.pk}"
    answer = at("lead").post(
        reverse("cases:bulk_assign"), {"case": [str(c.pk) for c in cases], "to": to}
    )
    assert answer.status_code == 302
    assert set(Case.objects.values_list("owner_id", flat=True)) == {team.users["duty"].pk}
    page = at("duty").get(reverse("cases:worklist")).content.decode()
    assert all(c.code in page for c in cases)


def test_every_page_is_there_in_urdu(team, case, at):
    client = at("worker")
    client.cookies["django_language"] = "ur"
    for name in ("case", "plan", "scores", "instruments", "case_close", "task_new"):
        page = client.get(reverse(f"cases:{name}", args=[case.pk]))
        assert page.status_code == 200
        assert 'dir="rtl"' in page.content.decode()


@pytest.mark.parametrize("kind", ["walk", "closure", "plan", "supervision", "nonsense"])
def test_what_other_actions_write_is_not_typed_by_hand(team, case, at, kind):
    assert at("worker").get(reverse("cases:entry_new", args=[case.pk, kind])).status_code == 404


def test_what_the_platform_wrote_offers_no_form_to_amend_it(team, case, at):
    client = at("worker")
    record(client, case, "note", text="By hand")
    by_hand = Entry.objects.get()
    step = actions.note_made(
        by=SYSTEM, case=case, kind=EntryKind.REFERRAL, happened_at=NOW,
        document={"said": {"What became of it": "Sent"}},
    )  # fmt: skip
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert reverse("cases:entry_amend", args=[by_hand.pk]) in page
    assert reverse("cases:entry_amend", args=[step.pk]) not in page


def test_where_much_is_ones_own_the_map_folds_into_one_entry(team, case, at):
    page = at("worker").get(reverse("cases:worklist")).content.decode()
    nav = page.partition('<nav class="nav"')[2].partition("</nav>")[0]
    own, fold, of_the_map = nav.partition('<details class="menu">')
    assert fold
    assert reverse("people:home") in own
    assert reverse("public:matrix") not in own
    assert reverse("public:matrix") in of_the_map


@pytest.mark.parametrize("language", ["en", "ur"])
def test_scores_are_printed_by_code_and_that_is_recorded(team, at, language):
    case = make_case(team, opened_at=NOW - timedelta(days=1))
    by = team.actor("worker")
    for n, answer in enumerate("321"):
        actions.record_response(
            by=by, case=case, instrument="phq9", language="en",
            happened_at=NOW - timedelta(minutes=3 - n),
            answers={f"q{n}": answer for n in range(1, 9)} | {"q9": "0"},
        )  # fmt: skip
    url = reverse("cases:scores_print", args=[case.pk, language])
    answer = at("worker").get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert case.code in answer.headers["content-disposition"]
    assert AuditEntry.objects.filter(event="case.scores_printed", subject_id=case.pk).count() == 1
    assert at("stranger").get(url).status_code == 404
    assert at("worker").get(url.replace(f"{language}.pdf", "xx.pdf")).status_code == 404
    told = printing._chart(queries.charts(by, case)[0])
    assert [p[2] for p in told["points"]] == ["24", "16", "8"]
    assert told["points"][0][:2] == [0.0, 24 / 27]
    assert told["verdict"]
    assert "Amna" not in str(told)


def test_a_session_with_a_household_is_written_to_all_of_its_cases(team, at):
    mother, child, alone = (make_case(team) for _ in range(3))
    by = team.actor("worker")
    people.record_household(by=by, name="", members=[mother.person, child.person],
                            org_id=team.org.pk)  # fmt: skip
    client = at("worker")
    assert "?with=" in client.get(reverse("cases:case", args=[mother.pk])).content.decode()
    page = client.get(reverse("cases:group"), {"with": str(mother.pk)}).content.decode()
    chosen = {c for c in (mother, child, alone) if f'value="{c.pk}" id' in page
              and re.search(rf'value="{c.pk}"[^>]*checked', page)}  # fmt: skip
    assert chosen == {mother, child}
    for wrong in ("x", str(uuid4())):
        assert "checked" not in client.get(reverse("cases:group"), {"with": wrong}).content.decode()


def test_a_plan_to_be_looked_at_has_a_group_of_its_own(team, at):
    case, other = make_case(team), make_case(team)
    by = team.actor("worker")
    actions.add_task(by=by, case=case, kind=TaskKind.PLAN_REVIEW, due_at=NOW)
    actions.add_task(by=by, case=other, kind=TaskKind.CONTACT, due_at=NOW)
    found = queries.overview(by, now=NOW, day_ends=NOW + timedelta(hours=9))
    told = {g.group: [r.case for r in g.rows] for g in found}
    assert (told["review"], told["today"]) == ([case], [other])
    assert "Plan review due" in at("worker").get(reverse("cases:worklist")).content.decode()


def test_whom_to_call_stands_on_every_screen_of_care(team, case, at):
    client, told = at("worker"), [case.pk]
    screens = [
        ("cases:worklist", []), ("cases:case", told), ("cases:entry_new", [case.pk, "note"]),
        ("cases:instruments", told), ("cases:answer", [case.pk, "phq9"]), ("cases:plan", told),
        ("cases:scores", told), ("cases:case_close", told), ("cases:task_new", told),
        ("cases:group", []), ("people:home", []), ("people:person", [case.person_id]),
        ("risk:mine", []), ("risk:new", []), ("desk:home", []), ("supervision:queue", []),
        ("referrals:inbox", []),
    ]  # fmt: skip
    for name, args in screens:
        assert "tel:1166" in client.get(reverse(name, args=args)).content.decode(), name


@pytest.mark.parametrize(
    "data", [b"%PDF-" + b"0" * (10 * 1024 * 1024), b"", b"MZ\x90\x00 a program"]
)
def test_a_file_that_is_too_large_empty_or_of_another_kind_is_refused_in_words(
    team, case, at, data, settings, tmp_path
):
    settings.UPLOADS = tmp_path
    client = at("worker")
    client.cookies["django_language"] = "ur"
    answer = record(client, case, "attachment", file=SimpleUploadedFile("x.pdf", data))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'dir="rtl"' in page
    assert 'class="summary' in page or "summary" in page
    assert not Entry.objects.filter(kind="attachment").exists()
    assert not list(tmp_path.iterdir())


class TestRowsOfTheDay:
    """A row says where a case stands, and holds the one act that brings it on."""

    def row(self, at, who="worker"):
        page = at(who).get(reverse("cases:worklist")).content.decode()
        return page.partition('class="rows dense"')[2].partition("</ul>")[0]

    @pytest.mark.parametrize(
        ("kind", "name", "told"),
        [
            (TaskKind.CONTACT, "cases:entry_new", ["contact"]),
            (TaskKind.SESSION, "cases:entry_new", ["session"]),
            (TaskKind.SCORE, "cases:instruments", []),
            (TaskKind.PLAN_REVIEW, "cases:plan", []),
        ],
    )
    def test_what_is_due_is_one_click_away(self, team, case, at, kind, name, told):
        actions.add_task(
            by=team.actor("worker"), case=case, kind=kind, due_at=NOW + timedelta(hours=2)
        )
        assert f'href="{reverse(name, args=[case.pk, *told])}"' in self.row(at)

    def test_who_may_not_write_is_offered_nothing_to_write(self, team, case, at):
        by = team.actor("worker")
        actions.add_task(by=by, case=case, kind=TaskKind.CONTACT, due_at=NOW + timedelta(hours=2))
        case.refresh_from_db()
        [one] = rows_of(by, [CaseRow(case, "today")], NOW)
        assert one["action_url"]
        looks_only = replace(
            by, grants=frozenset(g for g in by.grants if g.permission != Permission.CASE_WRITE)
        )
        [one] = rows_of(looks_only, [CaseRow(case, "today")], NOW)
        assert one["action_url"] == ""

    def test_a_risk_shows_its_own_clock_and_opens_itself(self, team, case, at):
        actions.record_response(by=team.actor("worker"), case=case, instrument="phq9", language="en",
                                happened_at=NOW, answers={f"q{n}": 1 for n in range(1, 10)})  # fmt: skip
        episode = risks.open_for_case(case.pk)
        html = self.row(at)
        assert f'href="{reverse("risk:episode", args=[episode.pk])}"' in html
        assert f"{timezone.localtime(episode.due_at):%Y-%m-%d %H:%M}" in html

    def test_a_case_says_when_somebody_was_last_reached(self, team, case, at):
        assert "nobody reached since" in self.row(at)
        record(at("worker"), case, "contact", channel="phone", outcome="reached", did=["listened"])
        case.refresh_from_db()
        assert case.last_contact_at is not None
        assert "last contact" in self.row(at)


def test_a_file_is_given_out_as_a_download_that_runs_nothing(team, case, at, settings, tmp_path):
    """Even a page that passes for a PDF by its first bytes stays a file, in a browser too."""
    settings.UPLOADS = tmp_path
    data = b"%PDF-1.7 <script>alert(1)</script>"
    made = actions.attach_with_entry(
        by=team.actor("worker"), case=case, values={"what": "letter"}, happened_at=NOW,
        name="x.html", data=data,
    )  # fmt: skip
    address = reverse("cases:attachment", args=[case.pk, made.pk])
    answer = at("worker").get(address)
    assert answer.content == data
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{made.stored_name}"'
    assert "html" not in disposition
    assert at("stranger").get(address).status_code == 404
