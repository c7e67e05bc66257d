"""The table of controls says what is, names tests that are there, and leaves none out."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "safety" / "asvs.md"
STATUS = {"met", "partly", "not met", "not applicable"}
# Controls a section of ASVS 4.0.3: how many there are, and which of them were taken out of the
# standard or belong to level 3 of a chapter that we take to level 2.
SECTIONS = {
    "1.1": 7, "1.2": 4, "1.4": 5, "1.5": 4, "1.6": 4, "1.7": 2, "1.8": 2, "1.9": 2, "1.10": 1,
    "1.11": 3, "1.12": 2, "1.14": 6, "2.1": 12, "2.2": 7, "2.3": 3, "2.4": 6, "2.5": 7, "2.6": 3,
    "2.7": 6, "2.8": 7, "2.9": 3, "2.10": 4, "3.1": 1, "3.2": 4, "3.3": 4, "3.4": 5, "3.5": 3,
    "3.7": 1, "4.1": 5, "4.2": 2, "4.3": 3, "5.1": 5, "5.2": 8, "5.3": 10, "5.4": 3, "5.5": 4,
    "6.1": 3, "6.2": 8, "6.3": 3, "6.4": 2, "7.1": 4, "7.2": 2, "7.3": 4, "7.4": 3, "8.1": 6,
    "8.2": 3, "8.3": 8, "9.1": 3, "9.2": 4, "10.2": 2, "10.3": 3, "11.1": 8, "12.1": 3, "12.2": 1,
    "12.3": 6, "12.4": 2, "12.5": 2, "12.6": 1, "13.1": 5, "13.2": 6, "13.3": 2, "13.4": 2,
    "14.1": 4, "14.2": 6, "14.3": 3, "14.4": 7, "14.5": 4,
}  # fmt: skip
LEFT_OUT = {
    "1.4.2", "1.4.3", "1.11.3", "1.12.1", "4.1.4", "7.3.2", "13.1.2", "13.2.4", "14.3.1",
}  # fmt: skip
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE
)


def rows():
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def test_every_control_stands_there_once():
    wanted = {f"{s}.{n}" for s, count in SECTIONS.items() for n in range(1, count + 1)} - LEFT_OUT
    told = Counter(row[0] for row in rows())
    assert set(told) == wanted
    assert set(told.values()) == {1}


def test_every_control_has_a_status_and_what_is_met_says_where():
    for number, words, status, where, _shown in rows():
        assert status in STATUS, number
        assert words.strip(), number
        assert where.strip(" -"), number


def named():
    return sorted({
        test.strip().strip("`") for *_rest, shown in rows() for test in shown.split(",")
        if test.strip(" `") not in {"", "-"}
    })  # fmt: skip


@pytest.mark.parametrize("test", named())
def test_every_test_that_is_named_is_there(test):
    module, _, name = test.partition("::")
    path = ROOT / "tests" / f"{module}.py"
    assert path.is_file(), f"{test}: there is no such file below tests/"
    if name:
        text = path.read_text(encoding="utf-8")
        assert re.search(rf"^(class|def|    def) {re.escape(name)}\b", text, re.MULTILINE), test


def test_the_counts_above_the_table_are_those_of_the_table():
    told = Counter(status for _n, _w, status, *_ in rows())
    text = TABLE.read_text(encoding="utf-8")
    for status, count in told.items():
        assert f"{count} {status}" in text, (status, count)


@pytest.mark.django_db
def test_every_answer_carries_its_headers(client):
    for path in ("/", "/account/sign-in/", "/nothing/", "/api/1/services"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in headers
        assert "charset=utf-8" in headers["Content-Type"] or "json" in headers["Content-Type"]


@pytest.mark.django_db
def test_pages_of_those_signed_in_are_not_kept(client_of):
    assert "no-store" in client_of("coco").get("/account/").headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/static/", "/static/ui/", "/.git/config", "/static/../config/settings.py",
             "/uploads/", "/var/keys/ring.json"],
)  # fmt: skip
def test_no_folder_is_listed_and_no_source_is_served(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_nothing_tells_what_runs_here(client, settings):
    answer = client.get("/nothing/")
    assert settings.DEBUG is False
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    assert "Django" not in answer.content.decode()


def test_cookies_behind_tls_are_bound_to_this_host(tmp_path):
    code = (
        "from sukoon.config import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS)"
    )
    env = {
        "SUKOON_MODE": "production", "SUKOON_HTTPS": "1", "SUKOON_VAR": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, text=True, capture_output=True, check=True
    ).stdout.split()
    assert told == ["__Host-sukoon", "True", "True", "True", "Lax", str(365 * 24 * 60 * 60)]
