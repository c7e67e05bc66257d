"""A guided assessment walked on a phone: its risk at once, itself in the case, packs of another version."""

import json
from datetime import timedelta

import pytest

from sukoon.audit.models import AuditEntry
from sukoon.cases import queries as cases
from sukoon.cases.models import Case, Entry
from sukoon.cases.words import EntryKind, Source
from sukoon.core.ids import new_id
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.models import StockSeen, Walk
from sukoon.pathways.rules.engine import run
from sukoon.pathways.telling import outcome_as_dict, read_inputs
from sukoon.risk import queries as risks
from sukoon.risk.models import RiskEpisode
from tests.factories import RoleAssignmentFactory
from tests.sync.conftest import NOW, Phone, named, new_contact

SECRET = "her brother hides the tablets"
TO_DIE = {"sui_hurt": "no", "sui_now": "yes"}
SAD = {
    "visit": "first", "dep_core": "yes", "dep_signs": ["energy", "sleep", "worth"], "function": "yes",
    "body_cause": "no", "dep_loss": "none", "mania": "no", "sui_hurt": "no", "sui_now": "no",
    "sui_before": "neither", "age": 40, "sex": "male", "dep_tried": "not_there", "illnesses": ["heart"],
    "medicines_now": ["none"],
}  # fmt: skip


@pytest.fixture
def case(phone):
    made = str(new_id())
    phone.results(*new_contact(str(new_id()), made))
    return made


def walked(case, pathway, answers, *, decisions=(), shown=None, **more):
    """What a phone sends of a walk that is done."""
    inputs = {"facts": {}, "answers": answers, "routes": {}, "texts": more.pop("texts", [])}
    outcome = outcome_as_dict(run(shelf().library, pathway, read_inputs(inputs)))
    told = definition(pathway)
    return named(
        "pathways.walk", case=case, walk=str(new_id()), pathway=pathway, version=told.version,
        checksum=told.checksum, inputs=inputs, shown={**outcome, **(shown or {})},
        decisions=list(decisions), begun_at=(NOW - timedelta(minutes=9)).isoformat(), **more,
    )  # fmt: skip


def result(phone, operation):
    (found,) = phone.results(operation)
    return found


def test_a_walk_stands_in_the_case_as_one_at_the_desk_does(phone, case):
    sent = walked(case, "dep", SAD, decisions=[
        {"taken": False, "step": "activity", "reason": "broken leg"},
        {"taken": True, "medicine": "fluoxetine", "effects": ["nausea", "odd"]},
    ])  # fmt: skip
    found = result(phone, sent)
    assert found["outcome"] == "applied", found
    entry = Entry.objects.get(case=case, kind=EntryKind.WALK)
    assert found["result"] == {"walk": sent["payload"]["walk"], "entry": sent["id"]}
    assert (str(entry.pk), entry.source) == (sent["id"], Source.PHONE)
    told = cases.opened(entry)
    assert told["concluded"] == ["depression"]
    assert definition("dep").version in told["pathway"]
    assert "broken leg" in told["differed"]
    assert "nausea" in told["medicines"].casefold()
    assert len(told["path"].splitlines()) >= len(SAD)
    walk = Walk.objects.get()
    assert (walk.status, walk.entry_id, walk.started_at < NOW) == ("finished", entry.pk, True)
    assert not RiskEpisode.objects.exists()
    assert result(phone, sent)["outcome"] == "duplicate"
    assert Walk.objects.count() == 1


def test_a_risk_is_told_before_the_walk_is_and_only_once(phone, case):
    at_once = named("pathways.risk", case=case, level="imminent", pathway="sui")
    assert result(phone, at_once)["outcome"] == "applied"
    episode = risks.open_for_case(case)
    assert (episode.level, episode.case_code) == ("imminent", Case.objects.get(pk=case).code)
    steps = episode.steps.count()
    done = walked(case, "sui", TO_DIE, risks={"imminent": at_once["id"]})
    assert result(phone, done)["outcome"] == "applied"
    assert episode.steps.count() == steps, "the same risk was told twice"
    assert Entry.objects.filter(case=case, kind=EntryKind.WALK).count() == 1


def test_a_risk_that_never_arrived_is_raised_by_the_walk(phone, case):
    assert result(phone, walked(case, "sui", TO_DIE))["outcome"] == "applied"
    assert risks.open_for_case(case).level == "imminent"


def test_a_phone_that_says_nothing_of_a_risk_does_not_hide_it(phone, case):
    quiet = {"risk": [], "risk_level": "", "emergency": False, "conclusions": []}
    assert result(phone, walked(case, "sui", TO_DIE, shown=quiet))["outcome"] == "applied"
    assert risks.open_for_case(case).level == "imminent"


def test_what_the_worker_was_shown_is_kept_where_the_packs_differ(phone, case):
    """The phone's pack is older: nothing is lost, what it showed stands, and the entry says so."""
    old = {"advice": [{"plan": "dep.gone", "step": "an_old_step"}],
           "conclusions": ["depression", "an_old_one"],
           "path": [{"pathway": "dep", "node": "old_question", "kind": "question", "how": "asked"},
                    {"pathway": "dep", "node": "gone", "kind": "plan", "how": ""}]}  # fmt: skip
    sent = walked(case, "dep", {**SAD, "old_question": "yes"}, shown=old,
                  decisions=[{"taken": True, "step": "an_old_step"}])  # fmt: skip
    sent["payload"]["version"] = "2025-1"
    assert result(phone, sent)["outcome"] == "applied"
    told = cases.opened(Entry.objects.get(case=case, kind=EntryKind.WALK))
    assert "an_old_step" in told["advice"]
    assert "old_question" in told["path"]
    assert told["concluded"] == ["depression"]
    assert "2025-1" in told["pathway"]
    assert told["differed"]


def test_a_walk_of_a_pathway_that_is_no_more_is_kept(phone, case):
    sent = walked(case, "dep", SAD)
    sent["payload"]["pathway"] = "old"
    assert result(phone, sent)["outcome"] == "applied"
    assert Walk.objects.get().pathway == "old"
    ask = named("supervision.ask", case=case, question="Is this right?")
    assert result(phone, ask)["outcome"] == "applied"


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        ({"taken": True, "medicine": "amitriptyline", "reason": "he asks"}, "pathways.medicine_blocked"),
        ({"taken": False, "step": "activity"}, "pathways.advice_needs_reason"),
    ],
)  # fmt: skip
def test_what_may_not_be_said_is_rejected_and_kept_whole(phone, case, decision, reason):
    found = result(phone, walked(case, "dep", SAD, decisions=[decision]))
    assert (found["outcome"], found["reason"], found["kept"]) == ("rejected", reason, True)
    assert not Walk.objects.exists()


def test_what_was_shown_to_be_blocked_stays_blocked_where_the_packs_differ(phone, case):
    sent = walked(case, "dep", SAD, shown={"emergency": True},
                  decisions=[{"taken": True, "medicine": "amitriptyline", "reason": "x"}])  # fmt: skip
    assert result(phone, sent)["reason"] == "pathways.medicine_blocked"


@pytest.mark.parametrize(
    "wrong", [{"shown": {}}, {"shown": {"status": "odd"}}, {"inputs": {"routes": 3}}, {"inputs": {"answers": {}, "texts": "x"}}]
)  # fmt: skip
def test_what_is_no_walk_is_rejected_and_kept(phone, case, wrong):
    sent = walked(case, "dep", SAD)
    sent["payload"] |= wrong
    found = result(phone, sent)
    assert (found["outcome"], found["reason"], found["kept"]) == ("rejected", "input.invalid", True)


def test_who_may_not_write_the_case_walks_nothing_and_learns_nothing(phone, case, client):
    stranger = Phone(
        client, RoleAssignmentFactory(role="community_worker", org_id=new_id()).user
    ).enrol()
    for sent in (walked(case, "dep", SAD), named("pathways.risk", case=case, level="high"),
                 named("pathways.stock", case=case, seen={"fluoxetine": "never"})):  # fmt: skip
        found = result(stranger, sent)
        assert (found["outcome"], found["reason"]) == ("rejected", "sync.not_here")
    assert not RiskEpisode.objects.exists()


def test_the_answers_are_sealed_and_the_events_say_codes_only(phone, case):
    result(phone, walked(case, "dep", SAD, texts=[SECRET]))
    assert SECRET in Walk.objects.get().body
    assert SECRET not in str([e.details for e in AuditEntry.objects.all()])


def test_stock_is_kept_for_the_organisation_of_the_case(phone, case, team):
    sent = named("pathways.stock", case=case, seen={"fluoxetine": "never", "unknown": "always"})
    assert result(phone, sent)["result"] == {"count": 1}
    seen = StockSeen.objects.get()
    assert (seen.org_id, seen.medicine, seen.level) == (team, "fluoxetine", "never")


def test_the_pack_comes_in_the_workers_language_and_only_to_who_reads_pathways(phone, monkeypatch):
    def packs(language):
        told = phone.client.get(
            "/api/1/field/pull?cursor=0", headers={**phone.headers(), "Accept-Language": language}
        ).json()["packs"]
        return {p["id"]: p["version"] for p in told}

    def pack(language):
        return phone.client.get(
            "/api/1/field/packs/pathways", headers={**phone.headers(), "Accept-Language": language}
        )

    assert packs("ur")["pathways"] != packs("en")["pathways"]
    urdu, english = (json.loads(pack(language).content) for language in ("ur", "en"))
    assert (urdu["language"], english["language"]) == ("ur", "en")
    assert urdu["pathways"]["epi"]["title"] == "مرگی اور دورے"
    assert english["pathways"]["epi"]["title"] == "Epilepsy and seizures"
    assert urdu["labels"]["targets"]["emergency"] != english["labels"]["targets"]["emergency"]
    from sukoon.core.permissions import Permission
    from sukoon.sync import compiled

    monkeypatch.setattr(compiled, "NEEDED", {"pathways": Permission.PATHWAY_REVIEW})
    assert "pathways" not in packs("ur")
    assert pack("ur").status_code == 404
