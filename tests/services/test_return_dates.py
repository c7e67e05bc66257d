"""A period that ends before it begins is refused in words, by whichever door it comes."""

from datetime import date

import pytest

from sukoon.services import actions
from sukoon.services.problems import DatesOutOfOrder
from sukoon.services.words import CountBasis


def test_a_period_that_ends_before_it_begins_is_refused(cast):
    with pytest.raises(DatesOutOfOrder):
        actions.submit(
            by=cast.actor("coco"), service=cast.service, period_start=date(2026, 10, 2),
            period_end=date(2026, 10, 1), basis=CountBasis.PEOPLE, total=1, today=date(2026, 11, 24),
        )  # fmt: skip
