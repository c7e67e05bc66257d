"""What can be done with pathways: does it; who may not; from which state not; said without words."""

from datetime import timedelta

import pytest

from sukoon.audit.models import AuditEntry
from sukoon.cases import queries as cases
from sukoon.cases.models import Case, Task
from sukoon.cases.problems import CaseClosed
from sukoon.cases.words import ClosureReason, EntryKind
from sukoon.core import outbox
from sukoon.core.models import OutboxMessage
from sukoon.core.problems import ChangedMeanwhile, NotAllowed
from sukoon.pathways import actions, queries
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.kept import inputs_of
from sukoon.pathways.models import Walk
from sukoon.pathways.problems import (
    AdviceNeedsReason,
    AnswerRefused,
    MedicineBlocked,
    NotAskedNow,
    NothingSaid,
    OverrideRefused,
    SignedAlready,
    WalkNotOver,
    WalkOver,
)
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.rules.engine import run
from sukoon.pathways.telling import DOSES
from sukoon.people.models import Person
from sukoon.risk import queries as risks
from sukoon.risk.models import RiskEpisode
from sukoon.supervision.models import Request
from tests.risk.making import NOW

pytestmark = pytest.mark.django_db
SECRET = "her brother hides the tablets"


def begin(team, case, pathway="dep", who="worker", **told):
    return actions.begin(
        by=team.actor(who), case=case, pathway=pathway, facts=told.pop("facts", {}), **told
    )


def answer_all(team, walk, told, who="worker"):
    """Answer whatever is asked, as far as `told` goes."""
    while True:
        walk.refresh_from_db()
        outcome = run(shelf().library, walk.pathway, actions.walking.inputs_of(walk))
        if outcome.asking not in told:
            return outcome
        actions.answer(
            by=team.actor(who), walk=walk, question=outcome.asking, value=told[outcome.asking],
            version=walk.version,
        )  # fmt: skip


NO_RISK = {"sui_hurt": "no", "sui_now": "no", "sui_before": "neither"}
DEPRESSED = {
    "visit": "first", "dep_core": "yes", "dep_signs": ["energy", "sleep", "worth"], "function": "yes",
    "body_cause": "no", "dep_loss": "none", "mania": "no", **NO_RISK, "age": 40, "sex": "male",
    "dep_tried": "not_there", "illnesses": ["heart"], "medicines_now": ["none"],
}  # fmt: skip


def said_of(subject):
    return [(e.event, str(e.details)) for e in AuditEntry.objects.filter(subject_id=subject)]


# Begin, answer, go back


def test_a_walk_is_begun_answered_and_gone_back_in(team, case):
    walk = begin(team, case, facts={"age": 34})
    actions.answer(by=team.actor("worker"), walk=walk, question="visit", value="first", version=1)
    walk.refresh_from_db()
    assert walk.version == 2
    outcome = actions.answer(
        by=team.actor("worker"), walk=walk, question="dep_core", value="yes", version=2
    )
    assert outcome.asking == "dep_signs"
    walk.refresh_from_db()
    assert actions.go_back(by=team.actor("worker"), walk=walk, version=3).asking == "dep_core"
    walk.refresh_from_db()
    actions.answer(by=team.actor("worker"), walk=walk, question="dep_core", value="yes", version=4)
    walk.refresh_from_db()
    assert (
        actions.go_back(by=team.actor("worker"), walk=walk, version=5, to="visit").asking == "visit"
    )


def test_a_walk_is_sealed_and_said_by_codes_only(team, case):
    walk = begin(team, case, text=SECRET)
    actions.answer(by=team.actor("worker"), walk=walk, question="visit", value="first", version=1)
    assert SECRET not in str(Walk.objects.filter(pk=walk.pk).values_list("pathway", "checksum"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM pathways_walk")
        assert all(SECRET not in str(row[0]) for row in cursor.fetchall())
    events = said_of(walk.pk)
    assert [name for name, _ in events] == ["walk.begun", "walk.answered"]
    assert SECRET not in str(events)


@pytest.mark.parametrize("who", ["stranger", "coordinator"])
def test_who_may_not_write_the_case_walks_nothing(team, case, who):
    walk = begin(team, case)
    by = team.actor(who)
    with pytest.raises(NotAllowed):
        actions.begin(by=by, case=case, pathway="dep", facts={})
    with pytest.raises(NotAllowed):
        actions.answer(by=by, walk=walk, question="visit", value="first", version=1)
    with pytest.raises(NotAllowed):
        actions.go_back(by=by, walk=walk, version=1)
    with pytest.raises(NotAllowed):
        actions.leave(by=by, walk=walk, version=1)
    with pytest.raises(NotAllowed):
        actions.finish(by=by, walk=walk, version=1, decisions=[], happened_at=NOW)
    assert not queries.walks(by).exists()


def test_a_question_that_is_not_asked_and_an_answer_that_is_none_are_refused(team, case):
    walk = begin(team, case)
    by = team.actor("worker")
    with pytest.raises(NotAskedNow):
        actions.answer(by=by, walk=walk, question="dep_core", value="yes", version=1)
    with pytest.raises(AnswerRefused):
        actions.answer(by=by, walk=walk, question="visit", value="third", version=1)
    with pytest.raises(ChangedMeanwhile):
        actions.answer(by=by, walk=walk, question="visit", value="first", version=7)


def test_a_closed_case_takes_no_walk(team, case):
    from sukoon.cases import actions as case_actions

    case_actions.close_case(by=team.actor("worker"), case=case, reason=ClosureReason.MOVED, happened_at=NOW,
                            values={"outcome": "improved"})  # fmt: skip
    case.refresh_from_db()
    with pytest.raises(CaseClosed):
        begin(team, case)


# Overrides


def test_another_way_needs_a_reason_and_is_kept(team, case):
    walk = begin(team, case)
    by = team.actor("worker")
    actions.answer(by=by, walk=walk, question="visit", value="first", version=1)
    with pytest.raises(OverrideRefused):
        actions.answer(
            by=by, walk=walk, question="dep_core", value="no", version=2, to="dep_signs", reason=" "
        )
    outcome = actions.answer(
        by=by,
        walk=walk,
        question="dep_core",
        value="no",
        version=2,
        to="dep_signs",
        reason="masked",
    )
    assert outcome.asking == "dep_signs"
    assert outcome.path[-1].how == "overridden"


def test_a_suicide_question_cannot_be_passed_over(team, case):
    walk = begin(team, case, "sui")
    by = team.actor("worker")
    actions.answer(by=by, walk=walk, question="sui_hurt", value="no", version=1)
    with pytest.raises(OverrideRefused):
        actions.answer(
            by=by,
            walk=walk,
            question="sui_now",
            value="yes",
            version=2,
            to="sui_before",
            reason="calm",
        )


# Risk


def test_a_plan_to_die_opens_an_episode_at_once_before_the_walk_is_finished(team, case):
    walk = begin(team, case, "sui")
    by = team.actor("worker")
    actions.answer(by=by, walk=walk, question="sui_hurt", value="no", version=1)
    assert risks.open_for_case(case.pk) is None
    actions.answer(by=by, walk=walk, question="sui_now", value="yes", version=2)
    episode = risks.open_for_case(case.pk)
    assert episode is not None
    assert episode.level == "imminent"
    assert episode.case_code == case.code


def test_words_of_risk_in_the_complaint_open_one_and_lead_to_the_question(team, case):
    walk = begin(team, case, text="kehta hai marna chahta hoon")
    assert risks.open_for_case(case.pk).level == "moderate"
    assert answer_all(team, walk, {}).asking == "sui_hurt"


def test_taking_an_answer_back_does_not_take_the_risk_back(team, case):
    walk = begin(team, case, "sui")
    answer_all(team, walk, {"sui_hurt": "no", "sui_now": "yes"})
    walk.refresh_from_db()
    actions.go_back(by=team.actor("worker"), walk=walk, version=walk.version)
    walk.refresh_from_db()
    actions.leave(by=team.actor("worker"), walk=walk, version=walk.version)
    assert risks.open_for_case(case.pk).level == "imminent"
    assert RiskEpisode.objects.count() == 1


# Finish


def dose_of_fluoxetine():
    """The dose of the table, word for word."""
    return "; ".join(shelf().medicines["fluoxetine"][name] for name in DOSES)


def test_a_finished_walk_stands_in_the_case_with_path_version_and_advice(team, case):
    walk = begin(team, case)
    assert answer_all(team, walk, DEPRESSED).status == "ended"
    walk.refresh_from_db()
    decisions = [
        Decision(taken=False, step="activity", reason="broken leg"),
        Decision(taken=True, medicine="fluoxetine"),
    ]
    actions.finish(
        by=team.actor("worker"),
        walk=walk,
        version=walk.version,
        decisions=decisions,
        happened_at=NOW,
    )
    walk.refresh_from_db()
    entry = cases.entry_of(team.actor("lead"), walk.entry_id)
    assert entry.kind == EntryKind.WALK
    told = cases.opened(entry)
    assert told["concluded"] == ["depression"]
    assert definition("dep").version in told["pathway"]
    assert "broken leg" in told["differed"]
    assert dose_of_fluoxetine() in told["medicines"]
    assert told["given"] == ["fluoxetine"]
    assert "6. " not in told["path"]
    assert len(told["path"].splitlines()) >= len(DEPRESSED)
    assert told["emergency"] is False
    with pytest.raises(WalkOver):
        actions.answer(
            by=team.actor("worker"),
            walk=walk,
            question="visit",
            value="first",
            version=walk.version,
        )


def finished(team, case, question):
    """A finished walk that goes to the supervisor, and whatever follows it was done."""
    walk = begin(team, case)
    answer_all(team, walk, DEPRESSED)
    walk.refresh_from_db()
    actions.finish(
        by=team.actor("worker"), walk=walk, version=walk.version, decisions=[], happened_at=NOW,
        question=question,
    )  # fmt: skip
    while outbox.run_once(now=NOW + timedelta(minutes=1)):
        pass
    return walk


def test_a_finished_walk_goes_to_the_supervisor_in_the_same_action(team, case):
    walk = finished(team, case, SECRET)
    request = Request.objects.get()
    assert (request.pk, request.case_id, request.asked_by_id) == (
        walk.pk,
        case.pk,
        team.users["worker"].pk,
    )
    assert request.shared.question == SECRET
    assert SECRET not in str([e.details for e in AuditEntry.objects.all()])
    OutboxMessage.objects.filter(handler="supervision.walk_finished").update(status="waiting")
    while outbox.run_once(now=NOW + timedelta(minutes=2)):
        pass
    assert Request.objects.count() == 1


def test_what_an_earlier_walk_came_to_is_known_to_the_next(team, case):
    by, today = team.actor("worker"), NOW.date()
    assert "earlier" not in queries.facts_of(by, case, today=today)
    finished(team, case, "")
    assert queries.facts_of(by, case, today=today)["earlier"] == ["depression"]


def test_a_walk_without_a_question_asks_nobody(team, case):
    finished(team, case, "  ")
    assert not Request.objects.exists()


def test_a_question_that_cannot_be_sent_becomes_a_task(team, case):
    finished(team, case, "first")
    finished(team, case, "second")
    assert Request.objects.count() == 1
    task = Task.objects.get(kind="other")
    assert task.owner_id == team.users["worker"].pk
    assert "second" not in task.what


def test_what_is_blocked_is_refused_and_what_is_left_out_needs_a_reason(team, case):
    walk = begin(team, case)
    with pytest.raises(WalkNotOver):
        actions.finish(by=team.actor("worker"), walk=walk, version=1, decisions=[], happened_at=NOW)
    answer_all(team, walk, DEPRESSED)
    walk.refresh_from_db()
    for decision, problem in (
        (Decision(taken=True, medicine="amitriptyline", reason="he asks"), MedicineBlocked),
        (Decision(taken=True, medicine="valproate", reason="he asks"), None),
        (Decision(taken=False, step="brief_treatment"), AdviceNeedsReason),
    ):
        if problem:
            with pytest.raises(problem):
                actions.finish(by=team.actor("worker"), walk=walk, version=walk.version, decisions=[decision],
                               happened_at=NOW)  # fmt: skip
    assert not cases.entries(team.actor("worker"), case).filter(kind=EntryKind.WALK).exists()


def test_a_walk_that_is_left_forgets_its_answers(team, case):
    walk = begin(team, case, text=SECRET)
    actions.leave(by=team.actor("worker"), walk=walk, version=1)
    walk.refresh_from_db()
    assert SECRET not in walk.body
    assert queries.of_case(team.actor("worker"), case) == []


# Reviews


def test_a_reviewer_remarks_and_signs_exactly_one_version(team):
    by = team.actor("specialist")
    assert queries.is_draft("dep", [])
    made = actions.remark(
        by=by, pathway="dep", text="Ask about thyroid first.", name="Dr Gul", node="body_cause"
    )
    assert list(queries.remarks(by, "dep")) == [made]
    actions.settle(by=by, remark=made)
    actions.sign(by=by, pathway="dep", checksum=definition("dep").checksum, name="Dr Gul")
    signed = queries.signatures(["dep", "sui"])
    assert [s.by_name for s in signed["dep"]] == ["Dr Gul"]
    assert not queries.is_draft("dep", signed["dep"])
    assert queries.is_draft("sui", signed.get("sui", []))
    with pytest.raises(SignedAlready):
        actions.sign(by=by, pathway="dep", checksum=definition("dep").checksum, name="Dr Gul")
    with pytest.raises(NothingSaid):
        actions.sign(by=by, pathway="sui", checksum="another version", name="Dr Gul")
    with pytest.raises(NothingSaid):
        actions.remark(by=by, pathway="dep", text="  ", name="Dr Gul")
    assert "thyroid" not in str([e.details for e in AuditEntry.objects.all()])


def test_who_does_not_review_neither_remarks_nor_signs(team):
    by = team.actor("worker")
    with pytest.raises(NotAllowed):
        actions.remark(by=by, pathway="dep", text="x", name="x")
    with pytest.raises(NotAllowed):
        actions.sign(by=by, pathway="dep", checksum=definition("dep").checksum, name="x")
    assert list(queries.remarks(team.actor("coordinator"), "dep")) == []


def test_what_was_known_can_be_asked_again(team, case):
    """What the record says may be wrong by now: then it is asked, and what came after it is taken back."""
    by = team.actor("worker")
    walk = begin(team, case, facts={"age": 24, "mania": "yes"})
    outcome = answer_all(team, walk, DEPRESSED)
    assert "mania" in {v.node for v in outcome.path if v.how == "known"}
    assert "possible_bipolar" in outcome.conclusions
    walk.refresh_from_db()
    assert actions.go_back(by=by, walk=walk, version=walk.version, to="mania").asking == "mania"
    walk.refresh_from_db()
    assert inputs_of(walk).facts == {"age": 24}
    assert set(inputs_of(walk).answers) == {v.node for v in outcome.path if v.how == "asked"} & {
        "visit", "dep_core", "dep_signs", "function", "body_cause", "dep_loss",
    }  # fmt: skip
    assert "possible_bipolar" not in answer_all(team, walk, DEPRESSED).conclusions


# Stock and facts


def test_stock_is_kept_for_the_own_organisation_and_counts_for_two_weeks(team):
    by, today = team.actor("worker"), NOW.date()
    assert (
        actions.see_stock(
            by=by, org_id=team.org.pk, seen={"fluoxetine": "never", "magic": "always"}, on=today
        )
        == 1
    )
    actions.see_stock(by=by, org_id=team.org.pk, seen={"fluoxetine": "always"}, on=today)
    assert queries.stock(by, today=today) == {"fluoxetine": "always"}
    assert queries.stock(by, today=today + timedelta(days=15)) == {}
    assert queries.stock(team.actor("stranger"), today=today) == {}
    with pytest.raises(NotAllowed):
        actions.see_stock(by=team.actor("stranger"), org_id=team.org.pk, seen={}, on=today)


def test_what_the_record_knows_is_not_asked_again(team):
    from tests.cases.making import make_case, make_person

    person = make_person(team)
    Person.objects.filter(pk=person.pk).update(sex="female")
    case = make_case(team, person=Person.objects.get(pk=person.pk))
    facts = queries.facts_of(team.actor("worker"), case, today=NOW.date())
    assert facts["sex"] == "female"


def test_a_case_keeps_its_walks_when_the_database_is_asked_directly(team, case):
    from django.db import IntegrityError, transaction

    walk = begin(team, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Walk.objects.filter(pk=walk.pk).update(status="finished")
    with pytest.raises(IntegrityError), transaction.atomic():
        Walk.objects.filter(pk=walk.pk).update(status="lost")
    assert Case.objects.get(pk=case.pk).walks.count() == 1
