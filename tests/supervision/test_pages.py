"""The pages of supervision: what they show, what they refuse, what they never say."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases.words import EntryKind
from sukoon.supervision import actions, meeting, queries
from sukoon.supervision.models import Answer, NoteCheck, Request, Session, Trainee, Usefulness
from sukoon.supervision.reading import Words
from tests.cases.making import make_case
from tests.risk.making import NOW
from tests.supervision.making import FITS, QUESTION, answered, asked
from tests.supervision.test_people import plan, stand

OGG = b"OggS" + b"\x00" * 60
ASKING = {
    "question": QUESTION, "urgency": "soon", "diagnosis": "EPI", "medicines": "Valproate, 200 mg",
    "support": ["explain"], "referral": "none",
}  # fmt: skip
ANSWERING = {
    "verdict": "change", "diagnosis": "OTH", "diagnosis_words": "Dissociative seizures",
    "why": "No injury in 16 months.", "teaching": "Ask who was there.", "medicines": "",
    "support": ["explain"], "referral": "remote", "risk_level": "",
}  # fmt: skip


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


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


class TestTheLoop:
    def test_from_the_case_to_the_answer_and_back(self, team, case, at):
        trainee, supervisor = at("worker"), at("specialist")
        assert url("ask", case.pk) in text_of(trainee.get(reverse("cases:case", args=[case.pk])))
        sent = trainee.post(url("ask", case.pk), ASKING)
        assert sent.status_code == 302, text_of(sent)
        made = Request.objects.get()
        queue = text_of(supervisor.get(url("queue")))
        assert case.code in queue
        assert "3 days left" in queue or "2 days left" in queue
        assert QUESTION not in queue
        page = text_of(supervisor.get(url("answer", made.pk)))
        assert QUESTION in page
        assert "Amna" not in page
        done = supervisor.post(url("answer", made.pk), {
            **ANSWERING, "voice": SimpleUploadedFile("a.ogg", OGG, "text/plain"),
        })  # fmt: skip
        assert done.status_code == 302, text_of(done)
        seen = text_of(trainee.get(url("request", made.pk)))
        for words in ("Ask who was there.", "Dissociative seizures", "<audio", "Changed"):
            assert words in seen
        assert "Ask who was there." in text_of(trainee.get(reverse("cases:case", args=[case.pk])))
        trainee.post(url("read", made.pk))
        trainee.post(url("use", made.pk), {"text": "Stopped the tablet."})
        trainee.post(url("rate", made.pk), {"assessment": "on"})
        trainee.post(url("close", made.pk), {"text": ""})
        assert Request.objects.get().status == "closed"
        assert Usefulness.objects.get().assessment

    def test_a_voice_is_given_out_to_both_sides_only(self, team, request_, at, settings, tmp_path):
        settings.UPLOADS = tmp_path
        voice = actions.add_voice(
            by=team.actor("specialist"), answer=answered(team, request_), data=OGG
        )
        address = url("voice", request_.pk, voice.pk)
        heard = at("worker").get(address)
        assert (heard.content, heard["Content-Type"]) == (OGG, "audio/ogg")
        assert heard["Cache-Control"] == "no-store"
        assert "media-src 'self'" in heard["Content-Security-Policy"]
        part = at("worker").get(address, headers={"range": "bytes=2-5"})
        assert (part.status_code, part.content) == (206, OGG[2:6])
        assert part["Content-Range"] == f"bytes 2-5/{len(OGG)}"
        for beyond in ("bytes=999999-", "bytes=x", "lines=1-2"):
            assert at("worker").get(address, headers={"range": beyond}).content == OGG
        assert at("stranger").get(address).status_code == 404
        assert AuditEntry.objects.filter(event="supervision.voice_read").count() == 5

    def test_a_wrong_recording_takes_the_answer_back_and_loses_no_word(self, team, request_, at):
        page = at("specialist").post(url("answer", request_.pk), {
            **ANSWERING, "voice": SimpleUploadedFile("a.ogg", b"<html>"),
        })  # fmt: skip
        assert page.status_code == 422
        assert "No injury in 16 months." in text_of(page)
        assert not Answer.objects.exists()

    def test_asking_back_and_telling_more(self, team, request_, at):
        at("specialist").post(url("more", request_.pk), {"text": "Any injury?"})
        page = text_of(at("worker").get(url("request", request_.pk)))
        assert "Any injury?" in page
        at("worker").post(url("more", request_.pk), {"text": "None."})
        assert "None." in text_of(at("specialist").get(url("answer", request_.pk)))

    def test_a_template_begins_the_answer(self, request_, at):
        page = text_of(at("specialist").get(url("answer", request_.pk) + "?template=low_mood"))
        assert "unusually high spirits" in page

    def test_each_look_is_recorded(self, request_, at):
        at("specialist").get(url("answer", request_.pk))
        assert (
            AuditEntry.objects.filter(event="supervision.read", subject_id=request_.pk).count() == 1
        )


class TestRefusals:
    @pytest.mark.parametrize("who", ["stranger", "lhw", "duty", "coordinator"])
    def test_what_is_not_ones_own_does_not_exist(self, request_, at, who):
        client = at(who)
        for name in ("request", "answer", "assign", "more", "close", "use", "rate", "meet"):
            assert client.get(url(name, request_.pk)).status_code in {403, 404}, name
        for name in ("take", "read"):
            assert client.post(url(name, request_.pk)).status_code in {403, 404}, name
        assert Request.objects.get().status == "assigned"

    def test_the_public_is_asked_to_sign_in(self, client, request_):
        assert client.get(url("request", request_.pk)).status_code == 302
        assert client.get(url("figures")).status_code == 302

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, case, at):
        page = at("worker").post(url("ask", case.pk), {**ASKING, "question": ""})
        assert page.status_code == 422
        assert "Valproate, 200 mg" in text_of(page)
        assert not Request.objects.exists()

    def test_a_change_without_a_reason_is_refused_in_words(self, request_, at):
        page = at("specialist").post(url("answer", request_.pk), {**ANSWERING, "why": ""})
        assert page.status_code == 422
        assert "Say it in a few words" in text_of(page)

    def test_garbage_in_the_address_begins_anew(self, request_, at):
        for query in (
            "cursor=x~y",
            "cursor=2026-01-01T00:00:00~nothing",
            "view=%00",
            "view=secret",
        ):
            assert at("specialist").get(f"{url('queue')}?{query}").status_code in {200, 400}


class TestLists:
    def test_a_queue_says_no_name_no_condition_no_question(self, team, case, at):
        cases.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.DIAGNOSIS,
                           values={"irhis": "EPI", "module": "EPI"}, happened_at=NOW)  # fmt: skip
        asked(team, case)
        for who, name in (("specialist", "queue"), ("worker", "mine"), ("lead", "alarms")):
            page = text_of(at(who).get(url(name)))
            for words in ("Epilepsy", "Amna", QUESTION, "Valproate"):
                assert words not in page, (name, words)

    def test_a_long_queue_is_paged_and_costs_the_same(
        self, team, at, django_assert_max_num_queries
    ):
        for _n in range(30):
            asked(team, make_case(team))
        client = at("specialist")
        with django_assert_max_num_queries(25):
            page = text_of(client.get(url("queue")))
        assert page.count('<li class="row') == 25
        cursor = queries.queue(team.actor("specialist"), "mine").next
        second = client.get(url("queue"), {"cursor": cursor})
        assert text_of(second).count('<li class="row') == 5

    def test_the_desk_tells_what_waits(self, request_, at):
        address = url("request", request_.pk)
        assert address in text_of(at("specialist").get(reverse("desk:home")))
        assert address not in text_of(at("worker").get(reverse("desk:home")))

    @pytest.mark.parametrize(
        "name", ["queue", "mine", "sessions", "workers", "alarms", "audits", "figures"]
    )
    @pytest.mark.parametrize("language", ["en", "ur"])
    def test_each_section_opens_empty_too(self, team, at, name, language):
        client = at("lead")
        client.cookies["django_language"] = language
        assert client.get(url(name)).status_code == 200


class TestMeeting:
    def test_the_link_is_signed_for_a_while_and_kept_nowhere(self, team, request_, at, settings):
        settings.MEETING_URL = "https://meet.example.invalid/{room}?jwt={token}"
        settings.MEETING_SECRET = "s" * 40
        answer = at("worker").get(url("meet", request_.pk))
        assert answer.status_code == 302
        room, _sep, token = answer.headers["Location"].rpartition("?jwt=")
        _head, body, _mac = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        assert claims["exp"] - NOW.timestamp() == 2 * 3600
        assert claims["room"] in room
        other = at("specialist").get(url("meet", request_.pk)).headers["Location"]
        assert other.startswith(room)
        assert other != answer.headers["Location"]
        text = json.dumps(claims) + room
        for words in (request_.code, request_.case_code, team.users["worker"].email):
            assert words not in text
        assert token not in " ".join(str(vars(e)) for e in AuditEntry.objects.all())
        assert at("lead").get(url("meet", request_.pk)).status_code == 404

    def test_a_forged_token_has_another_signature(self, request_, settings):
        settings.MEETING_URL, settings.MEETING_SECRET = "https://m.invalid/{room}#{token}", "a" * 40
        told = {"now": NOW, "minutes": 60}
        one = meeting.link(request_.pk, request_.asked_by_id, **told)
        settings.MEETING_SECRET = "b" * 40
        assert meeting.link(request_.pk, request_.asked_by_id, **told) != one

    def test_without_a_service_it_says_so(self, request_, at):
        answer = at("worker").get(url("meet", request_.pk), follow=True)
        assert "Use the telephone" in text_of(answer)
        assert "Meet by video" not in text_of(at("worker").get(url("request", request_.pk)))


class TestLeading:
    def test_giving_it_to_somebody(self, team, request_, at):
        client = at("lead")
        page = text_of(client.get(url("assign", request_.pk)))
        assert str(team.users["duty"].pk) in page
        client.post(url("assign", request_.pk), {"who": str(team.users["duty"].pk), "why": ""})
        assert Request.objects.get().supervisor_id == team.users["duty"].pk

    def test_a_session_is_planned_logged_and_read(self, team, case, at):
        client, worker = at("lead"), str(team.users["worker"].pk)
        made = client.post(url("session_new"), {
            "kind": "group", "day": "2026-11-24", "at": "15:00", "minutes": "60", "invited": [worker],
        })  # fmt: skip
        assert made.status_code == 302, text_of(made)
        session = Session.objects.get()
        logged = client.post(url("session_log", session.pk), {
            "happened_on": "2026-11-24", "happened_time": "13:00", "held_minutes": "45",
            f"came_{worker}": "present", "codes": case.code, "wellbeing": "well",
            "minutes": "We spoke of rest.", "what_0": "Bring the EEG", "who_0": worker,
            "by_0": "2026-12-01",
        })  # fmt: skip
        assert logged.status_code == 302, text_of(logged)
        page = text_of(at("worker").get(url("session", session.pk)))
        for words in ("We spoke of rest.", "Bring the EEG", case.code):
            assert words in page
        assert at("stranger").get(url("session", session.pk)).status_code == 404
        assert at("duty").get(url("session", session.pk)).status_code == 404

    def test_a_point_without_who_or_when_is_refused(self, team, at):
        session, worker = plan(team), str(team.users["worker"].pk)
        page = at("lead").post(url("session_log", session.pk), {
            "happened_on": "2026-11-24", "happened_time": "13:00", "held_minutes": "45",
            f"came_{worker}": "present", "what_0": "Bring the EEG",
        })  # fmt: skip
        assert page.status_code == 422
        assert Session.objects.get().status == "planned"

    def test_workers_their_record_a_level_and_a_reason(self, team, case, at):
        asked(team, case)
        stand(team)
        trainee = Trainee.objects.get()
        client = at("lead")
        assert "Standing supervision" in text_of(client.get(url("workers")))
        client.post(url("worker_rate", trainee.pk), {
            "competence": "warmth", "level": "3", "observed": "live", "rated_on": "2026-11-24",
        })  # fmt: skip
        client.post(url("worker_quiet", trainee.pk), {"reason": "no_time"})
        page = text_of(client.get(url("worker", trainee.pk)))
        assert "Level 3" in page
        assert Trainee.objects.get().quiet_reason == "no_time"
        assert at("stranger").get(url("worker", trainee.pk)).status_code == 404
        assert at("worker").get(url("worker_rate", trainee.pk)).status_code in {403, 404}

    def test_an_audit_is_drawn_and_answered(self, team, case, at):
        for n in range(4):
            cases.record_entry(by=team.actor("worker"), case=case, kind=EntryKind.NOTE,
                               values={"text": f"Slept {n} hours"}, happened_at=NOW)  # fmt: skip
        client = at("lead")
        made = client.post(url("sample_new"), {
            "team": str(team.org.pk), "from_on": "2026-11-24", "until_on": "2026-11-24", "share": "10",
        })  # fmt: skip
        assert made.status_code == 302, text_of(made)
        check = NoteCheck.objects.first()
        assert "hours" in text_of(client.get(url("check", check.pk)))
        points = ("readable", "risk_asked", "next_step", "respect", "no_more")
        client.post(url("check", check.pk), {f"point_{p}": "yes" for p in points})
        assert NoteCheck.objects.get(pk=check.pk).met == 100
        assert at("worker").get(url("check", check.pk)).status_code in {403, 404}

    def test_standing_and_away_by_forms(self, team, at):
        worker, specialist = (str(team.users[n].pk) for n in ("worker", "specialist"))
        made = at("lead").post(url("standing_new"), {
            "trainee": worker, "supervisor": specialist, "starts_on": "2026-11-24",
            "confidential": "yes", "aims": "Surer with fits",
        })  # fmt: skip
        assert made.status_code == 302, text_of(made)
        gone = at("specialist").post(
            url("away"), {"from_on": "2026-11-25", "until_on": "2026-11-26"}
        )
        assert gone.status_code == 302, text_of(gone)
        page = text_of(at("specialist").get(url("workers")))
        assert "I am back" in page
        asked(team, make_case(team))
        agreed = text_of(at("worker").get(url("worker", Trainee.objects.get().pk)))
        assert "Surer with fits" in agreed


class TestFigures:
    def test_a_small_count_is_not_told_nor_found_by_subtraction(self, team, at):
        cohort = actions.record_cohort(
            by=console_actor(), code="x", name_en="X", tier=3, area_path="", began_on=NOW.date()
        )
        for n in range(7):
            made = asked(team, make_case(team))
            answered(team, made) if n < 2 else answered(
                team, made, verdict="agree", opinion=FITS, words=Words()
            )
        Trainee.objects.update(state="trained", trained_on=NOW.date(), tier=3, cohort=cohort)
        page = text_of(at("lead").get(url("figures")))
        assert "fewer than 5" in page
        assert "too few to tell" in page
        assert "28.57" not in page  # 2 of 7
        assert queries.figures(team.actor("lead")).plans_changed_share == round(2 / 7, 6)

    def test_who_may_not_see_figures_does_not(self, at):
        assert at("worker").get(url("figures")).status_code in {403, 404}
