"""How many walks a second of one core, from answers to advice; every path; one search.

Time is the processor's own: what else runs on the machine does not count.
"""

import time

from bench import Figure, at_least

RUNS = 20_000
AIM = 10_000


def figures() -> list[Figure]:
    """Return walks/s over all examples, paths/s of the exhaustive walk, searches/s."""
    import django

    django.setup()
    from sukoon.pathways.definitions import shelf
    from sukoon.pathways.rules.engine import run
    from sukoon.pathways.rules.paths import walk_every_path
    from sukoon.pathways.telling import read_inputs

    found = shelf()
    told = [
        (key, read_inputs({"facts": e.get("facts", {}), "answers": e.get("answers", {})}))
        for key, d in found.definitions.items()
        for e in d.examples
    ]
    begun = time.process_time()
    for n in range(RUNS):
        key, inputs = told[n % len(told)]
        run(found.library, key, inputs)
    rate = RUNS / (time.process_time() - begun)
    begun = time.process_time()
    paths = sum(walk_every_path(found.library, key).paths for key in found.library.pathways)
    walked = paths / (time.process_time() - begun)
    begun = time.process_time()
    for _ in range(500):
        found.index.find("bila wajah hansta hai aur raat ko soya nahi")
    searched = 500 / (time.process_time() - begun)
    return [
        at_least("walks a second, one core, against the aim", rate, AIM, 1, "/s"),
        at_least(f"paths a second under every law ({paths} paths)", walked, 1_000, 1, "/s"),
        at_least("searches a second", searched, 20, 1, "/s"),
    ]
