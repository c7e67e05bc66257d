"""How allauth behaves here: nobody signs up; who comes in and who is refused is an event.

Whoever's password or second factor was changed is written to, where there is a mail server.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

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

    def send_notification_mail(
        self, template_prefix: str, user: User, context: object = None, email: str | None = None
    ) -> None:
        if not settings.MAIL_IS_SET_UP:
            return
        with translation.override(user.language):
            body = _(
                "What opens your account in Sukoon was changed: a password, a second factor or its "
                "codes. If this was not you, tell your administrator at once."
            )
        EmailMessage(subject="Sukoon", body=body, to=[user.email]).send(fail_silently=True)

    def tell_code_again(self, user: User) -> None:
        """A code that was used came a second time: an event, and a letter to the account's owner."""
        actions.note_code_again(by=SYSTEM, user=user)
        if not settings.MAIL_IS_SET_UP:
            return
        with translation.override(user.language):
            body = _(
                "A code of your second factor was used in Sukoon, and then sent once more. It was "
                "refused. If this was not you, somebody has seen your codes and your password: "
                "change the password, and tell your administrator at once."
            )
        EmailMessage(subject="Sukoon", body=body, to=[user.email]).send(fail_silently=True)
