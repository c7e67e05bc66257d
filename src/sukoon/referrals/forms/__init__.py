"""What is typed about a referral."""

from sukoon.referrals.forms.new import AskForm, ConsentForm, DraftForm, typed
from sukoon.referrals.forms.steps import CodeForm, OutsideForm, PassOnForm, StepForm

__all__ = [
    "AskForm", "CodeForm", "ConsentForm", "DraftForm", "OutsideForm", "PassOnForm", "StepForm",
    "typed",
]  # fmt: skip
