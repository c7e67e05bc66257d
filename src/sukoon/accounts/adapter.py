"""How allauth behaves here: nobody signs up; who comes in and who is refused is an event."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from sukoon.accounts import actions, queries
from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from sukoon.core import clock
from sukoon.core.access import SYSTEM

MOST_ADDRESS = 254


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        actions.note_sign_in(by=actor_for(user, now=clock.now()), user=user)
        answer: HttpResponse = super().post_login(request, user, **told)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = queries.open_account(str(credentials.get("email", ""))[:MOST_ADDRESS])
        actions.note_refused_sign_in(by=SYSTEM, user_id=user.pk if user else None, how="password")
