"""The hard rules, each by its name and at its edges, over the packs as they are shipped.

`laws.toml` says them of every path; here they are asked once more in plain words, with what is not
known, what is overridden, and what a worker wants to do against the advice.
"""

import re
from pathlib import Path

import pytest

from sukoon.pathways.definitions import shelf
from sukoon.pathways.phone import in_language
from sukoon.pathways.presenting import doses_of
from sukoon.pathways.rules.decisions import Decision, Fault, refused
from sukoon.pathways.rules.engine import Inputs, run, suggest
from sukoon.pathways.rules.paths import every_end
from sukoon.pathways.telling import DOSES

LIBRARY = shelf().library
PATHWAYS = sorted(LIBRARY.pathways)
NO_RISK = {"sui_hurt": "no", "sui_now": "no", "sui_before": "neither"}
DEPRESSED = {
    "visit": "first", "dep_core": "yes", "dep_signs": ["energy", "sleep", "worth"], "function": "yes",
    "body_cause": "no", "dep_loss": "none", "mania": "no", "dep_tried": "not_there", "illnesses": ["none"],
    "medicines_now": ["none"], "pregnant": "no", "breastfeeding": "no", "can_conceive": "no", **NO_RISK,
}  # fmt: skip
SAFE_MAN = {"age": 40, "sex": "male", "mania": "no", "illnesses": ["none"], "medicines_now": ["none"],
            "concluded": ["depression"]}  # fmt: skip


def of_class(*classes):
    return sorted(m.id for m in LIBRARY.medicines.values() if m.classes & set(classes))


def walk(pathway, answers, facts=(), routes=(), texts=()):
    return run(LIBRARY, pathway, Inputs(dict(facts), answers, dict(routes), list(texts)))


def status(medicine, **names):
    return suggest(LIBRARY, "dep", "x", medicine, names).status


# No antidepressant and no benzodiazepine for acute stress or grief


@pytest.mark.parametrize(
    ("pathway", "conclusion"), [("acu", "acute_stress"), ("gri", "grief"), ("gri", "prolonged_grief")]
)  # fmt: skip
def test_no_path_to_stress_or_grief_names_a_sedative_and_each_says_so(pathway, conclusion):
    seen = 0
    for end, _answers in every_end(LIBRARY, pathway):
        concluded = end.outcome().conclusions
        if conclusion not in concluded:
            continue
        seen += 1
        named = {s.medicine for s in end.medicines}
        assert not named & set(of_class("antidepressant", "benzodiazepine"))
        if conclusion != "prolonged_grief":
            assert "no_sedatives" in {a.step for a in end.advice}
    assert seen


@pytest.mark.parametrize("medicine", of_class("antidepressant", "benzodiazepine"))
@pytest.mark.parametrize("conclusion", ["acute_stress", "grief"])
def test_nobody_can_give_one_for_stress_or_grief_whatever_the_reason(medicine, conclusion):
    told = {**SAFE_MAN, "concluded": [conclusion]}
    assert status(medicine, **told) == "blocked"
    assert status(medicine, **{**told, "concluded": [conclusion, "depression"]}) == "blocked"


# Mania is asked before an antidepressant


@pytest.mark.parametrize("mania", ["yes", "unsure", None])
@pytest.mark.parametrize("medicine", of_class("antidepressant"))
def test_an_antidepressant_waits_until_mania_was_surely_excluded(medicine, mania):
    assert status(medicine, **SAFE_MAN) in {"clear", "warned"}
    assert status(medicine, **{**SAFE_MAN, "mania": mania}) == "blocked"


@pytest.mark.parametrize("mania", ["yes", "unsure"])
def test_a_walk_with_mania_in_the_past_offers_none_and_sends_on(mania):
    outcome = walk("dep", {**DEPRESSED, "mania": mania}, {"age": 40, "sex": "male"})
    assert not {m.medicine for m in outcome.medicines} & set(of_class("antidepressant"))
    assert outcome.status == "ended", outcome.asking
    assert "specialist" in {r.to for r in outcome.referrals}


@pytest.mark.parametrize("medicine", of_class("antidepressant"))
def test_mania_in_an_earlier_walk_counts_although_it_is_denied_today(medicine):
    assert status(medicine, **{**SAFE_MAN, "earlier": ["depression"]}) in {"clear", "warned"}
    for before in ("mania", "possible_bipolar"):
        assert status(medicine, **{**SAFE_MAN, "earlier": ["depression", before]}) == "blocked"


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_no_path_suggests_an_antidepressant_before_the_question(pathway):
    for end, answers in every_end(LIBRARY, pathway):
        if {s.medicine for s in end.medicines} & set(of_class("antidepressant")):
            assert answers.get("mania") == "no", answers


# No antidepressant under twelve


@pytest.mark.parametrize(
    ("age", "wanted"),
    [(0, "blocked"), (11, "blocked"), (12, "needs_reason"), (17, "needs_reason"), (18, "free"), (40, "free"),
     (None, "blocked")],
)  # fmt: skip
def test_an_antidepressant_by_age(age, wanted):
    found = status("fluoxetine", **{**SAFE_MAN, "age": age})
    assert found == wanted if wanted != "free" else found in {"clear", "warned"}


@pytest.mark.parametrize("age", [11, 12, 17, 18])
def test_a_depressed_child_is_offered_none_and_a_tricyclic_never(age):
    outcome = walk("dep", DEPRESSED, {"age": age, "sex": "male"})
    assert outcome.status == "ended", outcome.asking
    offered = {m.medicine for m in outcome.medicines if m.status != "blocked"}
    if age < 12:
        assert not offered & set(of_class("antidepressant"))
    if age < 18:
        assert not offered & set(of_class("tricyclic"))
    taken = Decision(taken=True, medicine="fluoxetine", reason="the family asks for it")
    faults = [r.fault for r in refused(LIBRARY, outcome, [taken])]
    # From 12 to 17 the guide leads to a specialist and does not ask about mania: that alone blocks it.
    assert faults == ([Fault.BLOCKED] if age < 18 else [])


# Valproate is blocked where pregnancy is possible

GIRL = {"age": 16, "sex": "female", "illnesses": ["none"], "medicines_now": ["none"], "pregnant": "no",
        "breastfeeding": "no", "concluded": ["epilepsy"]}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "blocked"),
    [
        ({"can_conceive": "yes"}, True), ({"can_conceive": "unsure"}, True), ({}, True),
        ({"can_conceive": "yes", "age": 54}, True), ({"can_conceive": "yes", "age": 12}, True),
        ({"sex": "other", "can_conceive": "unsure"}, True), ({"sex": None}, True),
        ({"can_conceive": "yes", "pregnant": "yes"}, True), ({"can_conceive": "no"}, False),
        ({"sex": "male"}, False), ({"sex": "male", "can_conceive": "unsure"}, False),
    ],
)  # fmt: skip
def test_valproate_is_blocked_until_pregnancy_is_surely_impossible(told, blocked):
    assert (status("valproate", **{**GIRL, **told}) == "blocked") is blocked


def test_a_reason_does_not_free_valproate():
    outcome = walk("epi", {"epi_now": "no"}, {**GIRL, "can_conceive": "yes"})
    while outcome.asking:
        question = LIBRARY.questions[outcome.asking]
        value = ["none"] if question.kind == "multi" else 2 if question.kind == "number" else question.options[0]  # fmt: skip
        outcome = run(LIBRARY, "epi", Inputs({**GIRL, "can_conceive": "yes"},
                                             {"epi_now": "no", **_answers(outcome), question.id: value}))  # fmt: skip
    taken = Decision(taken=True, medicine="valproate", reason="nothing else is in stock")
    assert [r.fault for r in refused(LIBRARY, outcome, [taken])] == [Fault.BLOCKED]


def _answers(outcome):
    return {v.node: outcome.names[v.node] for v in outcome.path if v.how == "asked"}


# A seizure that does not stop, and withdrawal, are emergencies


@pytest.mark.parametrize(
    ("pathway", "question"), [("epi", "epi_now"), ("sub", "sub_withdrawal"), ("sub", "sub_overdose")]
)  # fmt: skip
def test_a_seizure_that_does_not_stop_and_withdrawal_are_emergencies_also_when_unsure(
    pathway, question
):
    seen = set()
    for end, answers in every_end(LIBRARY, pathway):
        if answers.get(question) in {"yes", "unsure"}:
            seen.add(answers[question])
            assert end.emergency, answers
            assert "now" in {r.urgency for r in end.referrals}
            assert end.follow_up or end.referrals
    assert seen == {"yes", "unsure"}
    assert LIBRARY.questions[question].must


@pytest.mark.parametrize("question", [q.id for q in LIBRARY.questions.values() if q.must])
def test_a_question_about_danger_cannot_be_passed_over(question):
    for key, pathway in LIBRARY.pathways.items():
        node = pathway.nodes.get(question)
        if node is None or not node.go:
            continue
        told = {}
        for _ in range(20):
            outcome = walk(key, told)
            if outcome.asking in {question, ""}:
                break
            told[outcome.asking] = _plainest(LIBRARY.questions[outcome.asking])
        if outcome.asking == question:
            told[question] = LIBRARY.questions[question].options[0]
            routes = {question: (node.go[-1].to, "she is calm now")}
            assert walk(key, told, routes=routes).status == "refused"


def _plainest(question):
    if question.kind == "number":
        return 30
    return ["none"] if question.kind == "multi" else "no" if "no" in question.options else question.options[0]  # fmt: skip


# No path ends without the suicide question once a risk word or answer has appeared

WORDS = LIBRARY.risk_words["suicide"]


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_every_word_of_risk_leads_to_the_question_before_anything_else(pathway):
    for word in WORDS:
        assert walk(pathway, {}, texts=[f"… {word} …"]).asking == "sui_hurt", word


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_a_word_of_risk_in_the_reason_of_an_override_leads_there_too(pathway):
    routes = {"visit": ("x", f"he said {WORDS[0]}")}
    assert walk(pathway, {}, routes=routes).asking == "sui_hurt"


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_no_path_with_a_raised_risk_ends_without_the_suicide_pathway(pathway):
    for end, _answers_there in every_end(LIBRARY, pathway):
        if "suicide" in end.risk:
            assert any(v.pathway == "sui" and v.kind == "plan" for v in end.path)


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_every_end_sees_the_person_again_or_sends_them_on(pathway):
    for end, answers in every_end(LIBRARY, pathway):
        assert end.follow_up or end.referrals, answers


# The medicine table: nothing is computed, and what is not in it is said


def test_every_medicine_passes_a_caution_and_no_dose_is_invented():
    from sukoon.pathways.telling import NO_DOSE, dose_of

    for key, row in shelf().medicines.items():
        assert (
            LIBRARY.cautions_of(key)
            or "vitamin" in row["classes"]
            or "antagonist" in row["classes"]
        )
        assert dose_of(row) == NO_DOSE or row["dose_tag"] in {"S", "W", "D"}


DOSE = re.compile(r"[0-9۰-۹][0-9۰-۹.,]* *(?:mg|mcg|ml|milligram|ملی گرام)", re.IGNORECASE)


def test_every_dose_has_a_source_and_the_lower_figure_is_never_above_the_most():
    """What is told is told with its source; the amounts rise from the first to the most."""
    told = 0
    for row in shelf().medicines.values():
        figures = [row[name] for name in ("start_dose", "step_dose", "max_dose")]
        sources = [row[name] for name in ("start_source", "step_source", "max_source")]
        assert all(figures) == any(figures) == all(sources) == any(sources), row["id"]
        if not all(figures):
            assert row["dose_tag"] == "GAP"
            continue
        told += 1
        tags = {shelf().dose_sources[s]["tag"] for s in sources}
        assert row["dose_tag"] == ("W" if "W" in tags else "S")
        assert row["note_en"], row["id"]
        assert row["note_ur"], row["id"]
        start, most = (
            float(DOSE.search(figures[n])[0].split()[0].replace(",", "")) for n in (0, 2)
        )
        assert start <= most, row["id"]
    assert told == 10


def test_no_dose_stands_outside_the_table_and_none_is_worked_out():
    """Neither in a guide's words nor in code; what pages and phones say is the table's, letter for letter."""
    root = Path(__file__).parents[2]
    places = [*root.glob("content/pathways/*.toml"), *root.glob("content/medicines/*.toml"),
              *root.glob("src/sukoon/pathways/**/*.py"), *root.glob("field-app/src/**/*.ts*")]  # fmt: skip
    assert len(places) > 60
    found = {str(p.relative_to(root)) for p in places if DOSE.search(p.read_text(encoding="utf-8"))}
    assert found == set()
    for language in ("en", "ur"):
        for key, row in in_language(language)["medicines"].items():
            table = shelf().medicines[key]
            assert [row[name] for name in DOSES] == [table[name] for name in DOSES]
            figures = doses_of(shelf(), table)
            assert [d.said for d in figures] == [table[name] for name in DOSES if table[name]]
