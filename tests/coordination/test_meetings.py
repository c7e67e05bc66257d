"""Groups and meetings: from the agenda to action points that are sent and followed."""

import tomllib
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.config.cli import main
from sukoon.coordination import calendars, mailing, meeting_files
from sukoon.coordination.actions import groups as group_actions
from sukoon.coordination.actions import meetings as actions
from sukoon.coordination.actions.meetings import Said, Seat
from sukoon.coordination.models import ActionPoint, Meeting, Reminder
from sukoon.coordination.printing import minutes_pdf
from sukoon.coordination.problems import (
    DatesOutOfOrder,
    MeetingClosed,
    MeetingFileWrong,
    NotHeldYet,
    NothingToSend,
)
from sukoon.coordination.queries import groups as queries
from sukoon.coordination.rules import groups as rules
from sukoon.coordination.words import ActionState, MeetingStatus, Presence, ReminderKind
from sukoon.core.access import NotAllowed
from sukoon.core.content import content_path
from sukoon.core.outbox import run_once
from sukoon.core.problems import StepNotPossible
from tests.coordination.conftest import TODAY

FIRST = content_path() / "meetings" / "pakistan-2025" / "meeting.toml"


@pytest.fixture
def group(cast):
    group = group_actions.record_group(
        by=cast.actor("coco"), code="kp-twg", kind="working", name_en="KP working group",
        area=cast.swat.parent,
    )  # fmt: skip
    group_actions.record_member(
        by=cast.actor("coco"), group=group, organisation=cast.misaal, role="member",
        contact_email="misaal@example.org",
    )  # fmt: skip
    return group


@pytest.fixture
def meeting(cast, group):
    return actions.record_meeting(
        by=cast.actor("coco"), group=group, title_en="Monthly meeting", held_on=TODAY,
        starts_at=time(10), ends_at=time(12), agenda=[("Gaps", "کمیاں"), ("Pledges", "")],
    )  # fmt: skip


@pytest.fixture
def point(cast, meeting):
    return actions.add_action_point(
        by=cast.actor("coco"), meeting=meeting, text_en="Send the return of October",
        owner=cast.misaal, due_on=TODAY + timedelta(days=5),
    )  # fmt: skip


@pytest.mark.parametrize("who", ["parveen", "mehr", "dilawar", "vida", "nobody"])
def test_only_who_keeps_meetings_of_the_area_writes_them(cast, meeting, group, who):
    by = cast.actor(who)
    for act in (
        lambda: actions.record_meeting(by=by, group=group, title_en="x", held_on=TODAY),
        lambda: actions.decide(by=by, meeting=meeting, text_en="x"),
        lambda: actions.add_action_point(by=by, meeting=meeting, text_en="x", owner=cast.misaal),
        lambda: actions.write_minutes(by=by, meeting=meeting, language="en", body="x"),
        lambda: actions.record_attendance(by=by, meeting=meeting, seats=[]),
        lambda: actions.add_statement(by=by, meeting=meeting, said=Said(cast.misaal)),
        lambda: actions.send_action_points(by=by, meeting=meeting),
        lambda: actions.move_meeting(by=by, meeting=meeting, to=MeetingStatus.HELD, today=TODAY),
        lambda: group_actions.record_member(by=by, group=group, organisation=cast.other, role="chair"),
        lambda: group_actions.ask_for_input(by=by, group=group, subject_en="x", organisations=[], asked_on=TODAY),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_a_member_sees_its_group_and_no_other(cast, group, meeting):
    other = group_actions.record_group(
        by=cast.actor("coco"), code="other", kind="sub", name_en="Other", area=cast.kohat
    )
    assert list(queries.groups(cast.actor("parveen"))) == [group]
    assert list(queries.meetings(cast.actor("parveen"))) == [meeting]
    assert set(queries.groups(cast.actor("mehr"))) == {group, other}
    assert not queries.groups(cast.actor("dilawar")).filter(pk=group.pk).exists()
    group_actions.record_member(
        by=cast.actor("coco"), group=group, organisation=cast.misaal, role="member", until=TODAY
    )
    assert not queries.groups(cast.actor("parveen")).exists(), "an ended membership shows nothing"


def test_minutes_are_versions_and_agreed_ones_are_closed(cast, meeting):
    by = cast.actor("coco")
    actions.write_minutes(by=by, meeting=meeting, language="en", body="First")
    assert actions.write_minutes(by=by, meeting=meeting, language="en", body="Second").version == 2
    assert actions.write_minutes(by=by, meeting=meeting, language="ur", body="پہلا").version == 1
    actions.move_meeting(by=by, meeting=meeting, to=MeetingStatus.HELD, today=TODAY)
    actions.move_meeting(by=by, meeting=meeting, to=MeetingStatus.AGREED, today=TODAY)
    for act in (
        lambda: actions.write_minutes(by=by, meeting=meeting, language="en", body="Third"),
        lambda: actions.decide(by=by, meeting=meeting, text_en="x"),
        lambda: actions.record_attendance(by=by, meeting=meeting, seats=[]),
        lambda: actions.add_statement(by=by, meeting=meeting, said=Said(cast.misaal)),
    ):
        with pytest.raises(MeetingClosed):
            act()
    with pytest.raises(StepNotPossible):
        actions.move_meeting(by=by, meeting=meeting, to=MeetingStatus.PLANNED, today=TODAY)


def test_a_meeting_is_not_held_before_its_day_and_days_stand_in_order(cast, meeting, group):
    by = cast.actor("coco")
    with pytest.raises(NotHeldYet):
        actions.move_meeting(
            by=by, meeting=meeting, to=MeetingStatus.HELD, today=TODAY - timedelta(days=1)
        )
    with pytest.raises(DatesOutOfOrder):
        actions.record_meeting(by=by, group=group, title_en="x", held_on=TODAY,
                               starts_at=time(12), ends_at=time(10))  # fmt: skip
    with pytest.raises(DatesOutOfOrder):
        actions.add_action_point(by=by, meeting=meeting, text_en="x", owner=cast.misaal,
                                 due_on=TODAY - timedelta(days=1))  # fmt: skip
    with pytest.raises(DatesOutOfOrder):
        group_actions.ask_for_input(by=by, group=group, subject_en="x", organisations=[],
                                    asked_on=TODAY, due_on=TODAY - timedelta(days=1))  # fmt: skip


def test_its_owner_reports_on_an_action_point_and_nobody_else_elsewhere(cast, point):
    moved = actions.move_action_point(
        by=cast.actor("parveen"), point=point, to=ActionState.DONE, note="Sent on Monday"
    )
    assert moved.state == ActionState.DONE
    assert [s.state for s in point.steps.all()] == ["open", "done"]
    assert "Monday" not in AuditEntry.objects.get(event="action_point.moved").told
    for who in ("mehr", "dilawar", "nobody"):
        with pytest.raises(NotAllowed):
            actions.move_action_point(by=cast.actor(who), point=point, to=ActionState.OPEN)
    with pytest.raises(StepNotPossible):
        actions.move_action_point(by=cast.actor("coco"), point=point, to=ActionState.DROPPED)


def test_action_points_go_out_once_by_the_outbox(cast, meeting, point):
    empty = actions.record_meeting(
        by=cast.actor("coco"), group=meeting.group, title_en="Empty", held_on=TODAY
    )
    with pytest.raises(NothingToSend):
        actions.send_action_points(by=cast.actor("coco"), meeting=empty)
    actions.send_action_points(by=cast.actor("coco"), meeting=meeting)
    while run_once(now=timezone.now() + timedelta(minutes=1)):
        pass
    mailing.send_after_meeting(meeting.pk)  # at least once: again it sends nothing
    assert [m.to for m in mail.outbox] == [["misaal@example.org"]]
    assert "Send the return of October" in mail.outbox[0].body
    assert Reminder.objects.get().kind == ReminderKind.SENT


def test_reminders_go_out_before_and_after_and_never_twice(cast, point, time_machine):
    time_machine.move_to(timezone.make_aware(timezone.datetime(2026, 11, 24, 9)))
    assert mailing.remind(timezone.now()) == 1
    assert mailing.remind(timezone.now()) == 0
    time_machine.move_to(timezone.make_aware(timezone.datetime(2026, 12, 1, 9)))
    assert mailing.remind(timezone.now()) == 1
    assert "past its day" in mail.outbox[-1].subject
    actions.move_action_point(by=cast.actor("coco"), point=point, to=ActionState.DONE)
    assert mailing.remind(timezone.now()) == 0
    with pytest.raises(NotAllowed):
        actions.note_reminder(by=cast.actor("coco"), point_id=point.pk, kind=ReminderKind.LATE, at=timezone.now())  # fmt: skip


@given(
    st.sampled_from(ActionState.values), st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.sets(st.sampled_from(ReminderKind.values)), st.integers(1, 30),
)  # fmt: skip
def test_a_reminder_is_due_once_and_only_of_what_lives(state, due_on, sent, before):
    kind = rules.reminder_due(state=state, due_on=due_on, today=TODAY, before=before, sent=sent)
    assert kind not in sent
    if state in {ActionState.DONE, ActionState.DROPPED} or due_on is None:
        assert kind is None
    late = rules.is_late(state=state, due_on=due_on, today=TODAY)
    assert kind is not ReminderKind.LATE or late


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300))
def test_a_calendar_line_is_never_longer_than_75_octets_and_loses_nothing(text):
    line = f"SUMMARY:{rules.ics_text(text.replace(chr(13), ''))}"
    folded = rules.ics_fold(line)
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def test_who_was_asked_answers_and_the_others_stand_in_the_tracker(cast, group):
    asked = group_actions.ask_for_input(
        by=cast.actor("coco"), group=group, subject_en="Comments on the plan", asked_on=TODAY,
        organisations=[cast.misaal, cast.other], due_on=TODAY + timedelta(days=7),
    )  # fmt: skip
    mine = asked.asked.get(organisation=cast.misaal)
    theirs = asked.asked.get(organisation=cast.other)
    told = {"answer": "Agreed", "answered_on": TODAY, "today": TODAY}
    with pytest.raises(NotAllowed):
        group_actions.answer_input(by=cast.actor("parveen"), asked=theirs, **told)
    group_actions.answer_input(by=cast.actor("parveen"), asked=mine, **told)
    assert queries.unanswered(cast.actor("coco"), most=5) == [theirs]
    group_actions.answer_input(by=cast.actor("coco"), asked=theirs, **told)
    assert queries.unanswered(cast.actor("coco"), most=5) == []


@pytest.fixture
def first(reference):
    from sukoon.places.models import Area

    return meeting_files.bring(
        FIRST, by=console_actor(), area=Area.objects.get(pcode="PK"), today=TODAY
    )


def test_the_first_national_meeting_is_the_first_record(first):
    statements = list(first.statements.all())
    assert len(statements) == 17
    silent = [s.organisation.name for s in statements if s.without_comment]
    assert silent == ["Department of Health Sindh", "Department of Health Punjab",
                      "World Health Organization"]  # fmt: skip
    seats = {s.number: s for s in first.attendance.all()}
    assert sorted(seats) == list(range(1, 43))
    assert seats[8].presence == Presence.NOT_LISTED
    assert (seats[42].presence, seats[42].organisation.acronym) == (Presence.ABSENT, "WHO")
    assert rules.attended(s.presence for s in seats.values()) == 40
    waiting = queries.unanswered(console_actor(), most=10)
    assert len(waiting) == 3
    again = meeting_files.bring(FIRST, by=console_actor(), area=first.group.area, today=TODAY)
    assert again == first
    assert Meeting.objects.count() == 1


def test_a_wrong_meeting_file_says_what_to_correct_and_writes_nothing(cast, tmp_path, capsys):
    told = {"by": console_actor(), "area": cast.country, "today": TODAY}
    path = tmp_path / "m.toml"
    good = '[[groups]]\ncode="g"\nkind="sub"\nname_en="G"\n[meeting]\ngroup="g"\ntitle_en="M"\n'
    for text, said in (
        ("[[", "Invalid"),
        (good, "held_on"),
        (good + 'held_on="2026-02-30"\n', "day is out of range"),
        (good + 'held_on="2026-02-03"\n[[statements]]\nwho="Nobody knew"\n', "Nobody knew"),
    ):
        path.write_text(text)
        with pytest.raises(MeetingFileWrong) as wrong:
            meeting_files.bring(path, **told)
        assert said in str(wrong.value)
    assert not Meeting.objects.exists()
    assert main(["import", "meeting", str(path)]) == 1
    assert main(["import", "meeting", "/nowhere"]) == 2
    assert "sukoon:" in capsys.readouterr().err


def test_the_minutes_are_printed_in_both_languages(first):
    row = queries.details(console_actor()).get(pk=first.pk)
    for language in ("en", "ur"):
        assert minutes_pdf(row, language=language, now=timezone.now()).startswith(b"%PDF")


def test_the_calendar_shows_what_its_owner_may_see_today(client, client_of, cast, group, meeting):
    parveen = client_of("parveen")
    text = parveen.get(reverse("coordination:calendar", args=[group.pk])).content.decode()
    assert "SUMMARY:Monthly meeting" in text
    assert "DTSTART:20261124T050000Z" in text, "ten in the morning in Karachi"
    feed = reverse("coordination:calendar_feed", args=[calendars.signed(cast.parveen.pk, group.pk)])
    parveen.logout()
    assert client.get(feed).status_code == 200
    cast.parveen.roles.all().delete()
    assert client.get(feed).status_code == 404
    assert client.get(reverse("coordination:calendar_feed", args=["forged"])).status_code == 404


def test_a_chair_runs_a_meeting_by_its_pages(client_of, cast, group):
    coco = client_of("coco")
    new = coco.post(reverse("coordination:meeting_new", args=[group.pk]), {
        "title_en": "KP meeting", "held_on": "2026-11-24", "agenda": "Gaps | کمیاں\nPledges",
    })  # fmt: skip
    meeting = Meeting.objects.get(title_en="KP meeting")
    assert new.url == reverse("coordination:meeting", args=[meeting.pk])
    page = [meeting.pk]
    steps = (
        ("attendance", {"seats": "1; Misaal; online\n2; ; absent; no show"}),
        ("statement", {"organisation": cast.misaal.pk, "text_en": "We work in Swat"}),
        ("statement", {"organisation": cast.other.pk, "text_en": ""}),
        ("decision", {"text_en": "One referral list"}),
        ("action_new", {"text_en": "Bring the list", "owner": cast.misaal.pk, "due_on": "2026-12-01"}),
        ("minutes", {"language": "en", "body": "It was a good meeting."}),
        ("document_new", {"title": "Slides", "link": "https://example.org/slides"}),
        ("meeting_move", {"to": "held"}),
        ("meeting_send", {}),
    )  # fmt: skip
    for name, told in steps:
        answer = coco.post(reverse(f"coordination:{name}", args=page), told)
        assert answer.status_code == 302, (name, answer.content[:2000])
    shown = coco.get(reverse("coordination:meeting", args=page)).content.decode()
    for said in ("We work in Swat", "no comment given", "One referral list", "Bring the list",
                 "It was a good meeting.", "Slides"):  # fmt: skip
        assert said in shown, said
    pdf = coco.get(reverse("coordination:minutes_file", args=page), {"language": "ur"})
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        ("x; Misaal; online", "begin with the number"),
        ("1; Misaal; online\n1; ; absent", "stood there before"),
        ("1; Nobody Knows; online", "is no organisation we know"),
        ("1; Misaal; by horse", "say how"),
    ],
)
def test_a_wrong_list_of_participants_is_refused_in_words(client_of, meeting, seats, said):
    url = reverse("coordination:attendance", args=[meeting.pk])
    answer = client_of("coco").post(url, {"seats": seats})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_focal_point_finds_what_it_took_on(client_of, cast, point):
    parveen = client_of("parveen")
    home = parveen.get(reverse("coordination:home")).content.decode()
    assert "Send the return of October" in home
    listed = parveen.get(reverse("coordination:action_points"), {"state": "all"}).content.decode()
    assert "Say how far it is" in listed
    url = reverse("coordination:action_move", args=[point.pk])
    assert parveen.post(url, {"state": "in_progress", "note": "begun"}).status_code == 302
    assert ActionPoint.objects.get().state == "in_progress"
    assert client_of("mehr").get(url).status_code == 404


def test_contact_addresses_are_for_who_keeps_the_group(client_of, group):
    url = reverse("coordination:group", args=[group.pk])
    assert b"misaal@example.org" in client_of("coco").get(url).content
    for who in ("parveen", "mehr"):
        assert b"misaal@example.org" not in client_of(who).get(url).content


def test_the_seat_list_survives_its_form(client_of, cast, meeting):
    seats = [Seat(1, Presence.ONLINE, cast.misaal, "by phone"), Seat(2, Presence.NOT_LISTED)]
    actions.record_attendance(by=cast.actor("coco"), meeting=meeting, seats=seats)
    coco, url = client_of("coco"), reverse("coordination:attendance", args=[meeting.pk])
    text = coco.get(url).context["form"].initial["seats"]
    assert coco.post(url, {"seats": text}).status_code == 302
    kept = [(s.number, s.presence, s.note) for s in meeting.attendance.all()]
    assert kept == [(1, "online", "by phone"), (2, "not_listed", "")]


def test_a_group_has_its_terms_and_parts(client_of, cast):
    coco = client_of("coco")
    told = {"code": "twg", "kind": "working", "name_en": "TWG", "area": cast.country.pk,
            "started_on": "2026-01-01", "ended_on": "2025-01-01"}  # fmt: skip
    refused = coco.post(reverse("coordination:group_new"), told)
    assert refused.status_code == 422
    assert coco.post(reverse("coordination:group_new"), told | {"ended_on": ""}).status_code == 302
    again = coco.post(reverse("coordination:group_new"), told | {"ended_on": ""})
    assert b"already used" in again.content
    assert tomllib.loads(FIRST.read_text())["meeting"]["participants"] == 42
