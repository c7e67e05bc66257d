"""Pages of one's own account: allauth's views with our forms, and the page that leads to them."""

from datetime import timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordChangeView
from allauth.account.views import ReauthenticateView as PasswordAgainView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sukoon.accounts import actions, oidc, queries
from sukoon.accounts.actions.tokens import NEVER
from sukoon.accounts.forms import (
    CodeAgain,
    CodeForm,
    GlassForm,
    InvitationForm,
    LanguageForm,
    NewPasswordForm,
    PasskeyForm,
    PasswordAgain,
    SetUpForm,
    SignInForm,
    TokenForm,
)
from sukoon.accounts.models import User
from sukoon.accounts.problems import InvitationOver, RecordUnknown
from sukoon.accounts.records import record_of
from sukoon.accounts.roles import asks_for_second_factor
from sukoon.accounts.rules import browser_and_system
from sukoon.accounts.step_up import step_up
from sukoon.core import clock
from sukoon.core.access import holds
from sukoon.core.http import ActorRequest, find
from sukoon.core.permissions import WHAT, Permission
from sukoon.core.problems import Problem

INVALID, THROTTLED = 422, 429


class OurPage:
    """Answers what was typed wrongly with a status that says so."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = THROTTLED if getattr(form, "throttled", False) else INVALID
        return response


class ToldAgain:
    """Tells an account's owner when one of their codes was sent a second time."""

    def form_invalid(self, form: Any) -> HttpResponse:
        if getattr(form, "sent_again", False):
            get_adapter().tell_code_again(form.user)
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return response


class OurLetters:
    """Shows the letters of passwords to whoever asked for it by the page's address."""

    def get_form(self, *args: Any) -> Any:
        form = super().get_form(*args)  # type: ignore[misc]
        if self.request.GET.get("letters"):  # type: ignore[attr-defined]
            form.show_letters()
        return form


class OwnLanguage:
    """Who has just signed in reads in their account's language, unless they chose one here."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        if isinstance(request.user, User) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            _remember(response, request.user.language)
        return response


class SignIn(OurLetters, OwnLanguage, OurPage, LoginView):  # type: ignore[misc]
    form_class = SignInForm
    extra_context: ClassVar = {"outside": oidc.label}


class EnterCode(ToldAgain, OwnLanguage, OurPage, AuthenticateView):  # type: ignore[misc]
    form_class = CodeForm


class SetUp(OurPage, ActivateTOTPView):  # type: ignore[misc]
    form_class = SetUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set up an app with codes; where passkeys are asked for, there is no such page."""
        if settings.PASSKEYS_ONLY:
            return redirect("mfa_add_webauthn")
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))


class AddPasskey(OurPage, AddWebAuthnView):  # type: ignore[misc]
    form_class = PasskeyForm


class ConfirmPassword(OurLetters, OurPage, PasswordAgainView):  # type: ignore[misc]
    form_class = PasswordAgain


class ConfirmCode(ToldAgain, OurPage, CodeAgainView):  # type: ignore[misc]
    form_class = CodeAgain


class NewPassword(OurLetters, OurPage, PasswordChangeView):  # type: ignore[misc]
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
        "second_factor_needed": asks_for_second_factor(by) and not is_mfa_enabled(user),
        "sessions": [(s, shown_device(s.user_agent), s.session_key == request.session.session_key)
                     for s in queries.sessions_of(user)],
        "tokens": queries.tokens_of(user),
        "may_token": holds(by, Permission.TOKEN_MANAGE),
        "may_glass": holds(by, Permission.GLASS_BREAK),
        "glass": queries.own_glass(by, now=clock.now()),
        "now": clock.now(),
    }  # fmt: skip
    return render(request, "accounts/home.html", context, status=INVALID if form.errors else 200)


@require_GET
def awake(request: HttpRequest) -> HttpResponse:
    """Say that somebody moves on a page that stays open: their session is touched."""
    return HttpResponse(status=204)


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    by = cast(ActorRequest, request).actor
    user = find(queries.visible(by), by.id)
    if not queries.sessions_of(user).filter(pk=pk).exists():
        raise Http404
    actions.end_session(by=by, user=user, session_id=pk)
    messages.success(request, _("That session is over."))
    return redirect("accounts:home")


@step_up
@require_http_methods(["GET", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is shown once."""
    by = cast(ActorRequest, request).actor
    offered = [(p.name, str(WHAT[p])) for p in Permission if p not in NEVER and holds(by, p)]
    form = TokenForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            secret = actions.make_token(
                by=by, user=find(queries.visible(by), by.id), name=told["name"],
                permissions=[Permission[p] for p in told["permissions"]],
                expires_at=clock.now() + timedelta(days=told["days"]), networks=told["networks"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error("networks", str(problem))
        else:
            return render(request, "accounts/token_made.html", {"secret": secret})
    context = {"form": form, "title": _("Make a token"), "button": _("Make token")}
    return render(request, "accounts/form.html", context, status=INVALID if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a token."""
    by = cast(ActorRequest, request).actor
    token = find(queries.tokens_of(find(queries.visible(by), by.id)), pk)
    actions.revoke_token(by=by, token=token)
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:home")


@step_up
@require_http_methods(["GET", "POST"])
def glass_break(request: HttpRequest) -> HttpResponse:
    """Look at one person out of reach, for minutes, with a reason that is reviewed."""
    by = cast(ActorRequest, request).actor
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            named = record_of(by, told["record"])
            actions.break_glass(
                by=by, user=find(queries.visible(by), by.id), record_id=named.record_id,
                reason=told["reason"], minutes=told["minutes"],
            )  # fmt: skip
        except RecordUnknown as problem:
            form.add_error("record", str(problem))
        except Problem as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(
                request, _("You can see this person now. It is recorded, and reviewed.")
            )
            return redirect(named.address)
    context = {"form": form, "title": _("See one person out of your reach"), "button": _("See them"),
               "warning": _("Only where waiting would harm them. The data-protection officer is told.")}  # fmt: skip
    return render(request, "accounts/form.html", context, status=INVALID if form.errors else 200)


@require_POST
def glass_mend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End what one sees through glass."""
    by = cast(ActorRequest, request).actor
    actions.mend_glass(by=by, glass=find(queries.own_glass(by, now=clock.now()), pk))
    return redirect("accounts:home")


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose the first password of one's account, once."""
    by = cast(ActorRequest, request).actor
    invited = queries.invited(secret, now=clock.now())
    if invited is None:
        raise InvitationOver
    form = InvitationForm(invited, request.POST or None)
    if request.GET.get("letters"):
        form.show_letters()
    if request.method == "POST" and form.is_valid():
        actions.accept_invitation(by=by, secret=secret, password=form.cleaned_data["new_password1"])
        messages.success(request, _("Your password is kept. Sign in with it."))
        return redirect("account_login")
    context = {"form": form, "title": _("Choose your password"), "button": _("Keep password"),
               "letters": True}  # fmt: skip
    response = render(
        request, "accounts/form.html", context, status=INVALID if form.errors else 200
    )
    # The address is the secret: no path goes out. “no-referrer” would hide our origin from
    # ourselves too, and browsers could not send the form.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def shown_device(said: str) -> str:
    """Say with what somebody is signed in, so that they know it again."""
    browser, system = browser_and_system(said)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that does not say what it is")


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        path=settings.LANGUAGE_COOKIE_PATH,
    )
