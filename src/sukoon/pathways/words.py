"""The vocabulary of pathways."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# What a step of a plan is, in the order in which plans show them.
STEP_KINDS = {
    "emergency": _("Now"),
    "safety": _("Safety"),
    "psychosocial": _("Support without medicine"),
    "education": _("Explain"),
    "physical": _("Body"),
    "protection": _("Protection"),
    "medicine": _("About medicine"),
    "avoid": _("Leave out"),
    "special": _("For this person"),
    "refer": _("Send on"),
    "follow_up": _("See again"),
}
URGENCY_LABELS = {
    "now": _("now"),
    "urgent": _("within 3 days"),
    "soon": _("within 7 days"),
    "routine": _("within 14 days"),
    "later": _("within 30 days"),
}
TARGET_LABELS = {
    "emergency": _("Emergency care"),
    "hospital": _("Hospital"),
    "specialist": _("Mental health specialist"),
    "psychologist": _("Psychologist or counsellor"),
    "physician": _("Primary care physician"),
    "protection": _("Protection service"),
    "partner": _("Partner service"),
}
RISKS = {
    "suicide": _("Suicide or self-harm"),
    "harm_to_others": _("Harm to others"),
    "child": _("A child in danger"),
    "violence": _("Violence at home"),
    "medical": _("Danger to the body"),
}


class WalkStatus(TextChoices):
    UNDER_WAY = "under_way", _("Under way")
    FINISHED = "finished", _("Finished")
    LEFT = "left", _("Left")


class StockLevel(TextChoices):
    """Whether a medicine was there in the last two weeks."""

    ALWAYS = "always", _("Always")
    SOMETIMES = "sometimes", _("Sometimes")
    NEVER = "never", _("Never")
