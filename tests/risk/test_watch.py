"""Nobody answered: the next one is asked, by every channel, up to the coordinator. Never silent."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from sukoon.config.cli import main
from sukoon.core import outgoing
from sukoon.core.access import SYSTEM, NotAllowed, Scope
from sukoon.risk import actions, channels, queries, watch
from sukoon.risk.definitions import book
from sukoon.risk.models import Alarm, RiskEpisode, RiskStep
from sukoon.risk.words import AlarmFault, AlarmStatus, Channel, ContactChannel, Rung, StepKind
from tests.risk.making import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailing(settings):
    settings.MAIL_IS_SET_UP = True


def watched(at):
    with time_machine.travel(at, tick=False):
        return watch.watch(at)


def rungs():
    found = RiskStep.objects.filter(kind=StepKind.ESCALATED).order_by("at", "id")
    return [(s.rung, s.target_id) for s in found]


def test_the_ladder_is_climbed_to_the_coordinator_and_goes_on(team, mailing):
    team.on_duty("duty")
    team.on_duty("backup", order=2)
    team.raised(level="imminent")
    watched(NOW + 9 * MINUTE)
    assert rungs() == []
    for minute in range(10, 40):
        watched(NOW + minute * MINUTE)
    ids = {name: user.pk for name, user in team.users.items()}
    assert rungs()[:3] == [
        (Rung.BACKUP, ids["backup"]), (Rung.LEAD, ids["lead"]), (Rung.LEAD, ids["specialist"]),
    ]  # fmt: skip
    everybody = [
        (Rung.DUTY, ids["duty"]), (Rung.BACKUP, ids["backup"]), (Rung.LEAD, ids["lead"]),
        (Rung.LEAD, ids["specialist"]), (Rung.COORDINATOR, ids["coordinator"]),
    ]  # fmt: skip
    assert rungs()[3:8] == rungs()[8:13] == everybody
    assert RiskEpisode.objects.get().owner_id == ids["specialist"]
    told = {m.to[0]: m for m in mail.outbox}
    assert (
        told[team.users["coordinator"].email].body
        == "A person in your area: SWT-0417. Open Sukoon."
    )
    assert told[team.users["lead"].email].body == "A person in your care: SWT-0417. Open Sukoon."


def test_with_an_empty_rota_and_no_lead_the_coordinator_is_told_at_once(team):
    for name in ("lead", "specialist"):
        team.users[name].roles.all().delete()
    episode = team.raised()
    watched(NOW)
    assert rungs() == [(Rung.COORDINATOR, team.users["coordinator"].pk)]
    episode.refresh_from_db()
    assert episode.owner_id == team.users["worker"].pk


def test_with_nobody_at_all_whoever_raised_it_is_told_again_and_again(team):
    for name in ("lead", "specialist", "coordinator"):
        team.users[name].roles.all().delete()
    team.raised()
    for minute in (0, 30, 60):
        watched(NOW + minute * MINUTE)
    assert rungs() == [(Rung.RAISER, team.users["worker"].pk)] * 3


def test_a_place_nobody_watches_goes_to_whoever_watches_the_widest_area(team):
    for name in ("lead", "specialist"):
        team.users[name].roles.all().delete()
    team.raised(scope=type(team.scope)(team.users["worker"].pk, team.org.pk, ""))
    watched(NOW)
    assert rungs() == [(Rung.COORDINATOR, team.users["coordinator"].pk)]


def test_who_acknowledged_in_time_is_left_alone_until_the_contact_is_late(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.acknowledge(by=team.actor("duty"), episode=episode)
    assert watched(NOW + 23 * 60 * MINUTE) == 0
    watched(NOW + 24 * 60 * MINUTE)
    assert rungs() == [(Rung.DUTY, team.users["duty"].pk)]
    watched(NOW + 25 * 60 * MINUTE)
    assert rungs()[-1] == (Rung.LEAD, team.users["lead"].pk)
    episode.refresh_from_db()
    assert (episode.status, episode.owner_id) == ("acknowledged", team.users["duty"].pk)


def test_a_contact_ends_the_round(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.acknowledge(by=team.actor("duty"), episode=episode)
    watched(NOW + 24 * 60 * MINUTE)
    late = NOW + 24 * 60 * MINUTE + MINUTE
    with time_machine.travel(late, tick=False):
        actions.record_contact(
            by=team.actor("duty", now=late), episode=episode, channel=ContactChannel.PHONE,
            whom="person", reached=True, happened_at=late,
        )  # fmt: skip
    episode.refresh_from_db()
    assert (episode.escalations, episode.next_step) == (0, "plan")


def test_when_the_owner_leaves_the_next_one_is_asked_at_once(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.acknowledge(by=team.actor("duty"), episode=episode)
    team.users["duty"].is_active = False
    team.users["duty"].save()
    watched(NOW + MINUTE)
    episode.refresh_from_db()
    assert (episode.status, episode.owner_id) == ("waiting", team.users["lead"].pk)
    assert episode.steps.last().kind == StepKind.OWNER_LEFT
    assert episode.steps.filter(kind=StepKind.ACKNOWLEDGED).exists()


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=400)])
def test_a_clock_that_was_ahead_keeps_nobody_waiting(team, ahead):
    team.on_duty("duty")
    with time_machine.travel(NOW + ahead, tick=False):
        team.raised(by=team.actor("worker", now=NOW + ahead))
    watched(NOW)
    episode = RiskEpisode.objects.get()
    assert episode.steps.filter(kind=StepKind.CLOCK_SET).count() == 1
    assert NOW < episode.watch_at <= NOW + 30 * MINUTE
    watched(NOW + 30 * MINUTE)
    assert rungs()


def test_a_clock_that_went_back_between_escalations_keeps_nobody_waiting(team):
    team.on_duty("duty")
    team.raised()
    watched(NOW + 31 * MINUTE)
    RiskEpisode.objects.update(watch_at=NOW + timedelta(days=30))
    watched(NOW + 32 * MINUTE)
    assert len(rungs()) == 2


def test_only_the_platform_itself_escalates(team):
    episode = team.raised()
    for name in ("worker", "lead", "coordinator"):
        with pytest.raises(NotAllowed):
            actions.watch_one(by=team.actor(name), episode_id=episode.pk, now=NOW)
        with pytest.raises(NotAllowed):
            actions.keep_outcome(
                by=team.actor(name), alarm_id=Alarm.objects.first().pk, fault=None, now=NOW
            )


def statuses():
    return dict(Alarm.objects.values_list("channel", "status"))


def test_what_is_not_set_up_is_said_and_the_screen_stands(team):
    team.on_duty("duty")
    team.raised()
    watched(NOW)
    assert statuses() == {"screen": "sent", "email": "not_possible", "sms": "not_possible"}
    assert Alarm.objects.get(channel=Channel.SMS).fault == AlarmFault.NOT_SET_UP


def test_a_notice_reveals_nothing(team, mailing):
    team.on_duty("duty")
    team.users["duty"].language = "ur"
    team.users["duty"].save()
    team.raised(note="Zarghuna wants to die")
    watched(NOW)
    message = mail.outbox[0]
    said = f"{message.subject} {message.body} {message.extra_headers}"
    assert "SWT-0417" in said
    assert "سکون" in said
    for word in ("Zarghuna", "risk", "خطر", "high", "زیادہ", "suicide", "die"):
        assert word not in said


def test_a_channel_that_fails_is_tried_again_and_given_up_in_the_open(team, mailing, monkeypatch):
    def down(self, *_args, **_kwargs):
        raise OSError("mail.example.org said something private")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    team.on_duty("duty")
    team.raised(level="low")
    at = NOW
    seen = []
    for _ in range(book().tries):
        watched(at)
        alarm = Alarm.objects.get(channel=Channel.EMAIL)
        seen.append(alarm.status)
        at = alarm.due_at
    assert seen == ["failed"] * (book().tries - 1) + ["given_up"]
    assert alarm.fault == AlarmFault.UNREACHABLE
    assert watched(at) == 0


def test_a_broken_channel_never_stops_the_others(team, monkeypatch, caplog):
    def broken(_notice):
        raise ValueError("private")

    monkeypatch.setattr(channels, "CHANNELS", {"email": broken, "sms": lambda _n: None})
    team.on_duty("duty")
    team.raised()
    watched(NOW)
    assert statuses() == {"screen": "sent", "email": "failed", "sms": "sent"}


def test_one_episode_that_cannot_be_looked_at_keeps_no_other_waiting(team, monkeypatch, caplog):
    first, second = team.raised(), team.raised()
    real = actions.watch_one

    def broken(*, by, episode_id, now):
        if episode_id == first.pk:
            raise ValueError
        return real(by=by, episode_id=episode_id, now=now)

    monkeypatch.setattr(actions, "watch_one", broken)
    watched(NOW + 31 * MINUTE)
    assert {s.episode_id for s in RiskStep.objects.filter(kind="escalated")} == {second.pk}
    monkeypatch.undo()
    watched(NOW + 32 * MINUTE)
    assert {s.episode_id for s in RiskStep.objects.filter(kind="escalated")} == {
        first.pk,
        second.pk,
    }


def test_an_answer_stops_what_is_still_being_sent(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.acknowledge(by=team.actor("duty"), episode=episode)
    assert statuses() == {"screen": "sent", "email": "needless", "sms": "needless"}


def test_two_watches_send_a_notice_once(team, mailing, monkeypatch):
    team.on_duty("duty")
    team.raised()
    real = channels.by_email

    def second_watch(notice):
        real(notice)
        watch.watch(NOW)

    monkeypatch.setattr(channels, "CHANNELS", {"email": second_watch, "sms": channels.by_sms})
    watched(NOW)
    assert len(mail.outbox) == 1


def test_a_watch_killed_while_sending_gives_the_notice_back(team, mailing):
    team.on_duty("duty")
    team.raised(level="low")
    Alarm.objects.filter(channel="email").update(claimed_until=NOW + watch.LEASE)
    watched(NOW + MINUTE)
    assert mail.outbox == []
    watched(NOW + watch.LEASE)
    assert len(mail.outbox) == 1


def test_looking_at_the_episode_is_told_as_seen(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.note_read(by=team.actor("duty"), episode=episode)
    assert [a.channel for a in Alarm.objects.filter(seen_at=NOW)] == ["screen"]


def answer(status):
    return outgoing.Answer(status, {}, b"")


@pytest.mark.parametrize(
    ("status", "said"),
    [(202, AlarmStatus.SENT), (200, AlarmStatus.SENT), (503, AlarmStatus.FAILED)],
)
def test_an_sms_goes_through_the_gateway_of_the_administrator(
    team, settings, monkeypatch, status, said
):
    settings.SMS_URL = "kannel+http://127.0.0.1:13013/cgi-bin/sendsms?username=u&password=p"
    asked = []

    def fetch(url, **told):
        asked.append((url, told))
        return answer(status)

    monkeypatch.setattr(outgoing, "fetch", fetch)
    shift = team.on_duty("duty")
    shift.worker.phone = "+923001234567"
    shift.worker.save()
    team.raised()
    watched(NOW)
    assert Alarm.objects.get(channel="sms").status == said
    url, told = asked[0]
    assert url.startswith(
        "http://127.0.0.1:13013/cgi-bin/sendsms?username=u&password=p&to=%2B923001"
    )
    assert told == {"trusted": frozenset({"127.0.0.1"}), "plain": True}


def test_an_sms_without_a_number_is_said(team, settings):
    settings.SMS_URL = "kannel+http://127.0.0.1:13013/x?u=1"
    team.on_duty("duty")
    team.raised()
    watched(NOW)
    assert Alarm.objects.get(channel="sms").fault == AlarmFault.NO_ADDRESS


def test_a_gateway_that_does_not_answer_is_tried_again(team, settings):
    settings.SMS_URL = "kannel+http://127.0.0.1:9/x?u=1"
    shift = team.on_duty("duty")
    shift.worker.phone = "+923001234567"
    shift.worker.save()
    team.raised()
    watched(NOW)
    assert Alarm.objects.get(channel="sms").fault == AlarmFault.UNREACHABLE


def test_a_case_that_goes_to_another_team_takes_its_risk_along(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.acknowledge(by=team.actor("duty"), episode=episode)
    team.add("other_lead", "care_lead", org_id=team.other.pk)
    scope = type(team.scope)(team.users["stranger"].pk, team.other.pk, team.swat.path)
    with pytest.raises(NotAllowed):
        actions.follow_case(by=team.actor("lead"), case_id=episode.case_id, scope=scope, now=NOW)
    actions.follow_case(by=SYSTEM, case_id=episode.case_id, scope=scope, now=NOW)
    episode.refresh_from_db()
    assert (episode.status, episode.org_id) == ("waiting", team.other.pk)
    assert episode.owner_id == team.users["other_lead"].pk
    assert episode.steps.last().alarms.exists()


def test_another_carer_in_the_same_team_changes_nothing_but_the_carer(team):
    team.on_duty("duty")
    episode = team.raised()
    actions.acknowledge(by=team.actor("duty"), episode=episode)
    scope = type(team.scope)(team.users["backup"].pk, team.org.pk, team.swat.path)
    actions.follow_case(by=SYSTEM, case_id=episode.case_id, scope=scope, now=NOW)
    episode.refresh_from_db()
    assert (episode.status, episode.carer_id) == ("acknowledged", team.users["backup"].pk)
    assert episode.owner_id == team.users["duty"].pk


def test_what_the_doctor_and_the_command_look_for(team, capsys):
    team.on_duty("duty", hours=2)
    team.raised()
    assert queries.unwatched(now=NOW + 60 * MINUTE) == 1
    assert queries.rotas_without_anybody(now=NOW) == []
    assert queries.rotas_without_anybody(now=NOW + 120 * MINUTE) == ["Duty"]
    assert queries.faults() == {"orphans": []}
    assert main(["risk", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "orphans": [], "unwatched": 0}
    with time_machine.travel(NOW + 60 * MINUTE, tick=False):
        assert main(["risk", "check"]) == 1
        assert main(["risk", "watch", "--json"]) == 0
        assert main(["risk", "check"]) == 0


def test_a_risk_of_no_known_place_stands_on_the_list_of_whoever_was_told(team, clock):
    episode = team.raised(scope=Scope(team.users["stranger"].pk, team.other.pk, ""),
                          by=team.actor("stranger"))  # fmt: skip
    clock.move_to(NOW + timedelta(minutes=1))
    watch.watch(NOW + timedelta(minutes=1))
    found = queries.watch_list(team.actor("coordinator"), now=NOW + timedelta(minutes=1))
    assert [w.code for w in found] == [episode.shown_code]
    assert queries.watch_list(team.actor("lead"), now=NOW + timedelta(minutes=1)) == []
