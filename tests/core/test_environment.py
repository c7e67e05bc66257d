"""What is wrong with the set-up is said in words, before anything starts."""

import stat
from pathlib import Path

import pytest

from sukoon.config.environment import (
    Misconfigured,
    database_from_url,
    folder_of_data,
    mail_from_url,
    read_or_make_key,
)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = read_or_make_key(tmp_path / "keys", "django")

    assert read_or_make_key(tmp_path / "keys", "django") == key
    assert len(key) >= 64
    assert stat.S_IMODE((tmp_path / "keys" / "django").stat().st_mode) == 0o600


def test_a_key_that_others_can_read_is_refused(tmp_path):
    read_or_make_key(tmp_path, "django")
    (tmp_path / "django").chmod(0o644)

    with pytest.raises(Misconfigured, match="chmod 600"):
        read_or_make_key(tmp_path, "django")


@pytest.mark.parametrize("content", ["", "short"])
def test_a_key_that_is_no_key_is_refused(tmp_path, content):
    (tmp_path / "django").write_text(content)
    (tmp_path / "django").chmod(0o600)

    with pytest.raises(Misconfigured, match="too short"):
        read_or_make_key(tmp_path, "django")


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "postgres://host", "nonsense", ""])
def test_a_database_we_cannot_use_is_refused(url):
    with pytest.raises(Misconfigured, match="DATABASE_URL"):
        database_from_url(url)


def test_a_postgres_address_is_read_whole():
    found = database_from_url("postgres://me:p%40ss@db.example:5433/sukoon?sslmode=require")

    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("me", "p@ss", "5433")
    assert (found["NAME"], found["OPTIONS"]) == (
        "sukoon",
        {"sslmode": "require", "prepare_threshold": 3},
    )


@pytest.mark.parametrize(
    ("var", "url", "expected"),
    [
        ("/srv/kept", "sqlite:////data/x.sqlite3", "/srv/kept"),
        ("", "sqlite:////data/demo/x.sqlite3", "/data/demo"),
        ("", "postgres://a@b/c", "var"),
        ("", "", "var"),
    ],
)
def test_keys_lie_beside_the_database_unless_told(monkeypatch, tmp_path, var, url, expected):
    monkeypatch.chdir(tmp_path)
    for name, value in (("SUKOON_VAR", var), ("DATABASE_URL", url)):
        monkeypatch.setenv(name, value)
    wanted = Path(expected) if expected.startswith("/") else tmp_path / expected
    assert folder_of_data() == wanted


def test_a_mail_server_is_read_from_its_address():
    told = mail_from_url("smtp+tls://us%40er:p%3Aw@mail.example.org")
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"], told["EMAIL_USE_TLS"]) == (
        "mail.example.org", 587, True,
    )  # fmt: skip
    assert (told["EMAIL_HOST_USER"], told["EMAIL_HOST_PASSWORD"]) == ("us@er", "p:w")
    assert "dummy" in mail_from_url("")["EMAIL_BACKEND"]


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_a_mail_server_that_cannot_be_one_is_refused(url):
    with pytest.raises(Misconfigured, match="SUKOON_MAIL_URL"):
        mail_from_url(url)


@pytest.mark.parametrize(
    ("query", "threshold"),
    [("", 3), ("?prepare_threshold=9", 9), ("?prepare_threshold=none", None)],
)
def test_a_pooler_may_ask_that_no_statement_is_kept(query, threshold):
    told = database_from_url(f"postgres://u@h/n{query}")
    assert told["OPTIONS"].get("prepare_threshold") == threshold
