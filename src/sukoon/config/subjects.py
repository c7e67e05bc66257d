"""Which models hold something about persons: what their copy tells and their erasure empties."""

from sukoon.cases import subjects as cases
from sukoon.core.subjects import Records, register
from sukoon.pathways import subjects as pathways
from sukoon.people import subjects as people
from sukoon.referrals import subjects as referrals
from sukoon.risk import subjects as risk
from sukoon.supervision import subjects as supervision
from sukoon.sync import subjects as sync

# Parents before children: erasing goes from the end.
RECORDS: tuple[Records, ...] = (
    *people.RECORDS, *risk.RECORDS, *cases.RECORDS, *pathways.RECORDS, *referrals.RECORDS,
    *supervision.RECORDS, *sync.RECORDS,
)  # fmt: skip

# Models with identity or clinical fields that are about no client, and why.
OF_NO_PERSON = {
    "people.Household": "a place and what it is called; who lives there is HouseholdMember",
    "accounts.User": "staff: an account is closed, its past stays",
    "accounts.BrokenGlass": "why somebody looked, and the verdict: kept as the audit is",
    "workforce.Worker": "staff",
    "supervision.Standing": "what a worker and their supervisor agreed between them",
    "supervision.Session": "the record of a session: workers, cases by code, no names of persons",
    "supervision.ActionPoint": "what a worker promised to do",
    "supervision.CompetenceRating": "what was seen of a worker's competence",
    "staffcare.CareCall": "a worker's own number, for the contact who calls them",
    "coordination.Membership": "who sits in a group for an organisation: staff, by role",
    "surge.Expert": "staff who can be sent",
    "services.Service": "the contact of an organisation's service",
}


def register_subjects() -> None:
    """Hand the list above to the core. Called when the product starts."""
    register(RECORDS)
