"""What pathways hold about persons: for their copy, and for erasure."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records

RECORDS = (
    Records(
        model="pathways.Walk", person="case__person_id", title=_("Guided assessments"),
        erased=How.DELETE,
        tells={
            "pathway": _("Pathway"), "status": _("State"), "started_at": _("Begun at"),
            "body": _("Answers"), "question": _("Question to a supervisor"),
        },
        untold=frozenset({"pathway_version", "checksum"}),
    ),
)  # fmt: skip
