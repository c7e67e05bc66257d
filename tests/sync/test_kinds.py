"""Each kind of work a phone sends, from the phone to the record, and what comes back."""

from datetime import timedelta

import pytest

from sukoon.accounts.roles import actor_for
from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases
from sukoon.cases.models import Case, Conflict, Entry, Goal, Task
from sukoon.cases.words import Source
from sukoon.core.ids import new_id
from sukoon.people.models import Consent, Person
from sukoon.referrals.models import Referral
from sukoon.risk.models import RiskEpisode
from sukoon.staffcare import actions as staffcare_actions
from sukoon.staffcare import queries as staffcare
from sukoon.supervision.models import Answer, Request
from sukoon.supervision.reading import Words, words_json
from sukoon.sync import queries as sync_queries
from sukoon.sync.models import KeptOperation
from tests.factories import RoleAssignmentFactory
from tests.sync.conftest import NOW, Phone, named, new_contact


@pytest.fixture
def begun(phone):
    """A contact with somebody new, sent; returns the ids of the person and the case."""
    person, case = str(new_id()), str(new_id())
    results = phone.results(*new_contact(person, case))
    assert [r["outcome"] for r in results] == ["applied"] * 5, results
    return person, case


@pytest.fixture
def second(client, team, cast, begun, phone, lead):
    """A colleague's phone; the colleague works on the case too."""
    other = RoleAssignmentFactory(role="care_worker", org_id=team, area=cast.swat).user
    return Phone(client, other).enrol()


def test_someone_new_becomes_a_case_of_the_worker_in_their_team_and_area(
    phone, begun, worker, cast, team
):
    person, case = begun
    kept = Case.objects.get(pk=case)
    assert (kept.owner_id, kept.org_id, kept.area_path) == (worker.pk, team, cast.swat.path)
    assert (str(kept.person_id), kept.alias) == (person, "first_quiet second_river")
    assert Consent.objects.filter(person_id=person, purpose="care").exists()
    entry = Entry.objects.get(case=kept)
    assert (entry.kind, entry.source, entry.author_id) == ("contact", Source.PHONE, worker.pk)
    assert kept.last_contact_at == NOW
    assert Task.objects.get(case=kept).due_at.date().isoformat() == "2026-12-02"


def test_the_phone_then_holds_its_case_and_nobody_elses(phone, begun, second, client):
    _person, case = begun
    phone.pull_all()
    told = phone.held["case", case]
    assert told["alias"] == "first_quiet second_river"
    assert told["person"]["name"] == "Zarghuna"
    assert [t["kind"] for t in told["tasks"]] == ["contact"]
    assert (
        AuditEntry.objects.filter(
            event="case.read", subject_id=case, actor_id=phone.user.pk
        ).count()
        == 1
    )
    second.pull_all()
    assert ("case", case) not in second.held  # of the same team, and not theirs to keep
    stranger = RoleAssignmentFactory(role="community_worker", org_id=new_id()).user
    third = Phone(client, stranger).enrol()
    third.pull_all()
    assert not [k for k in third.held if k[0] == "case"]


def test_a_case_that_is_given_to_somebody_else_leaves_the_phone(phone, begun, second, lead):
    _person, case = begun
    phone.pull_all()
    assert ("case", case) in phone.held
    cases.assign(by=actor_for(lead, now=NOW), case=Case.objects.get(pk=case),
                 owner_id=second.user.pk, org_id=second.row.org_id)  # fmt: skip
    phone.pull_all()
    second.pull_all()
    assert ("case", case) not in phone.held
    assert ("case", case) in second.held


def test_an_instrument_is_scored_by_the_server_and_a_told_risk_is_raised(phone, begun):
    _person, case = begun
    answers = {f"q{n}": "1" for n in range(1, 10)}
    (told,) = phone.results(named("cases.response", case=case, instrument="phq9", answers=answers))
    assert told["outcome"] == "applied"
    assert Case.objects.get(pk=case).responses.get().total == 9
    assert RiskEpisode.objects.filter(case_id=case).count() == 1


def test_a_risk_that_a_worker_tells_is_raised_once(phone, begun):
    _person, case = begun
    sent = named("cases.entry", case=case, kind="risk", values={"level": "high"})
    phone.results(sent)
    phone.results(sent)
    episode = RiskEpisode.objects.get(case_id=case)
    assert episode.level == "high"
    phone.pull_all()
    assert phone.held["case", case]["risk"] == "high"


def test_a_risk_of_somebody_without_a_case_is_raised_too(phone, worker):
    (told,) = phone.results(named("risk.raise", level="imminent", note="by the bridge"))
    assert told["outcome"] == "applied"
    episode = RiskEpisode.objects.get()
    assert (episode.level, episode.raised_by_id, episode.case_id) == ("imminent", worker.pk, None)


def test_two_phones_edit_one_plan_and_a_person_decides(phone, begun, second, lead):
    _person, case = begun
    goal = str(new_id())
    phone.results(named("cases.plan", case=case, plan_version=0, changes=[
        {"goal": goal, "wanted": {"text": "Sleep through the night", "due_on": "2026-12-20"}},
    ]))  # fmt: skip
    base = {"text": "Sleep through the night", "due_on": "2026-12-20"}

    def change(**wanted):
        seen = {name: base[name] for name in wanted}
        return named("cases.plan", case=case, plan_version=1,
                     changes=[{"goal": goal, "wanted": wanted, "base": seen}])  # fmt: skip

    (first,) = phone.results(change(text="Sleep six hours"))
    (beside,) = second.results(change(due_on="2027-01-10"))
    (against,) = second.results(change(text="Sleep and eat"))

    assert (first["outcome"], beside["outcome"]) == ("applied", "merged")
    assert (against["outcome"], against["kept"]) == ("conflict", False)
    kept = Goal.objects.get(pk=goal)
    assert (kept.text, kept.due_on.isoformat()) == ("Sleep six hours", "2027-01-10")
    conflict = Conflict.objects.get()
    phone.pull_all()
    (shown,) = phone.held["case", case]["conflicts"]
    assert (shown["stands"], shown["proposed"]) == ("Sleep six hours", "Sleep and eat")

    (decided,) = phone.results(named("cases.resolve", conflict=str(conflict.pk), take=True))

    assert decided["outcome"] == "applied"
    assert Goal.objects.get(pk=goal).text == "Sleep and eat"
    phone.pull_all()
    assert "conflicts" not in phone.held["case", case]


def test_a_person_changed_by_two_keeps_both_values(phone, begun, second):
    person, _case = begun
    version = Person.objects.get(pk=person).version

    def change(**changes):
        return named("people.change", person=person, base_version=version, changes=changes)

    (first,) = phone.results(change(address="Mingora"))
    (beside,) = second.results(change(displacement="displaced"))
    (against,) = second.results(change(address="Saidu Sharif"))
    assert [r["outcome"] for r in (first, beside, against)] == ["applied", "merged", "conflict"]
    assert Person.objects.get(pk=person).address == "Mingora"


@pytest.mark.parametrize("action", ["cases.entry", "cases.response", "cases.plan", "cases.task"])
def test_what_is_about_somebody_elses_case_is_kept_and_not_done(client, begun, action, kinds):
    _person, case = begun
    stranger = RoleAssignmentFactory(role="community_worker", org_id=new_id()).user
    payloads = {
        "cases.entry": {"kind": "contact", "values": {"channel": "home", "outcome": "reached"}},
        "cases.response": {"instrument": "phq9", "answers": {"q1": "1"}},
        "cases.plan": {"changes": [{"goal": str(new_id()), "wanted": {"text": "x"}}]},
        "cases.task": {"task": str(new_id()), "due_on": "2026-12-01"},
    }
    before = (Entry.objects.count(), Task.objects.count())
    (told,) = Phone(client, stranger).enrol().results(named(action, case=case, **payloads[action]))
    assert (told["outcome"], told["reason"], told["kept"]) == ("rejected", "sync.not_here", True)
    assert (Entry.objects.count(), Task.objects.count()) == before
    assert KeptOperation.objects.get().action == action


def consent_to(person, service, fields):
    return named("people.consent", person=person, purpose="referral", language="ur",
                 recipient=service["receiver"], fields=fields)  # fmt: skip


def test_a_referral_with_consent_is_sent_with_what_was_consented_and_its_state_comes_back(
    phone, begun
):
    person, case = begun
    phone.pull_all()
    (service,) = [t for (kind, _id), t in phone.held.items() if kind == "service"]
    sent = named("referrals.send", case=case, service=service["id"], need="counselling",
                 fields=["age", "sex"])  # fmt: skip
    results = phone.results(consent_to(person, service, ["age", "sex"]), sent)
    assert [r["outcome"] for r in results] == ["applied", "applied"], results
    referral = Referral.objects.get()
    assert (referral.state, str(referral.pk), referral.fields) == ("sent", sent["id"], "age sex")
    phone.pull_all()
    assert phone.held["referral", sent["id"]]["state"] == "sent"


@pytest.mark.parametrize("consented", [None, ["age"]])
def test_a_referral_without_consent_or_beyond_it_leaves_nothing_not_even_a_draft(
    phone, begun, consented
):
    person, case = begun
    phone.pull_all()
    (service,) = [t for (kind, _id), t in phone.held.items() if kind == "service"]
    sent = named("referrals.send", case=case, service=service["id"], need="counselling",
                 fields=["age", "name"])  # fmt: skip
    if consented:
        phone.results(consent_to(person, service, consented))
    (told,) = phone.results(sent)
    assert (told["outcome"], told["kept"]) == ("rejected", True)
    assert not Referral.objects.exists()


def test_a_question_reaches_supervision_and_its_answer_the_phone(phone, begun, worker):
    _person, case = begun
    sent = named("supervision.ask", case=case, question="Zarghuna sleeps badly. What now?")
    (told,) = phone.results(sent)
    assert told["outcome"] == "applied", told
    (again,) = phone.results(sent)
    assert again["outcome"] == "duplicate"
    request = Request.objects.get()
    assert (str(request.pk), request.asked_by_id) == (sent["id"], worker.pk)
    phone.pull_all()
    assert "answer" not in phone.held["request", sent["id"]]
    Answer.objects.create(
        request=request, by_id=new_id(), happened_at=NOW, recorded_at=NOW, verdict="agree",
        diagnosis_changed="none", entry_id=new_id(),
        words=words_json(Words("", "", "Ask about the evening.", "Well done.")),
    )  # fmt: skip
    phone.pull_all()
    shown = phone.held["request", sent["id"]]["answer"]
    assert shown == {"teaching": "Ask about the evening.", "remark": "Well done."}


def test_a_question_of_somebody_else_is_not_on_the_phone(phone, begun, client, team, cast):
    _person, case = begun
    phone.results(named("supervision.ask", case=case, question="What now?"))
    other = RoleAssignmentFactory(role="community_worker", org_id=team, area=cast.swat).user
    second = Phone(client, other).enrol()
    second.pull_all()
    assert not [k for k in second.held if k[0] in {"request", "referral", "case"}]


def test_amending_doing_and_closing(phone, begun):
    _person, case = begun
    entry, task = Entry.objects.get(case=case), Task.objects.get(case=case)
    results = phone.results(
        named("cases.amend", entry=str(entry.pk), why="wrong place",
              values={"channel": "school", "outcome": "reached"}),
        named("cases.task_done", task=str(task.pk)),
        named("cases.close", case=case, reason="single_consult", values={"outcome": "improved"}),
    )  # fmt: skip
    assert [r["outcome"] for r in results] == ["applied"] * 3, results
    assert Entry.objects.get(amends=entry).source == Source.PHONE
    assert Task.objects.get(pk=task.pk).status == "done"
    phone.pull_all()
    assert ("case", case) not in phone.held


def test_a_case_without_consent_says_why_or_is_not_opened(phone):
    person, case = str(new_id()), str(new_id())
    sent = [one for one in new_contact(person, case) if one["action"] != "people.consent"]
    assert phone.results(*sent)[1]["outcome"] == "rejected"
    assert not Case.objects.exists()
    person, case = str(new_id()), str(new_id())
    sent = new_contact(person, case, without_consent="A life is at risk.")
    results = phone.results(*(one for one in sent if one["action"] != "people.consent"))
    assert [r["outcome"] for r in results] == ["applied"] * 4


def test_an_alias_of_ones_own_making_is_not_taken(phone):
    person, case = str(new_id()), str(new_id())
    sent = new_contact(person, case)
    sent[2]["payload"]["alias"] = "Zarghuna Bibi"
    phone.results(*sent)
    assert "Zarghuna" not in Case.objects.get(pk=case).alias


def test_a_phone_that_is_a_day_ahead_writes_when_it_happened(phone):
    person, case = str(new_id()), str(new_id())
    ahead = timedelta(days=1)
    sent = [{**one, "happened_at": (NOW + ahead - timedelta(hours=1)).isoformat()}
            for one in new_contact(person, case)]  # fmt: skip
    results = phone.results(*sent, sent_at=NOW + ahead)
    assert [r["outcome"] for r in results] == ["applied"] * 5, results
    assert Entry.objects.get(case=case).happened_at == NOW - timedelta(hours=1)


def test_numbers_figures_and_packs_come_along(phone, begun):
    phone.pull_all()
    numbers = [t for (kind, _id), t in phone.held.items() if kind == "number"]
    assert "1166" in {n["number"] for n in numbers}
    (figures,) = [t for (kind, _id), t in phone.held.items() if kind == "figures"]
    assert (figures["open_cases"], figures["contacts"]) == (1, 1)
    assert "contact" in phone.get("packs/fields").json()
    assert phone.get("packs/aliases").json()["first_quiet"]["ur"]
    assert phone.get("packs/risk").json()["levels"][-1]["code"] == "imminent"


def test_a_worker_asks_to_be_called_and_the_team_learns_nothing(phone, lead, cast, client):
    contact = RoleAssignmentFactory(
        role="staff_care", area=cast.swat, user__full_name="Contact Farzi"
    ).user
    asked = named("staffcare.ask_call", number="0300 1")
    (told,) = phone.results(asked)
    assert told["outcome"] == "applied"
    held = phone.pull_all()["care_call", asked["id"]]
    assert (held["state"], held["contact"]) == ("asked", "Contact Farzi")
    care = staffcare.visible(actor_for(contact, now=NOW)).get()
    staffcare_actions.will_call(by=actor_for(contact, now=NOW), call=care)
    assert phone.pull_all()["care_call", asked["id"]]["state"] == "seen"
    (done,) = phone.results(named("staffcare.take_back", call=asked["id"]))
    assert done["outcome"] == "applied"


def test_what_a_worker_asked_for_themselves_is_not_among_what_the_lead_finds_kept(phone, lead):
    (told,) = phone.results(named("staffcare.ask_call", number="", reason="private"))
    assert (told["outcome"], told["kept"]) == ("rejected", True)
    phone.results(named("of.tomorrow"))
    kept = sync_queries.kept(actor_for(lead, now=NOW))
    assert [k.action for k in kept] == ["of.tomorrow"]
