"""Pages of one's own account: allauth's views with our forms, and the page that leads to them."""

from typing import Any, cast

from allauth.account.views import LoginView, PasswordChangeView
from allauth.account.views import ReauthenticateView as PasswordAgainView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sukoon.accounts import actions, queries
from sukoon.accounts.forms import (
    CodeAgain,
    CodeForm,
    LanguageForm,
    NewPasswordForm,
    PasswordAgain,
    SetUpForm,
    SignInForm,
)
from sukoon.accounts.models import User
from sukoon.accounts.roles import needs_second_factor
from sukoon.core import clock
from sukoon.core.http import ActorRequest, find

INVALID, THROTTLED = 422, 429


class OurPage:
    """Answers what was typed wrongly with a status that says so."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = THROTTLED if getattr(form, "throttled", False) else INVALID
        return response


class OwnLanguage:
    """Who has just signed in reads in their account's language, unless they chose one here."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        if isinstance(request.user, User) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            _remember(response, request.user.language)
        return response


class SignIn(OwnLanguage, OurPage, LoginView):  # type: ignore[misc]
    form_class = SignInForm


class EnterCode(OwnLanguage, OurPage, AuthenticateView):  # type: ignore[misc]
    form_class = CodeForm


class SetUp(OurPage, ActivateTOTPView):  # type: ignore[misc]
    form_class = SetUpForm


class ConfirmPassword(OurPage, PasswordAgainView):  # type: ignore[misc]
    form_class = PasswordAgain


class ConfirmCode(OurPage, CodeAgainView):  # type: ignore[misc]
    form_class = CodeAgain


class NewPassword(OurPage, PasswordChangeView):  # type: ignore[misc]
    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change the password; an account without one (demonstration) has no such page."""
        if not cast(User, request.user).has_usable_password():
            raise Http404
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))


def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: accounts are made by people who may. The page is not there."""
    raise Http404


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show one's own account: roles, language, password, second factor."""
    by = cast(ActorRequest, request).actor
    user = find(queries.visible(by), by.id)
    form = LanguageForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        actions.choose_language(by=by, user=user, language=language)
        with override(language):
            messages.success(request, _("Saved. You read in this language from now on."))
        response = redirect("accounts:home")
        _remember(response, language)
        return response
    context = {
        "form": form,
        "account": user,
        "roles": queries.roles_of(user, language=get_language() or "en"),
        "second_factor_needed": needs_second_factor(user, now=clock.now()),
    }
    return render(request, "accounts/home.html", context, status=INVALID if form.errors else 200)


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        path=settings.LANGUAGE_COOKIE_PATH,
    )
