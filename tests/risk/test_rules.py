"""Clocks, words that ask a question, numbers to call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.core.content import content_path
from sukoon.core.packs import check_all, read_pack
from sukoon.risk import rules
from sukoon.risk.definitions import book, check, read
from sukoon.risk.rules import Number, State
from sukoon.risk.words import EpisodeStatus, NextStep, RiskLevel

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEVELS = book().levels
HOUR = timedelta(hours=1)


def state(status=EpisodeStatus.ACKNOWLEDGED, **told):
    return State(status, raised_at=AT, happened_at=AT, asked_at=AT, **told)


@pytest.mark.parametrize(
    ("told", "step", "after"),
    [
        ({"status": EpisodeStatus.WAITING}, NextStep.ACKNOWLEDGE, timedelta(minutes=30)),
        ({}, NextStep.CONTACT, 24 * HOUR),
        ({"contacted_at": AT + HOUR}, NextStep.PLAN, 24 * HOUR),
        ({"contacted_at": AT + HOUR, "planned_at": AT}, NextStep.REASSESS, timedelta(days=7, hours=1)),
    ],
)  # fmt: skip
def test_what_is_next_at_a_high_level(told, step, after):
    assert rules.next_due(state(**told), LEVELS["high"]) == (step, AT + after)


def test_what_a_phone_brings_late_is_late_already():
    told = replace(state(), happened_at=AT - timedelta(days=3))
    assert rules.next_due(told, LEVELS["high"])[1] < AT


moments = st.none() | st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip


@given(
    st.sampled_from([EpisodeStatus.WAITING, EpisodeStatus.ACKNOWLEDGED]),
    moments, moments, st.sampled_from(sorted(LEVELS)), st.sampled_from(sorted(LEVELS)),
)  # fmt: skip
def test_a_higher_level_is_never_due_later(status, contacted, planned, one, other):
    lower, higher = sorted((LEVELS[one], LEVELS[other]), key=lambda x: x.rank)
    told = state(status, contacted_at=contacted, planned_at=planned)
    assert rules.next_due(told, higher)[1] <= rules.next_due(told, lower)[1]


@pytest.mark.parametrize(
    "text",
    [
        "She said she wants to die.",
        "I will KILL MYSELF tonight",
        "خودکشی کا سوچتی ہے",
        "وہ خود کشی کرنا چاہتا ہے",
        "کہتی ہے کہ مرنا چاہتی ہوں",
        "كہتا ہے زہر کھا لوں گا",
        "khudkushi ka khayal",
        "woh khud kushi karna chahta hai",
        "Zehar kha lun ga",
        "mein marna chaahti hoon",
        "زه ځان وژل غواړم",
        "مرګ غواړم",
    ],
)
def test_words_that_ask_for_the_question(text):
    assert rules.words_found(text, book().phrases)


@pytest.mark.parametrize(
    "text",
    ["", "Slept better, eats again.", "آج بہتر محسوس کر رہی ہے", "ghar mein sab theek hai", "نن ښه یم",
     "The diet ended well", "skill himself", "marnath"],
)  # fmt: skip
def test_words_that_do_not(text):
    assert rules.words_found(text, book().phrases) == []


@given(st.sampled_from(book().phrases), st.sampled_from(["", "aaa ", "۔ "]), st.booleans())
def test_every_phrase_of_the_list_is_found_however_it_is_written(phrase, before, upper):
    text = f"{before}{phrase.upper() if upper else phrase}, ..."
    assert phrase in rules.words_found(text, book().phrases)


def number(area, kind, told="1"):
    return Number(area, kind, told, "", "", "", "", "S")


def test_the_nearest_number_of_each_kind():
    numbers = [number("PK", "police", "15"), number("PK5", "police", "16"), number("PK", "helpline"),
               number("PK6", "helpline", "9")]  # fmt: skip
    found = rules.numbers_in("PK/PK5/PK532/", numbers)
    assert [(n.area, n.kind) for n in found] == [("PK5", "police"), ("PK", "helpline")]
    assert rules.numbers_in("", numbers) == []


def test_numbers_come_from_the_pack_with_their_source():
    for row in read_pack(content_path() / "risk").files["numbers.csv"]:
        assert row["source_tag"] in ({"S", "W", "D"} if row["number"] else {"GAP"})


def test_the_pack_is_whole():
    assert check_all(content_path() / "risk") == []
    assert set(LEVELS) == set(RiskLevel.values)


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        ("rank = 2", "rank = 1", "level.rank"),
        ("escalate_minutes = 5\n", "escalate_minutes = 500\n", "level.escalate_minutes"),
        ("acknowledge_minutes = 10\n", "acknowledge_minutes = 0\n", "level.imminent.acknowledge_minutes"),
        ('answer = "moderate"', 'answer = "mauve"', "trigger.answer"),
        ('reached = ["service"]', "reached = []", "reason.handed_over.reached"),
        ('channels = ["screen", ', "channels = [", "alarm.channels"),
        ('checklist = ["asked_directly"', 'checklist = ["asked"', "level.low.checklist"),
        ('label_en = "Low"', 'label_en = ""', "level.low.label_en"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_pack_is_said(tmp_path, was, now, field):
    text = (content_path() / "risk" / "risk.toml").read_text()
    assert was in text
    for name in ("numbers.csv", "words.csv"):
        (tmp_path / name).write_text((content_path() / "risk" / name).read_text())
    (tmp_path / "risk.toml").write_text(text.replace(was, now, 1))
    assert field in [e.field for e in check(tmp_path, {})]


def test_a_changed_clock_is_read(tmp_path):
    for path in (content_path() / "risk").iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    text = (tmp_path / "risk.toml").read_text()
    (tmp_path / "risk.toml").write_text(
        text.replace("acknowledge_minutes = 10\n", "acknowledge_minutes = 7\n")
    )
    assert read(tmp_path).levels["imminent"].acknowledge == timedelta(minutes=7)
