"""A guided assessment walked on a phone: its risk at once, itself in the case, packs of another version."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from sukoon.accounts.roles import actor_for
from sukoon.audit.models import AuditEntry
from sukoon.cases import actions as cases_actions
from sukoon.cases import queries as cases
from sukoon.cases.models import Case, Entry
from sukoon.cases.words import EntryKind, Source
from sukoon.core.ids import new_id
from sukoon.instruments.definitions import definition as instrument
from sukoon.pathways import actions
from sukoon.pathways import queries as pathways
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.kept import inputs_of
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


def test_a_phone_shows_who_signed_the_very_version_it_walks(phone):
    from sukoon.pathways.models import Signature

    def stamp():
        return json.loads(phone.get("packs/pathways").content)["pathways"]["dep"].get("signed_by")

    before = {p["id"]: p["version"] for p in phone.get("pull?cursor=0").json()["packs"]}
    assert stamp() is None
    made = {"pathway": "dep", "pathway_version": "1", "by_id": new_id()}
    Signature.objects.create(checksum="an older one", by_name="Dr Old", **made)
    assert stamp() is None
    Signature.objects.create(checksum=definition("dep").checksum, by_name="Dr Gul", **made)
    assert stamp() == "Dr Gul"
    after = {p["id"]: p["version"] for p in phone.get("pull?cursor=0").json()["packs"]}
    assert {k for k in before if before[k] != after[k]} == {"pathways"}


# Paused here, gone on with there


HALF = {"visit": "first", "dep_core": "yes"}


def paused(case, answers, *, walk=None, base="", pathway="dep", texts=()):
    """What a phone sends of a walk that it pauses."""
    return named(
        "pathways.pause", case=case, walk=walk or str(new_id()), pathway=pathway, base=base,
        inputs={"facts": {"age": 30}, "answers": answers, "routes": {}, "texts": list(texts)},
        begun_at=(NOW - timedelta(minutes=9)).isoformat(),
    )  # fmt: skip


def under_way(phone):
    return {pk: item for (kind, pk), item in phone.pull_all().items() if kind == "paused"}


def at_desk(worker, walk, **answers):
    """Go on with a walk at the desk."""
    for question, value in answers.items():
        walk.refresh_from_db()
        actions.answer(by=actor_for(worker, now=NOW), walk=walk, question=question, value=value,
                       version=walk.version)  # fmt: skip
    walk.refresh_from_db()
    return walk


def test_a_walk_begun_at_the_desk_is_gone_on_with_and_finished_on_the_phone(phone, case, worker):
    by, at = actor_for(worker, now=NOW), Case.objects.get(pk=case)
    walk = actions.begin(
        by=by, case=at, pathway="dep", facts={"age": 30, "sex": "female"}, text=SECRET
    )
    at_desk(worker, walk, **HALF)
    (item,) = under_way(phone).values()
    assert (item["id"], item["case"], item["pathway"]) == (str(walk.pk), case, "dep")
    assert item["inputs"]["answers"] == HALF
    assert item["inputs"]["texts"] == [SECRET]
    assert "risk" not in item
    done = walked(case, "dep", SAD, base=item["edition"], texts=[SECRET])
    done["payload"]["walk"] = item["id"]
    assert result(phone, done)["result"]["walk"] == item["id"]
    walk.refresh_from_db()
    assert (walk.status, str(walk.entry_id)) == ("finished", done["id"])
    assert Walk.objects.count() == 1
    assert under_way(phone) == {}


def test_a_walk_paused_on_the_phone_is_gone_on_with_at_the_desk_and_back(phone, case, worker):
    first = paused(case, HALF)
    assert result(phone, first)["outcome"] == "applied"
    walk = Walk.objects.get(pk=first["payload"]["walk"])
    assert (walk.status, walk.case_id, walk.started_at < NOW) == ("under_way", UUID(case), True)
    (item,) = under_way(phone).values()
    assert item["edition"] == first["id"], "the phone knows its own word again"
    at_desk(worker, walk, dep_signs=["energy", "sleep", "worth"])
    (item,) = under_way(phone).values()
    assert item["edition"] != first["id"]
    assert set(item["inputs"]["answers"]) == {*HALF, "dep_signs"}
    again = paused(
        case,
        {**item["inputs"]["answers"], "function": "yes"},
        walk=item["id"],
        base=item["edition"],
    )
    assert result(phone, again)["outcome"] == "applied"
    assert at_desk(worker, walk, body_cause="no").version > 2
    assert result(phone, again)["outcome"] == "duplicate"
    assert Walk.objects.count() == 1


def test_two_who_go_on_with_the_same_walk_each_keep_their_own(phone, case, worker):
    """Nothing of either is written over; a second word of the phone goes to its own."""
    first = paused(case, HALF)
    result(phone, first)
    walk = Walk.objects.get()
    at_desk(worker, walk, dep_signs=["death"])
    second = paused(case, {**HALF, "dep_signs": ["sleep"]}, walk=str(walk.pk), base=first["id"])
    found = result(phone, second)
    assert found["outcome"] == "applied"
    other = Walk.objects.get(pk=found["result"]["walk"])
    assert other.pk != walk.pk
    third = paused(
        case, {**HALF, "dep_signs": ["sleep", "worth"]}, walk=str(walk.pk), base=second["id"]
    )
    assert result(phone, third)["result"]["walk"] == str(other.pk)
    walk.refresh_from_db()
    other.refresh_from_db()
    assert inputs_of(walk).answers["dep_signs"] == ["death"]
    assert inputs_of(other).answers["dep_signs"] == ["sleep", "worth"]
    assert set(under_way(phone)) == {str(walk.pk), str(other.pk)}
    done = walked(case, "dep", SAD, base=third["id"])
    done["payload"]["walk"] = str(walk.pk)
    assert result(phone, done)["result"]["walk"] == str(other.pk)
    walk.refresh_from_db()
    assert walk.under_way


def test_what_was_finished_or_left_at_the_desk_meanwhile_is_kept_beside(phone, case, worker):
    for at in ("left", "finished"):
        first = paused(case, {"sui_hurt": "no"}, pathway="sui")
        result(phone, first)
        walk = Walk.objects.get(pk=first["payload"]["walk"])
        by = actor_for(worker, now=NOW)
        if at == "left":
            actions.leave(by=by, walk=walk, version=walk.version)
        else:
            walk = at_desk(worker, walk, sui_now="no", sui_before="neither")
            actions.finish(by=by, walk=walk, version=walk.version, decisions=[], happened_at=NOW)
        done = walked(
            case,
            "sui",
            {"sui_hurt": "no", "sui_now": "no", "sui_before": "neither"},
            base=first["id"],
        )
        done["payload"]["walk"] = str(walk.pk)
        found = result(phone, done)
        assert found["outcome"] == "applied", found
        assert found["result"]["walk"] != str(walk.pk)
        walk.refresh_from_db()
        assert walk.status == at
    assert Entry.objects.filter(case=case, kind=EntryKind.WALK).count() == 3


def test_a_paused_walk_that_is_left_on_the_phone_is_emptied_here(phone, case, worker):
    first = paused(case, HALF, texts=[SECRET])
    result(phone, first)
    left = named("pathways.leave", case=case, walk=first["payload"]["walk"], base=first["id"])
    assert result(phone, left)["result"]["left"] is True
    walk = Walk.objects.get()
    assert (walk.status, SECRET in walk.body) == ("left", False)
    assert under_way(phone) == {}
    again = named("pathways.leave", case=case, walk=first["payload"]["walk"], base=first["id"])
    assert result(phone, again)["result"]["left"] is False, "what is over is not left twice"


def test_a_pause_tells_of_a_risk_that_never_arrived_and_the_phone_learns_what_was_told(phone, case):
    first = paused(case, {"dep_core": "yes", "visit": "first", "dep_signs": ["death"]})
    assert result(phone, first)["outcome"] == "applied"
    episode = risks.open_for_case(case)
    assert episode.level == "moderate"
    (item,) = under_way(phone).values()
    assert item["risk"] == "moderate"
    steps = episode.steps.count()
    again = paused(case, item["inputs"]["answers"], walk=item["id"], base=item["edition"])
    assert result(phone, again)["outcome"] == "applied"
    assert episode.steps.count() == steps, "what was told already is told again"
    worse = paused(case, {**item["inputs"]["answers"], "function": "yes", "body_cause": "no", "dep_loss": "none",
                          "mania": "no", "sui_hurt": "no", "sui_now": "yes"}, walk=item["id"], base=again["id"])  # fmt: skip
    assert result(phone, worse)["outcome"] == "applied"
    episode.refresh_from_db()
    assert episode.level == "imminent"


def test_a_pause_does_not_tell_again_what_its_own_operation_told(phone, case):
    at_once = named("pathways.risk", case=case, level="moderate", pathway="dep")
    told = paused(case, {"dep_core": "yes", "visit": "first", "dep_signs": ["death"]})
    told["payload"]["risks"] = {"moderate": at_once["id"]}
    assert [r["outcome"] for r in phone.results(at_once, told)] == ["applied", "applied"]
    assert risks.open_for_case(case).steps.count() == 1


def test_who_may_not_write_the_case_neither_pauses_nor_leaves_nor_sees(phone, case, client):
    first = paused(case, HALF)
    result(phone, first)
    stranger = Phone(
        client, RoleAssignmentFactory(role="community_worker", org_id=new_id()).user
    ).enrol()
    assert under_way(stranger) == {}
    for sent in (paused(case, SAD, walk=first["payload"]["walk"], base=first["id"]),
                 named("pathways.leave", case=case, walk=first["payload"]["walk"], base=first["id"])):  # fmt: skip
        found = result(stranger, sent)
        assert (found["outcome"], found["reason"]) == ("rejected", "sync.not_here")
    assert inputs_of(Walk.objects.get()).answers == HALF


def test_another_cases_walk_is_never_gone_on_with(phone, case):
    """An id that is guessed or mistaken reaches nothing: what is sent is kept under another."""
    first = paused(case, HALF)
    result(phone, first)
    other = str(new_id())
    phone.results(*new_contact(str(new_id()), other))
    found = result(phone, paused(other, SAD, walk=first["payload"]["walk"], base=first["id"]))
    assert found["result"]["walk"] != first["payload"]["walk"]
    assert inputs_of(Walk.objects.get(pk=first["payload"]["walk"])).answers == HALF


def test_a_pause_of_a_pathway_that_is_no_more_is_kept_whole(phone, case):
    found = result(phone, paused(case, HALF, pathway="old"))
    assert (found["outcome"], found["reason"], found["kept"]) == ("rejected", "input.invalid", True)


# What the record knows


def test_the_phone_is_told_what_the_desk_knows_and_only_who_walks_guides_is(
    phone, case, worker, monkeypatch
):
    by = actor_for(worker, now=NOW)
    at = Case.objects.get(pk=case)
    assert "known" not in phone.pull_all()["case", case]
    cases_actions.record_response(
        by=by, case=at, instrument="phq9", language="ur", happened_at=NOW - timedelta(days=3),
        answers={item.code: "1" for item in instrument("phq9").instrument.items},
    )  # fmt: skip
    result(phone, walked(case, "dep", {**SAD, "medicines_now": ["none"], "illnesses": ["none"]},
                         decisions=[{"taken": True, "medicine": "fluoxetine", "reason": "we agreed"}]))  # fmt: skip
    told = {one["name"]: one for one in phone.pull_all()["case", case]["known"]}
    assert told["phq9.total"] == {
        "name": "phq9.total",
        "value": 9,
        "on": "2026-11-22",
        "until": "2026-12-06",
    }
    assert told["phq9.flags"]["value"] == ["self_harm"]
    assert told["earlier"]["value"] == ["depression"]
    assert told["taking"]["value"] == ["antidepressant", "fluoxetine", "ssri"]
    facts = pathways.facts_of(by, at, today=NOW.date())
    assert {name: one["value"] for name, one in told.items()}.items() <= facts.items()

    from sukoon.core.permissions import Permission

    monkeypatch.setattr(
        pathways, "holds", lambda _by, permission: permission is not Permission.PATHWAY_VIEW
    )
    assert "known" not in phone.pull_all()["case", case]
