"""Sign-in and one's own account: allauth's forms with our words, hints and errors."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sukoon.accounts.mfa_adapter import takes_codes, was_right_before

SHOWN = {"autocapitalize": "none", "spellcheck": "false"}
THROTTLED = frozenset({"too_many_login_attempts", "rate_limited"})
# The same words for an unknown address and for a wrong password: neither says which accounts exist.
WORDS = {
    "email_password_mismatch": _(
        "The e-mail or the password is not right. Look at both, then try again."
    ),
    "invalid_login": _("The e-mail or the password is not right. Look at both, then try again."),
    "too_many_login_attempts": _(
        "To protect accounts we wait a little before the next try. Wait five minutes, then try "
        "again."
    ),
    "rate_limited": _(
        "To protect accounts we wait a little before the next try. Wait five minutes, then try "
        "again."
    ),
    "incorrect_code": _("This code is not right. Wait for the next one, then enter it."),
    "passkey_wanted": _("Your account has a passkey. Use it: codes no longer open the account."),
    "incorrect_password": _("This password is not right. Try again."),
    "enter_current_password": _("This is not your password of today. Try again."),
    "same_password": _("Both new passwords must be the same. Enter them again."),
}


class Letters(forms.Form):
    """A form with passwords: their letters are shown on wish, and a new one is measured."""

    new_password: ClassVar[str] = ""  # the field of a new one

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.attrs["data-password"] = True
            if name == self.new_password:
                field.widget.attrs["data-new"] = True

    def show_letters(self) -> None:
        """Draw passwords as plain fields: for whoever asked, in a browser without scripts."""
        for field in self.fields.values():
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.input_type = "text"
                field.widget.attrs.update(SHOWN)


class OurWords(forms.Form):
    """Says allauth's errors in our words; `throttled` when the reason is too many tries."""

    throttled = False

    def add_error(self, field: str | None, error: Any) -> None:
        code = getattr(error, "code", None)
        if code in THROTTLED:
            self.throttled = True
        if code in WORDS:
            error = ValidationError(WORDS[code], code=code)
        super().add_error(field, error)

    def _say(self, name: str, label: Any, help_text: Any = "", **attributes: str) -> None:
        field = self.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(attributes)


class SignInForm(Letters, OurWords, LoginForm):  # type: ignore[misc]
    """E-mail and password. The session ends with the browser: people share machines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        self._say("login", _("E-mail"))
        self._say("password", _("Password"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        return told | {"remember": False}


class OurCode(OurWords):
    """A code: refused where a passkey is asked for, and `sent_again` when it was used already."""

    sent_again = False

    def clean_code(self) -> str:
        user = self.user  # type: ignore[attr-defined]
        if not takes_codes(user):
            raise ValidationError(WORDS["passkey_wanted"], code="passkey_wanted")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            wrong = error.code == "incorrect_code"
            self.sent_again = wrong and was_right_before(user, self.cleaned_data["code"])
            raise
        return code


class CodeForm(OurCode, AuthenticateForm):  # type: ignore[misc]
    """The code of the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("code", _("Code"), _("Six digits from your app, or a recovery code."),
                  autofocus="autofocus")  # fmt: skip


class CodeAgain(OurCode, CodeAgainForm):  # type: ignore[misc]
    """The code once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("code", _("Code"), _("Six digits from your app, or a recovery code."))


class SetUpForm(OurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("code", _("Code"), _("The six digits your app shows now."), inputmode="numeric")


class PasswordAgain(Letters, OurWords, PasswordAgainForm):  # type: ignore[misc]
    """The password once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("password", _("Password"))


class NewPasswordForm(Letters, OurWords, ChangePasswordForm):  # type: ignore[misc]
    """The old password and twice the new one."""

    new_password = "password1"  # noqa: S105 - a field's name

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("oldpassword", _("Your password of today"))
        self._say("password1", _("New password"),
                  _("At least 12 characters. Three or four words together are easy to keep."))  # fmt: skip
        self._say("password2", _("New password again"))


class LanguageForm(forms.Form):
    """The language in which the account's owner reads."""

    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class InvitationForm(Letters, SetPasswordForm):  # type: ignore[type-arg]
    """The first password of an account, chosen by whoever it is for."""

    new_password = "new_password1"  # noqa: S105 - a field's name

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Your new password")
        self.fields["new_password1"].help_text = _(
            "At least 12 letters; a sentence is easy to keep."
        )
        self.fields["new_password2"].label = _("The same again")
        self.fields["new_password2"].help_text = ""


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=366, initial=90)
    networks = forms.CharField(
        label=_("Only from these networks"), required=False, max_length=200,
        help_text=_("Such as 203.0.113.0/24; blank for anywhere."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = offered  # type: ignore[attr-defined]


class GlassForm(forms.Form):
    """Why somebody must look at one person out of their reach."""

    record = forms.CharField(
        label=_("Code of the case, the referral or the risk"), max_length=40,
        help_text=_("It stands on the slip and is said over the phone. An identifier works too."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why this cannot wait"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("Somebody else reads this and judges it."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("For how many minutes"), min_value=1, max_value=60, initial=15
    )


class PasskeyForm(OurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key, named so that its owner knows which one it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("name", _("What you call this key"), _("Such as: my phone, the blue key."))
        self._say("passwordless", _("Sign in with it alone, without a password"),
                  _("It then asks for your finger, face or PIN."))  # fmt: skip
