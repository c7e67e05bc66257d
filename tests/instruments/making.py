"""Answers for any instrument that give a wished total, and the vectors the phone must pass too.

`python -m tests.instruments.making` writes vectors.json anew; look at the difference before you
commit it: the phone's engine is held to the same file.
"""

import json
import sys
from pathlib import Path

from sukoon.instruments.rules import Instrument, Scorer

FILE = Path(__file__).with_name("vectors.json")


def option_for(item, wished):
    """Return the option of an item that is worth the most without passing `wished`."""
    fitting = [(w, o) for o, w in item.worth.items() if w <= wished]
    return max(fitting, default=min((w, o) for o, w in item.worth.items()))


def answers_for(instrument: Instrument, wished: int, scale: str = "total") -> list[str] | None:
    """Return answers whose raw sum over a scale is `wished`, or None when there are none."""
    chosen = next(s for s in instrument.scales if s.code == scale)
    counted = set(chosen.items)
    least = {i.code: min((w, o) for o, w in i.worth.items()) for i in instrument.items}
    left = wished - sum(least[c][0] for c in counted)
    answers = {}
    gates = {w for s in instrument.skips for w in s.when} - counted
    for item in instrument.items:
        worth, option = least[item.code]
        if item.code in gates:
            option = max((w, o) for o, w in item.worth.items())[1]
        if item.code in counted and left > 0:
            worth, option = option_for(item, least[item.code][0] + left)
            left -= worth - least[item.code][0]
        answers[item.code] = str(option)
    return [answers[i.code] for i in instrument.items] if left == 0 else None


def reachable(instrument: Instrument, scale: str) -> range:
    """Return the raw sums a scale can have."""
    chosen = next(s for s in instrument.scales if s.code == scale)
    items = [i for i in instrument.items if i.code in chosen.items]
    return range(
        sum(min(i.worth.values()) for i in items), sum(max(i.worth.values()) for i in items) + 1
    )


def edges(instrument: Instrument):
    """Yield the ends of every scale and both sides of every band's edge."""
    for scale in instrument.scales:
        if scale.at_least is not None:
            continue
        span = reachable(instrument, scale.code)
        wished = {span[0], span[-1]}
        factor = len(scale.items) if scale.combine == "mean" else 1
        for scheme in instrument.schemes:
            for band in scheme.bands if scheme.scale == scale.code else ():
                for edge in (band.low, band.high):
                    wished |= {int(edge * factor / scale.times) + d for d in (-1, 0, 1)}
        for raw in sorted(w for w in wished if w in span):
            found = answers_for(instrument, raw, scale.code)
            if found:
                yield f"{scale.code} raw {raw}", found, {}


def cases(instrument: Instrument):
    """Yield (what, answers, context): ends, band edges, each blank, each flag."""
    yield from edges(instrument)
    contexts = {
        (s.population, next(iter(sorted(s.languages)), ""), s.sex) for s in instrument.schemes
    }
    middle = [str(sorted(i.worth)[len(i.worth) // 2]) for i in instrument.items]
    for population, language, sex in sorted(contexts):
        yield "middle", middle, {"population": population, "language": language, "sex": sex}
    yield "no wording was validated", middle, {"language": "xx"}
    for n in range(len(instrument.items)):
        yield f"blank {instrument.items[n].code}", [*middle[:n], "", *middle[n + 1 :]], {}
    yield "all blank", [""] * len(instrument.items), {}
    lowest = [str(min((w, o) for o, w in i.worth.items())[1]) for i in instrument.items]
    for flag in instrument.flags:
        at = next(n for n, i in enumerate(instrument.items) if i.code == flag.item)
        item = instrument.items[at]
        raised = str(min((w, o) for o, w in item.worth.items() if w >= flag.least)[1])
        yield f"flag {flag.code} {flag.item}", [*lowest[:at], raised, *lowest[at + 1 :]], {}


def vectors(definitions):
    """Return every vector of every instrument, with what the engine makes of it."""
    found = []
    for code, definition in sorted(definitions.items()):
        scorer = Scorer(definition.instrument)
        for what, answers, context in cases(definition.instrument):
            s = scorer.score(answers, **context)
            found.append({
                "instrument": code, "what": what, "answers": answers, **context, "total": s.total,
                "subscales": dict(s.subscales), "band": s.band, "flags": list(s.flags),
                "refused": s.refused is not None,
            })  # fmt: skip
    return found


def written(found) -> str:
    return "[\n" + ",\n".join(json.dumps(v, ensure_ascii=False) for v in found) + "\n]\n"


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from sukoon.instruments.definitions import definitions

    FILE.write_text(written(vectors(definitions())), encoding="utf-8")
    sys.stdout.write(f"{len(vectors(definitions()))} vectors\n")
