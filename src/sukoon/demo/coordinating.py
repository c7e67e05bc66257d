"""The demonstration's coordination: the real pledge of 37 commitments, and what came of it."""

from datetime import date

from sukoon.accounts.roles import console_actor
from sukoon.coordination import pledge_files
from sukoon.coordination.actions import pledges as pledge_actions
from sukoon.coordination.queries import pledges as pledge_queries
from sukoon.core import clock
from sukoon.core.content import content_path
from sukoon.places import queries as places
from sukoon.places.words import Level

PLEDGES = ("pledges", "joint-mhpss", "pledges.csv")


def build(*, today: date) -> None:
    """Make what coordination shows, by its own actions; what is there already stays."""
    _pledges(today)


def _pledges(today: date) -> None:
    by, country = console_actor(), places.areas(Level.COUNTRY).first()
    if country is None:
        return
    if not pledge_queries.pledges(by).filter(code="joint-mhpss").exists():
        pledge = pledge_actions.record_pledge(
            by=by, code="joint-mhpss", title_en="Joint global MHPSS pledge",
            title_ur="ذہنی صحت کا مشترکہ عالمی عہد", area=country, source_code="001",
            source="Published text of the joint global pledge",
        )  # fmt: skip
        pledge_actions.publish(by=by, pledge=pledge, now=clock.now())
    found = pledge_files.review(content_path().joinpath(*PLEDGES))
    pledge_files.accept(found, by=by, area=country, today=today)
