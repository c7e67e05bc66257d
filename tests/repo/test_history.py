"""Every change in the history says who made it, in which part, and what it does."""

import re
import subprocess

import pytest

from tests.repo.test_house_rules import ROOT

MARK = "\x1f"
SUBJECT = re.compile(r"^[a-z][a-z0-9' .,_-]*: \S.{3,}$")
AUTHOR = re.compile(r"^\S.* <[^<>@\s]+@[^<>@\s]+>$")


def wrong_with(author: str, subject: str) -> list[str]:
    """Return what a change does not say."""
    return [
        told
        for told, well in (
            (f"{subject}: by whom? (git config user.name, user.email)", AUTHOR.match(author)),
            (f"{subject}: begin with `area: ` and say what it does", SUBJECT.match(subject)),
            (f"{subject}: 100 letters at most", len(subject) <= 100),
        )
        if not well
    ]


def test_every_change_says_who_made_it_and_what_it_does():
    if not (ROOT / ".git").exists():
        pytest.skip("an unpacked archive has no history")
    told = subprocess.run(
        ["git", "log", "-n", "300", "--no-merges", f"--format=%an <%ae>{MARK}%s"],
        cwd=ROOT, text=True, capture_output=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert told
    assert [w for line in told for w in wrong_with(*line.split(MARK))] == []


def test_the_look_at_the_history_bites():
    assert wrong_with("Somebody <a@example.org>", "audit: Seal what was written") == []
    for author, subject in (
        (" <>", "audit: Seal what was written"),
        ("root <root>", "audit: Seal what was written"),
        ("Somebody <a@example.org>", "wip"),
        ("Somebody <a@example.org>", "Fix"),
        ("Somebody <a@example.org>", "audit: " + "x" * 100),
    ):
        assert wrong_with(author, subject), (author, subject)
