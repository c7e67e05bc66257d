"""Spellings of one name meet; other names stay apart. Measured on pairs, a third of them unseen."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.config.cli import main
from sukoon.people.naming import Verdict, alike, keys, narrow_keys, verdict, words

PAIRS = Path(__file__).with_name("name_pairs.csv")


def pairs(part):
    with PAIRS.open(encoding="utf-8") as file:
        return [
            (r["a"], r["b"], r["same"] == "1") for r in csv.DictReader(file) if r["part"] == part
        ]


def measured(part, *verdicts):
    """Return precision and recall of calling a pair one of these."""
    called = [(verdict(a, b) in verdicts, same) for a, b, same in pairs(part)]
    right = sum(c and s for c, s in called)
    return right / sum(c for c, _ in called), right / sum(s for _, s in called)


@pytest.mark.parametrize("part", ["design", "held_out"])
def test_precision_and_recall_hold(part):
    precision, recall = measured(part, Verdict.SAME, Verdict.LIKELY)
    assert precision >= 0.94
    assert recall >= 0.96
    precision, recall = measured(part, Verdict.SAME)
    assert precision >= 0.96
    assert recall >= 0.90


def test_there_are_enough_pairs_of_both_kinds():
    everything = pairs("design") + pairs("held_out")
    assert len(everything) >= 400
    assert sum(not same for *_ab, same in everything) >= 150


def test_the_index_finds_what_the_verdict_calls_the_same():
    same = [(a, b) for part in ("design", "held_out") for a, b, is_same in pairs(part) if is_same]
    met = sum(bool(set(narrow_keys(a)) & set(keys(b))) for a, b in same)
    assert met / len(same) >= 0.98


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("محمّد", "محمد"), ("محـمد", "محمد"), ("م\u200cحمد", "محمد"), ("علي", "علی"), ("كريم", "کریم"),
        ("فاطمة", "فاطمہ"), ("آصف", "اصف"), ("Dr. Aslam", "Aslam"), ("ASLAM", "aslam"),
        ("O'Kara", "Okara"), ("José", "Jose"), ("ګل مینه", "گل مینہ"),
    ],
)  # fmt: skip
def test_what_a_keyboard_adds_makes_no_difference(a, b):
    assert verdict(a, b) is Verdict.SAME


@settings(max_examples=150, deadline=None, derandomize=True)
@given(a=st.text(max_size=60), b=st.text(max_size=60))
def test_any_text_gives_a_verdict_both_ways(a, b):
    assert verdict(a, b) is verdict(b, a)
    assert 0.0 <= alike(a, b) <= 1.0
    if words(a):
        assert verdict(a, a) is Verdict.SAME


def test_the_command_answers_in_json(capsys):
    assert main(["people", "similar", "محمد", "Mohd", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], bool(told["keys"])) == ("same", True)
    assert main(["people", "similar", "Kamran", "Zainab", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"verdict": "different", "keys": []}


PASHTO = [
    ("ښکلا", "Shkula", "Khkula"), ("سپوږمۍ", "Spozhmai", "Spogmay"), ("ښایسته", "Shaista", "Khaista"),
    ("ځلاند", "Dzaland", "Zaland"), ("څانګه", "Tsanga", "Sanga"), ("پښتون", "پشتون", "پختون"),
    ("ښکلا بی بی", "Bibi Shkula", "Bibi Khkula"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "kandahar", "peshawar"), PASHTO)
def test_a_pashto_letter_is_read_as_in_kandahar_and_as_in_peshawar(written, kandahar, peshawar):
    for spoken in (kandahar, peshawar):
        assert verdict(written, spoken) == verdict(spoken, written) == Verdict.SAME, spoken
        assert set(narrow_keys(spoken)) & set(keys(written)), spoken
        assert set(narrow_keys(written)) & set(keys(spoken)), spoken


def test_each_way_of_reading_it_stays_apart_from_other_names():
    for written, other in (
        ("ښکلا", "شکیل"),
        ("سپوږمۍ", "Sapna"),
        ("ځلاند", "Jalal"),
        ("ږمنځ", "Aman"),
    ):
        assert verdict(written, other) is not Verdict.SAME, (written, other)
