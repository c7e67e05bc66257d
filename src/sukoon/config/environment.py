"""Reading the environment: database addresses, secret keys, and what is wrong with them."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SHORTEST_KEY = 32  # characters
# PostgreSQL keeps a statement of ours after so many uses (`core.prepared`).
PREPARED_AFTER = "3"

# In words, for docs/reference/settings.md. A test finds those read and not listed, or listed and
# not read.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "DATABASE_URL": "`sqlite:///path` (the default lies in `SUKOON_VAR`) or "
        "`postgres://user:password@host:port/name`. Behind a pooler that hands out connections by "
        "transaction: `?prepare_threshold=none`.",
        "SUKOON_ADMIN_EMAIL": "Address of the administrator made at the first start.",
        "SUKOON_ALLOWED_HOSTS": "Names under which people reach the server, by commas.",
        "SUKOON_CLAMD": "ClamAV's scanner, `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`: "
        "files people bring are looked through. Without it nobody looks.",
        "SUKOON_CONTENT": "Folder of packs, instead of those that come with the product.",
        "SUKOON_HOST": "Address to listen at; 127.0.0.1 unless told.",
        "SUKOON_HTTPS": "`1` behind a proxy with TLS: secure cookies and HSTS.",
        "SUKOON_KEY_COMMAND": "Command that prints the key ring (a key service's client), instead of "
        "the file in `SUKOON_VAR`/keys.",
        "SUKOON_KEY_RING": 'The key ring itself, as JSON: `{"current": 1, "keys": {"1": base64}}`.',
        "SUKOON_LOCK_SECONDS": "How long a writer waits for SQLite; 20 unless told.",
        "SUKOON_MAIL_FROM": "Address from which e-mail is sent.",
        "SUKOON_MAIL_URL": "Server that sends e-mail: `smtp://`, `smtp+tls://` (STARTTLS) or "
        "`smtps://user:password@host:port`. Without it no e-mail is sent; risks are told on screen.",
        "SUKOON_MEETING_SECRET": "Secret that signs the way into a remote meeting (the app secret of "
        "the meeting service).",
        "SUKOON_MEETING_URL": "Address of a remote meeting, with `{room}` and `{token}` in it, as "
        "`https://meet.example.org/{room}?jwt={token}`.",
        "SUKOON_MODE": "`demo`, `production`, `test` or `development`.",
        "SUKOON_PACKS": "Folder of the packs a deployer loaded (licensed content); else `packs` in "
        "`SUKOON_VAR`.",
        "SUKOON_MOST_A_MINUTE": "Pages and requests one account may ask for in a minute; 300 unless "
        "told, 0 for no limit.",
        "SUKOON_OIDC_CERTIFICATE": "File (PEM) with a key and a certificate of ours, shown to the "
        "issuer: mutual TLS.",
        "SUKOON_OIDC_CLIENT_ID": "What the issuer calls this server.",
        "SUKOON_OIDC_CLIENT_SECRET": "The secret the issuer gave this server.",
        "SUKOON_OIDC_ISSUER": "Address of an OpenID Connect issuer with which people may sign in "
        "beside their password; it never makes an account. Off unless told.",
        "SUKOON_OIDC_NAME": "What the button calls the issuer.",
        "SUKOON_OIDC_TRUSTED_ADDRESSES": "Addresses in our own network at which the issuer may be "
        "asked, by commas; public ones need none.",
        "SUKOON_PASSKEYS_ONLY": "`1`: whoever needs a second factor needs a passkey or security key, "
        "and an account that has one takes no codes.",
        "SUKOON_PORT": "Port to listen at; 8000 unless told.",
        "SUKOON_SECURITY_MAIL": "Address that is called because of security, beside those of the "
        "data-protection officers.",
        "SUKOON_SMS_URL": "Gateway that sends SMS: "
        "`kannel+http://host:port/cgi-bin/sendsms?username=…&password=…`.",
        "SUKOON_TIME_ZONE": "Time zone of days and clocks; Asia/Karachi unless told.",
        "SUKOON_TRUSTED_PROXIES": "How many proxies stand in front; 0 unless told.",
        "SUKOON_UPLOAD_SHARE_MB": "Megabytes of files one account may bring in 24 hours; 500 unless "
        "told.",
        "SUKOON_VAR": "Folder of the database, uploads and keys; else that of the SQLite file in "
        "`DATABASE_URL`, else `var`.",
    }
)


class Misconfigured(Exception):
    """The server cannot start as it is set up. The sentence says what to change."""


def database_from_url(url: str) -> dict[str, Any]:
    """Turn `sqlite:///path` or `postgres://user:password@host:port/name` into Django's settings."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:])
        if not name:
            raise Misconfigured(
                "DATABASE_URL names no file: write sqlite:////absolute/path.sqlite3"
            )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {
                # Writers queue up instead of failing half-way through a transaction.
                "transaction_mode": "IMMEDIATE",
                "timeout": float(os.environ.get("SUKOON_LOCK_SECONDS", "20")),
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        if not parts.path.strip("/"):
            raise Misconfigured("DATABASE_URL names no database: postgres://user@host:5432/name")
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        threshold = options.pop("prepare_threshold", PREPARED_AFTER)
        if threshold != "none":
            options["prepare_threshold"] = int(threshold)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", "") or (parts.hostname or ""),
            "PORT": str(parts.port or options.pop("port", "") or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise Misconfigured(
        "DATABASE_URL must begin with sqlite:/// or postgres://. "
        f"It begins with “{parts.scheme or url[:10]}”."
    )


def mail_from_url(url: str) -> dict[str, Any]:
    """Turn the address of a mail server into Django's settings; without one nothing is sent."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise Misconfigured(
            "SUKOON_MAIL_URL must be smtp://, smtp+tls:// or smtps://user:password@host:port."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def folder_of_data() -> Path:
    """Return the folder of uploads and keys: as told, else where the SQLite file lies, else `var`.

    A database is opened with the keys beside it: whoever names only the file gets both.
    """
    if told := os.environ.get("SUKOON_VAR"):
        return Path(told).absolute()
    parts = urlsplit(os.environ.get("DATABASE_URL", ""))
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return Path(unquote(parts.path[1:])).absolute().parent
    return Path.cwd() / "var"


def read_or_make_key(folder: Path, name: str) -> str:
    """Return the secret key of this name, made at first start in a file only its owner can read.

    Raises Misconfigured when others can read it: a key that may be known is no key.
    """
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
        if path.stat().st_mode & 0o077:
            raise Misconfigured(f"Others can read the key {path}. Run: chmod 600 {path}")
        key = path.read_text().strip()
    except OSError as error:
        raise Misconfigured(f"The key {path} cannot be read or made: {error.strerror}.") from error
    if len(key) < SHORTEST_KEY:
        raise Misconfigured(f"The key {path} is too short. Restore it from a backup.")
    return key
