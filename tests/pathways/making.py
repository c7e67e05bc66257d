"""The vectors the phone must pass too, made of the packs' examples and of random walks.

`python -m tests.pathways.making` writes vectors.json anew; look at the difference before you
commit it: the phone's engine is held to the same file.
"""

import json
import os
import random
import sys
from pathlib import Path

FILE = Path(__file__).with_name("vectors.json")
RANDOM_WALKS = 12  # a pathway


def inputs_of(example):
    from sukoon.pathways.telling import read_inputs

    return read_inputs({
        "facts": example.get("facts", {}), "answers": example.get("answers", {}),
        "routes": example.get("routes", {}), "text": example.get("text", ""),
    })  # fmt: skip


def vector(pathway_id, name, inputs):
    from sukoon.pathways.definitions import shelf
    from sukoon.pathways.rules.engine import run
    from sukoon.pathways.telling import inputs_as_dict, outcome_as_dict

    outcome = run(shelf().library, pathway_id, inputs)
    return {
        "id": f"{pathway_id}.{name}", "pathway": pathway_id, "inputs": inputs_as_dict(inputs),
        "expect": outcome_as_dict(outcome),
    }  # fmt: skip


def random_inputs(pathway_id, chance):
    """Answer whatever is asked by chance, with some facts known and sometimes stop half-way."""
    from sukoon.pathways.definitions import shelf
    from sukoon.pathways.rules.engine import Inputs, run

    library = shelf().library
    facts = {"age": chance.randint(0, 90), "sex": chance.choice(["female", "male", "other"])}
    texts = [chance.choice(["", "", "", "wants to die", "khudkushi", "مرنا چاہتا ہے"])]
    inputs = Inputs(facts if chance.random() < 0.7 else {}, {}, {}, [t for t in texts if t])
    answers = {}
    while chance.random() < 0.97:
        inputs = Inputs(inputs.facts, dict(answers), {}, inputs.texts)
        outcome = run(library, pathway_id, inputs)
        if outcome.status != "asking":
            break
        answers[outcome.asking] = random_answer(library.questions[outcome.asking], chance)
    return Inputs(inputs.facts, answers, {}, inputs.texts)


def random_answer(question, chance):
    if question.kind == "number":
        return chance.randint(int(question.low), int(question.high))
    if question.kind == "multi":
        some = [o for o in question.options if o != "none" and chance.random() < 0.35]
        return some or ["none"] if "none" in question.options else some or [question.options[0]]
    if question.kind == "instrument":
        total = chance.choice([None, *range(28)])
        return {"total": total, "band": None, "flags": chance.choice([[], ["self_harm"]])}
    return chance.choice(question.options)


def vectors():
    from sukoon.pathways.definitions import shelf

    found = []
    for key, told in shelf().definitions.items():
        found += [vector(key, e["id"], inputs_of(e)) for e in told.examples]
        chance = random.Random(key)
        found += [
            vector(key, f"random_{n}", random_inputs(key, chance)) for n in range(RANDOM_WALKS)
        ]
    return found


def written():
    lines = [json.dumps(v, ensure_ascii=False, sort_keys=True) for v in vectors()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    FILE.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
