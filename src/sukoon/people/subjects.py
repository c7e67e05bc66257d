"""What this area holds about a person, for their copy and their erasure."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records
from sukoon.people.words import Disability

RECORDS = (
    Records(
        model="people.Person", person="id", title=_("Record"), erased=How.BLANK,
        tells={
            "alias": _("Alias"), "born": _("Born"), "age_told": _("Age told"),
            "age_told_on": _("Told on"), "sex": _("Sex"), "gender": _("Gender"),
            "displacement": _("Displacement"), "disability": _("Disability"),
            "address": _("Address"), "created_at": _("Recorded at"),
        },
        blanks={"disability": Disability.NOT_TOLD}, touched="updated_at",
    ),
    Records(
        model="people.PersonName", person="person_id", title=_("Names"), erased=How.DELETE,
        tells={"kind": _("Kind"), "text": _("Name"), "created_at": _("Recorded at")},
    ),
    Records(
        model="people.PersonPhone", person="person_id", title=_("Telephone numbers"),
        erased=How.DELETE, tells={"text": _("Telephone number"), "created_at": _("Recorded at")},
    ),
    Records(
        model="people.PersonToken", person="person_id", title=_("Search tokens"),
        erased=How.DELETE, tells={"kind": _("Kind")}, untold=frozenset({"token"}),
    ),
    Records(
        model="people.Consent", person="person_id", title=_("Consents"), erased=How.BLANK,
        tells={
            "purpose": _("Purpose"), "recipient": _("To whom"), "shared": _("What may be shared"),
            "answer": _("Answer"), "given_by": _("Given by"), "guardian": _("Guardian"),
            "reason": _("Why one answered alone"), "manner": _("How"), "language": _("Language"),
            "notice": _("Notice read out"), "given_at": _("Given at"),
            "expires_at": _("Runs out at"), "ended_at": _("Ended at"), "end_reason": _("Why it ended"),
        },
        touched="given_at",
    ),
)  # fmt: skip
