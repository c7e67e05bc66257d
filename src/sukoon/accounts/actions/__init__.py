"""Everything that can be done to accounts: people, roles, invitations, tokens, phones, glass."""

from sukoon.accounts.actions.care import keep_care
from sukoon.accounts.actions.devices import (
    confirm_wiped,
    enrol_device,
    hear_from_device,
    make_device_code,
    revoke_device,
)
from sukoon.accounts.actions.factors import forget_factors, note_code_again
from sukoon.accounts.actions.glass import break_glass, mend_glass, review_glass
from sukoon.accounts.actions.invitations import accept_invitation, invite
from sukoon.accounts.actions.people import (
    choose_language,
    close_account,
    create_account,
    end_session,
    give_role,
    take_role,
)
from sukoon.accounts.actions.security import (
    note_refusal,
    note_too_fast,
    note_virus,
    raise_alert,
)
from sukoon.accounts.actions.signing_in import (
    note_refused_sign_in,
    note_session_over,
    note_sign_in,
)
from sukoon.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "accept_invitation",
    "break_glass",
    "choose_language",
    "close_account",
    "confirm_wiped",
    "create_account",
    "end_session",
    "enrol_device",
    "forget_factors",
    "give_role",
    "hear_from_device",
    "invite",
    "keep_care",
    "make_device_code",
    "make_token",
    "mend_glass",
    "note_code_again",
    "note_refusal",
    "note_refused_sign_in",
    "note_session_over",
    "note_sign_in",
    "note_too_fast",
    "note_virus",
    "raise_alert",
    "review_glass",
    "revoke_device",
    "revoke_token",
    "take_role",
]
