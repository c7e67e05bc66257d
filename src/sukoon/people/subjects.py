"""What this area holds about a person, for their copy and their erasure."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records

RECORDS = (
    Records(
        model="people.Person", person="id", title=_("Record"), erased=How.BLANK,
        tells={"created_at": _("Recorded at")}, touched="updated_at",
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
)  # fmt: skip
