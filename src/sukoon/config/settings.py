"""Settings, from the environment. `check_settings` says clearly what is wrong before we start.

SUKOON_MODE      demo | production | test | development
SUKOON_VAR       the folder for databases, uploads and keys; else where the SQLite file lies, else var
DATABASE_URL     sqlite:///path or postgres://user:password@host:port/name
SUKOON_ALLOWED_HOSTS   names under which people reach the server, separated by commas
SUKOON_TIME_ZONE       defaults to Asia/Karachi
"""

import os
from pathlib import Path

from sukoon.config.environment import (
    database_from_url,
    folder_of_data,
    mail_from_url,
    read_or_make_key,
)

PACKAGE = Path(__file__).resolve().parents[1]
MODE = os.environ.get("SUKOON_MODE", "development")
DEMO = MODE == "demo"
PRODUCTION = MODE == "production"
VAR = folder_of_data()

DEBUG = False
SECRET_KEY = (
    read_or_make_key(VAR / "keys", "django") if MODE in {"demo", "production"} else "only-for-tests"
)
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "testserver",
    *filter(None, os.environ.get("SUKOON_ALLOWED_HOSTS", "").split(",")),
]

INSTALLED_APPS = [
    "sukoon.accounts",  # before allauth: its templates are ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "sukoon.core",
    "sukoon.ui",
    "sukoon.audit",
    "sukoon.places",
    "sukoon.workforce",
    "sukoon.services",
    "sukoon.people",
    "sukoon.instruments",
    "sukoon.risk",
    "sukoon.cases",
    "sukoon.referrals",
    "sukoon.pathways",
    "sukoon.supervision",
    "sukoon.surge",
    "sukoon.staffcare",
    "sukoon.coordination",
    "sukoon.sync",
    "sukoon.exchange",
    "sukoon.public",
    "sukoon.desk",
    "sukoon.demo",
    "sukoon.config",
]

MIDDLEWARE = [
    "sukoon.config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sukoon.accounts.middleware.ActorMiddleware",
    "sukoon.accounts.sessions.SessionMiddleware",
    "sukoon.accounts.refusals.RefusalMiddleware",
    "sukoon.config.middleware.PlainAddresses",
    "sukoon.config.middleware.JsonOnly",
    "sukoon.config.middleware.Problems",
    "sukoon.accounts.middleware.AccessMiddleware",
]

ROOT_URLCONF = "sukoon.config.urls"
WSGI_APPLICATION = "sukoon.config.wsgi.application"
FORM_RENDERER = "sukoon.ui.widgets.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "sukoon.config.context.frame",
            ],
        },
    }
]

DATABASES = {
    "default": database_from_url(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR / 'sukoon.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all processes of a server, so that throttles count every try.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ["email", "full_name"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sukoon.accounts.passwords.NotTooLong"},
    {"NAME": "sukoon.accounts.passwords.NotWeak"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sukoon.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SUKOON_TRUSTED_PROXIES", "0"))
MFA_ADAPTER = "sukoon.accounts.mfa_adapter.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers give a passkey to https, and to this machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Sukoon"
# Passkeys alone: no false page can ask for what they answer. Codes only bring in whoever has none yet.
PASSKEYS_ONLY = os.environ.get("SUKOON_PASSKEYS_ONLY", "") == "1"

# Sign-in through an organisation's own accounts; off unless an issuer is named.
OIDC_ISSUER = os.environ.get("SUKOON_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("SUKOON_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("SUKOON_OIDC_CLIENT_SECRET", "")
# A certificate of our own (PEM, key and certificate), shown to the issuer: mutual TLS.
OIDC_CERTIFICATE = os.environ.get("SUKOON_OIDC_CERTIFICATE", "")
OIDC_NAME = os.environ.get("SUKOON_OIDC_NAME", "")
OIDC_TRUSTED = frozenset(
    os.environ.get("SUKOON_OIDC_TRUSTED_ADDRESSES", "").replace(",", " ").split()
)
OIDC_PLAIN = MODE == "test"  # http is for the tests' own issuer only

SESSION_ENGINE = "sukoon.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
_HTTPS = PRODUCTION and os.environ.get("SUKOON_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
# Behind TLS the name binds the session's cookie to this host: no other one may set it.
SESSION_COOKIE_NAME = "__Host-sukoon" if _HTTPS else "sessionid"
# Whatever reached us without TLS is sent on; only the answer that we are up goes out plain.
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

USE_TZ = True
TIME_ZONE = os.environ.get("SUKOON_TIME_ZONE", "Asia/Karachi")
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ur", "اردو")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the packages themselves
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

# Uploads are written to disk while they arrive; a file larger than this is refused unread.
KEY_FOLDER = VAR / "keys"
ANCHORS = VAR / "audit" / "anchors.jsonl"
UPLOADS = VAR / "uploads"
UPLOAD_MOST_BYTES = 50 * 1024 * 1024
# One account's share in 24 hours: nobody fills the disk alone.
UPLOAD_SHARE_BYTES = int(os.environ.get("SUKOON_UPLOAD_SHARE_MB", "500")) * 1024 * 1024
UPLOAD_SHARE_FILES = 500
CLAMD = os.environ.get("SUKOON_CLAMD", "")
# A larger file (some 2,000 rows) is checked and written in the background.
IMPORT_AT_ONCE_BYTES = 256 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Notices: e-mail through Django, SMS through a gateway. Neither is needed to run.
MAIL_IS_SET_UP = bool(os.environ.get("SUKOON_MAIL_URL"))
globals().update(mail_from_url(os.environ.get("SUKOON_MAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("SUKOON_MAIL_FROM", "sukoon@localhost")
SMS_URL = os.environ.get("SUKOON_SMS_URL", "")
MEETING_URL = os.environ.get("SUKOON_MEETING_URL", "")
MEETING_SECRET = os.environ.get("SUKOON_MEETING_SECRET", "")

# An address beside the data-protection officers' own that is called because of security.
SECURITY_MAIL = os.environ.get("SUKOON_SECURITY_MAIL", "")
# What one account may ask for in a minute, of one server process; 0 sets no limit.
MOST_A_MINUTE = int(os.environ.get("SUKOON_MOST_A_MINUTE", "0" if MODE == "test" else "300"))

NINJA_DEFAULT_THROTTLE_RATES: dict[str, str | None] = {}
SILENCED_SYSTEM_CHECKS = ["account.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "sukoon.core.logs.SafeFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
