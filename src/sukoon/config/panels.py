"""Which blocks areas add to the pages of areas below them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sukoon.accounts import panels as accounts
from sukoon.cases import panels as cases
from sukoon.pathways import panels as pathways
from sukoon.people import panels as people
from sukoon.referrals import panels as referrals
from sukoon.risk import panels as risk
from sukoon.staffcare import panels as staffcare
from sukoon.supervision import panels as supervision
from sukoon.surge import panels as surge
from sukoon.ui.panels import Maker, register

# Places: "frame" and "foot" (every page of who is signed in; None), "desk:home" (None), "cases:case" (about a
# Case), "people:person" (a Person), "risk:episode" (a RiskEpisode).
PANELS: Mapping[str, Sequence[Maker]] = MappingProxyType(
    {
        "frame": (risk.of_frame,),
        "foot": (risk.of_foot, accounts.of_foot),
        "desk:home": (
            accounts.on_desk,
            risk.of_desk,
            cases.on_desk,
            people.of_desk,
            supervision.on_desk,
            referrals.of_desk,
            surge.of_desk,
            staffcare.of_desk,
        ),
        "cases:case": (
            risk.of_case,
            risk.of_other_case,
            pathways.of_case,
            supervision.on_case,
            referrals.of_case,
        ),
        "people:person": (cases.of_person,),
        "risk:episode": (people.of_episode, cases.of_episode),
    }
)


def register_panels() -> None:
    """Hand the list above to the pages. Called when the product starts."""
    register(PANELS)
