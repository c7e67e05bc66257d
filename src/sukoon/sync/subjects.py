"""What sync holds about persons: work that was kept, and both values of a conflict."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records

RECORDS = (
    Records(
        model="sync.KeptOperation", person="person_id", title=_("Work kept from a phone"),
        erased=How.DELETE, tells={"action": _("Kind"), "body": _("What was sent")},
        touched="updated_at",
    ),
)  # fmt: skip
