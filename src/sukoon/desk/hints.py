"""Coding hints in words: look again before saving. Nothing here refuses."""

from django.utils.translation import gettext_lazy as _

from sukoon.services import rules
from sukoon.services.actions import ServiceDraft
from sukoon.services.rules import Hint

WORDS = {
    Hint.DEBRIEFING: _(
        "Psychological debriefing is not a recommended practice. It is on the list so that it can be seen."
    ),
    Hint.AID_WORKERS: _("Support to aid workers is 11.5, never 7 to 10."),
    Hint.NEEDS_SPECIALISED_CADRE: _(
        "Code 10 is for mental health specialists. For this cadre the code is 9."
    ),
    Hint.NEEDS_NON_SPECIALISED_CADRE: _(
        "Code 9 is for providers who are not specialists. For this cadre the code is 10."
    ),
    Hint.CADRE_MISSING: _("Say who gives it: 9 and 10 differ by the cadre."),
    Hint.NO_PEOPLE_COUNT: _("This activity has no count of people."),
    Hint.CHILD_FRIENDLY_SPACE: _("Recreation inside a child-friendly space is 4.1, not 3.5."),
}


def notes(draft: ServiceDraft) -> list[str]:
    """Return what to look at again in a line, in the reader's language."""
    found = rules.hints(
        activity=draft.activity.code,
        cadre=draft.cadre,
        targets=[t.code for t in draft.targets],
        counts_people=draft.activity.counts_people,
        has_count=False,
        site_kind=draft.site.kind if draft.site else "",
    )
    return [str(WORDS[hint]) for hint in found]
