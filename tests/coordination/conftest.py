"""What tests of coordination share: a pledge with a commitment that Misaal signed."""

from datetime import date

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.coordination.actions import pledges as actions
from sukoon.coordination.actions.pledges import CommitmentDraft

TODAY = date(2026, 11, 24)


@pytest.fixture
def pledge(cast):
    return actions.record_pledge(
        by=console_actor(), code="joint", title_en="Joint pledge", area=cast.country,
        source_code="001",
    )  # fmt: skip


@pytest.fixture
def commitment(cast, pledge):
    draft = CommitmentDraft(
        pledge, "P25", "Mental health in health care", [cast.misaal], kinds=["technical"],
        target_value=6, target_unit="refugee settings", codes=["8"], measure="places",
    )  # fmt: skip
    return actions.record_commitment(by=console_actor(), draft=draft)
