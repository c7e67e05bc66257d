"""What tests of surge share: a flood in Swat, an expert, a request, an exercise."""

from datetime import UTC, date, datetime

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.surge.actions import deployments, emergencies, exercises, roster
from sukoon.surge.drafts import (
    EmergencyDraft,
    ExerciseDraft,
    ExpertDraft,
    InjectDraft,
    RequestDraft,
)

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def flood(cast):
    draft = EmergencyDraft("flood-26", "flood", "Flood in Swat", cast.swat, date(2026, 11, 1))
    return emergencies.open_emergency(by=cast.actor("coco"), draft=draft, today=TODAY)


@pytest.fixture
def expert(cast):
    draft = ExpertDraft(
        "E-1", "Amna Synthetic", cast.misaal, "psychologist", skills=["assessment", "supervision"],
        languages=["ps", "ur"], contact="0300-000", base=cast.kohat,
    )  # fmt: skip
    return roster.record_expert(by=console_actor(), draft=draft, synthetic=True)


@pytest.fixture
def request_(cast, flood):
    draft = RequestDraft(
        "Coordinator of the response", cast.other, cast.swat, date(2026, 11, 20),
        date(2026, 12, 20), skills=["assessment"], languages=["ps"],
    )  # fmt: skip
    return deployments.ask_for_experts(by=cast.actor("coco"), emergency=flood, draft=draft)


@pytest.fixture
def exercise(cast):
    draft = ExerciseDraft(
        "Quake drill", "full", cast.other, cast.swat, TODAY, "earthquake", players=[cast.misaal]
    )
    found = exercises.plan_exercise(by=cast.actor("coco"), draft=draft, today=TODAY)
    for minute in (0, 30):
        inject = InjectDraft(minute, f"Something at {minute}", expected="Call the group")
        exercises.write_inject(by=cast.actor("coco"), exercise=found, draft=inject)
    return found
