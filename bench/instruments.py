"""How many administrations a second one core scores, from text answers to band and flags."""

import random
import time

from bench import Figure, at_least

ROWS = 100_000
AIM = 50_000


def figures() -> list[Figure]:
    """Return administrations/s of three instruments of different kinds."""
    import django

    django.setup()
    from sukoon.instruments.definitions import definition
    from sukoon.instruments.rules import Scorer

    found = []
    for code in ("phq9", "gad7", "srq20"):
        instrument = definition(code).instrument
        chance, scorer = random.Random(1), Scorer(instrument)
        rows = [
            [str(chance.choice(list(i.worth))) for i in instrument.items] for _ in range(ROWS)
        ]  # fmt: skip
        begun = time.perf_counter()
        for row in rows:
            scorer.score(row)
        rate = ROWS / (time.perf_counter() - begun)
        found.append(
            at_least(f"{code} scored a second, one core, against the aim", rate, AIM, 1, "/s")
        )
    return found
