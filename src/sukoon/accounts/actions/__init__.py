"""Everything that can be done to accounts: people and their roles, invitations, tokens, glass."""

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
from sukoon.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "accept_invitation",
    "break_glass",
    "choose_language",
    "close_account",
    "create_account",
    "end_session",
    "give_role",
    "invite",
    "make_token",
    "mend_glass",
    "review_glass",
    "revoke_token",
    "take_role",
]
