"""A person's copy tells their risks; erasing empties them, and never stops an open chain."""

import json

from django.db import transaction

from sukoon.core import subjects
from sukoon.risk.models import RiskEpisode, RiskStep
from sukoon.risk.words import EpisodeStatus
from tests.risk.making import NOW


def test_a_copy_tells_what_was_written(team):
    episode = team.raised(note="She said it at the well")
    told = json.dumps(
        [dict(r) for p in subjects.copy(episode.person_id) for r in p.rows], default=str
    )
    assert "She said it at the well" in told


def test_erasing_empties_a_closed_episode_and_leaves_the_clock_of_an_open_one(team):
    still = team.raised(note="secret")
    done = team.raised(person_id=still.person_id, note="secret")
    RiskEpisode.objects.filter(pk=done.pk).update(
        status=EpisodeStatus.CLOSED, due_at=None, watch_at=None, next_step="", closed_at=NOW,
        close_reason="safe",
    )  # fmt: skip
    with transaction.atomic():
        subjects.erase(still.person_id)
    still.refresh_from_db()
    done.refresh_from_db()
    assert (still.level, still.watch_at is not None) == ("high", True)
    assert (done.level, done.close_reason) == ("erased", "erased")
    assert {s.note for s in RiskStep.objects.all()} == {""}
