"""The phone's engine beside this one: walks by chance, compared step by step; search; levelled words.

Needs what the phone's app is built with (`./sukoon check` fetches it).
"""

import csv
import json
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import field_app

from sukoon.core.text import name_key
from sukoon.pathways.definitions import shelf
from sukoon.pathways.known import as_list
from sukoon.pathways.phone import in_language
from sukoon.pathways.rules.back import gone_back
from sukoon.pathways.rules.decisions import Decision, refused
from sukoon.pathways.rules.engine import Inputs, run
from sukoon.pathways.rules.known import Known, facts, lasting
from sukoon.pathways.rules.progress import left
from sukoon.pathways.telling import inputs_as_dict, outcome_as_dict
from tests.pathways.making import random_answer

PATHWAYS = sorted(shelf().library.pathways)
JUNK = (None, "", "unsure", "none", "yes", 0, -1, 3.5, 999, [], ["none"], ["death", "death"], ["x"], {}, {"total": 30},
        {"total": None, "flags": ["self_harm"]}, {"band": 1}, {"flags": "self_harm"})  # fmt: skip
TEXTS = ("", "wants to die", "khudkushi ki", "مرنا چاہتا ہے", "زهر وخوړل", "nothing of the kind")

pytestmark = pytest.mark.skipif(
    not (field_app.APP / "node_modules").is_dir() and not os.environ.get("CI"),
    reason="the phone's app was not built here yet",
)


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    """The phone's engine in a process of its own: a question a line, an answer a line."""
    folder = tmp_path_factory.mktemp("walker")
    script, packs = folder / "walker.mjs", folder / "pathways.json"
    field_app.bundle(field_app.APP / "tests" / "walker.ts", script)
    packs.write_text(json.dumps(in_language("ur"), ensure_ascii=False), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", field_app.RUN.format("node"), str(script), str(packs)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip

    def ask(**told):
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    process.wait(timeout=20)
    process.stdout.close()


def known_before(chance):
    """What a record may hold: right, wrong, of a score, of another walk."""
    library = shelf().library
    some = {"age": chance.randint(-3, 130), "sex": chance.choice(["female", "male", "m"])}
    if chance.random() < 0.3:
        some["phq9.total"] = chance.choice([None, 4, 21, "many"])
    if chance.random() < 0.2:
        some["concluded"] = chance.choice([["acute_stress"], "grief", 3, None])
    for question in chance.sample(sorted(library.questions), 2):
        some[question] = random_answer(library.questions[question], chance)
    return {name: value for name, value in some.items() if chance.random() < 0.6}


def step_by_step(pathway, chance):
    """Yield the inputs of a walk by chance after every answer: overrides and wrong answers too."""
    library = shelf().library
    inputs = Inputs(known_before(chance), {}, {}, [chance.choice(TEXTS)])
    for _ in range(80):
        yield inputs
        outcome = run(library, pathway, inputs)
        if outcome.status != "asking":
            return
        question = library.questions[outcome.asking]
        value = chance.choice(JUNK) if chance.random() < 0.04 else random_answer(question, chance)
        routes = dict(inputs.routes)
        node = library.pathways[outcome.at].nodes[outcome.asking]
        if chance.random() < 0.1 and node.go:
            routes[question.id] = (
                chance.choice(node.go).to if chance.random() < 0.9 else "nowhere",
                chance.choice(["masked", " ", "she said khudkushi"]),
            )
        inputs = Inputs(inputs.facts, {**inputs.answers, question.id: value}, routes, inputs.texts)


def decided(outcome, chance):
    some = [Decision(taken=chance.random() < 0.5, step=a.step, reason=chance.choice(["", "why"]))
            for a in outcome.advice]  # fmt: skip
    every = sorted(shelf().library.medicines)
    some += [Decision(taken=chance.random() < 0.7, medicine=m, reason=chance.choice(["", " ", "why"]))
             for m in chance.sample(every, 4)]  # fmt: skip
    return [*some, Decision(taken=True, medicine="no_such"), Decision(taken=True, step="no_such")]


def plain(names):
    return {k: list(v) if isinstance(v, tuple) else v for k, v in names.items() if v is not None}


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**9), pathway=st.sampled_from(PATHWAYS))
def test_the_phone_walks_as_we_do_step_by_step(phone, seed, pathway):
    chance = random.Random(seed)
    library = shelf().library
    for inputs in step_by_step(pathway, chance):
        outcome = run(library, pathway, inputs)
        decisions = decided(outcome, chance)
        told = phone(
            ask="run", pathway=pathway, inputs=inputs_as_dict(inputs),
            decisions=[{"taken": d.taken, "step": d.step, "medicine": d.medicine, "reason": d.reason}
                       for d in decisions],
        )  # fmt: skip
        assert told["outcome"] == outcome_as_dict(outcome)
        assert {k: v for k, v in told["names"].items() if v is not None} == plain(outcome.names)
        assert told["left"] == left(library, outcome)
        wrong = [[str(r.fault), r.about] for r in refused(library, outcome, decisions)]
        assert told["refused"] == wrong


def test_the_phone_finds_what_we_find(phone):
    with (Path(__file__).parent / "complaints.csv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    for text in [*texts, "", "؟", "zzzzqqq", "marna chahta hai neend nahi aati"]:
        ours = [[h.pathway, h.phrase] for h in shelf().index.find(text, most=3)]
        assert phone(ask="find", text=text, most=3) == ours, text


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("aZ éñßكيىۀةھأئؤّ\u0640\u200c،؟_&-9۹پشتوځښ\tİ"), max_size=12))
def test_the_phone_levels_words_as_we_do(phone, text):
    assert phone(ask="key", text=text) == name_key(text)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), pathway=st.sampled_from(PATHWAYS))
def test_the_phone_goes_back_as_we_do(phone, seed, pathway):
    """To the last answer, to one that was given, to one that was known: that is asked then."""
    chance = random.Random(seed)
    *_, inputs = step_by_step(pathway, chance)
    outcome = run(shelf().library, pathway, inputs)
    visited = [v for v in outcome.path if v.kind == "question"]
    for to in ("", "nowhere", *(v.node for v in chance.sample(visited, min(3, len(visited))))):
        ours = gone_back(outcome, inputs, to)
        told = phone(ask="back", pathway=pathway, inputs=inputs_as_dict(inputs), to=to)
        assert told == inputs_as_dict(ours)
        if to in {v.node for v in visited} and "suicide" not in outcome.risk:
            again = run(shelf().library, pathway, ours)
            assert again.asking == to, "the question that was gone back to is asked"


# What is known before a walk


TODAY = date(2026, 11, 25)


def answered(pathway, chance):
    """The answers of a walk by chance that was walked to its end, and what it came to."""
    *_, last = step_by_step(pathway, chance)
    return last.answers, list(run(shelf().library, pathway, last).conclusions)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), pathway=st.sampled_from(PATHWAYS), day=st.integers(0, 400))
def test_the_phone_learns_from_a_walk_what_the_record_will_know(phone, seed, pathway, day):
    """Walked offline, or at the desk: the next walk is told the same facts, on whatever day."""
    chance = random.Random(seed)
    answers, concluded = answered(pathway, chance)
    given = sorted(chance.sample(sorted(shelf().library.medicines), 2))
    classes = sorted({c for m in given for c in shelf().library.medicines[m].classes})
    ours = lasting(shelf().library, [(TODAY, answers)])
    ours += [Known("earlier", tuple(sorted(set(concluded))), TODAY)] if concluded else []
    ours += [Known("taking", tuple(sorted({*given, *classes})), TODAY)]
    more = {"answers": answers, "concluded": concluded, "taking": [*given, *classes]}
    learned = phone(ask="learned", known=[], more=more, today=TODAY.isoformat())
    assert sorted(learned, key=lambda k: k["name"]) == sorted(
        as_list(ours), key=lambda k: k["name"]
    )

    then = TODAY + timedelta(days=day)
    told = phone(
        ask="facts", person={"age": 30, "sex": "female"}, known=learned, today=then.isoformat()
    )
    assert told == {"age": 30, "sex": "female", **facts(ours, today=then)}
    inputs = Inputs(told, {}, {}, [])
    for key in ("dep", "epi"):
        asked = phone(ask="run", pathway=key, inputs=inputs_as_dict(inputs), decisions=[])
        assert asked["outcome"] == outcome_as_dict(run(shelf().library, key, inputs))


def test_a_later_answer_that_does_not_last_takes_an_earlier_one_away(phone):
    before = phone(
        ask="learned", known=[], more={"answers": {"pregnant": "yes"}}, today="2026-11-25"
    )
    assert [(k["name"], k["value"], k["until"]) for k in before] == [
        ("pregnant", "yes", "2026-12-23")
    ]
    after = phone(
        ask="learned", known=before, more={"answers": {"pregnant": "no"}}, today="2026-11-26"
    )
    assert after == []
    days = [(date(2026, 11, 25), {"pregnant": "yes"}), (date(2026, 11, 26), {"pregnant": "no"})]
    assert lasting(shelf().library, days) == []
    assert [k.value for k in lasting(shelf().library, days[:1])] == ["yes"]


def test_somebody_whose_sex_and_age_nobody_told_is_asked(phone):
    assert phone(ask="facts", person={"sex": "not_told"}, known=[], today="2026-11-25") == {}
