"""Addresses of one's own account: allauth's views that we offer, each with its permission."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from sukoon.accounts import oidc_views, views
from sukoon.core.http import needs
from sukoon.core.permissions import Permission

OPEN = needs(Permission.MAP_VIEW)
OWN = needs(Permission.SELF)

# allauth finds its own pages by the names without a namespace.
urlpatterns = [
    path("", include(([
        path("", OWN(views.home), name="home"),
        path("awake/", OWN(views.awake), name="awake"),
        path("sessions/<int:pk>/end/", OWN(views.session_end), name="session_end"),
        path("tokens/new/", needs(Permission.TOKEN_MANAGE)(views.token_new), name="token_new"),
        path("tokens/<uuid:pk>/revoke/", OWN(views.token_revoke), name="token_revoke"),
        path("break-glass/", needs(Permission.GLASS_BREAK)(views.glass_break), name="glass_break"),
        path("break-glass/<uuid:pk>/mend/", needs(Permission.GLASS_BREAK)(views.glass_mend),
             name="glass_mend"),
        path("invitation/<str:secret>/", OPEN(views.invitation), name="invitation"),
    ], "accounts"))),
    path("sign-in/", OPEN(views.SignIn.as_view()), name="account_login"),
    path("sign-in/outside/", OPEN(oidc_views.start), name="oidc_start"),
    path("sign-in/outside/back/", OPEN(oidc_views.back), name="oidc_back"),
    path("sign-up/", OPEN(views.no_sign_up), name="account_signup"),
    path("sign-out/", OPEN(account.logout), name="account_logout"),
    path("password/", OWN(views.NewPassword.as_view()), name="account_change_password"),
    path("confirm/", OWN(views.ConfirmPassword.as_view()), name="account_reauthenticate"),
    path("inactive/", OPEN(account.account_inactive), name="account_inactive"),
    path("second-factor/", OWN(mfa.index), name="mfa_index"),
    path("second-factor/enter/", OPEN(views.EnterCode.as_view()), name="mfa_authenticate"),
    path("second-factor/confirm/", OWN(views.ConfirmCode.as_view()), name="mfa_reauthenticate"),
    path("second-factor/set-up/", OWN(views.SetUp.as_view()), name="mfa_activate_totp"),
    path("second-factor/passkeys/", OWN(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", OWN(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("second-factor/passkeys/confirm/", OWN(passkeys.reauthenticate_webauthn),
         name="mfa_reauthenticate_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", OWN(passkeys.remove_webauthn),
         name="mfa_remove_webauthn"),
    path("sign-in/passkey/", OPEN(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("second-factor/take-away/", OWN(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", OWN(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", OWN(codes.generate_recovery_codes),
         name="mfa_generate_recovery_codes"),
    path("second-factor/codes/file/", OWN(codes.download_recovery_codes),
         name="mfa_download_recovery_codes"),
]  # fmt: skip
