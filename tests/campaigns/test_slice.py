"""A short seeded slice of each campaign, and the names the script knows."""

import pytest

from tests.campaigns import imports
from tests.campaigns.run import main, names


@pytest.mark.fault
def test_a_slice_of_the_import_campaign():
    assert imports.run(seed=7, runs=2)["failures"] == []


def test_an_unknown_campaign_is_wrong_use(capsys):
    assert main(["nonsense"]) == 2
    assert "imports" in capsys.readouterr().err


def test_the_campaigns_are_found():
    assert names() == ["imports"]
