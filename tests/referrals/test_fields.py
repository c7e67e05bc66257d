"""Shared fields in words: whatever was sealed is read by the receiver, in words of the packs."""

import pytest
from django.utils import translation

from sukoon.people.words import SharedField
from sukoon.referrals.fields import fields_shown

SEALED = {
    "name": "Amna Farzi", "phone": ["0300 1234567"], "age": 31, "sex": "female",
    "area": {"en": "Swat", "ur": "سوات"}, "languages": ["ps", "ur"], "guardian": "Her mother",
    "disability": "no", "reason": "Falls and shakes",
    "assessment": {"journeys": 7, "cost_pkr": 450000, "help_sought": ["faith_healer", "gp"]},
    "scores": [{"instrument": "phq9", "total": 9.0, "band": "mild", "on": "2026-11-18"}],
    "diagnosis": {"irhis": "EPI"},
    "plan": [{"text": "Sleep by ten", "owner": "person", "status": "open", "due_on": "2026-12-01"}],
    "medicine": [{"name": "Sertraline", "on": "2026-11-18"}],
    "risk": {"level": "high"},
    "notes": [{"note": "She came with her sister.", "on": "2026-11-18"}],
}  # fmt: skip


def said(code, value=None):
    shown = fields_shown({code: SEALED[code] if value is None else value})
    return " | ".join(shown[0].lines)


@pytest.mark.parametrize("code", SharedField.values)
def test_no_field_that_was_sealed_is_empty_to_its_reader(code):
    shown = fields_shown({code: SEALED[code]})[0]
    assert not shown.empty
    assert all(line.strip() for line in shown.lines)
    assert shown.lines != ["nothing recorded"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("area", "Swat"), ("languages", "Pashto, Urdu"), ("sex", "Female"),
        ("scores", "9 · Mild · 18 November 2026"), ("diagnosis", "Epilepsy"),
        ("assessment", "450000"), ("assessment", "Faith healer"),
        ("plan", "Sleep by ten · The person · Working on it · by 1 December 2026"),
        ("medicine", "18 November 2026"), ("medicine", "Sertraline"), ("risk", "Level: High"),
        ("notes", "She came with her sister."),
    ],
)  # fmt: skip
def test_it_is_told_in_words_and_not_in_codes(code, words):
    assert words in said(code)


def test_in_urdu_too():
    with translation.override("ur"):
        assert said("area") == "سوات"
        assert said("languages") == "پشتو، اردو"
        assert "EPI" not in said("diagnosis")


@pytest.mark.parametrize("value", ["", [], {}, {"motive": ""}])
def test_what_holds_nothing_says_so(value):
    shown = fields_shown({"assessment": value})[0]
    assert shown.empty
    assert shown.lines == ["nothing recorded"]


def test_a_score_without_a_band_or_total_shows_none():
    assert said("scores", [{"instrument": "x", "total": None, "band": "", "on": ""}]) == (
        "x: No score"
    )


def test_what_a_newer_pack_no_longer_knows_stays_readable():
    assert said("diagnosis", {"later": "code_of_then"}) == "later: code_of_then"
