"""Going back in a walk: what is left of what it was told. Pure."""

from sukoon.pathways.rules.engine import Inputs, Outcome


def gone_back(outcome: Outcome, inputs: Inputs, to: str = "") -> Inputs:
    """Return the inputs without the last answer, or without all from one question on.

    A question that was known before is asked then: what the record said of it is left out.
    """
    path = [visit for visit in outcome.path if visit.kind == "question"]
    asked = [place for place, visit in enumerate(path) if visit.how != "known"]
    named = [place for place, visit in enumerate(path) if visit.node == to]
    if not named and not asked:
        return inputs
    place = named[0] if named else asked[-1]
    kept = {visit.node for visit in path[:place]}
    again = path[place].node if path[place].how == "known" else ""
    return Inputs(
        {name: v for name, v in inputs.facts.items() if name.partition(".")[0] != again},
        {name: v for name, v in inputs.answers.items() if name in kept},
        {name: v for name, v in inputs.routes.items() if name in kept}, inputs.texts,
    )  # fmt: skip
